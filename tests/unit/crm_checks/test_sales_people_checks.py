"""Checks of sales persons, the two performance reports and other lookups."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from tests.unit.crm_checks.conftest import Pool

pytestmark = pytest.mark.django_db

MARCH = {"period_start": "2025-03-01", "period_end": "2025-03-31"}


def test_orphans_reviewed_as_no_seller_and_tests_are_left_out(pool: Pool) -> None:
    pool.phone_user("Queue", not_a_seller=True)
    pool.phone_user("Test user", is_test=True)
    pool.seller_result("Total", not_a_seller=True)
    phone, result = pool.phone_user("Ana"), pool.seller_result("Ana")
    assert pool.failing("phone_user_without_sales_person") == {phone.pk}
    assert pool.failing("seller_result_without_sales_person") == {result.pk}


def test_one_sales_person_has_one_row_in_each_report(pool: Pool) -> None:
    ana, ben = pool.seller("Ana Ortiz"), pool.seller("Ben Amin")
    phones = [pool.phone_user(name, sales_person=ana).pk for name in ("Ana Ortiz", "Ana Ortiz (French)")]
    pool.phone_user("Ben Amin", sales_person=ben)
    pool.phone_user("Queue")
    results = [pool.seller_result(name, sales_person=ben).pk for name in ("Ben Amin", "Benjamin Amin")]
    assert pool.failing("phone_users_of_one_sales_person") == set(phones)
    assert pool.failing("seller_results_of_one_sales_person") == set(results)


def test_percentages_follow_from_their_counts_within_a_tenth(pool: Pool) -> None:
    pool.seller_result("Exact", leads_received=3, booked=1, percent_booked=Decimal("33.33"))
    pool.seller_result("Rounded", leads_received=3, booked=1, percent_booked=Decimal("33.40"))
    pool.seller_result("Nothing received", leads_received=0, booked=0, percent_booked=0)
    wrong = pool.seller_result("Wrong", leads_received=10, bad=1, percent_bad=12, lost=2, percent_lost=25)
    assert pool.failing("seller_percent_off_its_count") == {wrong.pk}
    assert pool.details("seller_percent_off_its_count") == ["bad, lost"]


def test_counts_of_the_sales_report_agree_with_the_pool_of_the_same_period(pool: Pool) -> None:
    ana, ben = pool.seller("Ana Ortiz"), pool.seller("Ben Amin")
    for number in range(6):
        pool.lead(f"1000{number}", sales_person=ana, received_at=datetime(2025, 3, 10, tzinfo=UTC))
        pool.booking(f"1000{number}", sales_person=ben, booked_date="2025-03-10")
    pool.lead("20000", sales_person=ana, received_at=datetime(2025, 5, 1, tzinfo=UTC))
    pool.seller_result("Ana", sales_person=ana, leads_received=11, booked=5, **MARCH)
    ben_row = pool.seller_result("Ben", sales_person=ben, leads_received=6, booked=12, **MARCH)
    pool.seller_result("No period", sales_person=ben, leads_received=900, booked=900)
    assert pool.failing("seller_leads_off_the_pool") == {ben_row.pk}
    assert pool.details("seller_leads_off_the_pool") == ["report 6, pool 0"]
    assert pool.details("seller_bookings_off_the_pool") == ["report 12, pool 6"]


def test_lookups_that_are_the_same_by_name_are_listed(pool: Pool) -> None:
    sellers = [pool.seller(name, key="ana ortiz").pk for name in ("Ana Ortiz", "ANA ORTIZ")]
    pool.seller("ana ortiz", key="ana ortiz", is_active=False)
    branches = [pool.branch(name, "north").pk for name in ("North", "North 🇨🇦")]
    sources = [pool.source(name, "google").pk for name in ("Google", "google")]
    pool.branch("South", "south")
    assert pool.failing("same_sales_person_twice") == set(sellers)
    assert pool.failing("same_branch_twice") == set(branches)
    assert pool.failing("same_lead_source_twice") == set(sources)


def test_names_that_lead_nowhere_are_named(pool: Pool) -> None:
    branch = pool.branch("North", "north")
    pool.job(branch_name="North", branch=branch)
    job = pool.job(branch_name="North", sales_person_name="Ana", referral_source="Google", branch=branch)
    booking = pool.booking("10000", branch_name="North")
    lead = pool.lead("10000", referral_source="Google")
    bad = pool.bad_lead(provider="Haul Quotes")
    assert pool.failing("jobs_with_unresolved_names") == {job.pk}
    assert pool.details("jobs_with_unresolved_names") == ["no sales person, no lead source"]
    assert pool.failing("bookings_with_unresolved_names") == {booking.pk}
    assert pool.failing("leads_with_unresolved_names") == {lead.pk}
    assert pool.failing("bad_leads_with_unresolved_names") == {bad.pk}
