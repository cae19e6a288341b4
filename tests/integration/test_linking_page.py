"""Linking by hand: a viewer sees what would be written, an operator asks the worker for it."""

from __future__ import annotations

import pytest
from django.test import Client

from aiop.orgs.context import org_context
from aiop.orgs.models import Membership, Org, User
from aiop.runs.models import Run
from crm.models import BookedOpportunity, LeadStatus

pytestmark = pytest.mark.django_db(databases=["default", "owner", "side"])
PAGE = "/admin/lead-pool/link/"


def signed_in(org: Org, role: Membership.Role) -> Client:
    """Give a browser in which a member of this role is logged in."""
    user = User.objects.create_user(role.value, password="invented-only-9")
    Membership.objects.create(user=user, org=org, role=role)
    client = Client()
    client.force_login(user, backend="aiop.orgs.access.RoleBackend")
    return client


@pytest.fixture
def waiting_lead(org: Org) -> LeadStatus:
    """Give a lead whose booking is there and not linked."""
    with org_context(org, actor="maya"):
        BookedOpportunity.objects.create(org=org, quote_number="10200", customer_name="Leonora Velmont")
        return LeadStatus.objects.create(org=org, quote_number="10200")


def test_a_preview_counts_what_would_be_linked_and_links_nothing(org: Org, waiting_lead: LeadStatus) -> None:
    page = signed_in(org, Membership.Role.VIEWER).get(PAGE, {"preview": "quotes"}).content.decode()

    assert "<strong>1</strong>" in page
    assert "Link the whole pool" not in page
    with org_context(org, actor="maya"):
        assert LeadStatus.objects.get(pk=waiting_lead.pk).booked_opportunity_id is None


def test_an_operator_asks_the_worker_for_one_step(org: Org, waiting_lead: LeadStatus) -> None:
    answer = signed_in(org, Membership.Role.OPERATOR).post(PAGE, {"step": "quotes"})

    with org_context(org, actor="maya"):
        run = Run.objects.get(job="crm.link")
    assert answer.headers["Location"] == f"/admin/runs/run/{run.pk}/change/"
    assert run.parameters == {"steps": ["quotes"]}


def test_a_curator_may_not_start_linking_and_an_unknown_step_is_not_found(org: Org) -> None:
    assert signed_in(org, Membership.Role.CURATOR).post(PAGE, {"step": "all"}).status_code == 403
    assert signed_in(org, Membership.Role.OPERATOR).post(PAGE, {"step": "guess"}).status_code == 404
