"""A twin of an outside system: a small threaded server on loopback with routes, a clock, a ledger of truth, and hostile mode."""

from __future__ import annotations

import json
from collections import Counter, deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import unquote

from aiop.sandbox.clock import ClockError, SimulatedClock
from aiop.sandbox.hostile import SAID_FAULTS, Hostile
from aiop.sandbox.messages import Answer, Request, Route, json_answer, parsed_request
from aiop.sandbox.serving import LOOPBACK, QuietServer, Served
from aiop.sandbox.wire import replaced, write

CALLS_KEPT = 100_000
BACKSTAGE = "/_twin/"

Truth = Mapping[str, Callable[[], Iterable[Any]]]


@dataclass(frozen=True)
class Call:
    """One call that a twin met: its status is 0 where the connection was reset."""

    method: str
    path: str
    query: Mapping[str, list[str]]
    status: int
    fault: str | None


class Twin(Served):
    """Serves a system's routes on loopback; `truth` names what its world holds, for tests to compare with."""

    scheme = "http"

    def __init__(
        self,
        routes: Sequence[Route],
        *,
        clock: SimulatedClock,
        truth: Truth | None = None,
        hostile: Hostile | None = None,
        port: int = 0,
    ) -> None:
        """Bind to a port of loopback, any free one by default; calls are answered from `start` on."""
        self.routes = routes
        self.clock = clock
        self.truth = truth or {}
        self.hostile = hostile
        self.calls: deque[Call] = deque(maxlen=CALLS_KEPT)
        server = _Server((LOOPBACK, port), _Handler)
        server.twin = self
        super().__init__(server)

    def statuses(self) -> Counter[int]:
        """Count calls by the status that they met."""
        return Counter(call.status for call in self.calls)

    def answer(self, request: Request) -> Answer:
        """Answer a call by the first route that fits, 404 where none does."""
        if request.path.startswith(BACKSTAGE) and (told := self._backstage(request)):
            return told
        for route in self.routes:
            found = route.pattern.fullmatch(request.path)
            if found and route.method == request.method:
                return route.handle(request, found)
        return json_answer({"statusCode": 404, "message": "Resource not found"}, 404)

    def _backstage(self, request: Request) -> Answer | None:
        name = unquote(request.path.removeprefix(BACKSTAGE))
        if name == "clock":
            return self._moved(request)
        if name == "calls":
            return json_answer(dict(sorted(self.statuses().items())))
        if name.startswith("truth/") and (rows := self.truth.get(name.removeprefix("truth/"))):
            return Answer(200, b"".join(json.dumps(row).encode() + b"\n" for row in rows()), "application/x-ndjson")
        return json_answer({"truth": sorted(self.truth)}) if name == "truth" else None

    def _moved(self, request: Request) -> Answer:
        try:
            if request.method == "POST":
                self.clock.advance(datetime.fromisoformat(json.loads(request.body)["to"]))
        except (ClockError, ValueError, KeyError, TypeError) as error:
            return json_answer({"error": str(error)}, 400)
        return json_answer({"now": self.clock.now().isoformat()})


class _Server(QuietServer, ThreadingHTTPServer):
    # Workers that come back at once after a reset must not be refused.
    request_queue_size = 128
    twin: Twin


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"
    wbufsize = -1
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        """Answer a GET."""
        self._meet()

    def do_POST(self) -> None:
        """Answer a POST."""
        self._meet()

    def _meet(self) -> None:
        twin = self.server.twin
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        request = parsed_request(self.command, self.path, dict(self.headers.items()), body)
        if request.path.startswith(BACKSTAGE):
            write(self, twin.answer(request), None, None)
            return
        fault = twin.hostile.draw(f"{self.command} {self.path}") if twin.hostile else None
        if fault in SAID_FAULTS:
            request = replace(request, fault=fault)
        answer = _answered(twin, request)
        if fault is not None and twin.hostile is not None:
            answer = replaced(fault, answer, twin.hostile)
        twin.calls.append(_call(request, answer, fault))
        write(self, answer, fault, twin.hostile)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class's name
        """Keep quiet; `Twin.calls` remembers."""


def _answered(twin: Twin, request: Request) -> Answer:
    try:
        return twin.answer(request)
    except Exception as error:  # noqa: BLE001 - whatever went wrong must reach the test that called, not a thread's end
        return json_answer({"statusCode": 500, "message": f"defect of the twin: {error!r}"}, 500)


def _call(request: Request, answer: Answer, fault: str | None) -> Call:
    status = 0 if fault == "reset" else answer.status
    return Call(request.method, request.path, request.query, status, fault)
