"""Taking back people's edits: cells and rows in any order, and what stays because somebody changed it since."""

from __future__ import annotations

import pytest

from aiop.audit.report import Row
from aiop.audit.undo import preview, undo
from aiop.orgs.context import org_context
from aiop.orgs.models import Org
from crm.models import (
    BookedOpportunity,
    Branch,
    BranchAlias,
    ContactPoint,
    Customer,
    LeadStatus,
)
from tests.factories.crm import booking, lead
from tests.factories.pool_state import exact_state
from tests.factories.undoing import count, edit, latest, nothing_stayed

pytestmark = pytest.mark.django_db(databases=["default", "owner", "side"])


@pytest.mark.parametrize("first_back", [0, 1])
def test_edits_of_two_cells_go_back_in_any_order(org: Org, first_back: int) -> None:
    with org_context(org, actor="maya"):
        row = lead(org, "1", status="New", estimator="Bo")
    before = exact_state(org)
    rows = LeadStatus.objects.filter(pk=row.pk)
    sets = [edit(org, rows, status="Called"), edit(org, rows, estimator="Ada")]
    for number in (sets[first_back], sets[1 - first_back]):
        assert undo(org, number, by="maya").restored == {"crm_leadstatus": 1}
    assert exact_state(org) == before


def test_a_cell_edited_since_stays_and_is_named_with_its_change_set(org: Org) -> None:
    with org_context(org, actor="maya"):
        row = lead(org, "1", status="New", estimator="Bo")
    rows = LeadStatus.objects.filter(pk=row.pk)
    first = edit(org, rows, status="Called", estimator="Ada")
    second = edit(org, rows, status="Won")
    edit(org, rows, quote_sent="yes")

    report = undo(org, first, by="maya")

    assert report.kept == [Row("crm_leadstatus", row.pk, "was edited since", ("status",), second)]
    assert report.restored == {"crm_leadstatus": 1}
    assert count(org, rows.filter(status="Won", estimator="Bo", quote_sent="yes")) == 1


def test_a_cell_that_was_edited_and_set_back_since_is_no_conflict(org: Org) -> None:
    with org_context(org, actor="maya"):
        row = lead(org, "1", status="New")
    rows = LeadStatus.objects.filter(pk=row.pk)
    first = edit(org, rows, status="Called")
    undo(org, edit(org, rows, status="Won"), by="maya")
    assert nothing_stayed(undo(org, first, by="maya"))
    assert count(org, rows.filter(status="New")) == 1


def test_an_added_row_that_was_edited_since_stays_until_the_edit_goes(org: Org) -> None:
    with org_context(org, actor="maya"):
        row = lead(org, "1")
    added = latest(org)
    edited = edit(org, LeadStatus.objects.filter(pk=row.pk), status="Called")
    expected = [Row("crm_leadstatus", row.pk, "was edited since", (), edited)]
    assert preview(org, added).kept == expected
    undo(org, edited, by="maya")
    assert undo(org, added, by="maya").removed == {"crm_leadstatus": 1}


def test_a_row_that_was_deleted_since_cannot_get_its_value_back(org: Org) -> None:
    with org_context(org, actor="maya"):
        row = lead(org, "1", status="New")
    edited = edit(org, LeadStatus.objects.filter(pk=row.pk), status="Called")
    with org_context(org, actor="ana"):
        LeadStatus.objects.filter(pk=row.pk).delete()
    report = undo(org, edited, by="maya")
    assert (report.reversed, report.impossible) == (0, [Row("crm_leadstatus", row.pk, "was deleted since")])


def test_a_deleted_row_cannot_return_where_another_has_its_number(org: Org) -> None:
    with org_context(org, actor="maya"):
        gone, other = lead(org, "1"), lead(org, "2")
    with org_context(org, actor="ana"):
        LeadStatus.objects.all().delete()
    deleted = latest(org)
    with org_context(org, actor="ana"):
        lead(org, "1")

    report = undo(org, deleted, by="maya")

    assert report.put_back == {"crm_leadstatus": 1}
    reason = "another row has what must be its own (crm_leadstatus_quote_number)"
    assert report.impossible == [Row("crm_leadstatus", gone.pk, reason)]
    assert count(org, LeadStatus.objects.filter(pk=other.pk)) == 1


def test_numbers_that_were_passed_on_find_their_way_back(org: Org) -> None:
    with org_context(org, actor="maya"):
        one, two = lead(org, "1"), lead(org, "2")
    with org_context(org, actor="ana"):
        LeadStatus.objects.filter(pk=two.pk).update(quote_number="3")
        LeadStatus.objects.filter(pk=one.pk).update(quote_number="2")
    assert nothing_stayed(undo(org, latest(org), by="maya"))
    assert count(org, LeadStatus.objects.filter(pk=one.pk, quote_number="1")) == 1


def test_a_branch_that_later_rows_need_stays_with_its_spellings(org: Org) -> None:
    with org_context(org, actor="maya"):
        branches = [Branch.objects.create(org=org, name=name, key=name) for name in ("a", "b")]
        aliases = [BranchAlias.objects.create(org=org, key=branch.key, target=branch) for branch in branches]
    added = latest(org)
    with org_context(org, actor="ana"):
        lead(org, "1", branch=branches[0])

    report = undo(org, added, by="maya")

    assert report.removed == {"crm_branch": 1, "crm_branchalias": 1}
    assert report.impossible == [
        Row("crm_branch", branches[0].pk, "rows of crm_leadstatus that stay still need it"),
        Row("crm_branchalias", aliases[0].pk, "its row of crm_branch stays"),
    ]
    assert count(org, LeadStatus.objects.filter(branch=branches[0])) == 1


def test_a_customer_whose_address_somebody_added_stays_linked(org: Org) -> None:
    with org_context(org, actor="maya"):
        customer = Customer.objects.create(org=org, name="Ada")
        mine = booking(org, "1", customer=customer)
    added = latest(org)
    with org_context(org, actor="ana"):
        ContactPoint.objects.create(
            org=org, customer=customer, kind="email", value="a@example.com", key="a@example.com"
        )
        other = booking(org, "2", customer=customer)

    report = undo(org, added, by="maya")

    assert [row.reason for row in report.impossible] == ["rows of crm_contactpoint that stay still need it"]
    assert (report.removed, report.unlinked) == ({"crm_bookedopportunity": 1}, {})
    assert count(org, BookedOpportunity.objects.filter(pk=mine.pk)) == 0
    assert count(org, BookedOpportunity.objects.filter(pk=other.pk, customer=customer)) == 1


def test_no_cell_goes_back_to_a_branch_that_is_gone(org: Org) -> None:
    with org_context(org, actor="maya"):
        old = Branch.objects.create(org=org, name="old", key="old")
        row = lead(org, "1", branch=old)
    moved = edit(org, LeadStatus.objects.filter(pk=row.pk), branch=None)
    with org_context(org, actor="ana"):
        Branch.objects.filter(pk=old.pk).delete()

    report = undo(org, moved, by="maya")

    assert report.impossible == [Row("crm_leadstatus", row.pk, "its row of crm_branch is gone", ("branch_id",))]
    assert count(org, LeadStatus.objects.filter(pk=row.pk, branch=None)) == 1


def test_what_was_added_and_deleted_at_once_never_comes_back(org: Org) -> None:
    with org_context(org, actor="ana"):
        lead(org, "1").delete()
    report = undo(org, latest(org), by="maya")
    assert report.reversed == 0
    undo(org, latest(org), by="maya")
    assert count(org, LeadStatus.objects.all()) == 0
