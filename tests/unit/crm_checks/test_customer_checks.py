"""Checks of customers."""

from __future__ import annotations

import pytest

from tests.unit.crm_checks.conftest import Pool

pytestmark = pytest.mark.django_db


def test_every_booking_needs_a_customer_except_tests(pool: Pool) -> None:
    pool.booking("10000", customer=pool.customer())
    alone = pool.booking("20000")
    pool.booking("30000", is_test=True)
    assert pool.failing("booking_without_customer") == {alone.pk}


def test_a_customer_is_reached_by_a_column_or_a_contact_point(pool: Pool) -> None:
    pool.customer(email="ana@example.com")
    pool.contact(pool.customer(), "phone", "4165550101")
    silent = pool.customer()
    assert pool.failing("customer_without_contact") == {silent.pk}


def test_customers_who_share_a_contact_are_listed_with_how_many_share_it(pool: Pool) -> None:
    ana, ben, cleo, dora = (pool.customer() for _ in range(4))
    for customer in (ana, ben, cleo):
        pool.contact(customer, "phone", "4165550101")
    pool.contact(ana, "email", "ana@example.com")
    pool.contact(ben, "email", "ana@example.com")
    pool.contact(dora, "phone", "4165550102")
    assert pool.failing("customers_sharing_contact") == {ana.pk, ben.pk, cleo.pk}
    assert pool.details("customers_sharing_contact") == [
        "shares phone with 2 more",
        "shares e-mail and phone with 2 more",
        "shares e-mail and phone with 2 more",
    ]


def test_nobody_books_before_being_a_lead(pool: Pool) -> None:
    pool.customer(first_lead_date="2025-01-01", conversion_date="2025-01-01")
    pool.customer(conversion_date="2025-01-01")
    wrong = pool.customer(first_lead_date="2025-01-02", conversion_date="2025-01-01")
    assert pool.failing("first_lead_after_conversion") == {wrong.pk}
    assert pool.details("first_lead_after_conversion") == ["lead 2025-01-02, booking 2025-01-01"]


def test_a_conversion_needs_a_won_job_or_a_booking(pool: Pool) -> None:
    booked, moved, neither = (pool.customer(conversion_date="2025-01-01") for _ in range(3))
    pool.customer()
    pool.booking("10000", customer=booked)
    pool.job(customer=moved)
    assert pool.failing("conversion_without_evidence") == {neither.pk}


def test_every_merged_customer_needs_a_decision(pool: Pool) -> None:
    survivor = pool.customer()
    wrong = pool.customer(merged_into=survivor)
    assert pool.failing("merge_without_event") == {wrong.pk}
