"""Sockets that know when the whole exchange must be over: a source that drips a byte now and then holds nobody up."""

from __future__ import annotations

import ssl
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import certifi
import httpcore
import httpx

Options = Iterable[Any] | None
# From a host's name and port to the address that is called in its place; the certificate is still the name's.
Resolve = Callable[[str, int], str]


class Deadline(threading.local):
    """When the exchange of this thread must be over, on the monotonic clock."""

    ends: float = float("inf")

    @contextmanager
    def within(self, seconds: float) -> Iterator[None]:
        """Bound everything that the block sends and receives, taken together."""
        before, self.ends = self.ends, time.monotonic() + seconds
        try:
            yield
        finally:
            self.ends = before

    def left(self, timeout: float | None, error: type[Exception]) -> float:
        """Give the seconds that one step may take; raises `error` when there are none left."""
        left = self.ends - time.monotonic()
        if left <= 0:
            raise error("The exchange took too long as a whole.")
        return left if timeout is None else min(left, timeout)


class _Stream(httpcore.NetworkStream):
    def __init__(self, inner: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._inner = inner
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, self._deadline.left(timeout, httpcore.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, self._deadline.left(timeout, httpcore.WriteTimeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        left = self._deadline.left(timeout, httpcore.ConnectTimeout)
        return _Stream(self._inner.start_tls(ssl_context, server_hostname, left), self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


class _Backend(httpcore.NetworkBackend):
    def __init__(self, deadline: Deadline, resolve: Resolve | None) -> None:
        self._inner = httpcore.SyncBackend()
        self._deadline = deadline
        self._resolve = resolve

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Options = None,
    ) -> httpcore.NetworkStream:
        left = self._deadline.left(timeout, httpcore.ConnectTimeout)
        place = self._resolve(host, port) if self._resolve else host
        return _Stream(
            self._inner.connect_tcp(place, port, left, local_address, socket_options), self._deadline
        )  # fmt: skip

    def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Options = None
    ) -> httpcore.NetworkStream:
        raise httpcore.ConnectError("Sources are reached over TCP alone.")

    def sleep(self, seconds: float) -> None:
        self._inner.sleep(seconds)


@cache
def _trusted() -> ssl.SSLContext:
    """Give what certificates are held against, read once: it takes longer than many a call."""
    return ssl.create_default_context(cafile=certifi.where())


class BoundedTransport(httpx.HTTPTransport):
    """HTTP over pooled connections whose every step ends with the deadline. It uses no proxy and no .netrc."""

    def __init__(self, deadline: Deadline, *, connections: int, resolve: Resolve | None = None) -> None:
        super().__init__(trust_env=False, verify=_trusted())
        self._pool = httpcore.ConnectionPool(
            ssl_context=_trusted(),
            max_connections=connections,
            max_keepalive_connections=connections,
            keepalive_expiry=30,
            network_backend=_Backend(deadline, resolve),
        )
