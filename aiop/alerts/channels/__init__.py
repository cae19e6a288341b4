"""The kinds of channel, as a table: what each asks for, which of it is secret, how it is handed a message."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from aiop.alerts.channels import mail, slack, webhook
from aiop.alerts.channels.message import Message, compose, trial
from aiop.alerts.models import Channel, Delivery
from aiop.sources.systems import FormField

Send = Callable[[Channel, Message], None]


@dataclass(frozen=True)
class Reached:
    """How a kind of channel is reached."""

    asks: Sequence[FormField]
    send: Send


KINDS: dict[str, Reached] = {
    Channel.Kind.EMAIL: Reached(
        (FormField("to", "Addresses", help="E-mail addresses, separated by commas."),),
        mail.send,
    ),
    Channel.Kind.SLACK: Reached(
        (FormField("url", "Webhook address", secret=True, help="From Slack: Apps, Incoming webhooks."),),
        slack.send,
    ),
    Channel.Kind.WEBHOOK: Reached(
        (
            FormField("url", "Address", help="Begins with https:// and names a public host."),
            FormField(
                "key",
                "Signing key",
                secret=True,
                pattern=".{16,}",
                help="At least 16 characters; each message is signed with it.",
            ),
        ),
        webhook.send,
    ),
}


def hand_over(channel: Channel, parts: Sequence[Delivery], *, key: str) -> None:
    """Give a channel one message made of `parts`; raises the family of SourceFailed when it does not take it."""
    KINDS[channel.kind].send(channel, compose(parts, key=key))


def test_channel(channel: Channel, *, by: str) -> None:
    """Send a channel a message that says it is a test; raises the family of SourceFailed."""
    KINDS[channel.kind].send(channel, trial(channel, by=by))
