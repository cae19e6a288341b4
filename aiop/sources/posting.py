"""Posting to an address that a person gave: resolved, looked at, and called where it was looked at; no redirect is followed."""

from __future__ import annotations

import datetime as dt
import ipaddress
import socket
from collections.abc import Mapping

import httpx
from django.conf import settings

from aiop.runs.redact import redact
from aiop.sources.answers import Answer, without_secrets
from aiop.sources.errors import FixConnection, TryAgain
from aiop.sources.http import USER_AGENT, reason_of, usual_error
from aiop.sources.transport import BoundedTransport, Deadline
from aiop.sources.vault import Secrets

SECONDS = 20.0
# What an answer says is read so far and no further.
SAID_BYTES = 2_000
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def post(url: str, body: bytes, headers: Mapping[str, str], *, hide: Secrets) -> None:
    """Post JSON to an address; raises TryAgain, GiveUp or FixConnection, in words without the secrets of `hide`."""
    check_public(url)
    deadline = Deadline()
    shown = _without_path(url)
    transport = BoundedTransport(deadline, connections=1, resolve=resolve)
    sent = {"Content-Type": "application/json", "User-Agent": USER_AGENT, **headers}
    try:
        with (
            httpx.Client(transport=transport, timeout=SECONDS) as client,
            deadline.within(SECONDS),
            client.stream("POST", url, content=body, headers=sent) as response,
        ):
            said = b"" if response.is_success else next(response.iter_bytes(SAID_BYTES), b"")
    except (httpx.HTTPError, httpx.StreamError) as error:
        raise TryAgain(f"{shown} could not be reached: {redact(hide.hide(reason_of(error)))}.") from None
    if not response.is_success:
        answer = Answer(shown, response.status_code, dict(response.headers), said, dt.datetime.now(dt.UTC))
        raise usual_error(answer, redact(hide.hide(answer.said())))


def check_public(url: str) -> None:
    """Refuse an address that is not HTTPS or holds a log-in; raises FixConnection. Where it leads is looked at when it is called."""
    try:
        parts = httpx.URL(url)
    except (httpx.InvalidURL, ValueError):
        raise FixConnection("The address cannot be read.") from None
    allowed = {"https", "http"} if settings.ALERTS_ALLOW_PRIVATE else {"https"}
    if parts.scheme not in allowed or not parts.host:
        raise FixConnection("An address must begin with https:// and name a host.")
    if parts.userinfo:
        raise FixConnection("An address must not hold a user name or password.")


def resolve(host: str, port: int) -> str:
    """Give the one address that a host's name is called at; raises FixConnection if any it stands for is not public."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise httpx.ConnectError(f"{host} is not known") from None
    addresses = [str(place[4][0]) for place in found]
    if not settings.ALERTS_ALLOW_PRIVATE:
        hidden = [address for address in addresses if not is_public(address)]
        if hidden or not addresses:
            raise FixConnection(f"{host} leads to an address that is not public; such are not called from here.")
    return addresses[0]


def is_public(text: str) -> bool:
    """Tell whether an address lies in the open Internet, also where one family of addresses is wrapped in the other."""
    try:
        address: Address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return False
    inner = _wrapped(address) if isinstance(address, ipaddress.IPv6Address) else None
    if inner is not None:
        return is_public(str(inner))
    return address.is_global and not address.is_multicast


_NAT64 = ipaddress.ip_network("64:ff9b::/96")


def _wrapped(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF)
    teredo = address.teredo
    return address.ipv4_mapped or address.sixtofour or (teredo[1] if teredo else None)


def _without_path(url: str) -> str:
    """Give an address as it may be shown: of Slack's, the path is the secret."""
    parts = httpx.URL(without_secrets(url))
    return f"{parts.scheme}://{parts.netloc.decode()}"
