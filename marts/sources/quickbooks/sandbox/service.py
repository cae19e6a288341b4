"""QuickBooks Online as a twin: tokens that rotate, faults in its shape, reports of the books as the clock has them."""

from __future__ import annotations

import datetime as dt
import re
import time
import zoneinfo
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from aiop.sandbox.bearers import Bearers, basic_pair, form_of
from aiop.sandbox.clock import SimulatedClock, WallClock
from aiop.sandbox.hostile import WIRE_FAULTS, Fault, Hostile
from aiop.sandbox.messages import Answer, Request, json_answer, route
from aiop.sandbox.sources import TwinOptions
from aiop.sandbox.twin import Twin
from marts.sources.quickbooks.sandbox.chart import UNDEPOSITED
from marts.sources.quickbooks.sandbox.reports import Printer, Spelling
from marts.sources.quickbooks.sandbox.world import Books

# Of what can be said wrongly, a report that has no pages knows the lapsed token alone.
FAULTS: tuple[Fault, ...] = (*WIRE_FAULTS, "expired_token")
REALM = "9341450000000001"
CLIENT = ("ABtwin-fairview", "invented-client-secret-qb")
FIRST_REFRESH = "RT1-invented-first"
REFRESH_SECONDS = 8_726_400
ZONE = "America/Chicago"


@dataclass
class Service:
    """The books and what guards them. A refresh token is renewed once a day; the one before it is taken until then."""

    books: Books
    clock: SimulatedClock
    zone: str = ZONE
    refresh: str = FIRST_REFRESH
    revoked: bool = False
    closed_reports: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        """Set up the tokens."""
        self.bearers = Bearers(self.clock, 3600)
        self.rotations = 0
        self._before = ""
        self._rotated: dt.date | None = None
        styles = self.books.rng("spelling")
        spelled = styles.choice(["FinancingActivities", "FinancingActivites"])
        self.spelling = Spelling(spelled, adjustments_alone=styles.random() < 0.5)

    def today(self) -> dt.date:
        """Give the company's day."""
        return self.clock.now().astimezone(zoneinfo.ZoneInfo(self.zone)).date()

    def twin(self, *, port: int = 0, hostile: Hostile | None = None) -> Twin:
        """Put the service on loopback."""
        routes = [
            route("POST", "/oauth2/v1/tokens/bearer", self._token),
            route("GET", "/v3/company/{realm}/reports/{name}", self._report),
            route("GET", "/v3/company/{realm}/companyinfo/{id}", self._company),
            route("GET", "/v3/company/{realm}/query", self._query),
        ]
        return Twin(routes, clock=self.clock, truth={"months": self.truth}, hostile=hostile, port=port)

    def truth(self) -> Iterable[Any]:
        """Give the months as their rows must be now."""
        return self.books.truth(self.clock.now(), self.today())

    def _token(self, request: Request, found: re.Match[str]) -> Answer:
        form = form_of(request)
        if basic_pair(request) != CLIENT:
            return json_answer({"error": "invalid_client"}, 400)
        if form.get("grant_type") != "refresh_token":
            return json_answer({"error": "unsupported_grant_type"}, 400)
        if self.revoked or not self._takes(form.get("refresh_token", "")):
            return json_answer(
                {"error": "invalid_grant", "error_description": "Incorrect or expired refresh token"}, 400
            )
        if self._rotated != self.today():
            self._before, self.refresh = self.refresh, self._signed(self.today())
            self._rotated = self.today()
            self.rotations += 1
        return json_answer({
            "access_token": self.bearers.give(), "refresh_token": self.refresh, "expires_in": 3600,
            "x_refresh_token_expires_in": REFRESH_SECONDS, "token_type": "bearer",
        })  # fmt: skip

    def _takes(self, token: str) -> bool:
        """Take the newest refresh token and the one before it; started anew, also the one that was given before the stop."""
        if self.rotations == 0 and token.startswith("RT1-"):
            day = token.split("-")[1]
            if day.isdecimal() and token == self._signed(dt.date.fromordinal(int(day))):
                self.refresh = token
        return token in {self.refresh, self._before} - {""}

    def _signed(self, day: dt.date) -> str:
        return f"RT1-{day.toordinal()}-{self.books.rng(f'refresh token of {day}').getrandbits(64):016x}"

    def _report(self, request: Request, found: re.Match[str]) -> Answer:
        if refused := self._refusal(request, found["realm"]):
            return refused
        if found["name"] in self.closed_reports:
            return fault(403, "5020", "Permission Denied Error", "AuthorizationFault")
        starts, ends = (request.one(name) for name in ("start_date", "end_date"))
        if not starts or not ends:
            return fault(400, "2020", "Required param missing, need to supply both dates", "ValidationFault")
        by_month = request.one("summarize_column_by") == "Month"
        known = list(self.books.known(self.clock.now()))
        span = (dt.date.fromisoformat(starts), dt.date.fromisoformat(ends))
        printer = Printer(known, *span, by_month=by_month, spelling=self.spelling)
        try:
            told = printer.print(found["name"], request.one("accounting_method") or "Accrual")
        except KeyError:
            return fault(400, "6000", f"Unknown report {found['name']}", "ValidationFault")
        return json_answer(told, intuit_tid="1-invented-0001")

    def _company(self, request: Request, found: re.Match[str]) -> Answer:
        if refused := self._refusal(request, found["realm"]):
            return refused
        info = {"CompanyName": self.books.company, "FiscalYearStartMonth": "January", "Country": "US"}
        return json_answer({"CompanyInfo": info, "time": self.clock.now().isoformat()})

    def _query(self, request: Request, found: re.Match[str]) -> Answer:
        """Answer the one question that is asked: which accounts hold undeposited funds."""
        if refused := self._refusal(request, found["realm"]):
            return refused
        if (request.one("query") or "") != "select Id from Account where AccountSubType = 'UndepositedFunds'":
            return fault(400, "4000", "Error parsing query", "ValidationFault")
        told = {"Account": [{"Id": str(UNDEPOSITED.id), "domain": "QBO"}], "startPosition": 1, "maxResults": 1}
        return json_answer({"QueryResponse": told, "time": self.clock.now().isoformat()})

    def _refusal(self, request: Request, realm: str) -> Answer | None:
        if self.revoked or not self.bearers.holds(request):
            words = "message=AuthenticationFailed; errorCode=003200; statusCode=401"
            return fault(401, "3200", words, "AUTHENTICATION")
        if realm != REALM:
            return fault(403, "3100", "message=ApplicationAuthorizationFailed", "AuthorizationFault")
        return None


def fault(status: int, code: str, words: str, kind: str) -> Answer:
    """Give a refusal as QuickBooks words it."""
    return json_answer({"Fault": {"Error": [{"Message": words, "Detail": "Twin", "code": code}], "type": kind}}, status)


def build(options: TwinOptions) -> tuple[Twin, dict[str, str]]:
    """Build the twin for the command line, and tell what a connection to it must know."""
    now = dt.datetime.now(dt.UTC)
    hostile = options.hostile
    if hostile is not None:
        hostile.faults = FAULTS
    service = Service(Books(options.seed, now.date()), WallClock(now, time.monotonic))
    twin = service.twin(port=options.port, hostile=hostile)
    return twin, known_of(twin.url)


def known_of(url: str) -> dict[str, str]:
    """Tell what a connection to the twin must know; none of it opens anything else."""
    return {
        "auth_url": f"{url}/oauth2/v1/tokens/bearer",
        "realm_id": REALM,
        "client_id": CLIENT[0],
        "client_secret": CLIENT[1],
        "refresh_token": FIRST_REFRESH,
    }
