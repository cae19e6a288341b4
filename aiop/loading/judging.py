"""Staged rows held against their kind's rules, one another and what is stored: each that cannot be taken says why, set-wise.

What follows from the file alone is settled once, while staging. What follows from what is stored is marked as judged, and asked anew
whenever the load is compared again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.db import connection, models

from aiop.loading.kind import Kind, Parent, Rule, Unique
from aiop.loading.statements import Statements

_JUDGED = "'judged', true"


def judge_file(statements: Statements) -> int:
    """Quarantine rows that break a rule of their kind, or repeat what may occur once in a file; gives how many."""
    kind, filled = statements.kind, set(statements.columns)
    rules = [rule for rule in kind.rules if filled.issuperset(rule.columns)]
    asked = [_break_rules(statements, rules)] if rules else []
    return _written([*asked, *(_repeats(statements, unique) for unique in _used(kind.unique, filled))])


def judge_stored(org_id: int, statements: Statements) -> int:
    """Quarantine rows whose key belongs to another thing, that hold what another row holds already, or that break a rule with
    what is stored of them in columns that their file leaves out (nothing, where they are new).

    Rows that were judged before are judged anew; gives how many more are in quarantine than were.
    """
    kind, filled = statements.kind, set(statements.columns)
    partial = [rule for rule in kind.rules if not filled.issuperset(rule.columns)]
    waits = any(parent.required for parent in statements.parents)
    if not kind.identity and not kind.unique and not partial and not waits:
        return 0
    again = f"""
        UPDATE {statements.stage} SET verdict = NULL, raw = NULL, problems = NULL
        WHERE verdict = 'q' AND problems @> '[{{"judged": true}}]'
    """
    identity = [column for column in kind.identity if column in filled]
    asked = [_clashes(statements, identity)] if identity else []
    asked += [_held_by_others(statements, unique) for unique in _used(kind.unique, filled)]
    asked += [_break_rules_as_stored(statements, partial)] if partial else []
    released = _written([again], org_id)
    return _written(asked, org_id) - released


def judge_parents(org_id: int, statements: Statements, beside: Mapping[str, Sequence[str]] | None = None) -> int:
    """Quarantine rows that refer to what is not stored, where a row needs it: they wait for it. Gives how many.

    `beside` names, by stored table, staging tables whose good rows count as stored.
    """
    needed = [parent for parent in statements.parents if parent.required]
    return _written([_orphans(statements, needed, beside or {})] if needed else [], org_id)


def _written(asked: Sequence[str], org_id: int | None = None) -> int:
    count = 0
    with connection.cursor() as cursor:
        for sql in asked:
            cursor.execute(sql, {"org": org_id})
            count += max(int(cursor.rowcount), 0)
    return count


def _used(uniques: Iterable[Unique], filled: set[str]) -> list[Unique]:
    """Give what a file can break: what it leaves out is unknown in every row, which a rule may count as one value."""
    return [
        unique
        for unique in uniques
        if filled.issuperset(unique.columns) or (unique.nulls_equal and filled.intersection(unique.columns))
    ]


def _stated(statements: Statements, unique: Unique) -> list[str]:
    return [column for column in unique.columns if column in statements.columns]


def _break_rules(statements: Statements, rules: Sequence[Rule]) -> str:
    return f"""
        UPDATE {statements.stage} s SET verdict = 'q', raw = {statements.raw},
            problems = {_broken(statements.kind, rules)} WHERE s.verdict IS NULL AND NOT ({_holds(rules)})
    """


def _break_rules_as_stored(statements: Statements, rules: Sequence[Rule]) -> str:
    named = dict.fromkeys(column for rule in rules for column in rule.columns)
    columns = ", ".join(f'{"s" if c in statements.columns else "t"}."{c}"' for c in named)
    return f"""
        WITH broken AS (
            SELECT s.line, {_broken(statements.kind, rules, _JUDGED)} AS problems FROM (
                SELECT s.line, {columns} FROM {statements.stage} s LEFT JOIN "{statements.kind.table}" t ON {statements.keys_equal}
                WHERE s.verdict IS NULL
            ) s WHERE NOT ({_holds(rules)})
        )
        UPDATE {statements.stage} s SET verdict = 'q', raw = {statements.raw}, problems = b.problems
        FROM broken b WHERE b.line = s.line
    """


def _holds(rules: Sequence[Rule]) -> str:
    return " AND ".join(f"({rule.sql}) IS NOT FALSE" for rule in rules)


def _broken(kind: Kind, rules: Sequence[Rule], more: str = "") -> str:
    """Give SQL for the problems of a row s with those of some rules that it breaks."""
    told = ", ".join(
        f"CASE WHEN ({rule.sql}) IS FALSE THEN "
        + _problem(kind, rule.columns, f"{_text(rule.says)} || ': ' || {_shown(kind, 's', rule.columns)}", more)
        + " END"
        for rule in rules
    )
    return f"to_jsonb(array_remove(ARRAY[{told}], NULL))"


def _repeats(statements: Statements, unique: Unique) -> str:
    stated = _stated(statements, unique)
    columns = ", ".join(f's."{c}"' for c in stated)
    # Where nothing is stored as unknown by a rule, a row without the value repeats nothing.
    known = "" if unique.nulls_equal else " AND " + " AND ".join(f's."{c}" IS NOT NULL' for c in unique.columns)
    reason = f"{_shown(statements.kind, 's', stated)} || ' stands on line ' || r.first || ' of this file already'"
    return f"""
        WITH ranked AS (
            SELECT s.line, min(s.line) OVER (PARTITION BY {columns}) AS first FROM {statements.stage} s
            WHERE s.verdict IS NULL{known}
        )
        UPDATE {statements.stage} s SET verdict = 'q', raw = {statements.raw},
            problems = jsonb_build_array({_problem(statements.kind, stated, reason)})
        FROM ranked r WHERE r.line = s.line AND r.first <> r.line AND s.verdict IS NULL
    """


def _clashes(statements: Statements, identity: Sequence[str]) -> str:
    kind = statements.kind
    shown = _named_once(kind, identity)
    reason = (
        f"'is the number of another row: stored is ' || {_shown(kind, 't', shown)} || '; this file has ' || "
        f"{_shown(kind, 's', shown)}"
    )
    other = " OR ".join(_is_other(kind, column) for column in identity)
    return f"""
        UPDATE {statements.stage} s SET verdict = 'q', raw = {statements.raw},
            problems = jsonb_build_array({_problem(kind, kind.key, reason, _JUDGED)})
        FROM "{kind.table}" t WHERE {statements.keys_equal} AND s.verdict IS NULL AND ({other})
    """


def _is_other(kind: Kind, column: str) -> str:
    """Give SQL for: both rows state the column, and differently; letter case makes no difference."""
    if isinstance(kind.model._meta.get_field(column), models.CharField | models.TextField):
        return f'lower(t."{column}") <> lower(s."{column}")'
    return f't."{column}" <> s."{column}"'


def _held_by_others(statements: Statements, unique: Unique) -> str:
    kind, stated = statements.kind, _stated(statements, unique)
    equal = "IS NOT DISTINCT FROM" if unique.nulls_equal else "="
    same = " AND ".join(f't."{c}" {equal} s."{c}"' if c in stated else f't."{c}" IS NULL' for c in unique.columns)
    itself = " AND ".join(f't."{k}" = s."{k}"' for k in kind.key)
    reason = f"{_shown(kind, 's', stated)} || ' is stored already, with ' || {_shown(kind, 't', kind.key)}"
    return f"""
        UPDATE {statements.stage} s SET verdict = 'q', raw = {statements.raw},
            problems = jsonb_build_array({_problem(kind, stated, reason, _JUDGED)})
        FROM "{kind.table}" t WHERE t.org_id = %(org)s AND {same} AND NOT ({itself}) AND s.verdict IS NULL
    """


def _orphans(statements: Statements, needed: Sequence[Parent], beside: Mapping[str, Sequence[str]]) -> str:
    kind = statements.kind
    joins, lost, problems = [], [], []
    for at, parent in enumerate(needed):
        table, columns = parent.model._meta.db_table, [staged for _, staged in parent.on]
        on = " AND ".join(f'p{at}."{own}" = s."{column}"' for own, column in parent.on)
        joins.append(f'LEFT JOIN "{table}" p{at} ON p{at}.org_id = %(org)s AND {on}')
        missing = f"p{at}.id IS NULL"
        if table in beside:
            joins.append(_brought(at, parent, beside[table]))
            missing += f" AND b{at}.here IS NULL"
        lost.append(f"({missing} AND " + " AND ".join(f's."{c}" IS NOT NULL' for c in columns) + ")")
        reason = f"{_text(f'no {parent.model._meta.verbose_name} has come in with this number: ')} || {_shown(kind, 's', columns)}"
        made = _problem(kind, columns, reason, f"{_JUDGED}, 'waits', '{table}'")
        problems.append(f"CASE WHEN {lost[-1]} THEN {made} END")
    return f"""
        WITH lost AS (
            SELECT s.line, to_jsonb(array_remove(ARRAY[{", ".join(problems)}], NULL)) AS problems
            FROM {statements.stage} s {" ".join(joins)} WHERE s.verdict IS NULL AND ({" OR ".join(lost)})
        )
        UPDATE {statements.stage} s SET verdict = 'q', raw = {statements.raw}, problems = l.problems
        FROM lost l WHERE l.line = s.line AND s.verdict IS NULL
    """


def _brought(at: int, parent: Parent, stages: Sequence[str]) -> str:
    """Give SQL that joins the good rows of staging tables as parent number `at`."""
    own = ", ".join(f'"{column}"' for column, _ in parent.on)
    rows = " UNION ".join(f"SELECT {own}, true AS here FROM {stage} WHERE verdict IS NULL" for stage in stages)
    on = " AND ".join(f'b{at}."{column}" = s."{staged}"' for column, staged in parent.on)
    return f"LEFT JOIN ({rows}) b{at} ON {on}"


def _problem(kind: Kind, columns: Sequence[str], reason: str, more: str = "") -> str:
    """Give SQL for a problem with the first of some columns; `reason` is SQL, `more` further pairs of the object."""
    column = _named_once(kind, columns)[0]
    header = _text(_header(kind, column))
    value = f"""coalesce(s."{column}"::text, '')"""
    pairs = f"'header', {header}, 'column', '{column}', 'value', left({value}, 200), 'reason', {reason}"
    return f"jsonb_build_object({pairs}{', ' if more else ''}{more})"


def _shown(kind: Kind, row: str, columns: Sequence[str]) -> str:
    """Give SQL for the values of some columns, each after its header."""
    cells = (
        f"""{_text(_header(kind, c) + " ")} || coalesce(left({row}."{c}"::text, 80), 'blank')"""
        for c in _named_once(kind, columns)
    )
    return "(" + " || ', ' || ".join(cells) + ")"


def _named_once(kind: Kind, columns: Sequence[str]) -> list[str]:
    """Put in place of each column that follows another's header that other one, which people have read."""
    headers = [_header(kind, column) for column in columns]
    read = {field.headers[0]: field.column for field in kind.fields if field.dumped}
    return list(dict.fromkeys(read.get(header, column) for header, column in zip(headers, columns, strict=True)))


def _header(kind: Kind, column: str) -> str:
    field = kind.field_of(column)
    return field.headers[0] if field else column


def _text(words: str) -> str:
    """Write words as a literal; percent signs are the driver's."""
    return "'" + words.replace("'", "''").replace("%", "%%") + "'"
