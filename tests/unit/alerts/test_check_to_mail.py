"""The whole way: a failing check opens an incident and a mail goes out; the check holds again, and the closing mail goes out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from aiop.alerts.sending import send_due
from aiop.orgs.context import org_context
from aiop.orgs.models import Org
from aiop.quality.run import run_checks
from crm.models import SalesPerson
from tests.factories.people import Login
from tests.factories.smtp_sink import Sink
from tests.unit.alerts.conftest import channel_of, incidents, messages, story
from tests.unit.quality.conftest import ACTIVE, NAMELESS, only, sell

__all__ = ["only"]
pytestmark = pytest.mark.django_db


def make_active(org: Org) -> None:
    with org_context(org, actor="maya"):
        SalesPerson.objects.update(is_active=True)


def test_a_failing_check_sends_one_opening_and_one_closing_mail(
    org: Org, mailbox: Sink, only: Callable[..., None], login: Login
) -> None:
    only(NAMELESS)
    channel_of(org)
    sell(org, active=1, inactive=2)
    for _ in range(3):
        run_checks(org, by="timetable")
        send_due(org.pk)
    assert mailbox.subjects() == ["[Letsmove] Problem: Inactive sales persons"]
    make_active(org)
    for _ in range(2):
        run_checks(org, by="timetable")
        send_due(org.pk)
    assert mailbox.subjects()[1:] == ["[Letsmove] Resolved: Inactive sales persons"]
    (incident,) = incidents(org)
    assert (incident.state, incident.failures) == ("resolved", 3)
    assert story(incident) == ["opened", "resolved"]
    page = login("viewer").get(f"/admin/alerts/incident/{incident.pk}/change/").content.decode()
    assert "Resolved just now" in page
    assert "2 rows; none is allowed." in page


def test_the_mail_says_what_where_and_since_when(org: Org, mailbox: Sink, only: Callable[..., None]) -> None:
    only(ACTIVE)
    channel_of(org)
    sell(org, active=1, inactive=3)
    run_checks(org, by="timetable")
    send_due(org.pk)
    (mail,) = mailbox.mails
    (incident,) = incidents(org)
    text: Any = mail.get_body(("plain",))
    page: Any = mail.get_body(("html",))
    assert mail["To"] == "ops@example.com"
    for body in (text.get_content(), page.get_content()):
        assert "25.00 % (1 of 4); at least 75.00 % is wanted." in body
        assert f"http://127.0.0.1:8000/admin/alerts/incident/{incident.pk}/change/" in body
        assert "America/Toronto" in body


def test_a_check_that_breaks_is_an_incident_and_one_that_is_only_to_be_noted_is_none(
    org: Org, only: Callable[..., None]
) -> None:
    from dataclasses import replace

    from aiop.quality.checks import Definition, Severity
    from tests.unit.quality.conftest import BROKEN

    only(
        BROKEN,
        replace(NAMELESS, severity=Severity.INFO),
        replace(ACTIVE, name="as_first_counted", definition=Definition.ORIGINAL),
    )
    sell(org, inactive=2)
    run_checks(org, by="timetable")
    assert [incident.topic for incident in incidents(org)] == ["check:broken"]


def test_a_trial_run_of_checks_tells_nobody(org: Org, only: Callable[..., None]) -> None:
    only(NAMELESS)
    channel_of(org)
    sell(org, inactive=1)
    run_checks(org, by="maya", store=False)
    assert incidents(org) == []
    assert messages(org) == []
