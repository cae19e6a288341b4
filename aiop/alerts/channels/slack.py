"""Messages to a Slack channel through an incoming webhook; its address is the secret."""

from __future__ import annotations

import json

from aiop.alerts.channels.message import Message, Part
from aiop.alerts.models import Channel
from aiop.sources.errors import FixConnection
from aiop.sources.posting import post


def send(channel: Channel, message: Message) -> None:
    """Post a message; raises the family of SourceFailed."""
    secrets = channel.secrets()
    if not secrets.get("url"):
        raise FixConnection("The webhook's address is not set.")
    body = json.dumps({"text": "\n\n".join(_written(part, message.org) for part in message.parts)})
    post(secrets["url"], body.encode(), {"Idempotency-Key": message.key}, hide=secrets)


def _written(part: Part, org: str) -> str:
    lines = [f"*{_plain(f'[{org}] {part.headline}')}*", _plain(part.cause), _plain(part.when), f"<{part.link}|Open>"]
    return "\n".join(line for line in lines if line)


def _plain(text: str) -> str:
    """Give text in which Slack finds no link, mention or formatting of its own."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    # A zero-width space keeps what people typed from becoming bold, code or struck out.
    return "".join(f"\u200b{letter}" if letter in "*_~`" else letter for letter in text)
