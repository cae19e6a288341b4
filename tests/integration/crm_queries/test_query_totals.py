"""Totals by branch, source, sales person and month agree with the one grand total, which is counted from the tables alone."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.db import connection

from aiop.catalogue.entries import named
from aiop.orgs.context import org_context
from tests.integration.crm_queries.asking import Pool, of_crm

pytestmark = [pytest.mark.slow, pytest.mark.nightly]
PERIOD = {"from": "2024-01-01", "to": "2024-12-31"}
_REAL = "NOT is_test AND branch_id NOT IN (SELECT id FROM crm_branch WHERE is_test)"
_JOBS = f"FROM crm_job WHERE {_REAL} AND NOT is_duplicate AND job_date BETWEEN %(from)s::date AND %(to)s::date"
_WON = f"{_JOBS} AND opportunity_status IN ('BOOKED', 'CLOSED')"
_RECEIVED = "(received_at AT TIME ZONE 'America/Toronto')::date BETWEEN %(from)s::date AND %(to)s::date"
_LEADS = f"FROM crm_leadstatus WHERE {_REAL} AND {_RECEIVED}"
_BAD = "FROM crm_badlead WHERE NOT is_test AND date_lead_received BETWEEN %(from)s::date AND %(to)s::date"
# What is counted, from the tables; the columns that give its total, each broken down in another way.
TOTALS: dict[str, tuple[str, list[tuple[str, str]]]] = {
    "revenue": (
        f"SELECT sum(coalesce(total_actual_cost, total_estimated_cost)) {_WON}",
        [
            ("revenue_by_branch", "total_revenue"), ("branch_performance_comparison", "total_revenue"),
            ("job_bookings_by_branch", "total_revenue"), ("revenue_by_sales_person", "total_revenue"),
            ("job_bookings_by_sales_person", "total_revenue"), ("performance_trends", "revenue"),
            ("sales_person_cross_module", "total_job_revenue"), ("revenue_by_referral_source", "total_revenue"),
            ("monthly_metrics_summary", "total_revenue"), ("quarterly_metrics_summary", "total_revenue"),
            ("revenue_trends", "revenue"), ("jobs_by_time_period", "revenue"), ("job_volume_trends", "revenue"),
            ("daily_active_jobs", "daily_revenue"), ("job_status_distribution", "total_revenue"),
            ("job_type_distribution", "total_revenue"), ("geographic_coverage", "total_revenue"),
        ],
    ),
    "jobs": (
        f"SELECT count(*) {_JOBS}",
        [
            ("branch_performance_comparison", "total_jobs"), ("job_bookings_by_branch", "total_jobs"),
            ("job_bookings_by_sales_person", "total_jobs"), ("performance_trends", "jobs_handled"),
            ("sales_person_cross_module", "total_customer_jobs"), ("revenue_by_referral_source", "job_count"),
            ("monthly_metrics_summary", "total_jobs"), ("quarterly_metrics_summary", "total_jobs"),
            ("jobs_by_time_period", "job_count"), ("job_volume_trends", "job_count"), ("daily_active_jobs", "daily_job_count"),
            ("job_status_distribution", "job_count"), ("revenue_by_job_status", "job_count"),
            ("job_type_distribution", "job_count"), ("geographic_coverage", "job_count"),
        ],
    ),
    "won jobs": (
        f"SELECT count(*) {_WON}",
        [
            ("revenue_by_branch", "total_jobs"), ("revenue_by_sales_person", "total_jobs"), ("revenue_trends", "job_count"),
            ("jobs_by_time_period", "booked_count"), ("performance_trends", "booked_jobs"), ("operational_efficiency", "total_jobs"),
        ],
    ),
    "leads with a quote": (f"SELECT count(*) {_LEADS}", [("sales_person_cross_module", "total_leads_from_lead_status")]),
    "leads": (
        f"""SELECT (SELECT count(*) {_LEADS}) + (
            SELECT count(DISTINCT coalesce(email_key, phone_key, natural_key)) {_BAD} AND lead_status_id IS NULL)""",
        [("lead_source_performance", "total_leads"), ("lead_conversion_funnel", "total_leads")],
    ),
    "bad leads": (f"SELECT count(*) {_BAD}", [("bad_leads_analysis", "bad_lead_count")]),
}  # fmt: skip
CASES = [(what, entry, column) for what, (_, columns) in TOTALS.items() for entry, column in columns]
# Columns whose periods side by side do not add up, and why that is right.
_PERSON = "a person behind bad leads without a quote counts once in each period"
_SEVERAL = "customers count who moved several times within the period"
_OF_PEOPLE = (
    "customer_acquisition_cost", "gender_conversion_rates", "category_conversion_funnel", "lead_source_category_performance",
    "lead_source_performance", "roi_by_referral_source", "referral_source_roi",
)  # fmt: skip
NOT_ADDED: dict[str, dict[str, str]] = {
    **{name: {"total_leads": _PERSON, "bad_leads": _PERSON} for name in _OF_PEOPLE},
    "gender_distribution": {"total_customers": "customers are those of all days"},
    "customer_preferences_analysis": dict.fromkeys(("total_jobs", "total_revenue"), _SEVERAL),
    "repeat_customer_patterns": dict.fromkeys(("total_jobs", "total_moves", "total_revenue"), _SEVERAL),
    "customer_journey_analysis": dict.fromkeys(
        ("total_leads", "total_jobs", "closed_jobs"), "a customer's journey is whole in every period that it touches"
    ),
}  # fmt: skip
PIECES = ("1990-01-01..2023-12-31", "2024-01-01..2024-06-30", "2024-07-01..2025-06-30", "2025-07-01..2099-12-31")


def total(pool: Pool, name: str, column: str, **values: Any) -> Any:
    """Add up a column of an entry's answer."""
    found = pool.ask(named(name), **values)
    return sum((row[column] or 0 for row in found.records()), Decimal(0))


def grand_total(pool: Pool, what: str) -> Any:
    """Count from the tables."""
    with org_context(pool.org, actor="maya"), connection.cursor() as cursor:
        cursor.execute(TOTALS[what][0], PERIOD)
        return cursor.fetchone()[0]


@pytest.mark.parametrize(("what", "name", "column"), CASES)
def test_a_breakdown_adds_up_to_the_grand_total(pool: Pool, what: str, name: str, column: str) -> None:
    assert total(pool, name, column, period="{from}..{to}".format(**PERIOD)) == grand_total(pool, what)


@pytest.mark.parametrize("lookup", ["branch", "source", "sales_person"])
@pytest.mark.parametrize(
    ("name", "column"), [("revenue_by_branch", "total_revenue"), ("job_volume_trends", "job_count")]
)
def test_what_each_row_of_a_lookup_has_adds_up_to_all(pool: Pool, lookup: str, name: str, column: str) -> None:
    period = "{from}..{to}".format(**PERIOD)
    pieces = [total(pool, name, column, period=period, **{lookup: one}) for one in pool.ids(lookup)]

    assert sum(pieces) == total(pool, name, column, period=period)


@pytest.mark.parametrize("granularity", ["day", "week", "month", "quarter", "year"])
def test_every_granularity_has_the_same_total(pool: Pool, granularity: str) -> None:
    found = total(pool, "revenue_trends", "revenue", period="{from}..{to}".format(**PERIOD), granularity=granularity)

    assert found == grand_total(pool, "revenue")


@pytest.mark.parametrize("name", ["lead_source_performance", "lead_conversion_funnel"])
def test_leads_of_all_sources_are_all_leads(pool: Pool, name: str) -> None:
    period = "{from}..{to}".format(**PERIOD)
    sources = {row["id"] for row in _lookup(pool)}

    assert sum(total(pool, name, "total_leads", period=period, source=one) for one in sources) == grand_total(
        pool, "leads"
    )


def _lookup(pool: Pool) -> list[dict[str, Any]]:
    with org_context(pool.org, actor="maya"), connection.cursor() as cursor:
        cursor.execute("SELECT id FROM crm_leadsource")
        return [{"id": row[0]} for row in cursor.fetchall()]


def added_up(entry: Any) -> list[str]:
    """Name the columns of an entry whose total may be added up."""
    return [column.name for column in entry.columns if column.total == "sum"]


@pytest.mark.parametrize("entry", [e for e in of_crm() if "period" in e.params and added_up(e)], ids=lambda e: e.name)
def test_periods_side_by_side_add_up_to_the_whole(pool: Pool, entry: Any) -> None:
    most = {name: p.most for name, p in entry.params.items() if name == "limit"}
    parts = [pool.ask(entry, period=piece, **most).sums for piece in PIECES]
    whole = pool.ask(entry, period="all", **most).sums

    wrong = {
        c: (whole[c], [part[c] for part in parts])
        for c in set(added_up(entry)) - set(NOT_ADDED.get(entry.name, ()))
        if (whole[c] or 0) != sum(part[c] or 0 for part in parts)
    }
    assert wrong == {}
