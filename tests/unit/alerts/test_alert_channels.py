"""Channels: when and to whom, signed webhooks, Slack, what a private address gets, the form and its test button."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import json
from collections.abc import Iterator
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from aiop.alerts.models import Channel, Delivery
from aiop.alerts.raising import raise_about, settle
from aiop.alerts.routing import when
from aiop.alerts.sending import send_due
from aiop.alerts.severity import Severity
from aiop.orgs.context import org_context
from aiop.orgs.models import Org
from aiop.sources.errors import FixConnection
from aiop.sources.posting import check_public, is_public, resolve
from tests.factories.people import Login
from tests.factories.smtp_sink import Sink
from tests.unit.alerts.conftest import NOON, channel_of, messages
from tests.unit.sources.loopback import Reply, Source, serving, told

pytestmark = pytest.mark.django_db
KEY = "an invented signing key"
LIST = "/admin/alerts/channel/"
TORONTO = ZoneInfo("America/Toronto")


@pytest.fixture
def receiver(settings: Any) -> Iterator[Source]:
    """Give a program on this machine, and allow that it is called."""
    settings.ALERTS_ALLOW_PRIVATE = True
    with serving() as source:
        source.on("/hook", told({"ok": True}))
        yield source


def hook(org: Org, receiver: Source, **more: Any) -> Channel:
    return channel_of(org, "webhook", settings={"url": f"{receiver.url}/hook"}, secrets={"key": KEY}, **more)


def fail(
    org: Org, topic: str = "source:hubspot", *, severity: Severity = Severity.WARNING, now: dt.datetime = NOON
) -> None:
    raise_about(org, topic, "It did not answer.", f"{topic} fails", severity=severity, now=now)


def send(org: Org, at: dt.datetime = NOON) -> int:
    """Send what is due at a moment and give how many went."""
    return send_due(org.pk, clock=lambda: at).gone


def test_a_webhook_is_signed_dated_and_known_by_its_key(org: Org, receiver: Source) -> None:
    hook(org, receiver)
    fail(org)
    assert send(org) == 1
    (asked,) = receiver.asked
    moment, digest = (part.partition("=")[2] for part in asked.headers["AIOP-Signature"].split(","))
    assert abs(dt.datetime.now(dt.UTC).timestamp() - int(moment)) < 60
    assert digest == hmac.new(KEY.encode(), f"{moment}.".encode() + asked.body, hashlib.sha256).hexdigest()
    said = json.loads(asked.body)
    assert said["key"] == asked.headers["Idempotency-Key"]
    assert said["incidents"][0]["title"] == "source:hubspot fails"


@pytest.mark.parametrize(
    ("reply", "standing"),
    [
        (told({}, 500), "did not"),
        (Reply(reset=True), "reached"),
        (told({}, 302, Location="http://127.0.0.1:1/"), "another"),
    ],
    ids=["500", "reset", "redirect"],
)
def test_a_webhook_that_does_not_take_it_is_tried_again_under_the_same_key(
    org: Org, receiver: Source, reply: Reply, standing: str
) -> None:
    channel = hook(org, receiver)
    receiver.on("/hook", reply, told({"ok": True}))
    fail(org)
    settle(org, "source:hubspot", now=NOON)
    assert send(org) == 0
    assert [state for *_, state in messages(org)] == ["waiting", "waiting"]
    with org_context(org, actor="maya"):
        assert Channel.objects.get(pk=channel.pk).standing == "broken"
    assert send(org, NOON + dt.timedelta(hours=2)) == 2
    keys = [asked.headers["Idempotency-Key"] for asked in receiver.asked]
    assert keys[0] == keys[1] != keys[2]
    assert len(receiver.asked) == 3
    with org_context(org, actor="maya"):
        assert Channel.objects.get(pk=channel.pk).standing == "working"


def test_what_no_channel_takes_for_three_days_is_given_up_and_can_be_sent_again(
    org: Org, receiver: Source, login: Login
) -> None:
    hook(org, receiver)
    receiver.on("/hook", told({}, 503), told({}, 503), told({"ok": True}))
    fail(org)
    send(org)
    send(org, NOON + dt.timedelta(days=4))
    assert [state for *_, state in messages(org)] == ["refused"]
    with org_context(org, actor="maya"):
        number = Delivery.objects.get().pk
    ticked = {"action": "try_again", "_selected_action": [number]}
    page = login("operator").post("/admin/alerts/delivery/", ticked, follow=True).content.decode()
    assert "1 will be tried again at once" in page
    assert send(org, dt.datetime.now(dt.UTC) + dt.timedelta(minutes=1)) == 1


def test_slack_gets_text_without_links_or_formatting_of_others(org: Org, receiver: Source) -> None:
    channel_of(org, "slack", settings={}, secrets={"url": f"{receiver.url}/hook"})
    raise_about(org, "run:sync", "<!channel> *all* & more", "Sync <@U1>", now=NOON)
    assert send(org) == 1
    text = json.loads(receiver.asked[0].body)["text"]
    assert "&lt;!channel&gt; \u200b*all\u200b* &amp; more" in text
    assert "<@U1>" not in text
    assert "/admin/alerts/incident/" in text


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.1", "224.0.0.1", "::1",
     "fe80::1", "fd00::1", "::ffff:10.0.0.1", "64:ff9b::a00:1", "2002:a00:1::", "::", "nonsense"],
)  # fmt: skip
def test_addresses_that_are_not_public_are_known(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946", "64:ff9b::5db8:d822"])
def test_public_addresses_are_known(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "url", ["http://hooks.example.com/x", "https://maya:pw@example.com/", "ftp://example.com", "https://", "nonsense"]
)
def test_an_address_must_be_https_and_hold_no_log_in(url: str) -> None:
    with pytest.raises(FixConnection):
        check_public(url)


def test_a_webhook_into_this_machine_is_refused_and_nothing_is_called(
    org: Org, receiver: Source, settings: Any
) -> None:
    settings.ALERTS_ALLOW_PRIVATE = False
    with pytest.raises(FixConnection, match="not public"):
        resolve("localhost", 443)
    hook(org, receiver)
    fail(org)
    assert send(org) == 0
    assert receiver.asked == []
    with org_context(org, actor="maya"):
        assert "https://" in Channel.objects.get().standing_reason


def test_a_channel_is_told_what_its_routes_name(org: Org) -> None:
    channel_of(org, name="All", least="info")
    channel_of(org, name="Grave runs", least="critical", starts="run:")
    fail(org, "source:hubspot", severity=Severity.CRITICAL)
    fail(org, "run:sync", severity=Severity.WARNING)
    fail(org, "run:load", severity=Severity.CRITICAL)
    with org_context(org, actor="maya"):
        told_of = [
            (d.channel.name, d.incident.topic)
            for d in Delivery.objects.select_related("channel", "incident").order_by("id")
        ]
    assert sorted(told_of) == [
        ("All", "run:load"), ("All", "run:sync"), ("All", "source:hubspot"), ("Grave runs", "run:load")
    ]  # fmt: skip


def at(hour: int, minute: int = 0) -> dt.datetime:
    return dt.datetime(2026, 11, 18, hour, minute, tzinfo=TORONTO)


@pytest.mark.parametrize(
    ("moment", "severity", "expected"),
    [
        (at(21, 59), "warning", at(21, 59)),
        (at(22), "warning", dt.datetime(2026, 11, 19, 7, tzinfo=TORONTO)),
        (at(6, 59), "warning", at(7)),
        (at(7), "warning", at(7)),
        (at(23), "critical", at(23)),
    ],
)
def test_quiet_hours_span_midnight_and_critical_ones_keep_to_none(
    moment: dt.datetime, severity: str, expected: dt.datetime
) -> None:
    channel = Channel(quiet_from=dt.time(22), quiet_until=dt.time(7))
    assert when(channel, severity, moment, TORONTO) == expected


def test_a_digest_gathers_a_day_into_one_message(org: Org, mailbox: Sink) -> None:
    channel_of(org, digest_at=dt.time(18))
    fail(org, "source:hubspot")
    fail(org, "source:zoom", now=NOON + dt.timedelta(hours=1))
    settle(org, "source:hubspot", now=NOON + dt.timedelta(hours=2))
    assert send(org, NOON + dt.timedelta(hours=5)) == 0
    assert send(org, NOON + dt.timedelta(hours=7)) == 1
    assert mailbox.subjects() == ["[Letsmove] 2 opened, 1 resolved"]
    assert {state for *_, state in messages(org)} == {"sent"}


@pytest.mark.parametrize("refusal", ["451 later", "554 never"])
def test_a_mail_that_the_server_refuses_waits(org: Org, mailbox: Sink, refusal: str) -> None:
    channel_of(org)
    mailbox.refuses = refusal
    fail(org)
    assert send(org) == 0
    mailbox.refuses = ""
    assert send(org, NOON + dt.timedelta(hours=2)) == 1
    assert len(mailbox.mails) == 1


def test_without_a_mail_server_the_channel_says_what_to_set(org: Org, settings: Any) -> None:
    settings.EMAIL_HOST = ""
    channel_of(org)
    fail(org)
    assert send(org) == 0
    with org_context(org, actor="maya"):
        assert "EMAIL_HOST" in Channel.objects.get().standing_reason


# The pages


def form(**given: str) -> dict[str, str]:
    """Give the form of a channel with one route, filled in."""
    routes = {"routes-TOTAL_FORMS": "1", "routes-INITIAL_FORMS": "0", "routes-0-least_severity": "warning"}
    return {"name": "Ops", "is_enabled": "on", "urgent_at_once": "on", **routes, "routes-0-topic_starts": "", **given}


def test_an_administrator_adds_a_webhook_whose_key_is_sealed_and_never_shown(org: Org, login: Login) -> None:
    client = login("administrator")
    given = form(given_url="https://hooks.example.com/x", given_key=KEY)
    response = client.post(f"{LIST}add/?kind=webhook", given, follow=True)
    assert response.status_code == 200
    with org_context(org, actor="maya"):
        channel = Channel.objects.get()
        assert channel.secrets()["key"] == KEY
        assert KEY not in channel.sealed
        assert [str(route) for route in channel.routes.all()] == ["everything from warning"]
    page = client.get(f"{LIST}{channel.pk}/change/").content.decode()
    assert "hooks.example.com" in page
    assert KEY not in page


@pytest.mark.parametrize(
    ("kind", "given", "words"),
    [
        ("webhook", {"given_url": "http://hooks.example.com/x", "given_key": KEY}, "must begin with https://"),
        ("webhook", {"given_url": "https://hooks.example.com/x", "given_key": "short"}, "At least 16 characters"),
        ("email", {"given_to": "ops@example.com, nonsense"}, "valid email"),
        ("email", {"given_to": "ops@example.com", "quiet_from": "22:00"}, "or neither"),
    ],
)
def test_the_form_refuses_in_words(org: Org, login: Login, kind: str, given: dict[str, str], words: str) -> None:
    page = login("administrator").post(f"{LIST}add/?kind={kind}", form(**given)).content.decode()
    assert words in page
    with org_context(org, actor="maya"):
        assert not Channel.objects.exists()


def test_only_administrators_change_channels_and_operators_test_them(org: Org, mailbox: Sink, login: Login) -> None:
    channel = channel_of(org)
    assert login("curator").get(f"{LIST}add/").status_code == 403
    assert login("viewer").post(f"{LIST}{channel.pk}/test/").status_code == 403
    page = login("operator").post(f"{LIST}{channel.pk}/test/", follow=True).content.decode()
    assert "Email took a test message." in page
    assert mailbox.subjects() == ["[Letsmove] Test: This channel works"]
    mailbox.refuses = "554 never"
    page = login("administrator").post(f"{LIST}{channel.pk}/test/", follow=True).content.decode()
    assert "did not take a test message" in page


def test_the_pages_of_channels_and_messages_open(org: Org, login: Login) -> None:
    channel = channel_of(org)
    fail(org)
    client = login("administrator")
    for address in (
        LIST,
        f"{LIST}add/",
        f"{LIST}add/?kind=slack",
        f"{LIST}{channel.pk}/change/",
        "/admin/alerts/delivery/",
    ):
        assert client.get(address).status_code == 200
    assert "everything from warning" in login("viewer").get(LIST).content.decode()
