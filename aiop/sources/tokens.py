"""Access tokens, shared by all workers: one of them renews, the others wait for its row and find the new one.

A new token, and a new refresh token with it, is committed before anybody uses it: a source that rotates refresh tokens
gives each of them once.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from aiop.sources.apart import apart
from aiop.sources.models import Connection
from aiop.sources.vault import seal, unseal

LEAST_MARGIN_SECONDS = 60.0
MARGIN_SHARE = 0.1

_FIND = """
    SELECT sealed, extract(epoch FROM expires_at - clock_timestamp())::float8,
        extract(epoch FROM expires_at - obtained_at)::float8
    FROM sources_token WHERE org_id = %(org)s AND connection_id = %(connection)s AND name = %(name)s
"""
_MAKE = """
    INSERT INTO sources_token (org_id, connection_id, name, sealed, renewals)
    VALUES (%(org)s, %(connection)s, %(name)s, '', 0) ON CONFLICT DO NOTHING
"""
_KEEP = """
    UPDATE sources_token SET sealed = %(sealed)s, renewals = renewals + 1, obtained_at = clock_timestamp(),
        expires_at = clock_timestamp() + %(seconds)s * interval '1 s'
    WHERE org_id = %(org)s AND connection_id = %(connection)s AND name = %(name)s
"""
# A day more or less is not worth an entry in the record of changes at every renewal.
_EXPIRES = """
    UPDATE sources_connection SET expires_on = (now() + %(seconds)s * interval '1 s')::date
    WHERE org_id = %(org)s AND id = %(connection)s
      AND (expires_on IS NULL OR abs(expires_on - (now() + %(seconds)s * interval '1 s')::date) >= 7)
"""
_FORGET = "DELETE FROM sources_token WHERE org_id = %(org)s AND connection_id = %(connection)s"


@dataclass(frozen=True, slots=True)
class Granted:
    """What a token endpoint gave: the token, its life in seconds, and the next refresh token where there is one.

    `refresh_expires_in` are the seconds until the connection must be made anew, `base_url` the address that the token is good
    for, where the source says so.
    """

    access: str = field(repr=False)
    expires_in: float
    refresh: str = field(default="", repr=False)
    refresh_expires_in: float | None = None
    base_url: str = ""


@dataclass(frozen=True, slots=True)
class Bearer:
    """A token, the seconds for which it may still be used, and where, if not at the connection's own address."""

    access: str = field(repr=False)
    good_for: float
    base_url: str = ""


# Asks the source for a token, given the stored refresh token (blank where there is none).
Ask = Callable[[str], Granted]


def bearer(connection: Connection, ask: Ask, *, refused: str = "", name: str = "") -> Bearer:
    """Give a token that is good for a while, renewing it where needed; `refused` is one that the source takes no more.

    Whatever `ask` raises is raised on, and the token that was stored stays.
    """
    key: dict[str, int | str] = {"org": connection.org_id, "connection": connection.pk, "name": name}
    with apart(connection.org_id) as cursor:
        cursor.execute(_FIND, key)
        found = _usable(connection.org_id, cursor.fetchone(), refused)
    return found or _renew(connection.org_id, key, ask, refused)


def forget(connection: Connection) -> None:
    """Drop the tokens of a connection whose credentials have changed."""
    with apart(connection.org_id) as cursor:
        cursor.execute(_FORGET, {"org": connection.org_id, "connection": connection.pk})


def margin(lifetime: float) -> float:
    """Give how many seconds before its end a token is renewed: a tenth of its life, a minute at least, half at most."""
    return min(max(LEAST_MARGIN_SECONDS, lifetime * MARGIN_SHARE), lifetime / 2)


def _renew(org_id: int, key: dict[str, int | str], ask: Ask, refused: str) -> Bearer:
    with apart(org_id) as cursor:
        cursor.execute(_MAKE, key)
        cursor.execute(f"{_FIND} FOR UPDATE", key)
        row = cursor.fetchone()
        # Whoever came first has renewed it while this one waited for the row.
        if found := _usable(org_id, row, refused):
            return found
        before = unseal(org_id, row[0])
        granted = ask(before.get("refresh", ""))
        kept = {
            "access": granted.access, "refresh": granted.refresh or before.get("refresh", ""), "base": granted.base_url,
        }  # fmt: skip
        cursor.execute(_KEEP, {**key, "sealed": seal(org_id, kept), "seconds": granted.expires_in})
        if granted.refresh_expires_in is not None:
            cursor.execute(_EXPIRES, {**key, "seconds": granted.refresh_expires_in})
    return Bearer(granted.access, granted.expires_in - margin(granted.expires_in), granted.base_url)


def _usable(org_id: int, row: tuple[str, float | None, float | None] | None, refused: str) -> Bearer | None:
    if row is None or row[1] is None or row[2] is None:
        return None
    good_for = row[1] - margin(row[2])
    if good_for <= 0:
        return None
    held = unseal(org_id, row[0])
    access = held.get("access", "")
    return None if not access or access == refused else Bearer(access, good_for, held.get("base", ""))
