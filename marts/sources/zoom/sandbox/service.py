"""Zoom as a twin: tokens of the account, lists by token, reports by month, refusals by code."""

from __future__ import annotations

import datetime as dt
import re
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from aiop.sandbox.bearers import Bearers, basic_pair, form_of
from aiop.sandbox.clock import SimulatedClock, WallClock
from aiop.sandbox.hostile import WIRE_FAULTS, Fault, Hostile
from aiop.sandbox.messages import Answer, Handler, Request, json_answer, route
from aiop.sandbox.sources import TwinOptions
from aiop.sandbox.twin import Twin
from marts.sources.zoom.sandbox.world import Account

FAULTS: tuple[Fault, ...] = (
    *WIRE_FAULTS, "expired_token", "duplicate_page", "overlapping_page", "unsorted_page", "repeated_token", "wrong_has_more",
    "silent_cap",
)  # fmt: skip
ACCOUNT = "acc-invented-1"
CLIENT = ("zm-twin-fairview", "invented-client-secret-zm")
TRUE_DAYS = 10
MONTHS_KEPT = 6
Lister = Callable[[dt.date], Sequence[dict[str, Any]]]


@dataclass
class Service:
    """The account and what guards it."""

    account: Account
    clock: SimulatedClock
    largest_page: int = 300
    revoked: bool = False
    has_phone: bool = True
    missing_scopes: dict[str, str] = field(default_factory=dict)  # by the beginning of the path behind v2/

    def __post_init__(self) -> None:
        """Set up the tokens."""
        self.bearers = Bearers(self.clock, 3600)
        self._tokens: dict[str, int] = {}

    def twin(self, *, port: int = 0, hostile: Hostile | None = None) -> Twin:
        """Put the service on loopback."""
        lists: dict[str, tuple[str, Lister]] = {
            "users": ("users", self.account.users),
            "phone/users": ("users", self.account.phone_users),
            "phone/call_queues": ("call_queues", self.account.queues),
        }
        routes = [
            route("POST", "/oauth/token", self._token),
            route("GET", "/v2/report/daily", self._guarded(self._daily)),
            route("GET", "/v2/phone/call_history", self._guarded(self._calls)),
            *(route("GET", f"/v2/{path}", self._guarded(self._list(*listed))) for path, listed in lists.items()),
        ]
        return Twin(routes, clock=self.clock, truth={"days": self.truth}, hostile=hostile, port=port)

    def today(self) -> dt.date:
        """Give the account's day."""
        return self.clock.now().astimezone(self.account.zone).date()

    def truth(self) -> Iterable[Any]:
        """Give the latest days of which everything is known."""
        now, today = self.clock.now(), self.today()
        return [self.account.truth(today - dt.timedelta(days=n), now) for n in range(3, 3 + TRUE_DAYS)]

    def _token(self, request: Request, found: re.Match[str]) -> Answer:
        form = form_of(request)
        if self.revoked or basic_pair(request) != CLIENT:
            return json_answer({"reason": "Invalid client_id or client_secret", "error": "invalid_client"}, 400)
        if form.get("grant_type") != "account_credentials" or form.get("account_id") != ACCOUNT:
            return json_answer({"reason": "Bad request", "error": "invalid_request"}, 400)
        token = self.bearers.give()
        scope = "user:read:admin report:read:admin phone:read:admin phone_call_log:read:admin"
        told = {"access_token": token, "token_type": "bearer", "expires_in": 3599, "scope": scope}
        return json_answer({**told, "api_url": "https://api.zoom.us"})

    def _guarded(self, answer: Callable[[Request], Answer]) -> Handler:
        def handle(request: Request, found: re.Match[str]) -> Answer:
            if self.revoked or not self.bearers.holds(request):
                return refusal(401, 124, "Invalid access token.")
            path = request.path.removeprefix("/v2/")
            for start, scope in self.missing_scopes.items():
                if path.startswith(start):
                    return refusal(400, 4711, f"Invalid access token, does not contain scopes:[{scope}].")
            if path.startswith("phone/") and not self.has_phone:
                return refusal(400, 300, "This account has no Zoom Phone licence.")
            return answer(request)

        return handle

    def _daily(self, request: Request) -> Answer:
        today, now = self.today(), self.clock.now()
        first = dt.date(int(request.one("year") or today.year), int(request.one("month") or today.month), 1)
        if (today.year - first.year) * 12 + today.month - first.month > MONTHS_KEPT:
            return refusal(400, 300, "The month must lie within the last six months.")
        days = [first + dt.timedelta(days=n) for n in range(31)]
        told = [
            {"date": str(day), "new_users": 0, **self.account.met(day, now)} for day in days if day.month == first.month
        ]
        return json_answer({"year": first.year, "month": first.month, "dates": told})

    def _calls(self, request: Request) -> Answer:
        now = self.clock.now()
        starts, ends = (_moment(request.one(name)) for name in ("from", "to"))
        starts, ends = starts or now - dt.timedelta(days=1), ends or now
        if ends - starts > dt.timedelta(days=31) or now - starts > dt.timedelta(days=31 * MONTHS_KEPT):
            return refusal(400, 300, "The range must be one month within the last six months.")
        around = {"from": request.one("from"), "to": request.one("to")}
        return self._page(request, "call_logs", self.account.rows(starts, ends, now), around)

    def _list(self, within: str, rows: Lister) -> Callable[[Request], Answer]:
        return lambda request: self._page(request, within, rows(self.today()), {})

    def _page(self, request: Request, within: str, rows: Sequence[dict[str, Any]], around: dict[str, Any]) -> Answer:
        """Answer a page of rows, and the token of the next; an empty token is the end."""
        size = min(int(request.one("page_size") or 30), self.largest_page)
        given = request.one("next_page_token") or ""
        if given and given not in self._tokens:
            return refusal(400, 300, "The next page token is invalid or expired.")
        start = self._tokens.get(given, 0)
        first = start
        if request.fault in {"duplicate_page", "overlapping_page"}:
            first = max(0, start - (size if request.fault == "duplicate_page" else 3))
        shown = list(rows[first : start + size])
        if request.fault == "unsorted_page":
            shown.reverse()
        token = ""
        if start + size < len(rows) and request.fault not in {"silent_cap", "wrong_has_more"}:
            token = given if request.fault == "repeated_token" and given else f"t{len(self._tokens)}"
            self._tokens.setdefault(token, start + size)
        told = {"page_size": size, "total_records": len(rows), "next_page_token": token, within: shown}
        return json_answer({**told, **around})


def refusal(status: int, code: int, message: str) -> Answer:
    """Give a refusal as Zoom words it."""
    return json_answer({"code": code, "message": message}, status)


def _moment(text: str | None) -> dt.datetime | None:
    if not text:
        return None
    moment = dt.datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)


def build(options: TwinOptions) -> tuple[Twin, dict[str, str]]:
    """Build the twin for the command line, and tell what a connection to it must know."""
    now = dt.datetime.now(dt.UTC)
    if options.hostile is not None:
        options.hostile.faults = FAULTS
    service = Service(Account(options.seed), WallClock(now, time.monotonic))
    twin = service.twin(port=options.port, hostile=options.hostile)
    return twin, known_of(twin.url)


def known_of(url: str) -> dict[str, str]:
    """Tell what a connection to the twin must know; none of it opens anything else."""
    return {
        "base_url": f"{url}/v2",
        "auth_url": f"{url}/oauth/token",
        "account_id": ACCOUNT,
        "client_id": CLIENT[0],
        "client_secret": CLIENT[1],
    }
