"""Corrected checks of links: a few rows in, the failing rows out."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from tests.unit.crm_checks.conftest import Pool

pytestmark = pytest.mark.django_db


def test_won_jobs_with_a_contact_need_a_customer(pool: Pool) -> None:
    pool.job(customer=pool.customer())
    pool.job(opportunity_status="CLOSED", customer=pool.customer(), email_key=None)
    lonely = pool.job()
    pool.job(opportunity_status="LOST")
    pool.job(is_duplicate=True)
    pool.job(is_test=True)
    pool.job(email_key=None, phone_key=None)
    assert pool.rate("won_job_customer_rate") == (Decimal("66.67"), "failed")
    assert pool.failing("won_job_customer_rate") == {lonely.pk}


def test_jobs_without_status_and_test_jobs_must_not_have_a_customer(pool: Pool) -> None:
    pool.job(customer=pool.customer())
    unknown = pool.job(opportunity_status=None, status_text="Parked", customer=pool.customer())
    test = pool.job(is_test=True, customer=pool.customer())
    assert pool.failing("wrongly_linked_jobs") == {unknown.pk, test.pk}
    assert pool.details("wrongly_linked_jobs") == ["test row", "status Parked"]


def test_a_job_and_its_booking_have_one_customer(pool: Pool) -> None:
    ana, ben = pool.customer(), pool.customer()
    pool.booking("10000", customer=ana)
    pool.job(quote_number="10000", customer=ana)
    wrong = pool.job(quote_number="10000", customer=ben)
    pool.job(quote_number="20000", customer=ben)
    assert pool.failing("job_and_booking_customers_differ") == {wrong.pk}


def test_bookings_need_their_quote_among_the_leads(pool: Pool) -> None:
    pool.lead("10000")
    pool.booking("10000")
    unknown = pool.booking("20000")
    pool.booking("30000", is_test=True)
    assert pool.rate("booking_in_leads_rate") == (Decimal("50.00"), "failed")
    assert pool.failing("booking_in_leads_rate") == {unknown.pk}


def test_leads_and_lost_leads_whose_quote_booked_must_be_linked(pool: Pool) -> None:
    booking, late = pool.booking("10000"), pool.booking("20000")
    pool.lead("10000", booked_opportunity=booking)
    lead = pool.lead("20000")
    pool.lead("30000")
    pool.lost("10000", booked_opportunity=booking)
    lost = pool.lost(late.quote_number)
    pool.lost("30000")
    assert pool.failing("booked_lead_link_rate") == {lead.pk}
    assert pool.failing("lost_lead_link_rate") == {lost.pk}
    assert pool.rate("booked_lead_link_rate") == (Decimal("50.00"), "failed")


@pytest.mark.parametrize("status", ["Booked", "booked online", "COMPLETED", "Closed"])
def test_a_lead_said_to_be_booked_needs_a_booking(pool: Pool, status: str) -> None:
    pool.booking("10000")
    pool.lead("10000", status=status)
    alone = pool.lead("20000", status=status)
    pool.lead("30000", status="Lost price too high")
    pool.lead("40000", status=status, is_test=True)
    assert pool.failing("booked_lead_without_booking") == {alone.pk}


def test_links_to_another_quotes_booking_are_wrong(pool: Pool) -> None:
    booking = pool.booking("10000")
    pool.lead("10000", booked_opportunity=booking)
    lead = pool.lead("20000", booked_opportunity=booking)
    lost = pool.lost("30000", booked_opportunity=booking)
    assert pool.failing("lead_linked_to_other_quote") == {lead.pk}
    assert pool.failing("lost_lead_linked_to_other_quote") == {lost.pk}
    assert pool.details("lead_linked_to_other_quote") == ["booking 10000"]


def test_lost_leads_that_booked_are_listed(pool: Pool) -> None:
    pool.booking("10000", status="Booked")
    both = pool.lost("10000")
    pool.lost("20000")
    assert pool.rate("quote_booked_and_lost") == (Decimal("50.00"), "failed")
    assert pool.failing("quote_booked_and_lost") == {both.pk}
    assert pool.details("quote_booked_and_lost") == ["booking is booked"]


ANA = {"email_key": "ana@example.com", "name_key": "ana ortiz", "customer_name": "Ana Ortiz"}


def test_a_bad_lead_that_matches_a_booked_lead_must_be_linked(pool: Pool) -> None:
    lead = pool.lead("10000")
    pool.booking("10000", **ANA)
    pool.bad_lead(**ANA, lead_status=lead)
    unlinked = pool.bad_lead(**ANA)
    assert pool.rate("bad_lead_match_rate") == (Decimal("50.00"), "failed")
    assert pool.failing("bad_lead_match_rate") == {unlinked.pk}


def test_a_bad_lead_matches_by_phone_through_a_job_of_the_quote(pool: Pool) -> None:
    pool.lead("10000")
    pool.job(
        quote_number="10000", email_key=None, phone_key="4165550199", name_key="ana ortiz", customer_name="Ana Ortiz"
    )
    unlinked = pool.bad_lead(phone_key="4165550199", name_key="a ortiz", customer_name="A Ortiz")
    assert pool.failing("bad_lead_match_rate") == {unlinked.pk}


def test_the_jobs_of_a_booked_quote_do_not_speak_for_its_lead(pool: Pool) -> None:
    pool.lead("10000")
    pool.booking("10000", **ANA)
    pool.job(quote_number="10000", email_key="ben@example.com", name_key="ben amin", customer_name="Ben Amin")
    pool.bad_lead(email_key="ben@example.com", name_key="ben amin", customer_name="Ben Amin")
    assert pool.rate("bad_lead_match_rate") == (None, "passed")


@pytest.mark.parametrize(
    "differs",
    [
        {"name_key": "ben amin", "customer_name": "Ben Amin"},
        {"name_key": None, "customer_name": None},
        {"email_key": "other@example.com"},
        {"date_lead_received": "2025-05-31"},
        {"date_lead_received": None},
        {"is_test": True},
    ],
)
def test_a_bad_lead_of_another_person_or_time_is_not_asked_for(pool: Pool, differs: dict[str, object]) -> None:
    pool.lead("10000")
    pool.booking("10000", **ANA)
    pool.bad_lead(**{**ANA, **differs})
    assert pool.rate("bad_lead_match_rate") == (None, "passed")


def test_days_between_lead_and_bad_lead_are_days_of_the_organisation(pool: Pool) -> None:
    # 03:00 in UTC is the evening of 28 February in Toronto, 90 days before 29 May.
    pool.lead("10000", received_at=datetime(2025, 3, 1, 3, tzinfo=UTC))
    pool.booking("10000", **ANA)
    near = pool.bad_lead(**ANA, date_lead_received="2025-05-29")
    pool.bad_lead(**ANA, date_lead_received="2025-05-30")
    assert pool.failing("bad_lead_match_rate") == {near.pk}
