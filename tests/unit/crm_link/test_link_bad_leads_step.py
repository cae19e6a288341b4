"""Bad leads: the lead of the same person within ninety days, and the customer they are."""

from __future__ import annotations

import pytest

from aiop.orgs.models import Org
from crm.models import BadLead, LeadStatus
from tests.factories.crm import bad_lead, booking, job, lead
from tests.unit.crm_link.conftest import Linker

STEP = "bad_leads"
ROSA, PHONE = "rosa@example.com", "416-555-0101"


def lead_of(row: BadLead) -> LeadStatus | None:
    row.refresh_from_db()
    found: LeadStatus | None = row.lead_status
    return found


def test_the_nearest_lead_of_the_same_e_mail_and_name_wins(inside: Org, run_link: Linker) -> None:
    for quote, received in (("101", "2024-01-01"), ("102", "2024-03-01"), ("99", "2024-03-21")):
        lead(inside, quote, received=received)
        booking(inside, quote, "Rosa Kim", ROSA)
    near, tie = (
        bad_lead(inside, "R Kim", ROSA, received="2024-03-05"),
        bad_lead(inside, "Rosa", ROSA, received="2024-03-11"),
    )
    run_link(STEP)
    found, tied = lead_of(near), lead_of(tie)
    assert found
    assert found.quote_number == "102"
    assert tied
    assert tied.quote_number == "99"
    assert near.lead_status_method == "email"


def test_e_mail_is_tried_before_phone(inside: Org, run_link: Linker) -> None:
    by_phone, by_email = lead(inside, "1", received="2024-03-01"), lead(inside, "2", received="2024-04-01")
    job(inside, "1-1", "Rosa Kim", None, PHONE, status="QUOTED")
    job(inside, "2-1", "Rosa Kim", ROSA, None, status="LOST")
    both = bad_lead(inside, "Rosa Kim", ROSA, PHONE, "2024-03-01")
    only_phone = bad_lead(inside, "Rosa Kim", "unknown@example.com", PHONE, "2024-03-02")
    run_link(STEP)
    assert (lead_of(both), lead_of(only_phone)) == (by_email, by_phone)
    assert (both.lead_status_method, only_phone.lead_status_method) == ("email", "phone")


@pytest.mark.parametrize(
    ("received", "linked"), [("2024-05-30", True), ("2024-05-31", False), ("2023-12-02", True), ("2023-12-01", False)]
)
def test_ninety_days_is_the_window(inside: Org, run_link: Linker, received: str, linked: bool) -> None:
    lead(inside, "1", received="2024-03-01")
    booking(inside, "1", "Rosa Kim", ROSA)
    row = bad_lead(inside, "Rosa Kim", ROSA, received=received)
    run_link(STEP)
    assert (lead_of(row) is not None) is linked


def test_the_days_are_those_of_the_organisation(inside: Org, run_link: Linker) -> None:
    late = lead(inside, "1", received_at="2024-03-02T02:00:00+00:00")  # still 1 March in Toronto
    booking(inside, "1", "Rosa Kim", ROSA)
    inside_window, outside = (bad_lead(inside, "Rosa Kim", ROSA, received=day) for day in ("2023-12-02", "2024-05-31"))
    run_link(STEP)
    assert (lead_of(inside_window), lead_of(outside)) == (late, None)


def test_other_people_at_the_same_phone_and_test_rows_do_not_link(inside: Org, run_link: Linker) -> None:
    lead(inside, "1", received="2024-03-01")
    booking(inside, "1", "Rosa Kim", ROSA, PHONE)
    lead(inside, "2", received="2024-03-01", is_test=True)
    booking(inside, "2", "Thea Noor", "thea@example.com")
    rows = [
        bad_lead(inside, "Ruben Kim", None, PHONE, "2024-03-01"),
        bad_lead(inside, "Rosalind Kim", ROSA, None, "2024-03-01"),
        bad_lead(inside, None, ROSA, PHONE, "2024-03-01"),
        bad_lead(inside, "Rosa Kim", ROSA, None, "2024-03-01", is_test=True),
        bad_lead(inside, "Thea Noor", "thea@example.com", None, "2024-03-01"),
        bad_lead(inside, "Rosa Kim", ROSA, PHONE, None),
    ]
    run_link(STEP)
    assert [lead_of(row) for row in rows] == [None] * 6


def test_a_link_that_no_longer_holds_is_taken_back(inside: Org, run_link: Linker) -> None:
    found = lead(inside, "1", received="2024-03-01")
    booking(inside, "1", "Rosa Kim", ROSA)
    row = bad_lead(inside, "Rosa Kim", ROSA, received="2024-03-01")
    run_link(STEP)
    assert lead_of(row) == found
    LeadStatus.objects.filter(pk=found.pk).update(received_at="2020-01-01T12:00:00+00:00")
    assert run_link(STEP)[STEP].counts["lead unlinked"] == 1
    assert (lead_of(row), row.lead_status_method) == (None, None)


def test_bad_leads_find_the_one_customer_that_fits(inside: Org, run_link: Linker) -> None:
    booking(inside, "1", "Rosa Kim", ROSA, PHONE)
    booking(inside, "2", "John Smith", None, "416-555-0102")
    booking(inside, "3", "Jane Smith", None, "416-555-0102")
    run_link("job_customers")
    by_email = bad_lead(inside, "R. Kim", ROSA)
    by_phone = bad_lead(inside, "Rosa", "new@example.com", PHONE)
    unclear = bad_lead(inside, "J Smith", None, "416-555-0102")
    result = run_link(STEP)[STEP]
    for row in (by_email, by_phone, unclear):
        row.refresh_from_db()
    assert by_email.customer == by_phone.customer is not None
    assert (by_email.customer_method, by_phone.customer_method, unclear.customer) == ("email", "phone", None)
    assert result.counts["ambiguous customer"] == 1


def test_the_original_definition_is_counted_beside(inside: Org, run_link: Linker) -> None:
    lead(inside, "1", received="2020-03-01")
    booking(inside, "1", "Rosa Kim", ROSA)
    row = bad_lead(inside, "Rosa Kim", ROSA, received="2024-03-01")
    results = run_link()
    assert lead_of(row) is None  # four years apart
    assert results[STEP].counts["reachable by the original definition"] == 1
