"""A message as every channel takes it: a subject, and for each incident what is wrong, since when, where to look."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from aiop.adminkit import format as fmt
from aiop.alerts.models import Channel, Delivery
from aiop.orgs.models import Org


@dataclass(frozen=True)
class Part:
    """What is said of one incident."""

    kind: str
    title: str
    cause: str
    severity: str
    topic: str
    when: str
    at: str
    link: str
    incident: int | None

    @property
    def headline(self) -> str:
        """Say it in a line."""
        return f"{HEADS[self.kind]}: {self.title}"

    def as_json(self) -> dict[str, Any]:
        """Give it for programs."""
        names = ("kind", "title", "cause", "severity", "topic", "at", "link", "incident")
        return {name: getattr(self, name) for name in names}


@dataclass(frozen=True)
class Message:
    """One message to one channel; its key is the same at every attempt."""

    key: str
    org: str
    parts: Sequence[Part]

    @property
    def subject(self) -> str:
        """Say in a line what it is about."""
        if len(self.parts) == 1:
            return f"[{self.org}] {self.parts[0].headline}"
        opened = sum(part.kind == Delivery.Kind.OPENING for part in self.parts)
        return f"[{self.org}] {opened} opened, {len(self.parts) - opened} resolved"

    @property
    def text(self) -> str:
        """Write it as plain text."""
        return "\n\n".join(_text(part) for part in self.parts)


HEADS = {Delivery.Kind.OPENING.value: "Problem", Delivery.Kind.CLOSING.value: "Resolved", "test": "Test"}


def compose(deliveries: Sequence[Delivery], *, key: str) -> Message:
    """Make the message of what goes out together; what it says was written down when it happened."""
    org = Org.objects.get(pk=deliveries[0].org_id)
    return Message(key, org.name, [_part(delivery, org) for delivery in deliveries])


def trial(channel: Channel, *, by: str) -> Message:
    """Make a message that says it is a test."""
    said = f"{by} tried the channel “{channel.name}”. Nothing is wrong."
    part = Part("test", "This channel works", said, "info", "test:channel", "", "", absolute(""), None)
    return Message(f"test-{uuid.uuid4()}", channel.org.name, [part])


def absolute(link: str) -> str:
    """Give an address within the admin as people elsewhere can open it."""
    if link.startswith(("http://", "https://")):
        return link
    return f"{settings.SITE_ADDRESS.rstrip('/')}/{link.lstrip('/') or 'admin/'}"


def _part(delivery: Delivery, org: Org) -> Part:
    said = delivery.said
    closing = delivery.kind == Delivery.Kind.CLOSING
    opened, at = dt.datetime.fromisoformat(said["opened_at"]), dt.datetime.fromisoformat(said["at"])
    moments = f"Since {fmt.clock(opened, org.zone)}"
    if closing:
        moments += f", until {fmt.clock(at, org.zone)}"
    return Part(
        kind=delivery.kind,
        title=said["title"],
        cause=said.get("how", "") if closing else said["cause"],
        severity=said["severity"],
        topic=said["topic"],
        when=f"{moments} ({org.time_zone}).",
        at=said["at"],
        link=absolute(f"/admin/alerts/incident/{delivery.incident_id}/change/"),
        incident=delivery.incident_id,
    )


def _text(part: Part) -> str:
    since = f"{part.severity.capitalize()}. {part.when}" if part.when else ""
    lines = [part.headline, part.cause, since, part.link]
    return "\n".join(line for line in lines if line)
