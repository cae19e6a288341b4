"""The list endpoints: paging by number over a set that may change meanwhile, filters combined with AND, inactive records hidden by default."""

from __future__ import annotations

import random
from array import array
from collections import OrderedDict
from collections.abc import Callable
from typing import Any

from aiop.sandbox.messages import Answer, Request, json_answer
from servicetitan.endpoints import LARGEST_PAGE, MOST_IDS, Endpoint
from servicetitan.sandbox.filters import FILTERS, Test, asked_moment, asked_number, earliest_asked
from servicetitan.sandbox.problems import problem
from servicetitan.sandbox.shapes import SHAPES
from servicetitan.sandbox.shelves import Shelf, View
from servicetitan.sandbox.world import TenantWorld

DEFAULT_PAGE = 50
QUERIES_HELD = 16
OVERLAP = 3
_PAGING = {"page", "pagesize", "includetotal"}
_WHICH = {
    "true": (True,),
    "activeonly": (True,),
    "false": (False,),
    "inactiveonly": (False,),
    "any": (True, False),
    "all": (True, False),
}
_BOUNDS: dict[str, tuple[str, Callable[[int, int], bool]]] = {
    "createdonorafter": ("created", lambda at, bound: at >= bound),
    "createdbefore": ("created", lambda at, bound: at < bound),
    "modifiedonorafter": ("stamp", lambda at, bound: at >= bound),
    "modifiedbefore": ("stamp", lambda at, bound: at < bound),
    "modifiedonorbefore": ("stamp", lambda at, bound: at <= bound),
}


class Lists:
    """Answers every list endpoint of a world."""

    def __init__(self, world: TenantWorld) -> None:
        """Serve a world as of its clock."""
        self.world = world
        # What a test does to records on their way out, by entity: a field that is new, gone or of another type, or a page of 50 MB.
        self.drift: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {}
        self._held: OrderedDict[Any, array[int]] = OrderedDict()

    def page(self, endpoint: Endpoint, request: Request) -> Answer:
        """Answer one page of a list."""
        number = asked_number(request.one("page"), 1, "page")
        size = min(asked_number(request.one("pageSize"), DEFAULT_PAGE, "pageSize"), LARGEST_PAGE)
        at = self.world.now()
        with self.world.lock:
            positions = self._found(endpoint, request, at)
            first, end = _cut(number, size, request.fault)
            chosen = list(positions[first:end])
            if request.fault == "silent_cap" and end < len(positions):
                chosen = chosen[: len(chosen) // 2]
            if request.fault == "unsorted_page":
                random.Random(number).shuffle(chosen)  # noqa: S311 - invented trouble
            data = [self.body(endpoint.name, position, at) for position in chosen]
        _poison(data, request.fault)
        more = number * size < len(positions)
        if request.fault == "wrong_has_more":
            more = not more
        total = len(positions) if (request.one("includeTotal") or "").casefold() == "true" else None
        return json_answer({"page": number, "pageSize": size, "hasMore": more, "totalCount": total, "data": data})

    def one(self, endpoint: Endpoint, id_text: str) -> Answer:
        """Answer one record by its id, inactive ones too; a refusal if there is none."""
        shelf, at = self.world.shelves[endpoint.name], self.world.now()
        with self.world.lock:
            position = shelf.position(int(id_text)) if id_text.isdigit() else None
            if position is None or shelf.view(at).seen[position] < 0:
                raise problem(404, f"{endpoint.path} {id_text} was not found.")
            return json_answer(self.body(endpoint.name, position, at))

    def body(self, entity: str, position: int, at: int, *, feed: bool = False) -> dict[str, Any]:
        """Write a record as of a moment; feeds show `active` where lists do not."""
        state = self.world.record(entity, self.world.shelves[entity].ids[position]).state(at) or {}
        shaped = SHAPES[entity](self.world.tenant, state)
        if feed and "active" not in shaped and entity in {"jobs", "gross_pay_items"}:
            shaped["active"] = state.get("active", True)
        return self.drift[entity](shaped) if entity in self.drift else shaped

    def _found(self, endpoint: Endpoint, request: Request, at: int) -> array[int]:
        shelf = self.world.shelves[endpoint.name]
        asked = tuple(
            sorted((key, tuple(values)) for key, values in request.query.items() if key.casefold() not in _PAGING)
        )
        key = (endpoint.name, shelf.epoch(at), asked)
        if key not in self._held:
            self._held[key] = self._sorted(endpoint, request, shelf, self._passing(endpoint, request, at))
            while len(self._held) > QUERIES_HELD:
                self._held.popitem(last=False)
        self._held.move_to_end(key)
        return self._held[key]

    def _passing(self, endpoint: Endpoint, request: Request, at: int) -> array[int]:
        shelf = self.world.shelves[endpoint.name]
        view = shelf.view(at)
        positions = _listed(shelf, view, request)
        for name, (what, holds) in _BOUNDS.items():
            if text := request.one(name):
                bound, moments = asked_moment(text), self._moments(endpoint, request, what, view)
                positions = array("l", (position for position in positions if holds(moments[position], bound)))
        wanted, tests = _which(endpoint, request), _asked_tests(endpoint, request)
        positions = array("l", (position for position in positions if view.active[position] in wanted))
        if not tests:
            return positions
        least = earliest_asked(endpoint.name, request)
        dated = (position for position in positions if least is None or shelf.date[position] >= least)
        return array("l", (position for position in dated if self._passes(endpoint.name, position, at, tests)))

    def _moments(self, endpoint: Endpoint, request: Request, what: str, view: View) -> array[int]:
        shelf = self.world.shelves[endpoint.name]
        if what == "created":
            return shelf.created
        without = (request.one("excludeAccountingChangesFromModifiedDateRange") or "").casefold() == "true"
        if endpoint.name != "customers" or not without:
            return view.stamp
        return array("q", (self._own_change(position) for position in range(len(shelf.ids))))

    def _own_change(self, position: int) -> int:
        """Give when a customer was changed other than by a move of its balance."""
        record = self.world.record("customers", self.world.shelves["customers"].ids[position])
        at = self.world.now()
        return max(
            stamp
            for seen, stamp, facts in record.versions
            if not facts.get("accounting") and (seen <= at or stamp == record.created)
        )

    def _passes(self, entity: str, position: int, at: int, tests: list[Test]) -> bool:
        state = self.world.record(entity, self.world.shelves[entity].ids[position]).state(at)
        return state is not None and all(test(state) for test in tests)

    def _sorted(self, endpoint: Endpoint, request: Request, shelf: Shelf, positions: array[int]) -> array[int]:
        field, down = _order(endpoint, request)
        if field is None:
            return array("l", sorted(positions))  # as the system keeps them, in no order that means anything
        keys = {"id": shelf.ids, "createdon": shelf.created, "modifiedon": shelf.view(self.world.now()).stamp}
        if field not in keys:
            raise problem(400, f"Sorting by {field} is not supported.", field="sort")
        return array(
            "l", sorted(positions, key=lambda position: (keys[field][position], shelf.ids[position]), reverse=down)
        )


def _cut(number: int, size: int, fault: str | None) -> tuple[int, int]:
    first = (number - 1) * size
    if fault == "duplicate_page" and number > 1:
        return first - size, first
    if fault == "overlapping_page":
        return max(0, first - OVERLAP), first + size
    return first, first + size


def _listed(shelf: Shelf, view: View, request: Request) -> array[int]:
    text = request.one("ids")
    if not text:
        return view.positions
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if len(parts) > MOST_IDS or not all(part.isdigit() for part in parts):
        raise problem(400, f"At most {MOST_IDS} ids can be asked for.", field="ids")
    found = (shelf.position(int(part)) for part in parts)
    return array("l", sorted({position for position in found if position is not None and view.seen[position] >= 0}))


def _which(endpoint: Endpoint, request: Request) -> tuple[bool, ...]:
    """Give which states of `active` show: inactive records hide, unless they are asked for by the parameter that the endpoint knows."""
    name = (endpoint.active_param or "").partition("=")[0]
    text = (request.one(name) if name else None) or "true"
    if text.casefold() not in _WHICH:
        raise problem(400, f"The value '{text}' is not valid for {name}.", field=name)
    return _WHICH[text.casefold()]


def _asked_tests(endpoint: Endpoint, request: Request) -> list[Test]:
    known = FILTERS[endpoint.name]
    return [
        known[name.casefold()](",".join(values)) for name, values in request.query.items() if name.casefold() in known
    ]  # fmt: skip


def _order(endpoint: Endpoint, request: Request) -> tuple[str | None, bool]:
    if endpoint.name == "job_types":
        return (request.one("orderBy") or "id").casefold(), (
            request.one("orderByDirection") or ""
        ).casefold().startswith("desc")
    text = (request.one("sort") or "").strip()  # a plus sign that was not escaped has become a blank
    if not endpoint.sorted or not text:
        return ("id", False) if endpoint.sorted else (None, False)
    return text.lstrip("+-").casefold(), text.startswith("-")


def _poison(data: list[dict[str, Any]], fault: str | None) -> None:
    if fault == "poison" and data:
        data[len(data) // 2]["modifiedOn"] = "not a moment"
