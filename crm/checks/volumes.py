"""Whether each kind of export brings as many rows as weekday and season let expect, and no stretch of days without any."""

from __future__ import annotations

from aiop.quality.checks import Check, Kind
from aiop.quality.expectation import of_stretch
from aiop.quality.silence import LOOKS_BACK, longest
from aiop.quality.volumes import Volume, register

_DAYS = 7
_RECEIVED = "(received_at AT TIME ZONE %(zone)s)::date"
# An export that is loaded on a Monday may have been made on the Friday before.
_LAG_DAYS = 3


def _stream(kind: str, title: str, model: str, day: str) -> Volume:
    loaded = f"""(SELECT (max(applied_at) AT TIME ZONE %(zone)s)::date - {_LAG_DAYS} FROM loading_load
        WHERE kind = '{kind}' AND state = 'applied')"""
    return Volume(kind, title, model, model.lower().replace(".", "_"), day, "NOT is_test", loaded)


VOLUMES = (
    _stream("lead_status", "Leads received", "crm.LeadStatus", _RECEIVED),
    _stream("bookings", "Bookings made", "crm.BookedOpportunity", "booked_date"),
    _stream("lost_leads", "Leads lost", "crm.LostLead", "lost_date"),
    _stream("bad_leads", "Bad leads received", "crm.BadLead", "date_lead_received"),
    _stream("jobs", "Jobs quoted", "crm.Job", "quote_created_date"),
)
register(*VOLUMES)


def _check(volume: Volume, name: str, words: str, question: str, sql: str, guidance: str) -> Check:
    return Check(
        name=f"{volume.name}_{name}",
        title=f"{volume.title}: {words}",
        question=question,
        model=volume.model,
        kind=Kind.LEVEL,
        sql=sql,
        has_detail=True,
        guidance=guidance,
    )


def _expected(volume: Volume) -> Check:
    return _check(
        volume,
        "volume",
        "as many as expected",
        f"Did the last {_DAYS} days that came in bring as many rows as weekday and season let expect?",
        of_stretch(volume.table, volume.day, where=volume.where, days=_DAYS, until=volume.until),
        "Too few: a branch or a stretch of days is missing from the export. Too many: an export overlaps under other "
        "numbers, or tests were left in. Compare the file's first and last day with what was asked for.",
    )


def _unbroken(volume: Volume) -> Check:
    return _check(
        volume,
        "silence",
        "no days missing",
        f"Is there a stretch of days without rows, ending in the last {LOOKS_BACK} days, that chance does not explain?",
        longest(volume.table, volume.day, where=volume.where, until=volume.until),
        "A stretch of days is missing from the export: export these days again and load the file. Where there truly were no "
        f"rows, resolve the incident; the stretch is not told any more {LOOKS_BACK} days after its end.",
    )


CHECKS = tuple(check for volume in VOLUMES for check in (_expected(volume), _unbroken(volume)))
