"""A source on this machine that does as a test says: real HTTP, every way of going wrong."""

from __future__ import annotations

import json
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit


@dataclass
class Asked:
    """A request as it arrived."""

    method: str
    path: str
    params: dict[str, str]
    headers: dict[str, str]
    body: bytes


@dataclass
class Reply:
    """What to answer, and how: `cut` breaks off after so many bytes, `reset` at once, `drip` waits between bytes."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    cut: int | None = None
    reset: bool = False
    drip: float = 0.0
    drip_headers: float = 0.0
    endless: int = 0


def page(records: list[Any], **around: Any) -> Reply:
    """Give a page that lists records."""
    return Reply(body=json.dumps({**around, "data": records}).encode())


def told(value: Any, status: int = 200, **headers: str) -> Reply:
    """Give an answer in JSON."""
    return Reply(status, json.dumps(value).encode(), {name.replace("_", "-"): text for name, text in headers.items()})


Answering = Callable[[Asked], Reply]


class Source:
    """The source: `answers` by path, `asked` in order. What stands in no path is 404."""

    def __init__(self, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}"
        self.asked: list[Asked] = []
        self.answers: dict[str, Answering] = {}
        self._lock = threading.Lock()

    def on(self, path: str, *replies: Reply | Answering) -> None:
        """Answer a path by these in turn, the last one for good."""
        left = list(replies)

        def next_one(asked: Asked) -> Reply:
            with self._lock:
                reply = left.pop(0) if len(left) > 1 else left[0]
            return reply(asked) if callable(reply) else reply

        self.answers[path] = next_one

    def calls(self, path: str) -> int:
        """Count the requests of a path."""
        return sum(asked.path == path for asked in self.asked)

    def answer(self, asked: Asked) -> Reply:
        """Note a request and give what it gets."""
        with self._lock:
            self.asked.append(asked)
        found = self.answers.get(asked.path)
        return found(asked) if found else told({"title": "There is no such page."}, 404)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    source: Source

    def _serve(self) -> None:
        parts = urlsplit(self.path)
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        asked = Asked(self.command, parts.path, dict(parse_qsl(parts.query)), dict(self.headers), body)
        reply = self.source.answer(asked)
        try:
            self._send(reply)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    do_GET = do_POST = _serve  # noqa: N815  (names that the standard library calls)

    def _send(self, reply: Reply) -> None:
        if reply.reset:
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.connection.close()
            self.close_connection = True
            return
        if reply.drip_headers:
            for letter in b"HTTP/1.1 200 OK\r\nX-Slow: " + b"a" * 1000:
                self.wfile.write(bytes([letter]))
                self.wfile.flush()
                time.sleep(reply.drip_headers)
        self.send_response(reply.status)
        for name, text in reply.headers.items():
            self.send_header(name, text)
        if reply.endless:
            self.send_header("Connection", "close")
        else:
            self.send_header("Content-Length", str(len(reply.body)))
        self.end_headers()
        self._send_body(reply)

    def _send_body(self, reply: Reply) -> None:
        if reply.endless:
            for _ in range(reply.endless):
                self.wfile.write(b"x" * 65_536)
            self.close_connection = True
            return
        if reply.drip:
            for letter in reply.body:
                self.wfile.write(bytes([letter]))
                self.wfile.flush()
                time.sleep(reply.drip)
            return
        self.wfile.write(reply.body if reply.cut is None else reply.body[: reply.cut])
        if reply.cut is not None:
            self.close_connection = True
            self.wfile.flush()
            self.connection.shutdown(socket.SHUT_RDWR)

    def log_message(self, *args: Any) -> None:
        """Say nothing."""


@contextmanager
def serving() -> Iterator[Source]:
    """Serve a source on a free port of this machine."""
    handler = type("Handler", (_Handler,), {})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    source = handler.source = Source(server.server_address[1])  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield source
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
