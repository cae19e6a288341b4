"""The form of a channel, made from what its kind asks for."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from aiop.alerts.channels import KINDS
from aiop.sources.admin.sealed import PREFIX, SealedForm, fields_for
from aiop.sources.errors import FixConnection
from aiop.sources.posting import check_public


class ChannelForm(SealedForm):
    """A channel of one kind; `kind` and its fields are set on the class made by `form_of`."""

    kind: str

    def clean(self) -> dict[str, Any]:
        """Refuse addresses that cannot be told anything, and half a quiet time."""
        cleaned = super().clean()
        for name, check in (("to", _check_mailboxes), ("url", check_public)):
            if text := cleaned.get(PREFIX + name):
                try:
                    check(text)
                except (FixConnection, ValidationError) as error:
                    self.add_error(PREFIX + name, error if isinstance(error, ValidationError) else str(error))
        if (cleaned.get("quiet_from") is None) != (cleaned.get("quiet_until") is None):
            self.add_error("quiet_until", "Say from when until when, or neither.")
        return cleaned

    def _post_clean(self) -> None:
        self.instance.kind = self.kind
        super()._post_clean()


def form_of(kind: str) -> type[ChannelForm]:
    """Give the form of a kind of channel."""
    asks = KINDS[kind].asks
    return type("KindForm", (ChannelForm,), {"kind": kind, "asks": asks, **fields_for(asks)})


def _check_mailboxes(text: str) -> None:
    for address in text.split(","):
        validate_email(address.strip())
