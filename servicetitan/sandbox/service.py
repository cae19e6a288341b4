"""The ServiceTitan API as a twin: its routes over a world, behind keys, scopes and rates."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from aiop.sandbox.hostile import Hostile
from aiop.sandbox.messages import Answer, Handler, Request, Route, route
from aiop.sandbox.twin import Truth, Twin
from servicetitan.endpoints import ENDPOINTS, Endpoint
from servicetitan.sandbox.access import Access
from servicetitan.sandbox.feeds import Feeds
from servicetitan.sandbox.lists import Lists
from servicetitan.sandbox.problems import RefusedError
from servicetitan.sandbox.reporting import Reporting
from servicetitan.sandbox.truth import truth_of
from servicetitan.sandbox.world import TenantWorld

FEED_PAGE = 500
PageAnswer = Callable[[Endpoint, Request], Answer]


@dataclass
class Service:
    """A world, what guards it, and what answers for it."""

    world: TenantWorld
    access: Access = field(default_factory=Access)
    feed_page: int = FEED_PAGE

    def __post_init__(self) -> None:
        """Set up lists and feeds."""
        self.lists = Lists(self.world)
        self.feeds = Feeds(self.lists, self.feed_page)
        self.reporting = Reporting(self.world, self.access)

    def routes(self) -> list[Route]:
        """Give every route of the API."""
        routes = [route("POST", "/connect/token", lambda request, found: self.access.give_token(request))]
        for endpoint in ENDPOINTS:
            base = f"/{endpoint.module}/v2/tenant/{{tenant}}"
            if endpoint.export_path:
                routes.append(self._route(f"{base}/{endpoint.export_path}", endpoint, self.feeds.page))
            routes.append(self._route(f"{base}/{endpoint.path}", endpoint, self.lists.page))
            routes.append(self._record(f"{base}/{endpoint.path}/{{id}}", endpoint))
        return [*routes, *self.reporting.routes()]

    def _record(self, pattern: str, endpoint: Endpoint) -> Route:
        return route(
            "GET", pattern, self._guarded(endpoint.module, lambda request, found: self.lists.one(endpoint, found["id"]))
        )

    def _route(self, pattern: str, endpoint: Endpoint, answer: PageAnswer) -> Route:
        return route("GET", pattern, self._guarded(endpoint.module, lambda request, found: answer(endpoint, request)))

    def _guarded(self, module: str, answer: Handler) -> Handler:
        def handle(request: Request, found: re.Match[str]) -> Answer:
            try:
                self.access.admit(request, found["tenant"], module)
                return answer(request, found)
            except RefusedError as refused:
                return refused.answer

        return handle

    def truth(self) -> Truth:
        """Name what the world holds, for tests to compare with."""
        return truth_of(self.world)

    def twin(self, *, port: int = 0, hostile: Hostile | None = None) -> Twin:
        """Put the service on loopback."""
        return Twin(self.routes(), clock=self.world.clock, truth=self.truth(), hostile=hostile, port=port)
