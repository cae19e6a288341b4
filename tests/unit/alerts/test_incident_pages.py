"""Incidents as staff meet them: the list, the page, the buttons."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from aiop.alerts import desk
from aiop.alerts.models import Incident
from aiop.alerts.raising import raise_about, settle
from aiop.alerts.severity import Severity
from aiop.alerts.states import NotPossible
from aiop.alerts.topics import declare
from aiop.orgs.models import Org
from tests.factories.people import Login
from tests.unit.alerts.conftest import channel_of, incidents, messages, story

pytestmark = pytest.mark.django_db
LIST = "/admin/alerts/incident/"
HOSTILE = "<script>alert(1)</script>"


@pytest.fixture
def incident(org: Org) -> Incident:
    """Give an open incident with a title that bites."""
    channel_of(org)
    opened = raise_about(
        org, "run:sync", HOSTILE, f"Sync {HOSTILE}", link="/admin/runs/run/1/change/", severity=Severity.CRITICAL
    )
    assert opened is not None
    return opened


def press(client: Any, incident: Incident, **given: str) -> str:
    """Press a button of the page and give what the page says then."""
    response = client.post(f"{LIST}{incident.pk}/act/", given, follow=True)
    return " ".join(response.content.decode().split())


def test_the_list_and_the_page_show_it_without_running_its_text(incident: Incident, login: Login) -> None:
    client = login("viewer")
    for address in (LIST, f"{LIST}?state=open&severity=critical", f"{LIST}{incident.pk}/change/"):
        page = client.get(address).content.decode()
        assert "&lt;script&gt;alert(1)" in page
        assert HOSTILE not in page


def test_a_viewer_sees_no_buttons_and_may_press_none(incident: Incident, login: Login) -> None:
    client = login("viewer")
    assert 'data-press="a"' not in client.get(f"{LIST}{incident.pk}/change/").content.decode()
    assert client.post(f"{LIST}{incident.pk}/act/", {"act": "resolve"}).status_code == 403


def test_acknowledge_makes_the_presser_its_owner(org: Org, incident: Incident, login: Login) -> None:
    assert "Acknowledged: the others see" in press(login("curator"), incident, act="acknowledge")
    assert [(i.state, i.owner) for i in incidents(org)] == [("acknowledged", "curator-person")]


def test_a_snooze_ends_by_itself(org: Org, incident: Incident, login: Login) -> None:
    assert "comes back by itself" in press(login("curator"), incident, act="snooze", **{"for": "24"})
    assert desk.wake_due(org.pk, timezone.now() + dt.timedelta(hours=23)) == 0
    assert desk.wake_due(org.pk, timezone.now() + dt.timedelta(hours=25)) == 1
    assert [i.state for i in incidents(org)] == ["open"]
    assert story(incident)[-2:] == ["snoozed", "woke"]


def test_resolving_by_hand_tells_those_who_were_told_and_can_be_taken_back(
    org: Org, incident: Incident, login: Login
) -> None:
    client = login("curator")
    press(client, incident, act="resolve")
    assert "Open again." in press(client, incident, act="reopen")
    assert [kind for _, kind, _ in messages(org)] == ["opening", "closing", "opening"]
    assert [(i.state, i.episode) for i in incidents(org)] == [("reopened", 2)]


def test_what_its_state_does_not_allow_is_refused_in_words(incident: Incident, login: Login) -> None:
    client = login("curator")
    assert "cannot be reopened" in press(client, incident, act="reopen")
    assert "Say for how long" in press(client, incident, act="snooze", **{"for": "9999"})
    assert "Nothing was asked for" in press(client, incident, act="dance")
    assert "does not work in this organisation" in press(client, incident, act="assign", owner="nobody-known")


def test_it_is_assigned_noted_and_told_in_its_history(incident: Incident, login: Login) -> None:
    client = login("curator")
    assert "curator-person looks after it now" in press(client, incident, act="assign", owner="curator-person")
    assert "Noted." in press(client, incident, act="note", note="Called them.")
    assert story(incident) == ["opened", "assigned", "noted"]


def test_several_at_once(org: Org, incident: Incident, login: Login) -> None:
    other = raise_about(org, "run:other", "why", "Other")
    assert other is not None
    settle(org, "run:other")
    ticked = {"action": "acknowledge_ticked", "_selected_action": [incident.pk, other.pk]}
    page = login("curator").post(LIST, ticked, follow=True).content.decode()
    assert "1 incident is acknowledged. 1 stay as they are" in page


def test_the_list_leaves_out_what_follows_from_another_and_counts_it(org: Org, login: Login) -> None:
    for number in range(3):
        declare(f"run:mart-{number}", after=["source:books"])
    for topic in ("source:books", *(f"run:mart-{number}" for number in range(3))):
        raise_about(org, topic, "why", f"{topic} fails")
    client = login("viewer")
    page = client.get(LIST).content.decode()
    assert ("source:books fails" in page, "run:mart-0 fails" in page) == (True, False)
    assert "run:mart-0 fails ← source:books fails" in client.get(f"{LIST}?follows=shown").content.decode()
    settle(org, "source:books")
    assert "run:mart-0 fails" in client.get(f"{LIST}?state=open").content.decode()


def test_a_moment_that_has_passed_is_no_end_of_a_snooze(incident: Incident) -> None:
    with pytest.raises(NotPossible):
        desk.snooze(incident, timezone.now(), by="maya")


def test_an_incident_of_another_organisation_is_not_found(incident: Incident, other_org: Org, login: Login) -> None:
    with time_machine.travel(timezone.now(), tick=False):
        elsewhere = raise_about(other_org, "run:x", "why", "what")
    assert elsewhere is not None
    client = login("administrator")
    assert client.get(f"{LIST}{elsewhere.pk}/change/").status_code == 404
    assert client.post(f"{LIST}{elsewhere.pk}/act/", {"act": "resolve"}).status_code == 404
