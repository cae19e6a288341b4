"""What a twin hears and says: requests as its handlers see them, answers as the server writes them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

from aiop.sandbox.hostile import Fault

# One encoder for all answers, without blanks, as the systems write.
_ENCODE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


@dataclass(frozen=True)
class Request:
    """One call: where, with what, and which fault of what is said the handler is to play."""

    method: str
    path: str
    query: Mapping[str, list[str]]
    headers: Mapping[str, str]
    body: bytes = b""
    fault: Fault | None = None

    def one(self, name: str) -> str | None:
        """Give a query parameter, the latest if it is repeated; names are compared without case."""
        values = self.many(name)
        return values[-1] if values else None

    def many(self, name: str) -> list[str]:
        """Give every value of a query parameter."""
        wanted = name.casefold()
        return [value for key, values in self.query.items() if key.casefold() == wanted for value in values]


@dataclass(frozen=True)
class Answer:
    """What is answered: status, body and headers."""

    status: int = 200
    body: bytes = b""
    content_type: str = "application/json; charset=utf-8"
    headers: Mapping[str, str] = field(default_factory=dict)


Handler = Callable[[Request, "re.Match[str]"], Answer]


@dataclass(frozen=True)
class Route:
    """A method and a pattern of whole paths, and what answers there."""

    method: str
    pattern: re.Pattern[str]
    handle: Handler


def route(method: str, pattern: str, handle: Handler) -> Route:
    """Make a route from a pattern in which `{name}` stands for one segment, or for what of it stands before a dot that is written out."""
    return Route(method, re.compile(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", pattern)), handle)


def json_answer(value: Any, status: int = 200, **headers: str) -> Answer:
    """Answer with a value as JSON."""
    return Answer(status, _ENCODE(value).encode(), headers=headers)


def parsed_request(method: str, target: str, headers: Mapping[str, str], body: bytes) -> Request:
    """Read a request line's target, the query with it; a plus sign in a query is a blank, as everywhere on the web."""
    parts = urlsplit(target)
    query = parse_qs(parts.query, keep_blank_values=True)
    return Request(method, parts.path, query, {name.casefold(): value for name, value in headers.items()}, body)
