"""Facts brought up to date: made anew for what changed, written where they differ, and which days that touches."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from aiop.orgs.models import Org
from marts.kpi.facts.tables import TABLES, FactTable, Touch
from marts.kpi.terms import Record
from marts.models import BuildMark

# Beyond so many ids, reading every row once costs less than looking each of them up.
MOST_TOUCHED = 20_000
# A transaction may commit long after it opened its change set: what opened within this time is looked at again.
LOOK_BACK = "6 hours"
Column = tuple[Record, str]
# Where people decide what units and types mean to us, and the names that decisions made by name go by.
_DECISIONS = (
    "servicetitan_unitmapping",
    "servicetitan_reportingunit",
    "servicetitan_jobtypelistmember",
    "servicetitan_businessunit",
    "servicetitan_jobtype",
)


@dataclass
class Refreshed:
    """What a refresh wrote, and the days of each record's day columns that it touched."""

    written: int = 0
    gone: int = 0
    days: dict[Column, set[dt.date]] = field(default_factory=dict)
    placement_changed: bool = False


def refresh(org: Org, *, everything: bool = False) -> Refreshed:
    """Bring the facts of `org` up to date with its source's rows; inside the caller's transaction.

    Without `everything` only facts are made again that a change since the last time may have touched.
    """
    mark = BuildMark.objects.for_org(org).first()
    since = 0 if everything or mark is None else mark.change_set_id
    done = Refreshed(placement_changed=_decisions_changed(org, since))
    reached = _reached(org)
    for table in TABLES:
        touched = None if everything or mark is None else _touched(org, table, since)
        if touched is None or len(touched) > MOST_TOUCHED:
            _replace(org, table, None, done)
        elif touched:
            _replace(org, table, touched, done)
    BuildMark.objects.update_or_create(org=org, defaults={"change_set_id": reached})
    return done


def _reached(org: Org) -> int:
    """Give the last change set that can be relied on to have been seen whole."""
    sql = f"""
        SELECT coalesce(
            (SELECT min(id) - 1 FROM audit_changeset WHERE org_id = %(org)s AND at > now() - interval '{LOOK_BACK}'),
            (SELECT max(id) FROM audit_changeset WHERE org_id = %(org)s), 0)
    """
    return int(_rows(sql, {"org": org.pk})[0][0])


_CHANGED = """
    SELECT {ids} FROM {table} s WHERE s.org_id = %(org)s AND (s.added_in > %(since)s OR s.id IN (
        SELECT c.row_id FROM audit_change c
        WHERE c.org_id = %(org)s AND c.change_set_id > %(since)s AND c.table_name = '{table}'))
"""
_BEFORE = """
    SELECT (c.before ->> '{before}')::bigint FROM audit_change c
    WHERE c.org_id = %(org)s AND c.change_set_id > %(since)s AND c.table_name = '{table}' AND c.before ->> '{before}' <> ''
"""


def _touched(org: Org, table: FactTable, since: int) -> list[int]:
    """List the ids of facts that a change after `since` may have touched."""
    parts = [part for touch in table.touches for part in _changes(touch)]
    rows = _rows(" UNION ".join(parts), {"org": org.pk, "since": since})
    return [row[0] for row in rows if row[0] is not None]


def _changes(touch: Touch) -> Iterable[str]:
    yield _CHANGED.format(ids=touch.ids, table=touch.table)
    if touch.before:
        yield _BEFORE.format(before=touch.before, table=touch.table)


def _decisions_changed(org: Org, since: int) -> bool:
    """Tell whether somebody placed a unit or edited a list since: then every day may read otherwise."""
    added = " UNION ALL ".join(
        f"SELECT 1 FROM {table} s WHERE s.org_id = %(org)s AND s.added_in > %(since)s" for table in _DECISIONS
    )
    sql = f"""
        SELECT EXISTS ({added} UNION ALL SELECT 1 FROM audit_change c WHERE c.org_id = %(org)s
            AND c.change_set_id > %(since)s AND c.table_name = ANY(%(tables)s))
    """
    return bool(_rows(sql, {"org": org.pk, "since": since, "tables": list(_DECISIONS)})[0][0])


def _replace(org: Org, table: FactTable, touched: list[int] | None, done: Refreshed) -> None:
    """Make facts anew, all or those touched, and write the ones that differ."""
    values: dict[str, Any] = {"org": org.pk, "zone": org.time_zone, "touched": touched}
    columns, keys = table.columns, ", ".join(table.key)
    listed, new, old = ", ".join(columns), _of("n", columns), _of("o", columns)
    mine = f"SELECT * FROM {table.table} WHERE org_id = %(org)s"
    if touched is not None:
        mine += f" AND {table.key[0]} = ANY(%(touched)s)"
    on = " AND ".join(f"o.{name} = n.{name}" for name in table.key)
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS pg_temp.fact_differs")
        cursor.execute(
            f"CREATE TEMP TABLE fact_differs ON COMMIT DROP AS SELECT o.id AS old_id, {new}, "
            + ", ".join(f"o.{day} AS old_{day}" for day in table.days)
            + f" FROM ({table.select(only=touched is not None)}) n FULL JOIN ({mine}) o ON {on} "
            f"WHERE ROW({new}) IS DISTINCT FROM ROW({old})",
            values,
        )
        _note_days(cursor, table, done)
        there = f"{table.key[0]} IS NOT NULL"
        cursor.execute(f"DELETE FROM {table.table} WHERE id IN (SELECT old_id FROM fact_differs WHERE NOT {there})")
        done.gone += cursor.rowcount
        changed = ", ".join(f"{name} = excluded.{name}" for name in [*columns, "built_at"])
        cursor.execute(
            f"INSERT INTO {table.table} (org_id, {listed}) SELECT %(org)s, {listed} FROM fact_differs WHERE {there} "
            f"ON CONFLICT (org_id, {keys}) DO UPDATE SET {changed}",
            values,
        )
        done.written += cursor.rowcount


def _note_days(cursor: Any, table: FactTable, done: Refreshed) -> None:
    for name in table.days:
        cursor.execute(
            f"SELECT {name} FROM fact_differs WHERE {name} IS NOT NULL "
            f"UNION SELECT old_{name} FROM fact_differs WHERE old_{name} IS NOT NULL"
        )
        done.days.setdefault((table.record, name), set()).update(day for (day,) in cursor.fetchall())


def _of(alias: str, names: Iterable[str]) -> str:
    return ", ".join(f"{alias}.{name}" for name in names)


def _rows(sql: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())
