"""Which hosts may be called: those of the connection, where its system or this machine's settings allow them."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import SplitResult, urlsplit

from aiop.sources.errors import FixConnection

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


def check_address(url: str, permitted: Iterable[str]) -> None:
    """Refuse an address whose host is not among `permitted` (`*.example.com` takes every host below), or that is not HTTPS.

    Plain HTTP is taken on this machine alone. Raises FixConnection in one plain sentence.
    """
    parts = _split(url)
    host = parts.hostname or ""
    if parts.scheme not in {"https", "http"} or not host:
        raise FixConnection("An address must begin with https:// and name a host.")
    if parts.username or parts.password:
        raise FixConnection("An address must not hold a user name or password.")
    if parts.scheme == "http" and host not in LOOPBACK:
        raise FixConnection(f"{host} must be called by https://: credentials would travel in the open.")
    check_host(host, permitted)


def check_host(host: str, permitted: Iterable[str]) -> None:
    """Refuse a host that is not among `permitted` (`*.example.com` takes every host below) by FixConnection."""
    if not any(_matches(host, pattern) for pattern in permitted):
        raise FixConnection(f"{host or 'No host'} is not among the hosts that may be called for this system.")


def origin(url: str) -> tuple[str, str, int]:
    """Give scheme, host and port of an address."""
    parts = _split(url)
    return parts.scheme, parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)


def _split(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        raise FixConnection("The address cannot be read.") from None
    return parts


def _matches(host: str, pattern: str) -> bool:
    host, pattern = host.lower(), pattern.lower()
    return host == pattern or (pattern.startswith("*.") and host.endswith(pattern[1:]) and len(host) > len(pattern) - 1)
