"""A mail server on this machine that keeps what it takes, and goes wrong when a test says so."""

from __future__ import annotations

import email
import email.policy
import socketserver
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage


class Sink:
    """What the server took; `refuses` is what it answers instead of taking a mail (such as "451 later"), `hangs_up` closes at once."""

    def __init__(self) -> None:
        self.port = 0
        self.mails: list[EmailMessage] = []
        self.refuses = ""
        self.hangs_up = False

    def keys(self) -> Counter[str]:
        """Count the mails by key."""
        return Counter(str(mail["X-AIOP-Key"]) for mail in self.mails)

    def subjects(self) -> list[str]:
        """List the subjects in order."""
        return [str(mail["Subject"]) for mail in self.mails]


class _Session(socketserver.StreamRequestHandler):
    sink: Sink

    def handle(self) -> None:
        if self.sink.hangs_up:
            return
        self._say("220 sink")
        while line := self.rfile.readline().decode().strip():
            verb = line.upper().split(" ")[0]
            if verb == "QUIT":
                self._say("221 bye")
                return
            if verb == "DATA":
                self._say("354 go on")
                self._take()
            else:
                self._say("250 ok")

    def _take(self) -> None:
        lines = []
        while (line := self.rfile.readline()) not in {b".\r\n", b""}:
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        if self.sink.refuses:
            self._say(self.sink.refuses)
            return
        self.sink.mails.append(email.message_from_bytes(b"".join(lines), policy=email.policy.default))
        self._say("250 taken")

    def _say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: a client that was killed breaks off."""


@contextmanager
def smtp_sink(port: int = 0) -> Iterator[Sink]:
    """Serve on a port of this machine, a free one without."""
    sink = Sink()
    server = _Server(("127.0.0.1", port), type("Session", (_Session,), {"sink": sink}))
    sink.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield sink
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
