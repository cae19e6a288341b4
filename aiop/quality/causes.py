"""Why a rate fell: what came over its failing rows in the last days, told by what the record of changes and the loads know."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.apps import apps
from django.db import connection

from aiop.audit.models import Recorded
from aiop.orgs.models import Org
from aiop.quality.checks import Check
from aiop.quality.measure import parameters, savepoint

DAYS = 7
# The newest failing rows tell; more would cost more than they say.
MOST_ROWS = 20_000
# In this order the first that fits is a row's cause.
CAUSES = {
    "merge": "merged, or a merge taken back",
    "edit": "edited by hand",
    "new_value": "a source value never seen before",
    "late_parent": "came before what it belongs to",
    "load": "came with a load",
    "before": "failed before",
}
_TOUCHED = """EXISTS (
    SELECT FROM audit_change c JOIN audit_changeset s ON s.org_id = c.org_id AND s.id = c.change_set_id
    WHERE c.org_id = m.org_id AND c.table_name = %(table)s AND c.row_id = m.id AND s.at > %(since)s AND s.kind = ANY({kinds}))"""


def causes_of(check: Check, org: Org, now: dt.datetime) -> dict[str, int]:
    """Count the failing rows of a check by what came over them in the last seven days; nothing for tables without record."""
    model = apps.get_model(check.model)
    if not issubclass(model, Recorded):
        return {}
    table = model._meta.db_table
    bound: dict[str, Any] = {**parameters(check, org), "table": table, "since": now - dt.timedelta(days=DAYS)}
    sql = f"""
        WITH wrong AS MATERIALIZED (SELECT id FROM ({check.wrong_rows}) AS every ORDER BY id DESC LIMIT {MOST_ROWS})
        SELECT CASE WHEN {_TOUCHED.format(kinds="ARRAY['merge', 'undo']")} THEN 'merge'
            WHEN {_TOUCHED.format(kinds="ARRAY['edit']")} THEN 'edit'
            WHEN {_new_value(check, table)} THEN 'new_value' WHEN {_late_parent(check)} THEN 'late_parent'
            WHEN m.created_at > %(since)s THEN 'load' ELSE 'before' END AS cause, count(*)
        FROM wrong JOIN "{table}" m USING (id) GROUP BY 1
    """
    with savepoint(), connection.cursor() as cursor:
        cursor.execute(sql, bound)
        found = dict(cursor.fetchall())
    return {cause: found[cause] for cause in CAUSES if cause in found}


def in_words(causes: dict[str, int]) -> str:
    """Say the causes, the commonest first: 40 came with a load, 12 failed before."""
    ordered = sorted(causes.items(), key=lambda item: -item[1])
    return ", ".join(f"{rows:,} {CAUSES[cause]}" for cause, rows in ordered)


def _new_value(check: Check, table: str) -> str:
    if not check.source:
        return "false"
    name = f'"{check.source}"'
    return f"""m.{name} IS NOT NULL AND NOT EXISTS (
        SELECT FROM "{table}" o WHERE o.org_id = m.org_id AND o.{name} = m.{name} AND o.created_at <= %(since)s)"""


def _late_parent(check: Check) -> str:
    if not check.parent:
        return "false"
    # Declared by apps, never typed by people.
    return f"""m.created_at > %(since)s AND m.created_at > (
        SELECT max(applied_at) FROM loading_load WHERE kind = '{check.parent}' AND state = 'applied')"""
