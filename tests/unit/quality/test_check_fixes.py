"""Fixes of failing checks: proposed with every cell, approved by somebody else or an operator, written once, taken back."""

from __future__ import annotations

from typing import Any

import pytest

from aiop.audit.undo import undo
from aiop.orgs.context import org_context
from aiop.orgs.models import Org
from aiop.quality.checks import find_checks
from aiop.quality.models import Fix
from aiop.quality.playbooks import CannotFix, approve, playbook_named, propose
from crm.models import BookedOpportunity, LeadStatus
from tests.factories.people import Login

pytestmark = pytest.mark.django_db
PAGE = "/admin/quality/checkresult/booked_lead_link_rate/"
LIST = "/admin/quality/fix/"


@pytest.fixture
def bookings(org: Org) -> list[Any]:
    """Give three bookings whose leads are not linked to them."""
    with org_context(org, actor="maya"):
        made = [BookedOpportunity.objects.create(org=org, quote_number=f"10{n}") for n in range(3)]
        for booking in made:
            LeadStatus.objects.create(org=org, quote_number=booking.quote_number)
    return made


def proposed(org: Org, by: str = "maya") -> Fix:
    with org_context(org, actor=by):
        (check,) = find_checks(["booked_lead_link_rate"])
        return propose(playbook_named("link_leads"), check, org, by=by)


def linked(org: Org) -> list[int | None]:
    with org_context(org, actor="maya"):
        return list(LeadStatus.objects.order_by("quote_number").values_list("booked_opportunity_id", flat=True))


def test_a_fix_is_previewed_approved_by_somebody_else_and_taken_back(
    org: Org, bookings: list[Any], login: Login
) -> None:
    curator, other = login("curator"), login("administrator")
    assert "Link 3 leads to the booking of their quote" in curator.get(PAGE).content.decode()
    page = curator.post(f"{LIST}propose/", {"playbook": "link_leads"}, follow=True).content.decode()
    assert "Quote 100" in page
    assert "– → <strong>Booking 100</strong>" in page
    assert "Somebody else approves it" in page
    assert linked(org) == [None] * 3
    with org_context(org, actor="maya"):
        fix = Fix.objects.get()
    refused = curator.post(f"{LIST}{fix.pk}/decide/", {"act": "approve"}, follow=True).content.decode()
    assert "Somebody else approves what you proposed" in refused
    done = other.post(f"{LIST}{fix.pk}/decide/", {"act": "approve"}, follow=True).content.decode()
    assert "3 rows written." in done
    assert linked(org) == [booking.pk for booking in bookings]
    with org_context(org, actor="maya"):
        fix.refresh_from_db()
    assert fix.change_set_id is not None
    undo(org, fix.change_set_id, by="maya")
    assert linked(org) == [None] * 3


def test_rows_that_changed_since_the_proposal_are_left_alone(org: Org, bookings: list[Any]) -> None:
    fix = proposed(org)
    with org_context(org, actor="ana"):
        LeadStatus.objects.filter(quote_number="101").update(booked_opportunity_id=bookings[0].pk)
    with org_context(org, actor="ana"):
        done = approve(fix, by="ana", is_operator=False)
    assert (done.written, done.rows) == (2, 3)
    assert linked(org) == [bookings[0].pk, bookings[0].pk, bookings[2].pk]


def test_an_operator_may_approve_what_they_proposed_and_nothing_is_decided_twice(org: Org, bookings: list[Any]) -> None:
    fix = proposed(org, by="ana")
    with org_context(org, actor="ana"):
        approve(fix, by="ana", is_operator=True)
        with pytest.raises(CannotFix, match="ana has decided"):
            approve(fix, by="maya", is_operator=True)


def test_a_rejected_fix_writes_nothing(org: Org, bookings: list[Any], login: Login) -> None:
    fix = proposed(org)
    page = login("curator").post(f"{LIST}{fix.pk}/decide/", {"act": "reject"}, follow=True).content.decode()
    assert "Rejected; nothing was written." in page
    assert linked(org) == [None] * 3


def test_viewers_see_fixes_and_decide_none(org: Org, bookings: list[Any], login: Login) -> None:
    fix = proposed(org)
    client = login("viewer")
    assert client.get(LIST).status_code == client.get(f"{LIST}{fix.pk}/change/").status_code == 200
    assert "Link 3 leads" not in client.get(PAGE).content.decode()
    assert client.post(f"{LIST}propose/", {"playbook": "link_leads"}).status_code == 403
    assert client.post(f"{LIST}{fix.pk}/decide/", {"act": "approve"}).status_code == 403


def test_what_nobody_knows_or_needs_is_refused_in_words(org: Org, login: Login) -> None:
    client = login("curator")
    for asked, words in (("nonsense", "no such way to fix"), ("link_leads", "nothing to fix any more")):
        assert words in client.post(f"{LIST}propose/", {"playbook": asked}, follow=True).content.decode()
