"""What twins with OAuth share: the credentials of a caller, and bearer tokens that lapse on the twin's clock."""

from __future__ import annotations

import base64
import binascii
import secrets
import threading
from datetime import datetime, timedelta
from urllib.parse import parse_qs

from aiop.sandbox.clock import SimulatedClock
from aiop.sandbox.messages import Request


def form_of(request: Request) -> dict[str, str]:
    """Give a form's fields, nothing where the body is no form."""
    if "application/x-www-form-urlencoded" not in request.headers.get("content-type", ""):
        return {}
    return {name: values[-1] for name, values in parse_qs(request.body.decode()).items()}


def basic_pair(request: Request) -> tuple[str, str]:
    """Give the user and password of Basic authentication, blanks where there is none."""
    kind, _, pair = request.headers.get("authorization", "").partition(" ")
    try:
        user, _, password = base64.b64decode(pair, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return "", ""
    return (user, password) if kind == "Basic" else ("", "")


class Bearers:
    """Access tokens given out."""

    def __init__(self, clock: SimulatedClock, seconds: float) -> None:
        """Let each live so many seconds of the clock."""
        self.clock = clock
        self.seconds = seconds
        self.given = 0
        self._ends: dict[str, datetime] = {}
        self._used: set[str] = set()
        self._lock = threading.Lock()

    def give(self) -> str:
        """Give a new token."""
        token = secrets.token_urlsafe(24)
        with self._lock:
            self.given += 1
            self._ends[token] = self.clock.now() + timedelta(seconds=self.seconds)
        return token

    def holds(self, request: Request) -> bool:
        """Tell whether a call bears a token that is good; one that the call's fault lets lapse has done some work before."""
        kind, _, token = request.headers.get("authorization", "").partition(" ")
        with self._lock:
            if request.fault == "expired_token" and token in self._used:
                self._ends.pop(token, None)
            good = kind == "Bearer" and token in self._ends and self._ends[token] > self.clock.now()
            if good:
                self._used.add(token)
        return good

    def expire(self) -> None:
        """Let every token given out so far lapse."""
        with self._lock:
            self._ends.clear()
