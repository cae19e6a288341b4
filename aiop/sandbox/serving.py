"""What twins of every protocol share: a threaded server on loopback that is started, stopped, or served until interrupted."""

from __future__ import annotations

import threading
from socketserver import BaseServer, TCPServer
from typing import Any, ClassVar, Self

LOOPBACK = "127.0.0.1"


class QuietServer(BaseServer):
    """Mixin of a server whose threads end with the process."""

    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of callers that hang up; any other error of a twin is a defect and is raised where it shows."""


class Served:
    """A twin behind its server; calls are answered from `start` on."""

    scheme: ClassVar[str]

    def __init__(self, server: TCPServer) -> None:
        """Take a server that is bound to its port."""
        self.server = server
        self._thread: threading.Thread | None = None

    @property
    def port(self) -> int:
        """The port."""
        return int(self.server.server_address[1])

    @property
    def url(self) -> str:
        """Give the base address."""
        return f"{self.scheme}://{LOOPBACK}:{self.port}"

    def start(self) -> Self:
        """Answer calls in a thread of its own."""
        self._thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        self._thread.start()
        return self

    def stop(self) -> None:
        """Answer no more, and free the port."""
        if self._thread is not None:
            self.server.shutdown()
            self._thread.join()
        self.server.server_close()

    def serve(self) -> None:
        """Answer calls in this thread until it is interrupted."""
        self.server.serve_forever()

    def __enter__(self) -> Self:
        """Start."""
        return self.start()

    def __exit__(self, *_: object) -> None:
        """Stop."""
        self.stop()
