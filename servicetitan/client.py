"""Calls of the ServiceTitan API on behalf of one connection: log-in, rate, what its errors mean, what it may read."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

from aiop.sources.answers import Answer, read_page
from aiop.sources.budget import Rate
from aiop.sources.errors import FixConnection, GiveUp, SourceFailed, TryAgain
from aiop.sources.http import MAX_BYTES, Call, HttpClient, Login
from aiop.sources.models import Connection
from aiop.sources.retrying import QUICK_LOOK, Patience
from aiop.sources.systems import Ability
from aiop.sources.tokens import Granted
from servicetitan.endpoints import CALLS_PER_SECOND, ENDPOINTS, Endpoint

# Rate and burst together stay below what the system takes in any one second.
RATE = Rate(per_second=CALLS_PER_SECOND * 2 / 3, burst=CALLS_PER_SECOND // 4)
# The server ends a request after some 100 seconds: what was too slow twice is too much to ask for.
SLOW_TIMES = 2


class NoScope(FixConnection):
    """The connection may not read this; it may well read the rest."""


class TooSlow(GiveUp):
    """The server gave up on its own answer; a smaller page may pass."""


class TokenRefused(GiveUp):
    """A continuation token is taken no more, so the feed has to be begun from a date."""


class Judge:
    """What the system's errors mean; remembers which address was too slow."""

    def __init__(self, connection: Connection) -> None:
        self.tenant = connection.setting("tenant")
        self._slow = ("", 0)

    def __call__(self, answer: Answer) -> SourceFailed | None:
        """Give the error that says what to do, None for the usual one."""
        said = answer.said()
        if answer.status == 400:
            return _refused_words(said)
        if answer.status == 401 and "application key" in said.lower():
            return FixConnection(f"The application key was refused: {said}")
        if answer.status == 403:
            return self._forbidden(said)
        is_list = "pageSize=" in answer.url
        return self._too_slow(answer) if answer.status == 504 and is_list else None

    def _forbidden(self, said: str) -> FixConnection:
        if "tenant" in said.lower() and "scope" not in said.lower():
            return FixConnection(f"Tenant {self.tenant} is not one that this connection may read: {said}")
        return NoScope(f"A scope is missing, or the tenant has not consented to it: {said}")

    def _too_slow(self, answer: Answer) -> TooSlow | None:
        times = self._slow[1] + 1 if self._slow[0] == answer.url else 1
        self._slow = (answer.url, times)
        if times < SLOW_TIMES:
            return None
        self._slow = ("", 0)
        return TooSlow(f"{answer.url} answered 504 {times} times: it is too much for one answer.")


def _refused_words(said: str) -> SourceFailed | None:
    if "invalid_client" in said:
        return FixConnection("Client ID and secret were refused.")
    return TokenRefused(said) if "continuation token" in said.lower() else None


def client_of(
    connection: Connection, patience: Patience | None = None, pause: Callable[[float], None] = time.sleep
) -> HttpClient:
    """Give a client of a connection; close it, or use it in a `with`."""
    headers = {"ST-App-Key": connection.secrets().get("app_key", "")}
    return HttpClient(
        connection, login=Login(headers, log_in), rate=RATE, patience=patience, max_bytes=MAX_BYTES,
        judge=Judge(connection), pause=pause,
    )  # fmt: skip


def log_in(http: HttpClient, refresh: str) -> Granted:
    """Ask for a token with the connection's client ID and secret; there is no refresh token."""
    form = {
        "grant_type": "client_credentials",
        "client_id": str(http.connection.setting("client_id")),
        "client_secret": http.connection.secrets().get("client_secret", ""),
    }
    return http.send(Call("POST", http.connection.auth_url, form=form, signed=False), read=_granted)


def _granted(answer: Answer) -> Granted:
    told: Any = answer.json()
    try:
        return Granted(str(told["access_token"]), float(told["expires_in"]))
    except (KeyError, TypeError, ValueError):
        raise TryAgain(f"{answer.url} answered {answer.status} without a token and its lifetime.") from None


def tenant_of(http: HttpClient) -> str:
    """Give the tenant's number, which is part of every path."""
    return str(http.connection.setting("tenant"))


def title_of(endpoint: Endpoint) -> str:
    """Give what people call a stream."""
    return endpoint.name.replace("_", " ").capitalize()


def try_connection(connection: Connection) -> Iterator[Ability]:
    """Say for each list whether the connection can read it; what no list can be read without is told once."""
    with client_of(connection, QUICK_LOOK) as http:
        for endpoint in ENDPOINTS:
            try:
                http.get(endpoint.list_path(tenant_of(http)), {"page": 1, "pageSize": 1}, read=read_page)
            except NoScope as error:
                yield Ability(title_of(endpoint), can=False, why=str(error))
            except FixConnection as error:
                yield Ability("Log in", can=False, why=str(error))
                return
            except SourceFailed as error:
                yield Ability(title_of(endpoint), can=False, why=str(error))
            else:
                yield Ability(title_of(endpoint), can=True)
