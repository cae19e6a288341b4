"""Contacts by stage of life: what `mart_crm_contacts` holds. Pure."""

from __future__ import annotations

import datetime as dt

from marts.build.worked import Worked
from marts.sources.hubspot.records import ContactCounts

COLUMNS = {
    "subscriber": "subscribers",
    "lead": "leads",
    "marketingqualifiedlead": "marketing_qualified",
    "salesqualifiedlead": "sales_qualified",
    "opportunity": "opportunities",
    "customer": "customers",
    "evangelist": "evangelists",
}


def contacts_snapshot(day: dt.date, told: ContactCounts) -> Worked:
    """Give the row of a snapshot; what is in none of the seven stages is what the total leaves over."""
    stages = {column: told.by_stage.get(value, 0) for value, column in COLUMNS.items()}
    other = told.total - sum(stages.values())
    row = {
        "snapshot_date": day,
        "total_contacts": told.total,
        "new_contacts_30d": told.new_30d,
        "new_contacts_7d": told.new_7d,
        **stages,
        "other_lifecycle": max(other, 0),
        "lifecycle_detail": dict(told.by_stage),
    }
    worked = Worked(row)
    if other < 0:
        # The account moves on between one search and the next.
        worked.warnings.append(f"The seven stages hold {-other:,} more contacts than there are.")
    if told.refused:
        worked.warnings.append(f"The account's own stages are not told apart: {told.refused}")
    if told.new_7d > told.new_30d or told.new_30d > told.total:
        worked.wrong.append(f"{told.new_7d:,} new in 7 days, {told.new_30d:,} in 30, {told.total:,} in all.")
    return worked
