"""Reading an entity's records as nodes: SQL, text only. What is compared comes as texts, beside a digest that tells change."""

from __future__ import annotations

from collections.abc import Sequence

from aiop.identity.entity import SOURCE_BITS, Entity, Source

# Parts several values of one field; no typed text holds it.
PART = "\x1f"
_PART = "chr(31)"
# A record's several e-mails and phones join the one in the field of the singular.
_SEVERAL = {"email": "emails", "phone": "phones"}


# Raise it when cleaning or keys change: every record is then cleaned anew.
EDITION = 2


def record_sql(entity: Entity, source: Source, names: Sequence[str], rows: str = "true") -> str:
    """Give the SELECT of (node, digest, the named fields as text, blank for unknown); `rows` is a condition over `r`.

    Bound with `org` and whatever `rows` is bound with.
    """
    texts = "".join(f', {_text(source, name)} AS "{name}"' for name in names)
    listed = "".join(f', "{name}"' for name in names)
    return f"""
        SELECT node, hashtextextended(concat_ws(chr(30){listed}), {EDITION}) AS digest{listed} FROM (
            SELECT r.id << {SOURCE_BITS} | {source.code} AS node{texts}
            FROM "{source.table}" r WHERE r.org_id = %(org)s AND ({source.where}) AND ({rows})
            OFFSET 0  -- each text is worked out once, for the digest and for itself
        ) AS read
    """


def _text(source: Source, name: str) -> str:
    one, several = source.fields.get(name), source.fields.get(_SEVERAL.get(name, ""))
    if several is None:
        return f"coalesce(({one})::text, '')" if one else "''"
    return f"concat_ws({_PART}, nullif(({one})::text, ''), nullif(array_to_string(({several}), {_PART}), ''))"


def touched_sql(source: Source) -> str:
    """Give the SELECT of the ids of a source's rows that some change sets (`sets`) added, altered or removed."""
    own = f"""
        SELECT r.id FROM "{source.table}" r WHERE r.org_id = %(org)s AND r.added_in = ANY(%(sets)s)
        UNION
        SELECT c.row_id FROM audit_change c
        WHERE c.org_id = %(org)s AND c.change_set_id = ANY(%(sets)s) AND c.table_name = '{source.table}'
    """
    return " UNION ".join([own, *(_through(model._meta.db_table, column) for model, column in source.also)])


def _through(table: str, column: str) -> str:
    return f"""
        SELECT t."{column}" FROM "{table}" t
        WHERE t.org_id = %(org)s AND t.added_in = ANY(%(sets)s) AND t."{column}" IS NOT NULL
        UNION
        SELECT t."{column}" FROM audit_change c JOIN "{table}" t ON t.id = c.row_id
        WHERE c.org_id = %(org)s AND c.change_set_id = ANY(%(sets)s) AND c.table_name = '{table}' AND t."{column}" IS NOT NULL
        UNION
        SELECT (c.before ->> '{column}')::bigint FROM audit_change c
        WHERE c.org_id = %(org)s AND c.change_set_id = ANY(%(sets)s) AND c.table_name = '{table}' AND c.before ? '{column}'
          AND c.before ->> '{column}' IS NOT NULL
    """
