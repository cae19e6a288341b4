"""What decisions must hold to beside merging itself: what is implied, other people's undos, old ids, and how much they ask."""

from __future__ import annotations

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from aiop.audit.models import Change
from aiop.audit.undo import undo
from aiop.identity.decide import different, same, same_many, split
from aiop.identity.entity import entity_named, node_of
from aiop.identity.history import cluster_of, resolve
from aiop.identity.models import Candidate, Golden
from aiop.identity.settle_all import settle_all
from aiop.orgs.context import org_context
from aiop.orgs.models import Org
from crm.link.run import link
from crm.lookups import grow_sales_people
from crm.models import BookedOpportunity, Customer, Job, LeadStatus, SalesPerson
from tests.factories.crm import bad_lead, booking, job, lead

pytestmark = pytest.mark.django_db


def people(org: Org, count: int) -> list[int]:
    """Store so many customers, each with a job; gives their nodes."""
    made = [Customer.objects.create(org=org, name=f"Rosa {n}") for n in range(count)]
    for customer in made:
        job(org, customer=customer)
    return [node_of(customer.pk) for customer in made]


def merge(org: Org, *nodes: int, **how: Any) -> int:
    number = same(org.pk, "customers", nodes, by="maya", **how).change_set_id
    assert number
    return number


def candidate(org: Org, left: int, right: int) -> None:
    Candidate.objects.create(org=org, entity="customers", left=left, right=right, probability=0.8, zone="review")


def test_what_is_said_of_two_settles_the_pairs_of_all_who_belong_to_them(inside: Org) -> None:
    a, b, c, d = people(inside, 4)
    merge(inside, a, b)
    merge(inside, c, d)
    candidate(inside, b, d)
    different(inside.pk, "customers", a, c, by="maya")
    assert Candidate.objects.get().state == "settled"


def test_a_split_leaves_together_who_was_one_without_deciding_it_once_more(inside: Org) -> None:
    a, b, c = people(inside, 3)
    merge(inside, a, c)
    taken_back = merge(inside, a, b)
    split(inside.pk, "customers", [c], by="maya")
    assert cluster_of(inside.pk, "customers", a).nodes == (a, b)

    undo(inside, taken_back, by="maya")
    assert cluster_of(inside.pk, "customers", a).nodes == (a,)


def test_a_split_keeps_together_who_were_one_by_the_one_that_leaves(inside: Org) -> None:
    a, b, c = people(inside, 3)
    merge(inside, a, b)
    merge(inside, a, c)
    split(inside.pk, "customers", [a], by="maya")
    assert cluster_of(inside.pk, "customers", b).nodes == (b, c)


def test_a_bulk_joins_nobody_through_a_third_whom_people_told_apart(inside: Org) -> None:
    a, b, c = people(inside, 3)
    undo(inside, merge(inside, a, c), by="maya")
    decided = same_many(inside.pk, "customers", [[a, b], [b, c]], by="maya")
    assert decided.left_out == [((b, c), "they were told apart before")]


def test_a_row_moved_by_hand_belongs_where_it_was_moved(inside: Org) -> None:
    a, b, c, d = people(inside, 4)
    first = Job.objects.order_by("pk").first()
    assert first
    merge(inside, a, b, survivor=b)
    Job.objects.filter(pk=first.pk).update(customer_id=c >> 3)
    number = merge(inside, c, d, survivor=d)
    undo(inside, number, by="maya")
    first.refresh_from_db()
    assert node_of(first.customer_id or 0) == c


def linked(org: Org, customer: int) -> tuple[BookedOpportunity, int]:
    """Link a booking to a customer as a change set of its own, which can be taken back."""
    made = booking(org)
    with org_context(org, actor="ana"):
        BookedOpportunity.objects.filter(pk=made.pk).update(customer_id=customer >> 3)
        change = Change.objects.filter(row_id=made.pk, table_name="crm_bookedopportunity").latest("id")
    return made, change.change_set_id


def test_what_lies_under_a_merge_goes_back_as_if_the_merge_were_not(inside: Org) -> None:
    a, b = people(inside, 2)
    made, number = linked(inside, a)
    merge(inside, a, b, survivor=b)
    report = undo(inside, number, by="maya")
    made.refresh_from_db()
    assert (made.customer_id, report.kept_count) == (None, 0)
    assert report.change_set
    report = undo(inside, report.change_set, by="maya")
    made.refresh_from_db()
    assert (made.customer_id, report.kept_count) == (b >> 3, 0)


def test_what_is_linked_during_a_merge_goes_where_it_would_have_gone_without(org: Org) -> None:
    with org_context(org, actor="maya"):
        a, b = people(org, 2)
        booking(org, "700", "Rosa 0", "r@example.com", customer_id=a >> 3)
        number = merge(org, a, b, survivor=b)
        late = job(org, "700-1", "Rosa 0", "r@example.com")
    link(org, execute=True, by="link")
    with org_context(org, actor="maya"):
        late.refresh_from_db()
        assert node_of(late.customer_id or 0) == b
        undo(org, number, by="maya")
        late.refresh_from_db()
        assert node_of(late.customer_id or 0) == a


def test_a_row_that_returns_after_the_merge_is_gone_returns_to_its_own_record(inside: Org) -> None:
    a, b = people(inside, 2)
    with org_context(inside, actor="a load"):
        late = job(inside, customer_id=a >> 3)
    number = merge(inside, a, b, survivor=b)
    removal = undo(inside, late.added_in, by="maya").change_set
    assert not Job.objects.filter(pk=late.pk).exists()
    undo(inside, number, by="maya")
    assert removal
    undo(inside, removal, by="maya")
    late.refresh_from_db()
    assert node_of(late.customer_id or 0) == a


def test_old_ids_resolve_in_one_hop_by_number_and_as_files_know_them(inside: Org) -> None:
    a, b, c = people(inside, 3)
    Customer.objects.filter(pk=b >> 3).update(listed_as="SM-77")
    stray = bad_lead(inside, "Rosa")
    merge(inside, b, a)
    merge(inside, a, c, node_of(stray.pk, 1), survivor=c)
    found = resolve(inside.pk, "customers", "SM-77")
    assert found
    assert (found.record_id, found.survivor_id, found.is_merged) == (b >> 3, c >> 3, True)
    assert (found.members, found.others) == ((a >> 3, b >> 3, c >> 3), (("bad lead", stray.pk),))
    assert resolve(inside.pk, "customers", a >> 3) == resolve(inside.pk, "customers", str(a >> 3))
    assert resolve(inside.pk, "customers", "SM-78") is None


def test_who_tells_survivor_members_and_history(inside: Org) -> None:
    a, b = people(inside, 2)
    merge(inside, a, b, note="same phone")
    out = StringIO()
    call_command("who", "customers", str(b >> 3), json=True, stdout=out)
    told = json.loads(out.getvalue())
    assert (told["survivor_id"], told["is_merged"], told["members"]) == (a >> 3, True, [a >> 3, b >> 3])
    assert [(row["kind"], row["by"], row["stands"], row["note"]) for row in told["history"]] == [
        ("same", "maya", True, "same phone")
    ]
    with pytest.raises(CommandError, match="no customer"):
        call_command("who", "customers", "nobody")


def test_spellings_follow_and_rows_that_came_after_the_merge_are_right_after_its_undo(inside: Org) -> None:
    grow_sales_people(inside.pk, [("sam a", "Sam A"), ("samuel a", "Samuel A")])
    a, b = SalesPerson.objects.order_by("name")
    lead(inside, "501", sales_person=b, sales_person_name="Samuel A")
    number = same(inside.pk, "sales_people", [node_of(a.pk), node_of(b.pk)], by="maya").change_set_id
    lead(inside, "502", sales_person=a, sales_person_name="Samuel A")
    assert number
    undo(inside, number, by="maya")
    assert set(LeadStatus.objects.values_list("sales_person_id", flat=True)) == {b.pk}


def test_every_row_that_a_merge_alters_is_in_the_record(inside: Org) -> None:
    a, b = people(inside, 2)
    number = merge(inside, a, b)
    rows = Change.objects.filter(change_set_id=number).values_list("table_name", "row_id", "before")
    told = {(table, row): before for table, row, before in rows}
    moved = Job.objects.get(pk__in=[row for table, row in told if table == "crm_job"])
    assert told[("crm_job", moved.pk)]["customer_id"] == b >> 3
    assert told[("crm_customer", b >> 3)]["merged_into_id"] is None


def test_what_changed_in_a_record_is_shown_once_everyone_is_settled_and_what_shows_nobody_goes(inside: Org) -> None:
    a, b = people(inside, 2)
    merge(inside, a, b)
    Customer.objects.filter(pk=b >> 3).update(name="Rosa Velmont")
    Golden.objects.create(org=inside, entity="customers", node=node_of(999_999_999))
    settle_all(inside.pk, entity_named("customers"))
    assert {golden.node: golden.values.get("name") for golden in Golden.objects.all()} == {a: "Rosa Velmont"}


def asked(act: Any) -> int:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        act()
    return len(queries)


def test_a_decision_asks_as_often_for_many_as_for_two(inside: Org) -> None:
    nodes = people(inside, 24)
    two = asked(lambda: same(inside.pk, "customers", nodes[:2], by="maya"))
    many = asked(lambda: same_many(inside.pk, "customers", [nodes[n : n + 2] for n in range(2, 24, 2)], by="maya"))
    assert many <= two + 4
    assert two <= 26
    number = merge(inside, *nodes[:4])
    assert asked(lambda: undo(inside, number, by="maya")) <= 38
    # Whoever is in line costs a look; whoever is not, a statement for each link.
    assert asked(lambda: settle_all(inside.pk, entity_named("customers"))) <= 6
    Job.objects.filter(customer_id=nodes[4] >> 3).update(customer_id=nodes[5] >> 3)
    assert asked(lambda: settle_all(inside.pk, entity_named("customers"))) <= 14
