"""Who may call: the token endpoint, keys and scopes, and how often."""

from __future__ import annotations

import secrets
import threading
import time
from collections import deque
from dataclasses import dataclass, field
from urllib.parse import parse_qs

from aiop.sandbox.messages import Answer, Request, json_answer
from servicetitan.endpoints import CALLS_PER_SECOND
from servicetitan.sandbox.problems import limited, problem, unauthorised


@dataclass(frozen=True)
class Credentials:
    """What the invented tenant's connection is told; none of it opens anything but a twin."""

    tenant: int = 900_100_200
    client_id: str = "cid.twin-painting"
    client_secret: str = "cs1.twin-invented-only"  # noqa: S105 - invented
    app_key: str = "ak1.twin-invented-only"


@dataclass
class Access:
    """Tokens given out, what they may do, and the calls of the latest second."""

    credentials: Credentials = field(default_factory=Credentials)
    token_seconds: float = 900
    calls_per_second: int = CALLS_PER_SECOND
    report_seconds: float = 60
    closed_modules: set[str] = field(default_factory=set)  # what the tenant has not consented to
    revoked: bool = False
    tokens_given: int = 0
    _tokens: dict[str, float] = field(default_factory=dict)
    _calls: deque[float] = field(default_factory=deque)
    _reports: dict[str, float] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def give_token(self, request: Request) -> Answer:
        """Answer the token endpoint."""
        form = {name: values[-1] for name, values in parse_qs(request.body.decode()).items()}
        if "application/x-www-form-urlencoded" not in request.headers.get("content-type", ""):
            return json_answer({"error": "invalid_request"}, 400)
        if form.get("grant_type") != "client_credentials":
            return json_answer({"error": "unsupported_grant_type"}, 400)
        known = (self.credentials.client_id, self.credentials.client_secret)
        if self.revoked or (form.get("client_id"), form.get("client_secret")) != known:
            return json_answer({"error": "invalid_client"}, 400)
        token = secrets.token_urlsafe(24)
        with self._lock:
            self.tokens_given += 1
            self._tokens[token] = time.monotonic() + self.token_seconds
        seconds = int(self.token_seconds)
        return json_answer({"access_token": token, "expires_in": seconds, "token_type": "Bearer", "scope": "tn.read"})

    def expire_tokens(self) -> None:
        """Let every token given out so far lapse."""
        with self._lock:
            self._tokens.clear()

    def admit(self, request: Request, tenant: str, module: str) -> None:
        """Let a call pass, or refuse it."""
        if request.fault == "expired_token":
            self.expire_tokens()
        if not request.headers.get("st-app-key"):
            raise unauthorised("The application key is not present in the request.")
        if request.headers["st-app-key"] != self.credentials.app_key or self.revoked:
            raise unauthorised("The application key is not valid.")
        if not self._holds(request.headers.get("authorization", "")):
            raise unauthorised("The token is missing, malformed or has expired.")
        if tenant != str(self.credentials.tenant):
            raise problem(403, f"The application has no access to tenant {tenant}.")
        if module in self.closed_modules:
            raise problem(403, f"The tenant has not granted a scope of {module}.")
        self._count()

    def _holds(self, header: str) -> bool:
        kind, _, token = header.partition(" ")
        with self._lock:
            return kind == "Bearer" and self._tokens.get(token, 0) > time.monotonic()

    def _count(self) -> None:
        now = time.monotonic()
        with self._lock:
            while self._calls and self._calls[0] <= now - 1:
                self._calls.popleft()
            if len(self._calls) >= self.calls_per_second:
                raise limited("Rate limit is exceeded. Try again in 1 seconds.", 1)
            self._calls.append(now)

    def admit_report(self, report: str) -> None:
        """Let one call of a report pass in its time, refuse the next before it is over."""
        now = time.monotonic()
        with self._lock:
            free = self._reports.get(report, 0)
            if report in self._reports and now < free:
                seconds = int(free - now) + 1
                raise limited(f"Rate limit is exceeded. Try again in {seconds} seconds.", seconds)
            self._reports[report] = now + self.report_seconds
