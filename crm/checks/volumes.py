"""Whether each kind of export brings as many rows as weekday and season let expect."""

from __future__ import annotations

from aiop.quality.checks import Check, Kind
from aiop.quality.expectation import of_stretch
from aiop.quality.volumes import Volume, register

_DAYS = 7
_RECEIVED = "(received_at AT TIME ZONE %(zone)s)::date"
VOLUMES = (
    Volume("lead_status", "Leads received", "crm.LeadStatus", "crm_leadstatus", _RECEIVED, "NOT is_test"),
    Volume("bookings", "Bookings made", "crm.BookedOpportunity", "crm_bookedopportunity", "booked_date", "NOT is_test"),
    Volume("lost_leads", "Leads lost", "crm.LostLead", "crm_lostlead", "lost_date", "NOT is_test"),
    Volume("bad_leads", "Bad leads received", "crm.BadLead", "crm_badlead", "date_lead_received", "NOT is_test"),
    Volume("jobs", "Jobs quoted", "crm.Job", "crm_job", "quote_created_date", "NOT is_test"),
)
register(*VOLUMES)


def _expected(volume: Volume) -> Check:
    return Check(
        name=f"{volume.name}_volume",
        title=f"{volume.title}: as many as expected",
        question=f"Did the last {_DAYS} days that came in bring as many rows as weekday and season let expect?",
        model=volume.model,
        kind=Kind.LEVEL,
        sql=of_stretch(volume.table, volume.day, where=volume.where, days=_DAYS),
        has_detail=True,
        guidance="Too few: a branch or a stretch of days is missing from the export. Too many: an export overlaps under other "
        "numbers, or tests were left in. Compare the file's first and last day with what was asked for.",
    )


CHECKS = tuple(_expected(volume) for volume in VOLUMES)
