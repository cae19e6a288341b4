"""Which customer a row was linked to of its own, wherever a merge has put it: linking never builds on merges, so that they can go."""

from __future__ import annotations

_OWN = """(
    SELECT t.*, coalesce(p.original_id, t.customer_id) AS own_customer_id
    FROM {table} t LEFT JOIN identity_placement p
      ON p.org_id = t.org_id AND p.table_name = '{table}' AND p.column_name = 'customer_id'
     AND p.row_id = t.id AND p.resolved_id = t.customer_id
    WHERE t.org_id = %(org)s
)"""


def own(table: str) -> str:
    """Give SQL for the organisation's rows of a table with their `own_customer_id`."""
    return _OWN.format(table=table)
