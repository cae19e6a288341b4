"""Whether each kind of export still comes in; a kind that was never loaded has no age."""

from __future__ import annotations

from decimal import Decimal

from aiop.quality.checks import Check, Kind

_DAILY, _PERIODIC = 7, 35  # days: exports of daily work; reports of a month


def _fresh(kind: str, report: str, days: int) -> Check:
    return Check(
        name=f"{kind}_freshness",
        title=f"{report}: days since the last load",
        question=f"Was a file of the {report} report loaded in the last {days} days?",
        model="loading.Load",
        kind=Kind.AGE,
        sql=f"""
            SELECT id, extract(epoch FROM now() - applied_at) / 86400 AS days, file_name AS detail FROM loading_load
            WHERE kind = '{kind}' AND state = 'applied' AND applied_at IS NOT NULL
            ORDER BY applied_at DESC LIMIT 1
        """,
        has_detail=True,
        threshold=Decimal(days),
        guidance="Export the report from the source system and load it; until then every figure stands still.",
    )


CHECKS = (
    _fresh("jobs", "All Jobs", _DAILY),
    _fresh("lead_status", "Lead Status", _DAILY),
    _fresh("bookings", "Booked Opportunities", _DAILY),
    _fresh("lost_leads", "Lost Leads", _DAILY),
    _fresh("bad_leads", "Bad Leads", _DAILY),
    _fresh("sales_performance", "Sales Performance", _PERIODIC),
    _fresh("user_performance", "Phone Users", _PERIODIC),
)
