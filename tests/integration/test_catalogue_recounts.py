"""Answers of the catalogue held against the same question counted again in plain Python."""

from __future__ import annotations

import datetime as dt
import statistics
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection

from aiop.catalogue.entries import named
from aiop.catalogue.run import bound_values
from aiop.orgs.context import org_context
from aiop.orgs.models import Org
from crm.models import BadLead, BookedOpportunity, Job, LeadStatus, LostLead
from tests.factories.catalogue_pool import TODAY, fill

pytestmark = pytest.mark.django_db(databases=["default", "owner", "side"])
CENT = Decimal("0.01")


@pytest.fixture
def pool(org: Org) -> Org:
    with org_context(org, actor="maya"):
        fill(org)
    return org


def ask(org: Org, name: str, **values: Any) -> list[dict[str, Any]]:
    """Answer an entry as the application's own role."""
    entry = named(name)
    with org_context(org, actor="maya"), connection.cursor() as cursor:
        cursor.execute(entry.sql, bound_values(entry, org, values, TODAY))
        names = [column.name for column in entry.columns]
        assert [column[0] for column in cursor.description] == names
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def counted(org: Org) -> list[Any]:
    """Give the jobs that count, branches and sources at hand."""
    with org_context(org, actor="maya"):
        rows = list(Job.objects.for_org(org).select_related("branch", "lead_source"))
    return [j for j in rows if not j.is_test and not j.is_duplicate and not (j.branch and j.branch.is_test)]


def won(org: Org) -> list[Any]:
    """Give the booked and closed ones."""
    return [j for j in counted(org) if j.opportunity_status in {"BOOKED", "CLOSED"}]


def revenue(jobs: Iterable[Any]) -> Decimal:
    """Add up what customers are charged."""
    charges = (j.total_actual_cost if j.total_actual_cost is not None else j.total_estimated_cost for j in jobs)
    return sum((charge for charge in charges if charge is not None), Decimal(0))


def percent(part: Any, whole: Any) -> Decimal | None:
    """Give a share as entries round it."""
    return (Decimal(100) * part / whole).quantize(CENT, "ROUND_HALF_UP") if whole else None


def quantile(values: Sequence[int], at: float) -> Decimal:
    """Interpolate as percentile_cont does."""
    ranked, place = sorted(values), at * (len(values) - 1)
    low = int(place)
    high = min(low + 1, len(ranked) - 1)
    return Decimal(str(ranked[low] + (ranked[high] - ranked[low]) * (place - low)))


def moves(org: Org) -> dict[int, list[dt.date]]:
    """Give each customer's moves, jobs of one quote being one, in order."""
    days: dict[tuple[int, str], dt.date] = {}
    for j in won(org):
        if j.customer_id and j.job_date and j.job_date <= TODAY:
            key = (j.customer_id, j.quote_number or "")
            days[key] = min(days.get(key, j.job_date), j.job_date)
    found = defaultdict(list)
    for (customer, _), day in days.items():
        found[customer].append(day)
    return {customer: sorted(found[customer]) for customer in found}


def quarter(day: dt.date) -> int:
    return day.year * 4 + (day.month - 1) // 3


def test_retention_is_the_share_of_the_whole_cohort_with_another_move(pool: Org) -> None:
    sizes: Counter[int] = Counter()
    active: defaultdict[tuple[int, int], set[int]] = defaultdict(set)
    for customer, days in moves(pool).items():
        sizes[quarter(days[0])] += 1
        for day in days[1:]:
            active[quarter(days[0]), quarter(day) - quarter(days[0])].add(customer)

    rows = ask(pool, "retention_cohort_analysis", quarters=8)

    for row in rows:
        cohort, k = quarter(row["acquisition_quarter"]), row["quarters_since_acquisition"]
        back = len(active[cohort, k])
        assert (row["cohort_size"], row["active_customers"]) == (sizes[cohort], back)
        assert row["retention_rate"] == percent(back, sizes[cohort])
    expected = {(c, k) for c in sizes for k in range(min(8, quarter(TODAY) - c) + 1)}
    assert {(quarter(r["acquisition_quarter"]), r["quarters_since_acquisition"]) for r in rows} == expected
    assert any(0 < row["retention_rate"] < 100 for row in rows)


def monthly(org: Org) -> list[Decimal]:
    """Add up revenue by finished month, months without any at 0."""
    by_month: defaultdict[int, Decimal] = defaultdict(Decimal)
    for j in won(org):
        if j.job_date and j.job_date < TODAY.replace(day=1):
            by_month[j.job_date.year * 12 + j.job_date.month] += revenue([j])
    return [by_month[month] for month in range(min(by_month), TODAY.year * 12 + TODAY.month)]


def test_a_revenue_forecast_reaches_the_future_by_the_methods_that_it_names(pool: Org) -> None:
    actual = monthly(pool)
    line = statistics.linear_regression(range(1, len(actual) + 1), [float(value) for value in actual])
    smooth = actual[0]
    for value in actual[1:]:
        smooth += (value - smooth) / 3
    growth = sum(actual[-12:], Decimal(0)) / sum(actual[-24:-12], Decimal(0))

    rows = ask(pool, "revenue_forecast_advanced", months=12, history=240)

    past, ahead = rows[: len(actual)], rows[len(actual) :]
    assert [row["actual_revenue"] for row in past] == actual
    assert [row["month"] for row in ahead][:: len(ahead) - 1] == [dt.date(2026, 3, 1), dt.date(2027, 2, 1)]
    assert {(row["data_type"], row["actual_revenue"]) for row in ahead} == {("forecast", None)}
    for step, row in enumerate(ahead):
        assert row["seasonal_forecast"] == pytest.approx(actual[step - 12] * growth, abs=CENT)
        assert row["linear_trend_forecast"] == pytest.approx(
            Decimal(line.intercept + line.slope * (len(actual) + 1 + step)), abs=CENT
        )
        assert row["exponential_smoothing_forecast"] == pytest.approx(smooth, abs=CENT)
        assert row["twelve_month_moving_avg"] == pytest.approx(sum(actual[-12:]) / 12, abs=CENT)
        assert row["forecast_lower_bound"] <= row["recommended_forecast"] <= row["forecast_upper_bound"]


def test_a_forecast_states_the_error_of_its_method_one_month_ahead(pool: Org) -> None:
    rows = ask(pool, "revenue_forecast_advanced", months=1, history=12)
    past = [row for row in rows if row["data_type"] == "actual"]

    def error(column: str) -> Decimal:
        missed = sum((abs(row["actual_revenue"] - row[column]) for row in past), Decimal(0))
        return 100 * missed / sum((row["actual_revenue"] for row in past), Decimal(0))

    columns = {
        "seasonal": "seasonal_forecast", "linear trend": "linear_trend_forecast",
        "exponential smoothing": "exponential_smoothing_forecast", "twelve-month mean": "twelve_month_moving_avg",
    }  # fmt: skip
    least = min(columns, key=lambda method: error(columns[method]))

    assert len(past) == 12
    assert {row["method"] for row in rows} == {least}
    assert rows[0]["backtest_error_percent"] == pytest.approx(error(columns[least]), abs=CENT)


def test_days_from_booking_to_job_are_days(pool: Org) -> None:
    by_group = defaultdict(list)
    for j in won(pool):
        by_group[j.job_type or "Unknown", j.branch.name].append(j)

    rows = ask(pool, "job_scheduling_efficiency", period="all")

    assert len(rows) == len(by_group)
    for row in rows:
        jobs = by_group[row["job_type"], row["branch_name"]]
        waits = [(j.job_date - j.booked_date).days for j in jobs]
        cycles = [(j.completed_date - j.quote_created_date).days for j in jobs if j.completed_date]
        assert row["total_jobs"] == len(jobs)
        assert row["median_days_book_to_job"] == pytest.approx(quantile(waits, 0.5), abs=Decimal("0.051"))
        assert row["p75_days_book_to_job"] == pytest.approx(quantile(waits, 0.75), abs=Decimal("0.051"))
        assert row["scheduled_within_14_days"] == sum(wait <= 14 for wait in waits)
        assert row["completed_within_14_days"] == sum(cycle <= 14 for cycle in cycles)
        assert row["completion_within_14_days_percent"] == percent(sum(cycle <= 14 for cycle in cycles), len(cycles))


def _leads_by_category(org: Org) -> dict[str, Counter[str]]:
    """Count each lead once, by how far it came, and the people behind bad leads without a quote."""
    with org_context(org, actor="maya"):
        booked = set(
            BookedOpportunity.objects.for_org(org).filter(is_test=False).values_list("quote_number", flat=True)
        )
        lost = set(LostLead.objects.for_org(org).filter(is_test=False).values_list("quote_number", flat=True))
        bad: list[Any] = list(BadLead.objects.for_org(org).select_related("lead_source").filter(is_test=False))
        leads: list[Any] = list(
            LeadStatus.objects.for_org(org).select_related("branch", "lead_source").filter(is_test=False)
        )
    closed = {j.quote_number for j in counted_anywhere(org) if j.opportunity_status == "CLOSED"}
    judged = {b.lead_status_id for b in bad}
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for one in leads:
        if one.branch.is_test or not _in_2024(one.received_at.astimezone(ZoneInfo(org.time_zone)).date()):
            continue
        quote = one.quote_number
        marks = {"leads": True, "booked": quote in booked, "closed": quote in closed}
        marks["lost"] = quote in lost and not marks["booked"] and not marks["closed"]
        marks["bad"] = one.pk in judged and not (marks["booked"] or marks["closed"] or marks["lost"])
        found[one.lead_source.category].update(mark for mark, holds in marks.items() if holds)
    first: dict[str, str] = {}
    for b in sorted(bad, key=lambda row: (row.date_lead_received, row.pk)):
        if b.lead_status_id is None and _in_2024(b.date_lead_received):
            first.setdefault(b.email_key or b.phone_key or b.natural_key, b.lead_source.category)
    for category in first.values():
        found[category].update(("leads", "bad"))
    return found


def counted_anywhere(org: Org) -> list[Any]:
    """Give the jobs that tell of a lead, whatever branch did them."""
    with org_context(org, actor="maya"):
        return list(Job.objects.for_org(org).filter(is_test=False, is_duplicate=False))


def _in_2024(day: dt.date) -> bool:
    return day.year == 2024


def test_a_funnel_counts_each_lead_once_and_no_rate_exceeds_all(pool: Org) -> None:
    expected = _leads_by_category(pool)

    rows = ask(pool, "category_conversion_funnel", period="2024-01-01..2024-12-31")

    shown = {"leads": "total_leads", "booked": "booked_opportunities", "closed": "closed_opportunities", "lost": "lost_leads", "bad": "bad_leads"}  # fmt: skip
    assert {row["category"]: {mark: row[column] for mark, column in shown.items()} for row in rows} == {
        category: {mark: counts[mark] for mark in shown} for category, counts in expected.items()
    }
    rates = [row[name] for row in rows for name in row if name.endswith("_rate")]
    assert all(rate is None or 0 <= rate <= 100 for rate in rates)


def test_a_margin_is_charge_less_wages_where_both_are_known(pool: Org) -> None:
    by_branch = defaultdict(list)
    for j in won(pool):
        by_branch[j.branch.name].append(j)

    rows = ask(pool, "branch_profitability", period="all")

    assert sum(row["total_revenue"] for row in rows) == revenue(won(pool))
    for row in rows:
        paid = [j for j in by_branch[row["branch_name"]] if j.wages is not None]
        hours = [j for j in by_branch[row["branch_name"]] if j.actual_hours is not None and j.actual_number_crew]
        wages, charge = sum(j.wages for j in paid), sum(j.total_actual_cost for j in paid)
        assert (row["total_wages"], row["margin_amount"]) == (wages, charge - wages)
        assert row["margin_percent"] == percent(charge - wages, charge)
        crew_hours = sum(j.actual_hours * j.actual_number_crew for j in hours)
        assert row["total_crew_hours"] == crew_hours
        assert row["revenue_per_crew_hour"] == (revenue(hours) / crew_hours).quantize(CENT, "ROUND_HALF_UP")


def test_who_is_idle_and_how_many_such_customers_returned(pool: Org) -> None:
    days = defaultdict(list)
    for j in won(pool):
        if j.customer_id:
            days[j.customer_id].append(j.job_date)
    idle = {c: TODAY - max(found) for c, found in days.items() if (TODAY - max(found)).days > 90}
    gaps = []
    for found in days.values():
        ranked = sorted(found)
        gaps += [((after - day).days, True) for day, after in pairwise(ranked)]
        gaps.append(((TODAY - ranked[-1]).days, False))

    rows = ask(pool, "customer_churn_prediction", limit=1000)

    assert {row["customer_id"]: row["days_since_last_job"] for row in rows} == {c: gap.days for c, gap in idle.items()}
    least = {"low_risk": 90, "medium_risk": 180, "high_risk": 365}
    for row in rows:
        longer = [ended for gap, ended in gaps if gap > least[row["risk_level"]]]
        assert row["returned_percent"] == percent(sum(longer), len(longer))
