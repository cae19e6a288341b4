"""Outages of database, broker, mail server and webhook while incidents open and close: no message is lost, none is told twice.

A message may be handed over twice under one key, when whoever sent it was cut off before noting it; a receiver that honours the
key tells it once. The default is ten incidents; ALERTS_INCIDENTS=200 is the number of the acceptance.
"""

from __future__ import annotations

import datetime as dt
import itertools
import os
import random
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import psycopg
import pytest
from celery import Celery
from django.db import InterfaceError, OperationalError, connections

from aiop.alerts.following import look_after
from aiop.alerts.models import Channel, Delivery, Incident, Route
from aiop.alerts.raising import raise_about, settle
from aiop.alerts.sending import send_due
from aiop.orgs.context import org_context
from aiop.orgs.models import Org
from tests.factories.smtp_sink import Sink, smtp_sink
from tests.faults.kill_points import DROP_ALL, Copies, copies, count_points, die_at, in_process
from tests.unit.sources.loopback import Asked, Reply, Source, serving, told

pytestmark = [pytest.mark.faults, pytest.mark.slow]
INCIDENTS = int(os.environ.get("ALERTS_INCIDENTS", "10"))
EVERY_POINT = os.environ.get("KILL_EVERY_POINT") == "1"
SAMPLED, KEY = 5, "an invented signing key"
START = dt.datetime(2026, 11, 18, 17, 0, tzinfo=dt.UTC)
CUT_OFF = (OperationalError, InterfaceError)


class Receiver:
    """A program that honours keys; in an outage it fails in some way, now and then after having taken the message."""

    def __init__(self, source: Source, chance: random.Random) -> None:
        self.taken: list[str] = []
        self.is_out = False
        self._chance = chance
        source.on("/hook", self._answer)

    def _answer(self, asked: Asked) -> Reply:
        key = asked.headers["Idempotency-Key"]
        if not self.is_out:
            self.taken.append(key)
            return told({"ok": True})
        if self._chance.random() < 0.3:
            self.taken.append(key)
        return self._chance.choice([told({}, 500), told({}, 429), Reply(reset=True), told({}, 302, Location="/")])


@pytest.fixture
def mailbox(settings: Any) -> Iterator[Sink]:
    """Give a mail server that this process and its children know."""
    with smtp_sink() as sink:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.ALERTS_ALLOW_PRIVATE = "127.0.0.1", sink.port, True
        yield sink


@pytest.fixture
def source() -> Iterator[Source]:
    """Give a program on this machine."""
    with serving() as served:
        yield served


def make_company(source_url: str) -> Org:
    """Make an organisation that tells a mailbox and a webhook of everything."""
    org = Org.objects.create(slug="tiny", name="Tiny", time_zone="America/Toronto")
    asked = {"email": ({"to": "ops@example.com"}, {}), "webhook": ({"url": f"{source_url}/hook"}, {"key": KEY})}
    with org_context(org, actor="maya"):
        for kind, (given, secrets) in asked.items():
            channel = Channel(org=org, kind=kind, name=kind, settings=given)
            channel.keep_secrets(secrets)
            channel.save()
            Route.objects.create(org=org, channel=channel, least_severity="info")
    return org


# Killed at any statement, commit or hand-over


def company() -> Org:
    """Give the organisation of the process's database."""
    return Org.objects.get(slug="tiny")


def open_and_close(url: str) -> None:
    """Leave two openings and two closings in the outbox."""
    org = make_company(url)
    raise_about(org, "source:hubspot", "It did not answer.", "Sync fails", now=START)
    settle(org, "source:hubspot", now=START)


def send_all(at: dt.datetime) -> int:
    """Send what is due at a moment."""
    return send_due(company().pk, clock=lambda: at).gone


def killed_sending(point: int) -> bool:
    """Send and be killed at a point; True when there is no such point."""
    die_at(point)
    send_all(START)
    return True


def count_sending() -> int:
    """Send and count the points on the way."""
    points = [0]
    count_points(lambda number: points.__setitem__(0, number))
    send_all(START)
    return points[0]


@pytest.fixture
def databases(django_db_setup: None, django_db_blocker: Any) -> Iterator[Copies]:
    """Give copies of the empty test database."""
    with django_db_blocker.unblock(), copies() as made:
        yield made


def test_killed_anywhere_while_sending_each_message_is_told_once(
    databases: Copies, source: Source, mailbox: Sink, capsys: pytest.CaptureFixture[str]
) -> None:
    receiver = Receiver(source, random.Random(1))
    template = databases.of(databases.original)
    in_process(template, partial(open_and_close, source.url))
    reference = databases.of(template)
    total = in_process(reference, count_sending)
    databases.drop(reference)
    wanted, twice, kills = set(receiver.taken) | set(mailbox.keys()), 0, 0
    assert len(wanted) == 4

    points = range(1, total + 1) if EVERY_POINT else sorted(random.Random(2).sample(range(1, total + 1), SAMPLED))
    for point in points:
        receiver.taken.clear()
        mailbox.mails.clear()
        copy = databases.of(template)
        in_process(copy, partial(killed_sending, point))
        in_process(copy, partial(send_all, START + dt.timedelta(minutes=5)))
        databases.drop(copy)
        handed = Counter(receiver.taken) + mailbox.keys()
        assert set(handed) == wanted, f"lost after point {point}"
        assert sum(handed.values()) <= len(wanted) + 1, f"after point {point}"
        twice, kills = twice + sum(handed.values()) - len(wanted), kills + 1
    with capsys.disabled():
        print(f"\nkilled at {kills} of {total} points: 0 lost, {twice} handed over again under the same key")  # noqa: T201


# Outages


class Weather:
    """Breaks and mends what alerts stand on, as chance says: sessions dropped, broker, mail server and webhook away."""

    def __init__(self, chance: random.Random, receiver: Receiver, mailbox: Sink, app: Celery) -> None:
        self.chance, self.receiver, self.mailbox, self.app = chance, receiver, mailbox, app
        self.drops = 0
        self._countdown = 0
        known = connections["default"].get_connection_params()
        self._known = {name: known[name] for name in ("dbname", "user", "password", "host", "port") if known.get(name)}
        count_points(self._point)

    def change(self) -> None:
        """Let everything be up or down anew; a database outage comes some statements later."""
        self.receiver.is_out = self.chance.random() < 0.4
        self.mailbox.refuses = self.chance.choice(["", "", "451 later"])
        self.mailbox.hangs_up = self.chance.random() < 0.2
        self.app.conf["broker_url"] = "redis://127.0.0.1:1/0" if self.chance.random() < 0.4 else "memory://"
        self.app.amqp._producer_pool = None  # type: ignore[attr-defined]  # Celery keeps the broker that it met first
        self._countdown = self.chance.randint(1, 60) if self.chance.random() < 0.6 else 0

    def clear(self) -> None:
        """Mend everything."""
        self.receiver.is_out, self.mailbox.refuses, self.mailbox.hangs_up, self._countdown = False, "", False, 0

    def _point(self, number: int) -> None:
        if self._countdown:
            self._countdown -= 1
            if not self._countdown:
                self.drops += 1
                with psycopg.connect(**self._known, autocommit=True) as administrator:
                    administrator.execute(DROP_ALL)


def insist(act: Callable[[], Any]) -> None:
    """Do something that is safe to repeat until the database lets it through, as producers do."""
    for _ in range(20):
        try:
            act()
            return
        except CUT_OFF:
            connections.close_all()
    raise AssertionError("it never went through")


def tried(act: Callable[[], Any]) -> None:
    """Do something once, as a worker does: what breaks off is taken up at the next tick."""
    try:
        act()
    except CUT_OFF:
        connections.close_all()


@pytest.fixture
def sender(monkeypatch: pytest.MonkeyPatch) -> Iterator[Celery]:
    """Give a Celery app whose broker can go away at once."""
    monkeypatch.delenv("CELERY_BROKER_URL", raising=False)
    app = Celery("sender", broker="memory://", set_as_current=True)
    at_once = {"max_retries": 1, "interval_start": 0, "interval_step": 0}
    app.conf.update(task_publish_retry=False, broker_connection_timeout=0.2, broker_transport_options=at_once)
    yield app
    app.close()


def live_through(org: Org, weather: Weather) -> None:
    """Let every incident open, fail again, close; after each step, the worker and the clock do their part."""
    for number in range(INCIDENTS):
        now = START + dt.timedelta(minutes=5 * number)
        topic = f"source:s{number}"
        for turn, settles in enumerate((False, False, True)):
            weather.change()
            evidence = f"{topic} {turn}"
            act = (
                partial(settle, org, topic)
                if settles
                else partial(raise_about, org, topic, "No answer.", f"{topic} fails")
            )
            insist(partial(act, evidence=evidence, now=now))
            tried(partial(send_due, org.pk, clock=lambda now=now: now))  # type: ignore[misc]
            tried(partial(look_after, org, now))


@pytest.mark.django_db(transaction=True, databases=["default", "owner", "side"])
def test_outages_during_incidents_lose_nothing_and_tell_nothing_twice(
    source: Source, mailbox: Sink, sender: Celery, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for owner, name in patched_places():
        monkeypatch.setattr(owner, name, getattr(owner, name))
    chance = random.Random(7)
    receiver = Receiver(source, chance)
    org = make_company(source.url)
    weather = Weather(chance, receiver, mailbox, sender)
    live_through(org, weather)
    weather.clear()
    for hours in itertools.count(1):
        later = START + dt.timedelta(minutes=5 * INCIDENTS, hours=hours)
        send_due(org.pk, clock=lambda later=later: later)  # type: ignore[misc]
        with org_context(org, actor="test"):
            if not Delivery.objects.filter(state__in=["waiting", "sending"]).exists():
                break
        assert hours < 50
    with org_context(org, actor="test"):
        assert set(Incident.objects.values_list("state", flat=True)) == {"resolved"}
        wanted = list(Delivery.objects.values_list("key", flat=True))
        assert set(Delivery.objects.values_list("state", flat=True)) == {"sent"}
    again = told_once(wanted, receiver.taken, [str(mail["X-AIOP-Key"]) for mail in mailbox.mails])
    with capsys.disabled():
        print(  # noqa: T201  (the numbers that acceptance asks for)
            f"\n{INCIDENTS} incidents, {weather.drops} database outages: {len(wanted)} messages, 0 lost, 0 told twice, "
            f"{again} handed over again under the same key"
        )


def told_once(wanted: list[str], *channels: list[str]) -> int:
    """Make sure that every message arrived, closings after openings; gives how many arrived again under the same key."""
    assert len(wanted) == INCIDENTS * 2 * len(channels)
    handed = Counter(key for keys in channels for key in keys)
    assert set(handed) == set(wanted)
    assert all(in_order(keys) for keys in channels)
    return sum(handed.values()) - len(wanted)


def patched_places() -> list[tuple[Any, str]]:
    """List what counting points replaces in this process, for the test to put back."""
    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.db.backends.utils import CursorWrapper

    return [
        (CursorWrapper, "_execute"),
        (psycopg.Cursor, "copy"),
        (psycopg.Copy, "write"),
        (BaseDatabaseWrapper, "_commit"),
    ]


def in_order(keys: list[str]) -> bool:
    """Tell whether each closing came after its opening."""
    first = {key: place for place, key in reversed(list(enumerate(keys)))}
    closings = [key for key in first if "-closing-" in key]
    return all(first[key.replace("-closing-", "-opening-")] < first[key] for key in closings)
