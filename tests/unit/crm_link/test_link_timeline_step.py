"""The customers' timeline is computed: it rises, falls and clears with its evidence."""

from __future__ import annotations

import datetime as dt

from aiop.orgs.models import Org
from crm.models import BadLead, BookedOpportunity, Customer, Job, LeadStatus
from tests.factories.crm import bad_lead, booking, job, lead, lost_lead
from tests.unit.crm_link.conftest import Linker

ROSA = "rosa@example.com"


def timeline() -> tuple[dt.date | None, dt.date | None]:
    customer = Customer.objects.get()
    return customer.first_lead_date, customer.conversion_date


def test_the_earliest_evidence_of_each_kind_wins(inside: Org, run_link: Linker) -> None:
    lead(inside, "1", received_at="2024-03-02T02:00:00+00:00")  # 1 March in Toronto
    booking(inside, "1", "Rosa Kim", ROSA, booked_date="2024-03-20")
    job(inside, "1-1", "Rosa Kim", job_date="2024-04-02", booked_date="2024-03-18")
    run_link()
    assert timeline() == (dt.date(2024, 3, 1), dt.date(2024, 3, 18))
    lost_lead(inside, "1", received_at="2024-02-20T12:00:00+00:00")
    run_link()
    assert timeline()[0] == dt.date(2024, 2, 20)
    bad_lead(inside, "Rosa Kim", ROSA, received="2023-11-11")
    run_link()
    assert timeline()[0] == dt.date(2023, 11, 11)


def test_a_job_without_booking_stamp_counts_by_its_own_day(inside: Org, run_link: Linker) -> None:
    job(inside, "1-1", "Rosa Kim", ROSA, job_date="2024-04-02")
    run_link()
    assert timeline() == (None, dt.date(2024, 4, 2))


def test_dates_rise_and_clear_when_the_evidence_goes(inside: Org, run_link: Linker) -> None:
    lead(inside, "1", received="2024-03-01")
    row = booking(inside, "1", "Rosa Kim", ROSA, booked_date="2024-03-20")
    early = bad_lead(inside, "Rosa Kim", ROSA, received="2023-11-11")
    run_link()
    BadLead.objects.filter(pk=early.pk).delete()
    BookedOpportunity.objects.filter(pk=row.pk).update(booked_date=None)
    assert run_link("timeline")["timeline"].counts == {"dates cleared": 1}
    assert timeline() == (dt.date(2024, 3, 1), None)
    LeadStatus.objects.update(received_at="2024-03-09T12:00:00+00:00")
    assert run_link("timeline")["timeline"].counts == {"dates raised": 1}
    assert timeline() == (dt.date(2024, 3, 9), None)
    assert run_link("timeline")["timeline"].written == 0


def test_a_customer_whose_only_job_was_lost_has_no_conversion(inside: Org, run_link: Linker) -> None:
    row = job(inside, "1-1", "Rosa Kim", ROSA, job_date="2024-04-02")
    run_link()
    Job.objects.filter(pk=row.pk).update(customer=None, opportunity_status="LOST")
    run_link()
    assert timeline() == (None, None)
