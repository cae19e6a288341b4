"""Zoom on the wire: a token for the account, rates by label, lists by token, and what its codes mean."""

from __future__ import annotations

import base64
import datetime as dt
import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeVar

from aiop.sources.answers import Answer
from aiop.sources.budget import Rate
from aiop.sources.errors import FixConnection, GiveUp, SourceFailed, TryAgain
from aiop.sources.http import Call, HttpClient, Login
from aiop.sources.models import Connection
from aiop.sources.retrying import Patience, retry_after
from aiop.sources.tokens import Granted
from marts.sources.reading import decoded
from marts.sources.told import need_count, need_text
from marts.sources.zoom.records import (
    Leg,
    Listing,
    MeetingDay,
    decode_daily,
    decode_leg,
    decode_listing,
    is_active_phone_user,
)

T = TypeVar("T")
# What the smallest plan allows of each label; all calls of a label share its bucket.
LIGHT = ("light", Rate(per_second=20, burst=20))
MEDIUM = ("medium", Rate(per_second=10, burst=10))
HEAVY = ("heavy", Rate(per_second=5, burst=5))
VERSION = "v2"
BASE_URL = f"https://api.zoom.us/{VERSION}"
USERS_A_PAGE = CALLS_A_PAGE = 300
PHONE_USERS_A_PAGE = 100
LISTINGS = 3
_BAD_PARAMETER, _MISSING_SCOPE, _BAD_TOKEN = 300, frozenset({4700, 4711}), 124
_DAY_SECONDS = 86_400


class PageLapsed(GiveUp):
    """The token of the next page has lapsed: the list is read again from its beginning."""


def log_in(http: HttpClient, refresh: str) -> Granted:
    """Ask for a token of the account; there are no refresh tokens."""
    pair = f"{http.connection.setting('client_id')}:{http.connection.secrets()['client_secret']}"
    form = {"grant_type": "account_credentials", "account_id": str(http.connection.setting("account_id"))}
    headers = {"Authorization": "Basic " + base64.b64encode(pair.encode()).decode()}
    call = Call("POST", http.connection.auth_url, form=form, headers=headers, signed=False)
    return http.send(call, read=decoded(lambda told: granted(told, http.connection.base_url)))


def granted(told: Any, base_url: str) -> Granted:
    """Read a token; the host that it is good for counts unless the connection's address is none of Zoom's."""
    where = "The token"
    elsewhere = told.get("api_url") if isinstance(told, Mapping) else None
    moved = f"{elsewhere.rstrip('/')}/{VERSION}" if isinstance(elsewhere, str) and base_url == BASE_URL else ""
    return Granted(need_text(told, "access_token", where), need_count(told, "expires_in", where), base_url=moved)


def judge(answer: Answer) -> SourceFailed | None:
    """Read what Zoom says in its own way."""
    said = answer.said()
    if answer.status == 429:
        return TryAgain(f"Zoom takes no more calls for now: {said}", after=_asked(answer), status=429)
    if answer.status == 400 and "invalid_client" in said:
        return FixConnection("Account ID, client ID and client secret were refused.")
    code = _code(answer)
    if code in _MISSING_SCOPE:
        return FixConnection(f"The app lacks a scope: {said}")
    if code == _BAD_TOKEN:
        return FixConnection(f"Zoom refused the token: {said}")
    if code == _BAD_PARAMETER and "page token" in said.lower().replace("_", " "):
        return PageLapsed(said)
    return None


def _code(answer: Answer) -> int | None:
    try:
        told = answer.json()
    except TryAgain:
        return None
    code = told.get("code") if isinstance(told, Mapping) else None
    return code if isinstance(code, int) else None


def _asked(answer: Answer) -> float | None:
    """Give the seconds to wait: as the header says, else until the day of the limit is over, which is one of UTC."""
    asked = retry_after(answer.headers.get("retry-after"), answer.at)
    if asked is None and "daily" in answer.headers.get("x-ratelimit-type", "").lower():
        return _DAY_SECONDS - (answer.at - answer.at.replace(hour=0, minute=0, second=0, microsecond=0)).total_seconds()
    return asked


class Zoom(HttpClient):
    """Calls on behalf of one account."""

    def users(self) -> int:
        """Count active users."""
        rows = self._rows("users", "users", MEDIUM, {"status": "active", "page_size": USERS_A_PAGE})
        return len({need_text(one, "id", "A user") for one in rows})

    def phone_users(self, *, all_of_them: bool = False) -> int:
        """Count activated users of the phone, or all; the list holds the others as well."""
        rows = self._rows("phone/users", "users", LIGHT, {"page_size": PHONE_USERS_A_PAGE})
        return len({need_text(one, "id", "A phone user") for one in rows if all_of_them or is_active_phone_user(one)})

    def queues(self) -> int:
        """Count call queues."""
        rows = self._rows("phone/call_queues", "call_queues", LIGHT, {"page_size": PHONE_USERS_A_PAGE})
        return len({need_text(one, "id", "A call queue") for one in rows})

    def meetings(self, month: dt.date) -> dict[dt.date, MeetingDay]:
        """Give the meetings of each day of a month."""
        params = {"year": month.year, "month": month.month}
        return self._ask("report/daily", params, HEAVY, decoded(decode_daily))

    def call_rows(self, starts: dt.datetime, ends: dt.datetime) -> list[Leg]:
        """Give the rows of calls that began in [starts, ends), at most a month."""
        params = {"from": _written(starts), "to": _written(ends), "page_size": CALLS_A_PAGE}
        return [decode_leg(one) for one in self._rows("phone/call_history", "call_logs", HEAVY, params)]

    def _rows(self, path: str, within: str, label: tuple[str, Rate], params: Mapping[str, Any]) -> list[Any]:
        """Give every row of a list once; again from the beginning where rows are missing, TryAgain when they go on missing."""
        found: dict[str, Any] = {}
        total = 0
        for _ in range(LISTINGS):
            try:
                for page in self._pages(path, within, label, params):
                    found |= {need_text(one, "id", "A row"): one for one in page.rows}
                    total = page.total or 0
            except PageLapsed:
                continue
            if len(found) >= total:
                return list(found.values())
        raise TryAgain(f"Zoom lists {len(found):,} of {total:,} rows of {path}.")

    def _pages(self, path: str, within: str, label: tuple[str, Rate], params: Mapping[str, Any]) -> Iterator[Listing]:
        token = ""
        while True:
            page = self._page(path, within, label, {**params, **({"next_page_token": token} if token else {})})
            yield page
            if not page.following:
                return
            token = page.following

    def _page(self, path: str, within: str, label: tuple[str, Rate], params: Mapping[str, Any]) -> Listing:
        read = decoded(lambda told: decode_listing(told, within))

        def moving_on(answer: Answer) -> Listing:
            page = read(answer)
            if page.following and page.following == params.get("next_page_token"):
                raise TryAgain(f"{answer.url} does not move on: it gave the same token again.")
            return page

        return self._ask(path, params, label, moving_on)

    def _ask(self, path: str, params: Mapping[str, Any], label: tuple[str, Rate], read: Callable[[Answer], T]) -> T:
        # Relative to the address with its version: https://api.zoom.us/v2
        return self.send(Call("GET", path, params, bucket=label), read=read)


def _written(moment: dt.datetime) -> str:
    return moment.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def client_of(
    connection: Connection, patience: Patience | None = None, pause: Callable[[float], None] = time.sleep
) -> Zoom:
    """Give a client of a connection; close it."""
    return Zoom(connection, login=Login(ask=log_in), rate=MEDIUM[1], patience=patience, judge=judge, pause=pause)
