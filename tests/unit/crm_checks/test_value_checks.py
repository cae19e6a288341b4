"""Checks of values and of how fresh they are."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from tests.unit.crm_checks.conftest import Pool

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("other", ["010200", "10200.0", " 10200", "10200.00"])
def test_one_quote_in_two_writings_is_found(pool: Pool, other: str) -> None:
    leads = [pool.lead(quote).pk for quote in ("10200", other)]
    bookings = [pool.booking(quote).pk for quote in ("10200", other)]
    lost = [pool.lost(quote).pk for quote in ("10200", other)]
    pool.lead("10201")
    assert pool.failing("leads_of_one_quote") == set(leads)
    assert pool.failing("bookings_of_one_quote") == set(bookings)
    assert pool.failing("lost_leads_of_one_quote") == set(lost)
    assert set(pool.details("leads_of_one_quote")) == {"also written 10200", f"also written {other}"}


def test_a_job_needs_a_status(pool: Pool) -> None:
    pool.job()
    pool.job(opportunity_status=None, is_test=True)
    unknown = pool.job(opportunity_status=None, status_text="Parked")
    assert pool.failing("job_without_status") == {unknown.pk}
    assert pool.details("job_without_status") == ["exported as Parked"]


def test_a_won_job_needs_a_booking_date(pool: Pool) -> None:
    pool.job()
    pool.job(booked_date=None, opportunity_status="QUOTED")
    undated = pool.job(booked_date=None, opportunity_status="CLOSED")
    assert pool.failing("won_job_without_booking_date") == {undated.pk}


def test_jobs_lie_between_2015_and_two_years_ahead(pool: Pool) -> None:
    today = timezone.localdate(timezone=pool.org.zone)
    pool.job(job_date="2015-01-01")
    pool.job(job_date=today + timedelta(days=700))
    pool.job(job_date=None)
    wrong = [pool.job(job_date=day).pk for day in (date(2014, 12, 31), today + timedelta(days=800), date(1900, 1, 1))]
    assert pool.failing("job_date_out_of_range") == set(wrong)


def test_amounts_lie_between_nothing_and_a_hundred_thousand(pool: Pool) -> None:
    pool.job(total_actual_cost=0, total_estimated_cost=100_000, wages=None)
    pool.job(total_actual_cost=-5, is_test=True)
    job = pool.job(total_actual_cost=Decimal("-0.01"), wages=Decimal("100000.01"))
    booking = pool.booking("10000", invoiced_amount=250_000)
    lost = pool.lost("10000", estimated_amount=-1)
    assert pool.failing("jobs_with_impossible_amounts") == {job.pk}
    assert pool.details("jobs_with_impossible_amounts") == ["total actual cost -0.01, wages 100000.01"]
    assert pool.failing("bookings_with_impossible_amounts") == {booking.pk}
    assert pool.failing("lost_leads_with_impossible_amounts") == {lost.pk}


def test_test_rows_are_a_small_share_of_each_table(pool: Pool) -> None:
    for make in (pool.job, pool.bad_lead):
        for is_test in (True, False, False, False):
            make(is_test=is_test)
    for add in (pool.lead, pool.booking, pool.lost):
        for number, is_test in enumerate((True, False, False, False)):
            add(f"1000{number}", is_test=is_test)
    for plural in ("jobs", "leads", "bookings", "bad_leads", "lost_leads"):
        assert pool.rate(f"real_{plural}_rate") == (Decimal("75.00"), "failed")


def test_won_jobs_are_asked_for_contact_and_places(pool: Pool) -> None:
    places = dict.fromkeys(("origin_city", "origin_state", "destination_city", "destination_state"), "Somewhere")
    pool.job(**places)
    bare = pool.job(email_key=None, phone_key=None, **{**places, "destination_state": None})
    pool.job(email_key=None, opportunity_status="LOST")
    pool.job(email_key=None, is_duplicate=True)
    for name in ("won_job_email_rate", "won_job_phone_rate", "won_job_address_rate"):
        assert pool.failing(name) == {bare.pk}
        assert pool.rate(name) == (Decimal("50.00"), "failed")


def test_contacts_that_cannot_be_read_are_named(pool: Pool) -> None:
    pool.job(customer_email="ana@example.com", customer_phone="416-555-0101")
    job = pool.job(customer_email="n/a", email_key=None, customer_phone="123", phone_key=None)
    pool.job(email_key=None, phone_key=None)
    booking = pool.booking("10000", phone_number="5555555555")
    bad = pool.bad_lead(customer_email="none")
    assert pool.failing("jobs_contact_format_rate") == {job.pk}
    assert pool.details("jobs_contact_format_rate") == ["no e-mail address, no phone number"]
    assert pool.failing("bookings_contact_format_rate") == {booking.pk}
    assert pool.failing("bad_leads_contact_format_rate") == {bad.pk}


def test_duplicate_jobs_are_a_small_share(pool: Pool) -> None:
    pool.job()
    twice = pool.job(is_duplicate=True)
    pool.job(is_duplicate=True, is_test=True)
    assert pool.rate("job_uniqueness_rate") == (Decimal("50.00"), "failed")
    assert pool.failing("job_uniqueness_rate") == {twice.pk}


def test_freshness_is_the_age_of_the_latest_applied_load_of_a_kind(pool: Pool) -> None:
    now = timezone.now()
    pool.load("jobs", now - timedelta(days=30))
    stale = pool.load("jobs", now - timedelta(days=9))
    pool.load("jobs", now, state="cancelled")
    pool.load("bookings", now - timedelta(days=3))
    assert pool.rate("jobs_freshness") == (Decimal("9.00"), "failed")
    assert pool.failing("jobs_freshness") == {stale.pk}
    assert pool.rate("bookings_freshness") == (Decimal("3.00"), "passed")
    assert pool.rate("lost_leads_freshness") == (None, "passed")
