"""Merging customers: what moves, what stays, and that taking a merge back is its exact inverse, in any order."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from aiop.audit.undo import preview as preview_undo
from aiop.audit.undo import undo
from aiop.identity.decide import (
    Barred,
    CannotDecide,
    NotThere,
    OneCluster,
    OwnDecision,
    choose,
    confirm,
    different,
    preview,
    same,
    same_many,
    split,
    unsure,
)
from aiop.identity.entity import node_of
from aiop.identity.history import cluster_of, decisions_of, merge_history, survivor_of
from aiop.identity.models import Candidate, Golden, Placement
from aiop.orgs.context import org_context
from aiop.orgs.models import Org
from crm.link.timeline import restate
from crm.models import BadLead, ContactPoint, Customer, Job
from tests.factories.crm import bad_lead, booking, job
from tests.factories.pool_state import exact_state

pytestmark = pytest.mark.django_db


def customer(org: Org, name: str, email: str = "", **fields: Any) -> Customer:
    """Store a customer with a contact point, a booking and a job."""
    made = Customer.objects.create(org=org, name=name, email=email or None, **fields)
    if email:
        ContactPoint.objects.create(org=org, customer=made, kind="email", key=email, value=email)
    booking(org, customer=made, booked_date="2025-03-01")
    job(org, customer=made, job_date="2025-03-05", total_actual_cost=Decimal(1000))
    restate(org.pk, [made.pk])
    return made


def node(record: Customer) -> int:
    return node_of(record.pk)


def merge(org: Org, *records: Customer, **how: Any) -> int:
    """Merge some customers; gives the change set."""
    decided = same(org.pk, "customers", [node(r) for r in records], by="maya", **how)
    assert decided.change_set_id
    return decided.change_set_id


def owners(org: Org) -> dict[str, list[int]]:
    """Tell for each link who holds how many rows."""
    return {
        model.__name__: sorted(model.objects.exclude(customer=None).values_list("customer_id", flat=True))
        for model in (ContactPoint, Job, BadLead)
    }


def test_rows_follow_to_the_survivor_and_the_merged_record_stays(inside: Org) -> None:
    rosa, again = customer(inside, "Rosa Kim", "r@example.com"), customer(inside, "Rosa K", "rk@example.com")
    merge(inside, again, rosa)
    again.refresh_from_db()
    rosa.refresh_from_db()
    assert (again.merged_into_id, again.is_primary_record, rosa.is_primary_record) == (rosa.pk, False, True)
    assert rosa.merged_from_ids == [again.pk]
    assert set(owners(inside)["Job"] + owners(inside)["ContactPoint"]) == {rosa.pk}
    assert again.email == "rk@example.com"
    assert survivor_of(inside.pk, "customers", node(again)) == node(rosa)


def test_what_was_typed_to_get_past_a_form_survives_only_where_there_is_no_other(inside: Org) -> None:
    first, then = (dt.datetime(2025, 3, day, tzinfo=dt.UTC) for day in (1, 2))
    real = customer(inside, "Rosa Velmont", "rosa@example.com", phone="000 000 0000", source_created_at=first)
    filler = customer(inside, "Rosa Velmont", "none@none.com", phone="111 111 1111", source_created_at=then)
    merge(inside, real, filler)

    assert Golden.objects.get().values["email"] == "rosa@example.com"
    assert Golden.objects.get().values["phone"] == "111 111 1111"


def test_dates_that_follow_from_links_are_restated_at_once_and_back(inside: Org) -> None:
    rosa, again = customer(inside, "Rosa Kim"), Customer.objects.create(org=inside, name="Rosa K")
    early = booking(inside, customer=again, booked_date="2024-01-07")
    number = merge(inside, rosa, again)
    rosa.refresh_from_db()
    assert rosa.conversion_date == dt.date(2024, 1, 7)
    undo(inside, number, by="maya")
    rosa.refresh_from_db()
    again.refresh_from_db()
    early.refresh_from_db()
    assert (rosa.conversion_date, again.conversion_date) == (dt.date(2025, 3, 1), dt.date(2024, 1, 7))
    assert early.customer_id == again.pk


def test_a_merge_from_the_middle_of_a_chain_goes_back_exactly(inside: Org) -> None:
    a, b, c = (customer(inside, f"Rosa {x}", f"{x}@example.com") for x in "abc")
    first = merge(inside, a, b)
    alone = exact_state(inside)
    with transaction.atomic():
        undo(inside, first, by="maya")
        merge(inside, b, c)
        without = owners(inside)
        transaction.set_rollback(True)
    assert exact_state(inside) == alone
    merge(inside, b, c)
    assert set(owners(inside)["Job"]) == {a.pk}
    report = undo(inside, first, by="maya")
    assert owners(inside) == without
    assert report.kept_count == 0


def test_an_undone_merge_can_be_done_again_and_undone_again(inside: Org) -> None:
    a, b = customer(inside, "Rosa A", "a@example.com"), customer(inside, "Rosa B", "b@example.com")
    first = exact_state(inside)
    number = merge(inside, a, b)
    merged = exact_state(inside)
    back = undo(inside, number, by="maya").change_set
    assert back
    assert exact_state(inside) == first
    again = undo(inside, back, by="maya").change_set
    assert exact_state(inside) == merged
    assert again
    undo(inside, number, by="maya")
    assert exact_state(inside) == first


def test_what_both_have_stays_with_its_own_record(inside: Org) -> None:
    a, b = customer(inside, "Rosa A", "r@example.com"), customer(inside, "Rosa B", "r@example.com")
    decided = same(inside.pk, "customers", [node(a), node(b)], by="maya")
    assert [row.table for row in decided.effect.stays] == ["crm_contactpoint"]
    assert sorted(ContactPoint.objects.values_list("customer_id", flat=True)) == [a.pk, b.pk]


def test_a_link_that_a_person_changed_since_is_theirs(inside: Org) -> None:
    a, b, c = (customer(inside, f"Rosa {x}") for x in "abc")
    number = merge(inside, a, b)
    moved = Job.objects.filter(pk__in=Placement.objects.filter(table_name="crm_job").values("row_id")).get()
    Job.objects.filter(pk=moved.pk).update(customer=c)
    report = undo(inside, number, by="maya")
    moved.refresh_from_db()
    assert moved.customer_id == c.pk
    assert [row.row_id for row in report.kept] == [moved.pk]


def test_rows_that_came_after_the_merge_are_listed_and_stay(inside: Org) -> None:
    a, b = customer(inside, "Rosa A"), customer(inside, "Rosa B")
    number = merge(inside, a, b)
    with org_context(inside, actor="a load"):
        later = job(inside, customer=a)
    report = preview_undo(inside, number)
    assert [row.row_id for row in report.since] == [later.pk]
    assert "1 came later" in report.sentence(done=False)


def test_different_is_remembered_and_bars_a_merge_unless_asked(inside: Org) -> None:
    a, b, c = (customer(inside, f"Rosa {x}") for x in "abc")
    different(inside.pk, "customers", node(a), node(b), by="maya")
    merge(inside, b, c)
    with pytest.raises(Barred) as barred:
        merge(inside, a, c)
    assert barred.value.pairs == [(node(a), node(b))]
    merge(inside, a, c, override=True)
    assert len(cluster_of(inside.pk, "customers", node(a)).nodes) == 3


def test_candidates_are_settled_by_what_follows_and_open_again_when_it_goes(inside: Org) -> None:
    a, b, c = (customer(inside, f"Rosa {x}") for x in "abc")
    pairs = [(a, b), (a, c), (b, c)]
    for left, right in pairs:
        Candidate.objects.create(
            org=inside, entity="customers", left=node(left), right=node(right), probability=0.8, zone="review"
        )

    def states() -> list[str]:
        return list(Candidate.objects.order_by("left", "right").values_list("state", flat=True))

    number = merge(inside, a, b)
    assert states() == ["settled", "open", "open"]
    different(inside.pk, "customers", node(a), node(c), by="maya")
    assert states() == ["settled", "settled", "settled"]
    undo(inside, number, by="maya")
    assert states() == ["settled", "settled", "open"]
    unsure(inside.pk, "customers", node(b), node(c), by="maya")
    assert states() == ["settled", "settled", "unsure"]


def test_a_bulk_leaves_out_whom_anyone_told_apart(inside: Org) -> None:
    a, b, c, d = (customer(inside, f"Rosa {x}") for x in "abcd")
    undo(inside, merge(inside, a, b), by="maya")
    decided = same_many(inside.pk, "customers", [[node(a), node(b)], [node(c), node(d)]], by="maya")
    assert decided.left_out == [((node(a), node(b)), "they were told apart before")]
    assert decided.effect.merged == {d.pk: c.pk}
    merge(inside, a, b)


def test_splitting_takes_one_out_and_keeps_the_rest_together(inside: Org) -> None:
    a, b, c = (customer(inside, f"Rosa {x}") for x in "abc")
    merge(inside, a, b, c)
    decided = split(inside.pk, "customers", [node(a)], by="maya")
    assert cluster_of(inside.pk, "customers", node(b)).nodes == (node(b), node(c))
    assert cluster_of(inside.pk, "customers", node(a)).nodes == (node(a),)
    assert sorted(set(owners(inside)["Job"])) == [a.pk, b.pk]
    assert decided.change_set_id
    undo(inside, decided.change_set_id, by="maya")
    assert len(cluster_of(inside.pk, "customers", node(a)).nodes) == 3
    with pytest.raises(CannotDecide):
        split(inside.pk, "customers", [node(a), node(b), node(c)], by="maya")


def test_the_survivor_and_single_values_can_be_chosen(inside: Org) -> None:
    a = customer(inside, "Rosa", "r@example.com", origin_city="Mapleton")
    b = customer(inside, "Rosa Velmont", "rv@example.com")
    merge(inside, a, b, survivor=node(b), choices={"email": node(a)})
    a.refresh_from_db()
    assert a.merged_into_id == b.pk
    golden = Golden.objects.get()
    assert (golden.node, golden.values["name"], golden.values["email"]) == (node(b), "Rosa Velmont", "r@example.com")
    assert golden.provenance["email"] == {"rule": "chosen", "node": node(a)}
    chosen = choose(inside.pk, "customers", node(b), by="maya", choices={"email": {"value": "both@example.com"}})
    assert Golden.objects.get().values["email"] == "both@example.com"
    assert chosen.change_set_id
    undo(inside, chosen.change_set_id, by="maya")
    assert Golden.objects.get().values["email"] == "r@example.com"


def test_a_bad_lead_without_a_customer_is_tied_and_untied(inside: Org) -> None:
    rosa, stranger = customer(inside, "Rosa Kim"), bad_lead(inside, "Rosa Kim")
    number = same(inside.pk, "customers", [node(rosa), node_of(stranger.pk, 1)], by="maya").change_set_id
    stranger.refresh_from_db()
    assert (stranger.customer_id, stranger.customer_method) == (rosa.pk, "review")
    assert number
    undo(inside, number, by="maya")
    stranger.refresh_from_db()
    assert (stranger.customer_id, stranger.customer_method) == (None, None)


def test_above_the_money_threshold_a_second_person_has_to_agree(inside: Org) -> None:
    inside.settings = {"identity": {"second_pair_above": 1500}}
    inside.save()
    a, b = customer(inside, "Rosa A"), customer(inside, "Rosa B")
    decided = same(inside.pk, "customers", [node(a), node(b)], by="maya")
    assert decided.waits
    assert decided.effect.merged == {}
    assert decided.decision_id
    with pytest.raises(OwnDecision):
        confirm(inside.pk, decided.decision_id, agrees=True, by="maya")
    assert confirm(inside.pk, decided.decision_id, agrees=True, by="omar").effect.merged == {b.pk: a.pk}
    (row,) = decisions_of(inside.pk, "customers", [node(a)])
    assert row.stands


def test_a_preview_tells_every_row_and_keeps_nothing(inside: Org) -> None:
    a, b = customer(inside, "Rosa A"), customer(inside, "Rosa B")
    before = exact_state(inside)
    told = preview(lambda: same(inside.pk, "customers", [node(a), node(b)], by="maya"))
    assert told.effect.moved_counts == {"bookings": 1, "jobs": 1}
    assert exact_state(inside) == before
    assert not merge_history(inside.pk, "customers", a.pk)


def test_history_names_method_confidence_moment_and_person(inside: Org) -> None:
    a, b = customer(inside, "Rosa A"), customer(inside, "Rosa B")
    merge(inside, a, b)
    (event,) = merge_history(inside.pk, "customers", a.pk)
    assert (event["method"], event["confidence"], event["merged_by"], event["merged_ids"]) == (
        "review", "MANUAL_APPROVAL", "maya", [b.pk],
    )  # fmt: skip


def test_deciding_on_what_is_merged_or_gone_is_refused_by_name(inside: Org) -> None:
    a, b = customer(inside, "Rosa A"), customer(inside, "Rosa B")
    merge(inside, a, b)
    with pytest.raises(OneCluster):
        different(inside.pk, "customers", node(a), node(b), by="maya")
    with pytest.raises(NotThere):
        same(inside.pk, "customers", [node(a), node_of(999_999_999)], by="maya")


def test_the_database_refuses_a_merge_across_organisations(inside: Org, other_org: Org) -> None:
    mine = customer(inside, "Rosa A")
    with org_context(other_org, actor="eve"):
        theirs = Customer.objects.create(org=other_org, name="Rosa B")
    with pytest.raises(IntegrityError), transaction.atomic():
        Customer.objects.filter(pk=mine.pk).update(merged_into=theirs)
    with pytest.raises(NotThere):
        same(inside.pk, "customers", [node(mine), node(theirs)], by="maya")
