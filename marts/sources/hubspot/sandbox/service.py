"""HubSpot's CRM as a twin: searches with their cap, lists by continuation, errors in its shape."""

from __future__ import annotations

import datetime as dt
import json
import re
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from aiop.sandbox.clock import SimulatedClock, WallClock
from aiop.sandbox.hostile import WIRE_FAULTS, Fault, Hostile
from aiop.sandbox.messages import Answer, Handler, Request, json_answer, route
from aiop.sandbox.sources import TwinOptions
from aiop.sandbox.twin import Twin
from marts.sources.hubspot.sandbox.world import OWN_STAGES, PIPELINES, ZONE, Crm

# A token that somebody has to replace by hand does not lapse in the middle of a page.
FAULTS: tuple[Fault, ...] = (
    *WIRE_FAULTS, "duplicate_page", "overlapping_page", "unsorted_page", "repeated_token", "wrong_has_more", "silent_cap",
)  # fmt: skip
TOKEN = "pat-na1-invented-for-a-twin"  # noqa: S105 - invented
CAP = 10_000
Properties = Mapping[str, str | None]
Test = Callable[[str | None, Mapping[str, Any]], bool]
TESTS: dict[str, Test] = {
    "EQ": lambda held, one: held == one["value"],
    "NEQ": lambda held, one: held != one["value"],
    "GTE": lambda held, one: held is not None and _millis(held) >= _millis(one["value"]),
    "LT": lambda held, one: held is not None and _millis(held) < _millis(one["value"]),
    "HAS_PROPERTY": lambda held, one: held is not None,
    "NOT_HAS_PROPERTY": lambda held, one: held is None,
}


@dataclass
class Service:
    """The CRM and what guards it."""

    crm: Crm
    clock: SimulatedClock
    cap: int = CAP
    # Whether a search says no more than the cap where there is more.
    caps_totals: bool = False
    page: int = 100
    revoked: bool = False
    missing_scopes: dict[str, str] = field(default_factory=dict)  # by the beginning of the path behind crm/v3/

    def twin(self, *, port: int = 0, hostile: Hostile | None = None) -> Twin:
        """Put the service on loopback."""
        routes = [
            route("GET", "/account-info/v3/details", self._guarded(self._account)),
            route("POST", "/crm/v3/objects/{kind}/search", self._guarded(self._search)),
            route("GET", "/crm/v3/objects/deals", self._guarded(self._list)),
            route("GET", "/crm/v3/pipelines/deals", self._guarded(self._pipelines)),
            route("GET", "/crm/v3/properties/contacts/lifecyclestage", self._guarded(self._stages_of_life)),
        ]
        truth: dict[str, Callable[[], Iterable[Any]]] = {
            "contacts": lambda: [self.crm.contacts_truth(self.clock.now(), self.today())],
            "deals": lambda: [self.crm.deals_truth(self.clock.now(), self.today())],
        }
        return Twin(routes, clock=self.clock, truth=truth, hostile=hostile, port=port)

    def today(self) -> dt.date:
        """Give the account's day."""
        return self.clock.now().astimezone(ZONE).date()

    def _guarded(self, answer: Callable[[Request, re.Match[str]], Answer]) -> Handler:
        def handle(request: Request, found: re.Match[str]) -> Answer:
            if self.revoked or request.headers.get("authorization") != f"Bearer {TOKEN}":
                return refusal(401, "INVALID_AUTHENTICATION", "Authentication credentials not found.")
            path = request.path.removeprefix("/crm/v3/")
            for start, scope in self.missing_scopes.items():
                if path.startswith(start):
                    errors = [{"message": "One or more scopes", "context": {"requiredGranularScopes": [scope]}}]
                    return refusal(
                        403, "MISSING_SCOPES", "This app hasn't been granted all required scopes", errors=errors
                    )
            return answer(request, found)

        return handle

    def _account(self, request: Request, found: re.Match[str]) -> Answer:
        return json_answer(
            {"portalId": 4450001, "timeZone": str(ZONE), "companyCurrency": "USD", "utcOffset": "-06:00"}
        )

    def _search(self, request: Request, found: re.Match[str]) -> Answer:
        asked = json.loads(request.body)
        groups = [group["filters"] for group in asked.get("filterGroups", [])]
        if len(groups) > 3 or any(len(group) > 3 for group in groups):
            return refusal(400, "VALIDATION_ERROR", "Too many filters")
        if unknown := {one["operator"] for group in groups for one in group} - set(TESTS):
            return refusal(400, "VALIDATION_ERROR", f"Unknown operator {sorted(unknown)}")
        kept = [
            (number, held)
            for number, held in self.crm.there(found["kind"], self.clock.now())
            if not groups or any(all(_passes(held, one) for one in group) for group in groups)
        ]
        start, limit = int(asked.get("after") or 0), int(asked.get("limit") or 10)
        if start + limit > self.cap:
            return refusal(400, "VALIDATION_ERROR", f"There is a limit of {self.cap:,} results for each query")
        total = min(len(kept), self.cap) if self.caps_totals else len(kept)
        more = {"paging": {"next": {"after": str(start + limit)}}} if start + limit < len(kept) else {}
        wanted = asked.get("properties") or []
        results = [_object(number, held, wanted) for number, held in kept[start : start + limit]]
        return json_answer({"total": total, "results": results, **more})

    def _list(self, request: Request, found: re.Match[str]) -> Answer:
        """List deals after an id, in the order of ids."""
        after = int(request.one("after") or 0)
        limit = min(int(request.one("limit") or 10), self.page)
        wanted = (request.one("properties") or "").split(",")
        rest = [(n, held) for n, held in self.crm.there("deals", self.clock.now()) if n >= after]
        shown, following = rest[:limit], str(rest[limit][0]) if len(rest) > limit else ""
        if request.fault in {"duplicate_page", "overlapping_page"} and after:
            before = [(n, held) for n, held in self.crm.there("deals", self.clock.now()) if n < after]
            shown = [*before[-(limit if request.fault == "duplicate_page" else 5) :], *shown]
        if request.fault == "unsorted_page":
            shown = shown[::-1]
        if request.fault in {"wrong_has_more", "silent_cap"} and following:
            following = ""
        elif request.fault == "repeated_token" and after:
            following = str(after)
        more = {"paging": {"next": {"after": following, "link": "https://api.hubapi.example"}}} if following else {}
        return json_answer({"results": [_object(n, held, wanted) for n, held in shown], **more})

    def _pipelines(self, request: Request, found: re.Match[str]) -> Answer:
        stages = self.crm.stages(self.clock.now())
        told = [
            {
                "id": number, "label": label, "displayOrder": order, "archived": False,
                "stages": [
                    {
                        "id": s.id, "label": s.label, "displayOrder": s.order, "archived": False,
                        "metadata": {"isClosed": str(s.is_closed).lower(), "probability": s.probability},
                    }
                    for s in stages if s.pipeline == number
                ],
            }
            for order, (number, label) in enumerate(PIPELINES.items())
        ]  # fmt: skip
        return json_answer({"results": told})

    def _stages_of_life(self, request: Request, found: re.Match[str]) -> Answer:
        own = (
            "subscriber",
            "lead",
            "marketingqualifiedlead",
            "salesqualifiedlead",
            "opportunity",
            "customer",
            "evangelist",
        )
        values = [*own, "other", *OWN_STAGES]
        options = [{"label": v.title(), "value": v, "displayOrder": n, "hidden": False} for n, v in enumerate(values)]
        return json_answer({"name": "lifecyclestage", "type": "enumeration", "options": options})


def refusal(status: int, category: str, message: str, **more: Any) -> Answer:
    """Give a refusal as HubSpot words it."""
    return json_answer(
        {"status": "error", "message": message, "correlationId": "c-1", "category": category, **more}, status
    )


def _passes(held: Properties, one: Mapping[str, Any]) -> bool:
    return TESTS[one["operator"]](held.get(one["propertyName"]), one)


def _object(number: int, held: Properties, wanted: Iterable[str]) -> dict[str, Any]:
    created = held.get("createdate")
    told = {name: held.get(name) for name in wanted} | {"createdate": created, "hs_object_id": str(number)}
    return {"id": str(number), "properties": told, "createdAt": created, "updatedAt": created, "archived": False}


def _millis(text: Any) -> int:
    """Read a moment as a filter or a property may write it; a bare date is midnight in UTC."""
    if isinstance(text, int) or str(text).isdecimal():
        return int(text)
    moment = dt.datetime.fromisoformat(str(text))
    return round((moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)).timestamp() * 1000)


def build(options: TwinOptions) -> tuple[Twin, dict[str, str]]:
    """Build the twin for the command line, and tell what a connection to it must know."""
    now = dt.datetime.now(dt.UTC)
    if options.hostile is not None:
        options.hostile.faults = FAULTS
    service = Service(Crm(options.seed, now.date()), WallClock(now, time.monotonic))
    return service.twin(port=options.port, hostile=options.hostile), {"access_token": TOKEN}
