"""Fixtures of the tests of alerts: a mail server, channels, a registry of topics of the test's own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest

from aiop.alerts import topics
from aiop.alerts.models import Channel, Delivery, Happening, Incident, Route
from aiop.orgs.context import org_context
from aiop.orgs.models import Org
from tests.factories.people import Login, browser_of
from tests.factories.smtp_sink import Sink, smtp_sink

NOON = dt.datetime(2026, 11, 18, 17, 0, tzinfo=dt.UTC)  # noon of a Wednesday in Toronto


@pytest.fixture(autouse=True)
def no_topics(monkeypatch: pytest.MonkeyPatch) -> None:
    """Know no topic but the test's own."""
    monkeypatch.setattr(topics, "_TOPICS", {})


@pytest.fixture
def mailbox(settings: Any) -> Iterator[Sink]:
    """Give a mail server that this process knows."""
    with smtp_sink() as sink:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", sink.port
        yield sink


@pytest.fixture
def login(org: Org) -> Login:
    """Give browsers of new people by role."""
    return partial(browser_of, org)


def channel_of(org: Org, kind: str = "email", *, least: str = "warning", starts: str = "", **more: Any) -> Channel:
    """Make a channel with one route."""
    secrets = more.pop("secrets", {})
    given = {"name": kind.capitalize(), "settings": {"to": "ops@example.com"}, **more}
    with org_context(org, actor="maya"):
        channel = Channel(org=org, kind=kind, **given)
        channel.keep_secrets(secrets)
        channel.save()
        Route.objects.create(org=org, channel=channel, least_severity=least, topic_starts=starts)
    return channel


def incidents(org: Org) -> list[Incident]:
    """List the incidents, oldest first."""
    with org_context(org, actor="maya"):
        return list(Incident.objects.for_org(org).select_related("part_of").order_by("id"))


def messages(org: Org) -> list[tuple[str, str, str]]:
    """List title, kind and state of the messages, oldest first."""
    with org_context(org, actor="maya"):
        rows = Delivery.objects.for_org(org).order_by("id")
        return [(row.said["title"], row.kind, row.state) for row in rows]


def story(incident: Incident) -> list[str]:
    """List what happened to an incident."""
    with org_context(incident.org_id, actor="maya"):
        return list(Happening.objects.filter(incident=incident).order_by("id").values_list("what", flat=True))
