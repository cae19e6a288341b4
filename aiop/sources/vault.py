"""Credentials at rest: sealed with a key from the environment, and bound to the organisation that they belong to.

`SOURCES_KEY` holds Fernet keys separated by commas: the first seals, all of them open. Without it the key follows from
SECRET_KEY, which is enough for one machine.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

from aiop.sources.errors import FixConnection

HIDDEN = "•••"
SHORTEST_HIDDEN = 4


class CannotOpen(FixConnection):
    """What is stored was sealed with a key that this process does not have, or for another organisation."""


class BadKeyError(Exception):
    """SOURCES_KEY holds something that is no key."""


class Secrets(Mapping[str, str]):
    """Credentials by name, which no print, log line or error shows."""

    def __init__(self, values: Mapping[str, str]) -> None:
        self._values = dict(values)

    def __getitem__(self, name: str) -> str:
        return self._values[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __repr__(self) -> str:
        return f"<{len(self)} secrets>"

    def hide(self, text: str) -> str:
        """Give a text with each of these secrets replaced by dots."""
        for value in sorted(self._values.values(), key=len, reverse=True):
            # A value as short as this would blot out half of every text, and protects nothing.
            if len(value) >= SHORTEST_HIDDEN:
                text = text.replace(value, HIDDEN)
        return text


class HoldsSecrets:
    """What a row with settings and sealed secrets can do; the base of models that have these columns."""

    org_id: int
    settings: dict[str, Any]
    sealed: str

    def secrets(self) -> Secrets:
        """Give the secrets by name; CannotOpen when they were sealed with another key."""
        return Secrets(unseal(self.org_id, self.sealed))

    def keep_secrets(self, given: Mapping[str, str]) -> None:
        """Put secrets in place of those of the same name, or of all that no key opens any more; the caller saves."""
        try:
            held: Mapping[str, str] = self.secrets()
        except CannotOpen:
            held = {}
        self.sealed = seal(self.org_id, {**held, **given})

    def setting(self, name: str) -> Any:
        """Give a setting by name, None when it is blank."""
        return self.settings.get(name)


def seal(org_id: int, values: Mapping[str, Any]) -> str:
    """Give values as text that only the keys open, and only for this organisation."""
    plain = json.dumps({"org": org_id, "values": dict(values)})
    return _keys().encrypt(plain.encode()).decode()


def unseal(org_id: int, sealed: str) -> dict[str, Any]:
    """Give what was sealed for this organisation, nothing for an empty text; CannotOpen in every other case."""
    if not sealed:
        return {}
    try:
        plain = json.loads(_keys().decrypt(sealed.encode()))
    except InvalidToken:
        raise CannotOpen("The stored credentials cannot be opened with this machine's SOURCES_KEY.") from None
    if plain["org"] != org_id:
        raise CannotOpen("The stored credentials belong to another organisation.")
    values: dict[str, Any] = plain["values"]
    return values


def reseal(sealed: str) -> str:
    """Give the same content sealed with the first key; CannotOpen when no key opens it."""
    try:
        return _keys().rotate(sealed.encode()).decode()
    except InvalidToken:
        raise CannotOpen("The stored credentials cannot be opened with any key in SOURCES_KEY.") from None


def is_current(sealed: str) -> bool:
    """Tell whether the first key opens a text."""
    try:
        _fernets()[0].decrypt(sealed.encode())
    except InvalidToken:
        return False
    return True


def _keys() -> MultiFernet:
    return MultiFernet(_fernets())


def _fernets() -> list[Fernet]:
    given = [key.strip() for key in settings.SOURCES_KEY if key.strip()]
    try:
        return [Fernet(key) for key in given or [_derived()]]
    except ValueError:
        raise BadKeyError(
            "SOURCES_KEY must hold Fernet keys (32 bytes in URL-safe base64), separated by commas."
        ) from None


def _derived() -> str:
    digest = hashlib.sha256(b"aiop.sources\0" + settings.SECRET_KEY.encode()).digest()
    return base64.urlsafe_b64encode(digest).decode()
