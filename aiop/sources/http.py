"""The one place that speaks HTTP to outside systems: allowed hosts alone, in time, within the budget, and silent on secrets."""

from __future__ import annotations

import datetime as dt
import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Self, TypeVar
from urllib.parse import urljoin

import httpx

from aiop.runs.redact import redact
from aiop.sources import tokens
from aiop.sources.allowed import check_address, origin
from aiop.sources.answers import Answer, without_secrets
from aiop.sources.budget import Rate, budget_of
from aiop.sources.errors import FixConnection, GiveUp, SourceFailed, TooLarge, TryAgain
from aiop.sources.models import Connection
from aiop.sources.retrying import AGAIN, Patience, retry_after
from aiop.sources.systems import System, find
from aiop.sources.transport import BoundedTransport, Deadline

T = TypeVar("T")
MAX_BYTES = 32 * 1024 * 1024
USER_AGENT = "AIOP"
# A token that ends in the middle of a call is worth less than a new one.
_TOKEN_SLACK_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Login:
    """How calls are signed: headers that never change, and how to ask for a bearer token where one is needed."""

    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    ask: Callable[[HttpClient, str], tokens.Granted] | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Call:
    """One request as its maker wants it."""

    method: str
    url: str
    params: Mapping[str, Any] | None = None
    json: Any = None
    form: Mapping[str, str] | None = field(default=None, repr=False)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    signed: bool = True
    bucket: tuple[str, Rate] | None = None


# A system's own reading of an answer that is no success: the error to raise, or None for the usual one.
Judge = Callable[[Answer], SourceFailed | None]


class HttpClient:
    """Calls on behalf of one connection, for one thread. Close it, or use it in a `with`.

    `rate` is the connection's budget, shared with all workers; `pause` waits (give one that notices a run's cancelling).
    """

    def __init__(
        self,
        connection: Connection,
        *,
        login: Login | None = None,
        rate: Rate,
        patience: Patience | None = None,
        max_bytes: int = MAX_BYTES,
        judge: Judge = lambda answer: None,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self.connection = connection
        self.patience = patience or Patience()
        self.max_bytes = max_bytes
        self.calls = 0
        self._login, self._rate, self._judge, self._pause = login or Login(), rate, judge, pause
        self._secrets = connection.secrets()
        self._permitted = _system(connection).permitted_hosts
        self._own = {origin(url) for url in (connection.base_url, connection.auth_url) if url}
        self._base = connection.base_url
        self._bearer: tuple[str, float] | None = None
        self._deadline = Deadline()
        self._client = httpx.Client(
            transport=BoundedTransport(self._deadline, connections=4),
            timeout=httpx.Timeout(self.patience.read, connect=self.patience.connect),
            headers={"User-Agent": USER_AGENT, "Accept": "application/json"},
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<HttpClient for connection {self.connection.pk}>"

    def close(self) -> None:
        """Close the pooled connections."""
        self._client.close()

    def get(self, url: str, params: Mapping[str, Any] | None = None, *, read: Callable[[Answer], T]) -> T:
        """Get an address (relative to the connection's) and give what `read` makes of the answer.

        A TryAgain of `read` (a page that is cut off) is tried again like one of the network. Raises the family of SourceFailed.
        """
        return self.send(Call("GET", url, params), read=read)

    def send(self, call: Call, *, read: Callable[[Answer], T]) -> T:
        """Make a call as often as patience allows; gives what `read` makes of a success."""
        for attempt in range(1, self.patience.attempts + 1):
            try:
                return read(self._once(call))
            except TryAgain as error:
                if attempt == self.patience.attempts:
                    raise TryAgain(f"{error} Tried {attempt} times.", after=error.after, status=error.status) from None
                self._wait_after(call, error, attempt)
        raise AssertionError("patience knows no attempts")

    def _wait_after(self, call: Call, error: TryAgain, attempt: int) -> None:
        seconds = self.patience.wait(attempt, error.status, error.after, random.random())  # noqa: S311  (jitter)
        if seconds > self.patience.longest_asked + self.patience.longest_wait:
            raise error
        if error.status == 429 and call.signed:
            # The others would only be refused as well.
            budget_of(self.connection, *self._bucket(call)).block(error.after or seconds)
        self._pause(seconds)

    def _once(self, call: Call) -> Answer:
        """Make a call once, renewing the token once if it is refused."""
        if not call.signed:
            return self._judged(self._exchange(call, {}))
        answer = self._exchange(call, self._signature())
        if answer.status == 401 and self._login.ask is not None and self._bearer is not None:
            answer = self._exchange(call, self._signature(refused=self._bearer[0]))
        return self._judged(answer)

    def _signature(self, refused: str = "") -> dict[str, str]:
        if self._login.ask is None:
            return dict(self._login.headers)
        if refused or self._bearer is None or self._bearer[1] < time.monotonic():
            ask = self._login.ask
            held = tokens.bearer(self.connection, lambda refresh: ask(self, refresh), refused=refused)
            self._bearer = (held.access, time.monotonic() + held.good_for - _TOKEN_SLACK_SECONDS)
            if held.base_url:
                self._base = held.base_url
                self._own.add(origin(held.base_url))
        return {**self._login.headers, "Authorization": f"Bearer {self._bearer[0]}"}

    def _exchange(self, call: Call, signature: Mapping[str, str]) -> Answer:
        """Send a call and read the whole answer, whatever its status."""
        url = urljoin(self._base.rstrip("/") + "/", call.url)
        check_address(url, self._permitted)
        if origin(url) not in self._own:
            raise FixConnection(f"{origin(url)[1]} is not an address of this connection.")
        if call.signed:
            self._take(call)
        request = self._client.build_request(
            call.method, url, params=dict(call.params) if call.params else None, json=call.json,
            data=dict(call.form) if call.form else None, headers={**call.headers, **signature},
        )  # fmt: skip
        shown = self._clean(without_secrets(str(request.url)))
        self.calls += 1
        try:
            with self._deadline.within(self.patience.exchange):
                response = self._client.send(request, stream=True)
                try:
                    body = self._body(response, shown)
                finally:
                    response.close()
        except (httpx.HTTPError, httpx.StreamError) as error:
            raise TryAgain(f"{shown} could not be read: {self._clean(reason_of(error))}.") from None
        return Answer(shown, response.status_code, dict(response.headers), body, dt.datetime.now(dt.UTC))

    def _take(self, call: Call) -> None:
        seconds = budget_of(self.connection, *self._bucket(call)).take()
        if seconds > self.patience.longest_asked + self.patience.longest_wait:
            raise TryAgain(f"The source asked everybody to wait {seconds:,.0f} seconds.", after=seconds)
        if seconds > 0:
            self._pause(seconds)

    def _bucket(self, call: Call) -> tuple[str, Rate]:
        return call.bucket or ("calls", self._rate)

    def _body(self, response: httpx.Response, shown: str) -> bytes:
        """Read a body up to the cap, whatever length it announces."""
        announced = response.headers.get("content-length", "")
        if announced.isdecimal() and int(announced) > self.max_bytes:
            raise self._too_large(shown)
        parts, size = [], 0
        for part in response.iter_bytes():
            size += len(part)
            if size > self.max_bytes:
                raise self._too_large(shown)
            parts.append(part)
        return b"".join(parts)

    def _too_large(self, shown: str) -> TooLarge:
        return TooLarge(f"{shown} answered with more than {self.max_bytes // 1024**2 or 1} MB; nothing of it was kept.")

    def _judged(self, answer: Answer) -> Answer:
        """Give a success back; raise what to do about anything else."""
        if 200 <= answer.status < 300:
            return answer
        own = self._judge(answer)
        if own is not None:
            raise own
        raise usual_error(answer, self._clean(answer.said()))

    def _clean(self, text: str) -> str:
        return redact(self._secrets.hide(text))


def _system(connection: Connection) -> System:
    found = find(connection.system)
    if found is None:
        raise FixConnection(f"This version of the program knows no system called {connection.system}.")
    return found


def usual_error(answer: Answer, said: str) -> SourceFailed:
    """Give the error that a status usually means."""
    what = f"{answer.url} answered {answer.status}" + (f": {said}" if said else ".")
    if answer.status in AGAIN:
        return TryAgain(what, after=retry_after(answer.headers.get("retry-after"), answer.at), status=answer.status)
    if answer.status == 401:
        return FixConnection(f"The credentials were refused. {what}")
    if answer.status == 403:
        return FixConnection(f"The credentials do not allow this: a scope or a consent is missing. {what}")
    if 300 <= answer.status < 400:
        return GiveUp(f"{what} It sends callers to another address, which is not followed.")
    return GiveUp(what)


def reason_of(error: Exception) -> str:
    """Say what happened to a connection, without addresses."""
    named = {
        httpx.ConnectTimeout: "no connection in time",
        httpx.ReadTimeout: "the answer took too long",
        httpx.WriteTimeout: "the request could not be sent in time",
        httpx.ConnectError: "no connection",
        httpx.RemoteProtocolError: "the answer broke off",
        httpx.ReadError: "the connection broke off",
    }
    words = next((text for kind, text in named.items() if isinstance(error, kind)), type(error).__name__)
    return f"{words} ({error})" if isinstance(error, httpx.ConnectError) else words
