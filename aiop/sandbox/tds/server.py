"""The wire of a SQL Server twin: log-in by user and password, batches of SQL, and faults as the network and Azure have them."""

from __future__ import annotations

import random
import socketserver
import struct
from collections import Counter

from aiop.sandbox.serving import LOOPBACK, QuietServer, Served
from aiop.sandbox.tds import tokens
from aiop.sandbox.tds.engine import Engine

_BATCH, _LOGIN, _PRELOGIN, _ATTENTION = 0x01, 0x10, 0x12, 0x06
LOGIN_FAILED, BUSY = 18456, (40501, 40613, 40197, 1205, 10928)


class SqlTwin(Served):
    """Serves an engine on loopback; `faults` is the share of questions that meet a busy server or a broken connection."""

    scheme = "tds"

    def __init__(
        self, engine: Engine, *, user: str, password: str, port: int = 0, faults: float = 0.0, seed: int = 1
    ) -> None:
        """Bind to a port of loopback, any free one by default; batches are answered from `start` on."""
        self.engine = engine
        self.user, self.password = user, password
        self.faults = faults
        self.met: Counter[str] = Counter()
        self._chance = random.Random(seed)  # noqa: S311  (invented trouble, not secrets)
        server = _Server((LOOPBACK, port), _Handler)
        server.twin = self
        super().__init__(server)

    def stop(self) -> None:
        """Answer no more, free the port, and forget the tables."""
        super().stop()
        self.engine.close()

    def trouble(self) -> str:
        """Draw what a batch meets: nothing, a busy server, or a connection that breaks off."""
        if self._chance.random() >= self.faults:
            return ""
        drawn = self._chance.choice(("busy", "broken"))
        self.met[drawn] += 1
        return drawn


class _Server(QuietServer, socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    twin: SqlTwin


class _Handler(socketserver.BaseRequestHandler):
    server: _Server

    def handle(self) -> None:
        """Answer message by message until the client hangs up."""
        try:
            while True:
                kind, body = self._message()
                answer = self._answer(kind, body)
                if answer is None:
                    return
                self.request.sendall(tokens.packets(answer))
        except (EOFError, ConnectionError):
            return

    def _answer(self, kind: int, body: bytes) -> bytes | None:
        """Answer one message; None breaks the connection off."""
        twin = self.server.twin
        if kind == _PRELOGIN:
            return tokens.prelogin_answer()
        if kind == _LOGIN:
            return self._login(body)
        if kind == _ATTENTION:
            return tokens.done(status=0x20)
        if kind != _BATCH:
            return tokens.error(50000, f"Requests of type {kind:#x} are not answered here.")
        batch = _batch(body)
        trouble = twin.trouble() if twin.engine.is_question(batch) else ""
        if trouble == "broken":
            return None
        if trouble == "busy":
            number = BUSY[twin.met["busy"] % len(BUSY)]
            return tokens.error(number, "The service is busy; retry the request later.", 17)
        return twin.engine.answer(batch)

    def _login(self, body: bytes) -> bytes:
        user, password, database = (_field(body, at) for at in (40, 44, 68))
        clear = bytes(((b ^ 0xA5) >> 4 | (b ^ 0xA5) << 4) & 0xFF for b in password).decode("utf-16-le")
        twin = self.server.twin
        name = user.decode("utf-16-le")
        if (name, clear) != (twin.user, twin.password):
            return tokens.error(LOGIN_FAILED, f"Login failed for user '{name}'.", 14)
        return tokens.login_answer(database.decode("utf-16-le") or "master")

    def _message(self) -> tuple[int, bytes]:
        """Read one message, which may come in several packets."""
        body = b""
        while True:
            head = self._take(8)
            body += self._take(struct.unpack(">H", head[2:4])[0] - 8)
            if head[1] & 1:
                return head[0], body

    def _take(self, count: int) -> bytes:
        taken = b""
        while len(taken) < count:
            part = self.request.recv(count - len(taken))
            if not part:
                raise EOFError
            taken += part
        return taken


def _batch(body: bytes) -> str:
    """Give the SQL of a batch, whose headers newer clients put first."""
    headers = struct.unpack("<I", body[:4])[0]
    start = headers if 4 <= headers < 100 and headers <= len(body) else 0
    return body[start:].decode("utf-16-le")


def _field(body: bytes, at: int) -> bytes:
    """Give a text of a log-in: its offset and length in characters stand at `at`."""
    start, length = struct.unpack("<HH", body[at : at + 4])
    return body[start : start + 2 * length]
