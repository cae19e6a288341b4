"""Somebody's word that files are complete: figures follow it and its undo, and the page tells who said so."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from aiop.audit.models import ChangeSet
from aiop.audit.undo import undo
from aiop.builders.declared import Building
from aiop.builders.windows import Window
from aiop.orgs.context import org_context
from aiop.orgs.models import Membership, Org, User
from marts.kpi.completeness import latest_word
from marts.kpi.daily import build_daily
from marts.models import DailyCell, Vouched
from tests.factories.painting import PaintingCompany, at

NOW = dt.datetime(2030, 3, 31, 19, tzinfo=dt.UTC)
PAGE = "admin:marts_completeness"

pytestmark = pytest.mark.django_db(databases=["default", "owner", "side"])


@pytest.fixture(autouse=True)
def _at_the_end_of_march() -> Iterator[None]:
    with time_machine.travel(NOW, tick=True):
        yield


@pytest.fixture
def painters(db: None) -> Org:
    """Give a painting company with one job."""
    org = Org.objects.create(slug="painters", name="Painters", time_zone="America/Phoenix")
    with org_context(org, actor="test"):
        company = PaintingCompany(org)
        company.lead(created_on=at("2030-03-05 18:00"))
        company.build(start=dt.date(2030, 3, 1))
    return org


def staff(org: Org, role: str) -> Client:
    """Log in as somebody of a role."""
    user = User.objects.create_user(f"{role}-maya", password="invented-only-9")
    Membership.objects.create(user=user, org=org, role=role)
    client = Client()
    client.force_login(user, backend="aiop.orgs.access.RoleBackend")
    return client


def zeros(org: Org) -> int:
    """Build, and count the days on which a KPI without records is known to be 0."""
    with org_context(org, actor="test"):
        build_daily(Building(org, Window(), NOW.date()))
        return int(DailyCell.objects.for_org(org).filter(kpi="dollars_produced", numerator=0).count())


def test_figures_follow_a_word_and_its_undo(painters: Org) -> None:
    client = staff(painters, Membership.Role.CURATOR)
    assert zeros(painters) == 0
    page = client.post(reverse(PAGE), {"through": "2030-03-10", "reason": "All exports are in"}, follow=True)
    assert "Files are complete through 2030-03-10. " in " ".join(map(str, page.context["messages"]))
    assert "All exports are in" in page.content.decode()
    assert zeros(painters) == 10
    with org_context(painters, actor="test"):
        decided = ChangeSet.objects.for_org(painters).get(title__startswith="Files are complete")
    undo(painters, decided.pk, by="maya")
    assert zeros(painters) == 0
    with org_context(painters, actor="test"):
        assert latest_word(painters) is None


def test_the_latest_word_counts_and_none_is_taken_of_days_that_are_not_over(painters: Org) -> None:
    client = staff(painters, Membership.Role.CURATOR)
    for day in ("2030-03-10", "2030-03-08", "2030-03-31", "soon"):
        client.post(reverse(PAGE), {"through": day})
    with org_context(painters, actor="test"):
        assert Vouched.objects.for_org(painters).count() == 2
        word = latest_word(painters)
    assert word is not None
    assert str(word.through) == "2030-03-08"
    assert zeros(painters) == 8


def test_a_viewer_looks_and_says_nothing(painters: Org) -> None:
    client = staff(painters, Membership.Role.VIEWER)
    assert "Say so" not in client.get(reverse(PAGE)).content.decode()
    assert client.post(reverse(PAGE), {"through": "2030-03-10"}).status_code == 403
