"""The export feeds: changes in the order in which they could be seen, with an opaque token that says how far one has read."""

from __future__ import annotations

import base64
import binascii
from bisect import bisect_left, bisect_right

from aiop.sandbox.messages import Answer, Request, json_answer
from servicetitan.endpoints import Endpoint
from servicetitan.sandbox.lists import Lists
from servicetitan.sandbox.moments import MINUTE, parsed
from servicetitan.sandbox.problems import problem
from servicetitan.sandbox.shelves import View

# Without includeRecentChanges the newest changes are held back for this long.
HELD_BACK = 10 * MINUTE
FEEDS_HELD = 4  # as many as are read side by side; each holds the places of all its records
Place = tuple[int, int]  # the moment and the id of the record read last
START: Place = (-1, -1)


class Feeds:
    """Answers every export feed of a world."""

    def __init__(self, lists: Lists, page_size: int) -> None:
        """Serve the world of the lists; the feed's page size is the system's own choice."""
        self.lists = lists
        self.world = lists.world
        self.page_size = page_size
        self._held: dict[str, tuple[int, list[Place], list[int]]] = {}

    def page(self, endpoint: Endpoint, request: Request) -> Answer:
        """Answer the next page after a token, a date or the beginning."""
        at = self.world.now()
        recent = (request.one("includeRecentChanges") or "").casefold() == "true"
        with self.world.lock:
            place, since = _begin(request.one("from"))
            places, positions = self._ordered(endpoint.name, at)
            first = bisect_right(places, place)
            settled = bisect_left(places, (at - HELD_BACK, -1))
            last = len(places) if recent else settled
            chosen, end = self._chosen(endpoint, places, positions, first, last, since, at)
            data = [self.lists.body(endpoint.name, position, at, feed=True) for position in chosen]
        if request.fault == "poison" and data:
            data[len(data) // 2]["modifiedOn"] = "not a moment"
        # What is delivered early is delivered again once it has settled.
        reached = max(first, min(end, settled)) if recent and end >= last else end
        token = _token(places[reached - 1] if reached else place, since)
        more = end < last
        if request.fault == "repeated_token" and request.one("from"):
            token, more = request.one("from") or "", True
        if request.fault == "wrong_has_more":
            more = not more
        return json_answer({"hasMore": more, "continueFrom": token, "data": data})

    def _ordered(self, entity: str, at: int) -> tuple[list[Place], list[int]]:
        shelf = self.world.shelves[entity]
        epoch = shelf.epoch(at)
        if entity not in self._held or self._held[entity][0] != epoch:
            view: View = shelf.view(at)
            positions = sorted(view.positions, key=lambda position: (view.seen[position], shelf.ids[position]))
            self._held.pop(entity, None)
            while len(self._held) >= FEEDS_HELD:
                del self._held[next(iter(self._held))]
            places = [(view.seen[position], shelf.ids[position]) for position in positions]
            self._held[entity] = (epoch, places, positions)
        return self._held[entity][1:]

    def _chosen(
        self, endpoint: Endpoint, places: list[Place], positions: list[int], first: int, last: int, since: int, at: int
    ) -> tuple[list[int], int]:
        """Take a page of positions, leaving out what was modified before the date that the reading began with."""
        stamp = self.world.shelves[endpoint.name].view(at).stamp
        chosen: list[int] = []
        end = first
        while end < last and len(chosen) < self.page_size:
            if stamp[positions[end]] >= since:
                chosen.append(positions[end])
            end += 1
        return chosen, end


def _begin(text: str | None) -> tuple[Place, int]:
    if not text:
        return START, 0
    try:
        return START, parsed(text)
    except ValueError:
        return _read(text)


def _token(place: Place, since: int) -> str:
    return base64.urlsafe_b64encode(f"v1:{place[0]}:{place[1]}:{since}".encode()).decode().rstrip("=")


def _read(text: str) -> tuple[Place, int]:
    try:
        version, seen, number, since = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode().split(":")
    except (binascii.Error, UnicodeDecodeError, ValueError):
        raise problem(400, "The continuation token is not valid.", field="from") from None
    if version != "v1":
        raise problem(400, "The continuation token is not valid.", field="from")
    return (int(seen), int(number)), int(since)
