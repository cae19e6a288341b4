"""Linking as a whole: previews change nothing, repeating changes nothing, others' rows stay untouched, order is no matter."""

from __future__ import annotations

import datetime as dt
import itertools
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aiop.audit.models import Change, ChangeSet
from aiop.orgs.context import org_context
from aiop.orgs.models import Org
from crm.link.run import UnknownStep, link, steps_named
from crm.link.steps import STEPS
from crm.models import BookedOpportunity, Customer, Job, SalesPerson
from tests.factories.crm import bad_lead, booking, job, lead, lost_lead, phone_user, seller_result
from tests.unit.crm_link.conftest import Linker

TABLES = (
    "crm_leadstatus", "crm_bookedopportunity", "crm_job", "crm_badlead", "crm_lostlead", "crm_customer", "crm_contactpoint",
    "crm_salesperson", "crm_salespersonalias", "crm_branch", "crm_leadsource", "crm_userperformance", "crm_salesperformance",
    "audit_changeset", "audit_change", "runs_run",
)  # fmt: skip


def fill(org: Org) -> None:
    """Store a few rows of every kind, with work for every step."""
    common = {"sales_person_name": "Petra S", "branch_name": "BARRIE", "referral_source": "Google Ads"}
    lead(org, "10200", received="2024-03-01", **common)
    lost_lead(org, "10200")
    booking(org, "10200", "Rosa Kim", "rosa@example.com", "416-555-0101", booked_date="2024-03-05", **common)
    job(org, "10200-1", "Rosa Kim", "rosa@example.com", job_date="2024-04-01", origin_city="Barrie", **common)
    job(org, "10900-1", "Tariq Noor", "tariq@example.com", job_date="2024-04-02", **common)
    bad_lead(org, "R Kim", "rosa@example.com", received="2024-02-20", provider="HomePro")
    seller_result(org, "Petra S")
    phone_user(org, "🚚__Petra S")


def versions() -> dict[str, list[Any]]:
    """Give every row version of every table: it differs when anything was inserted, updated or deleted."""
    with connection.cursor() as cursor:
        found = {}
        for table in TABLES:
            cursor.execute(f"SELECT ctid::text, xmin::text, xmax::text, id FROM {table} ORDER BY id")
            found[table] = cursor.fetchall()
        return found


def test_a_preview_plans_every_step_and_writes_nothing(inside: Org, run_link: Linker) -> None:
    fill(inside)
    before = versions()
    results = run_link(execute=False)
    assert versions() == before
    # Dates follow customers, which only exist once their step has run.
    assert {name for name, result in results.items() if not result.planned} == {"timeline"}
    assert all(result.written is None for result in results.values())


def test_what_was_previewed_is_what_is_written(inside: Org, run_link: Linker) -> None:
    fill(inside)
    for step in STEPS:
        preview = run_link(step.name, execute=False)[step.name]
        done = run_link(step.name)[step.name]
        assert (done.counts, done.written) == (preview.counts, preview.planned), step.name
        assert done.written, step.name


def test_each_step_that_writes_is_one_change_set_and_a_second_run_writes_nothing(inside: Org, run_link: Linker) -> None:
    fill(inside)
    first = run_link()
    sets = list(ChangeSet.objects.filter(kind="link").values_list("title", flat=True))
    assert sorted(sets) == sorted(step.title for step in STEPS)
    changes = Change.objects.count()
    second = run_link()
    assert sum(result.written or 0 for result in first.values()) > 0
    assert [result.written for result in second.values()] == [0] * len(STEPS)
    assert (ChangeSet.objects.filter(kind="link").count(), Change.objects.count()) == (len(STEPS), changes)


def test_every_stored_row_is_updated_at_most_once_in_a_step(inside: Org, run_link: Linker) -> None:
    fill(inside)
    for name, result in run_link().items():
        assert result.change_set
        rows = list(Change.objects.filter(change_set_id=result.change_set).values_list("table_name", "row_id"))
        assert len(rows) == len(set(rows)), name


def test_the_number_of_statements_does_not_depend_on_the_number_of_rows(inside: Org, run_link: Linker) -> None:
    fill(inside)
    with CaptureQueriesContext(
        connection,
    ) as few:
        run_link(execute=False)
    for at in range(40):
        booking(
            inside,
            f"2{at:04d}",
            f"Person{chr(97 + at % 26)} Kim",
            f"p{at % 7}@example.com",
            sales_person_name=f"Seller {at}",
        )
    with CaptureQueriesContext(connection) as many:
        run_link(execute=False)
    # Rounds of label propagation may differ by the shape of the groups, never by their number.
    assert len(many) <= len(few) + 20


def test_the_other_organisation_is_neither_linked_nor_linked_to(org: Org, other_org: Org) -> None:
    for each in (org, other_org):
        with org_context(each, actor="maya"):
            fill(each)
    link(org, execute=True, by="maya")
    with org_context(other_org, actor="maya"):
        assert not Customer.objects.for_org(other_org).exists()
        assert not SalesPerson.objects.for_org(other_org).exists()
        assert not BookedOpportunity.objects.for_org(other_org).exclude(customer=None).exists()
    link(other_org, execute=True, by="maya")
    with org_context(other_org, actor="maya"):
        mine = Job.objects.for_org(other_org).exclude(customer=None)
        assert mine.count() == 2
        assert {row.customer.org_id for row in mine.select_related("customer")} == {other_org.pk}


def test_steps_run_in_their_own_order_and_an_unknown_one_is_refused() -> None:
    assert [step.name for step in steps_named(["timeline", "quotes"])] == ["quotes", "timeline"]
    with pytest.raises(UnknownStep, match=r"no step “nope”.*sales_people, branches"):
        steps_named(["nope"])


NAMES = ["Rosa Kim", "R Kim", "Rosa", "Ruben Kim", "Rosa K", "Rosa Noor", "Thea Noor"]
EMAILS = [None, "a@example.com", "b@example.com", "c@example.com"]
PHONES = [None, "416-555-0101", "416-555-0102"]
rows = st.tuples(
    st.sampled_from(NAMES),
    st.sampled_from(EMAILS),
    st.sampled_from(PHONES),
    st.booleans(),
    st.integers(0, 3),
)


@pytest.mark.slow
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(rows, min_size=2, max_size=9), st.randoms(use_true_random=False))
def test_the_order_in_which_rows_arrive_changes_no_customer(inside: Org, drawn: list[Any], random: Any) -> None:
    numbered = [(str(500 + at), *row) for at, row in enumerate(drawn)]
    shuffled = random.sample(numbered, len(numbered))
    assert _partition(inside, numbered) == _partition(inside, shuffled)


def _partition(org: Org, drawn: list[Any]) -> set[frozenset[str]]:
    """Store the rows in this order, link, give which quotes share a customer, check repeating, and take all back."""
    with transaction.atomic():
        for quote, name, email, phone, is_job, day in drawn:
            date = dt.date(2024, 1, 1 + day)
            if is_job:
                job(org, f"{quote}-1", name, email, phone, job_date=date)
            else:
                booking(org, quote, name, email, phone, booked_date=date)
        link(org, ["job_customers"], execute=True, by="maya")
        (again,) = link(org, ["job_customers"], execute=True, by="maya")
        assert again.written == 0
        linked = [
            *BookedOpportunity.objects.exclude(customer=None).values_list("customer_id", "quote_number"),
            *Job.objects.exclude(customer=None).values_list("customer_id", "quote_number"),
        ]
        transaction.set_rollback(True)
    groups = itertools.groupby(sorted(linked), key=lambda row: row[0])
    return {frozenset(str(quote) for _, quote in group) for _, group in groups}
