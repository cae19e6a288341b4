"""The SQL of one load: what is new, changed or the same, and the statements that bring it in. Text only, no database."""

from __future__ import annotations

from collections.abc import Sequence

from aiop.loading.kind import Kind


class Statements:
    """SQL for one kind, one staging table and the columns that its file filled.

    Every statement is bound with `org`, and those that write also with `change_set` and `load`.
    """

    def __init__(self, kind: Kind, table: str, columns: Sequence[str], raw: str = "'{}'::jsonb") -> None:
        """`raw` is SQL that gives a staged row back as it was read, for those that are quarantined later."""
        self.kind = kind
        self.raw = raw
        self.stage = table
        self.columns = list(columns)
        self.lookups = [lookup for lookup in kind.lookups if lookup.text in self.columns]
        self.parents = [p for p in kind.parents if all(staged in self.columns for _, staged in p.on)]
        stored = {field.column for field in kind.model._meta.concrete_fields}
        self.lineage = [c for c in ("source_load_id", "source_line") if c in stored]

    @property
    def keys_equal(self) -> str:
        """Condition that stored row t and staged row s are the same row."""
        return "t.org_id = %(org)s AND " + " AND ".join(f't."{k}" = s."{k}"' for k in self.kind.key)

    @property
    def differs(self) -> str:
        """Condition that t and s, being the same row, say different things."""
        compared = [c for c in self.columns if c not in self.kind.key]
        return " OR ".join(f't."{c}" IS DISTINCT FROM s."{c}"' for c in compared) or "false"

    def known(self) -> str:
        """Count the staged rows whose key is stored, and those whose key is not."""
        return f"""
            SELECT count(t.org_id), count(*) - count(t.org_id)
            FROM {self.stage} s LEFT JOIN "{self.kind.table}" t ON {self.keys_equal} WHERE s.verdict IS NULL
        """

    def number_equal_rows(self, column: str, unless: str) -> str:
        """Give each row that has no ordinal its place among those of an otherwise equal key; 1 where `unless` is known."""
        key = ", ".join(f'o."{k}"' for k in self.kind.key if k != column)
        return f"""
            UPDATE {self.stage} s SET "{column}" = CASE WHEN s."{unless}" IS NULL THEN n.place ELSE 1 END
            FROM (SELECT o.line, row_number() OVER (PARTITION BY {key} ORDER BY o.line) AS place
                  FROM {self.stage} o WHERE o.verdict IS NULL AND o."{column}" IS NULL) n
            WHERE s.line = n.line AND s.verdict IS NULL
        """

    def quarantine_repeats(self) -> str:
        """Quarantine every row but the first of those that share a key."""
        key = ", ".join(f's."{k}"' for k in self.kind.key)
        same = " AND ".join(f's."{k}" = r."{k}"' for k in self.kind.key)
        shown = " || ' ' || ".join(f's."{k}"::text' for k in self.kind.key)
        return f"""
            WITH repeated AS (
                SELECT {key}, min(s.line) AS first FROM {self.stage} s WHERE s.verdict IS NULL GROUP BY {key} HAVING count(*) > 1
            )
            UPDATE {self.stage} s SET verdict = 'q', raw = {self.raw}, problems = jsonb_build_array(jsonb_build_object(
                'header', '', 'column', '{self.kind.key[0]}', 'value', {shown}, 'reason', 'is already on line ' || r.first || ' of this file'))
            FROM repeated r WHERE {same} AND s.line <> r.first AND s.verdict IS NULL
        """

    def counts(self) -> str:
        """Count (new, changed, same) and digest what would be overwritten."""
        old = ", ".join(f't."{c}"' for c in self.columns)
        return f"""
            SELECT count(*) FILTER (WHERE t.id IS NULL),
                   count(*) FILTER (WHERE t.id IS NOT NULL AND ({self.differs})),
                   count(*) FILTER (WHERE t.id IS NOT NULL AND NOT ({self.differs})),
                   coalesce(sum(hashtextextended(ROW(t.id, {old})::text, 0)::numeric)
                            FILTER (WHERE t.id IS NOT NULL AND ({self.differs})), 0)
            FROM {self.stage} s LEFT JOIN "{self.kind.table}" t ON {self.keys_equal} WHERE s.verdict IS NULL
        """

    def overlap(self) -> str:
        """Name the earlier load that most of the stored rows came from, with the count."""
        return f"""
            SELECT t.source_load_id, count(*) FROM {self.stage} s JOIN "{self.kind.table}" t ON {self.keys_equal}
            WHERE s.verdict IS NULL AND t.source_load_id IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1 DESC LIMIT 1
        """

    def insert(self, *, all_new: bool) -> str:
        """Insert the rows whose key is not stored; `all_new` tells that no staged key is."""
        own = ["org_id", "added_in", *self.lineage, *self.columns]
        values = [
            "%(org)s",
            "%(change_set)s",
            *(_LINEAGE[c] for c in self.lineage),
            *(f's."{c}"' for c in self.columns),
        ]
        links = [lookup.column for lookup in self.lookups] + [parent.column for parent in self.parents]
        values += [f"a{i}.target_id" for i in range(len(self.lookups))] + [
            f"p{i}.{parent.takes}" for i, parent in enumerate(self.parents)
        ]
        absent = "" if all_new else f'AND NOT EXISTS (SELECT FROM "{self.kind.table}" t WHERE {self.keys_equal})'
        quoted = ", ".join(f'"{column}"' for column in [*own, *links])
        return f"""
            INSERT INTO "{self.kind.table}" ({quoted}) SELECT {", ".join(values)}
            FROM {self.stage} s {self._joins()} WHERE s.verdict IS NULL {absent}
        """

    def update(self) -> str:
        """Write the rows that differ, their links and what the kind settles with them."""
        sets = [f'"{c}" = s."{c}"' for c in self.columns if c not in self.kind.key]
        sets += [f'"{c}" = {_LINEAGE[c]}' for c in self.lineage]
        sets += [f'"{lookup.column}" = a{i}.target_id' for i, lookup in enumerate(self.lookups)]
        sets += [f'"{column}" = {sql}' for column, sql in self.kind.settle]
        joins = " ".join(
            _alias_join(i, "s", lookup.alias._meta.db_table, lookup.key) for i, lookup in enumerate(self.lookups)
        )
        return f"""
            UPDATE "{self.kind.table}" t SET {", ".join(sets)}, updated_at = now() FROM {self.stage} s {joins}
            WHERE {self.keys_equal} AND s.verdict IS NULL AND ({self.differs})
        """

    def unseen_spellings(self, position: int) -> str:
        """List (key, spelling) of a lookup's spellings that no alias has, each with its most frequent spelling."""
        lookup = self.lookups[position]
        return f"""
            SELECT key, spelling FROM (
                SELECT s."{lookup.key}" AS key, s."{lookup.text}" AS spelling,
                       row_number() OVER (PARTITION BY s."{lookup.key}" ORDER BY count(*) DESC, s."{lookup.text}") AS place
                FROM {self.stage} s WHERE s.verdict IS NULL AND s."{lookup.key}" IS NOT NULL GROUP BY 1, 2
            ) ranked
            WHERE place = 1 AND NOT EXISTS (
                SELECT FROM "{lookup.alias._meta.db_table}" a WHERE a.org_id = %(org)s AND a.key = ranked.key)
            ORDER BY key
        """

    def adopt_children(self, child: Kind) -> list[str]:
        """Link rows of a child kind that were waiting for the rows which this load brought."""
        return [
            f"""
            UPDATE "{child.table}" c SET "{parent.column}" = p."{parent.takes}", updated_at = now() FROM "{self.kind.table}" p
            WHERE p.org_id = %(org)s AND p.added_in = %(change_set)s AND c.org_id = %(org)s AND c."{parent.column}" IS NULL
              AND p."{parent.takes}" IS NOT NULL AND {" AND ".join(f'c."{staged}" = p."{own}"' for own, staged in parent.on)}
            """
            for parent in child.parents
            if parent.model is self.kind.model
        ]

    def _joins(self) -> str:
        aliases = [
            _alias_join(i, "s", lookup.alias._meta.db_table, lookup.key) for i, lookup in enumerate(self.lookups)
        ]
        parents = [
            f'LEFT JOIN "{parent.model._meta.db_table}" p{i} ON p{i}.org_id = %(org)s AND '
            + " AND ".join(f'p{i}."{own}" = s."{staged}"' for own, staged in parent.on)
            for i, parent in enumerate(self.parents)
        ]
        return " ".join([*aliases, *parents])


_LINEAGE = {"source_load_id": "%(load)s", "source_line": "s.line"}


def _alias_join(number: int, stage: str, table: str, key: str) -> str:
    return f'LEFT JOIN "{table}" a{number} ON a{number}.org_id = %(org)s AND a{number}.key = {stage}."{key}"'
