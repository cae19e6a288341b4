"""What a source answered: the bytes as received, and JSON pages read record by record without losing a digit."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from json.decoder import JSONDecoder
from typing import Any, NoReturn
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from aiop.runs.redact import redact
from aiop.sources.errors import TryAgain
from aiop.sources.vault import HIDDEN

_SECRET_PARAMETER = re.compile(r"key|token|secret|passw|signature|^sig$|^code$", re.IGNORECASE)
_BLANKS = re.compile(r"[ \t\n\r]*")
_SHOWN = 300


def _no_constant(text: str) -> NoReturn:
    raise ValueError(f"{text} is no JSON")


_DECODER = JSONDecoder(parse_constant=_no_constant)


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer; `url` holds no secrets."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    at: dt.datetime

    @property
    def text(self) -> str:
        """The body as text, for a person's eyes."""
        return self.body.decode("utf-8", "replace")

    def json(self) -> Any:
        """Give the body as JSON; TryAgain when it is a web page, cut off, or anything else."""
        try:
            return json.loads(self.body, parse_constant=_no_constant)
        except (ValueError, RecursionError) as error:
            raise self.unreadable(error) from None

    def unreadable(self, error: Exception) -> TryAgain:
        """Give the error that says why the body is no JSON."""
        start = self.text.lstrip()[:1]
        if not start:
            reason = "an empty answer"
        elif start == "<":
            reason = "a web page instead of data"
        elif start in "{[":
            reason = f"data that is cut off or broken ({type(error).__name__} after {len(self.body):,} bytes)"
        else:
            reason = "something that is no JSON"
        return TryAgain(f"{self.url} answered {self.status} with {reason}.")

    def said(self) -> str:
        """Give what the source says about an error, short and without secrets; blank when it says nothing."""
        try:
            told = json.loads(self.body)
        except (ValueError, RecursionError):
            told = None
        words = _words(told) if isinstance(told, dict) else ("" if self.text.lstrip()[:1] == "<" else self.text)
        return redact(" ".join(words.split()), _SHOWN)


def _words(told: Mapping[str, Any]) -> str:
    """Join what the usual shapes of an error body say: problem details, OAuth errors, plain messages."""
    names = ("title", "message", "error", "error_description", "detail", "traceId")
    said = [str(told[name]) for name in names if isinstance(told.get(name), str | int)]
    more, errors = told.get("data"), told.get("errors")
    if isinstance(more, dict) and isinstance(more.get("message"), str):
        said.append(more["message"])
    found = errors.items() if isinstance(errors, dict) else []
    return " · ".join(said + [f"{name}: {' '.join(map(str, _listed(text)))}" for name, text in found])


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


@dataclass(frozen=True, slots=True)
class Record:
    """One record of a page: its text as received, and its value."""

    text: str
    value: Any


@dataclass(frozen=True, slots=True)
class JsonPage:
    """An answer that lists records: the answer itself, what stands around the list, and the records."""

    answer: Answer
    envelope: Mapping[str, Any]
    records: Sequence[Record]
    within: str = "data"


def read_page(answer: Answer, within: str = "data") -> JsonPage:
    """Read a page whose records stand in the list `within` (blank: the page is the list); TryAgain when it is none."""
    try:
        text = answer.body.decode("utf-8-sig")
        at = _skip(text, 0)
        if within:
            envelope, records, at = _read_object(text, at, within)
        else:
            envelope, (records, at) = {}, _read_list(text, at)
        if _skip(text, at) != len(text):
            raise ValueError("more follows")
    except (ValueError, IndexError, StopIteration, RecursionError) as error:
        raise answer.unreadable(error) from None
    if records is None:
        raise TryAgain(f"{answer.url} answered {answer.status} without a list “{within}”.")
    return JsonPage(answer, envelope, records, within)


def _read_object(text: str, at: int, within: str) -> tuple[dict[str, Any], list[Record] | None, int]:
    """Read an object, its list `within` record by record."""
    envelope: dict[str, Any] = {}
    records: list[Record] | None = None
    at = _skip(text, _expect(text, at, "{"))
    while text[at] != "}":
        name, at = _DECODER.raw_decode(text, at)
        if not isinstance(name, str):
            raise ValueError("a name is missing")
        at = _skip(text, _expect(text, _skip(text, at), ":"))
        if name == within and text[at] == "[":
            records, at = _read_list(text, at)
        else:
            envelope[name], at = _DECODER.raw_decode(text, at)
        at = _next(text, at, "}")
    return envelope, records, at + 1


def _read_list(text: str, at: int) -> tuple[list[Record], int]:
    records: list[Record] = []
    at = _skip(text, _expect(text, at, "["))
    while text[at] != "]":
        value, end = _DECODER.raw_decode(text, at)
        records.append(Record(text[at:end], value))
        at = _next(text, end, "]")
    return records, at + 1


def _next(text: str, at: int, closing: str) -> int:
    """Go to the next item, or stay before the closing bracket."""
    at = _skip(text, at)
    if text[at] == closing:
        return at
    at = _skip(text, _expect(text, at, ","))
    if text[at] == closing:
        raise ValueError("an item is missing")
    return at


def _expect(text: str, at: int, character: str) -> int:
    if text[at] != character:
        raise ValueError(f"{character} is missing")
    return at + 1


def _skip(text: str, at: int) -> int:
    found = _BLANKS.match(text, at)
    return at if found is None else found.end()


def without_secrets(url: str) -> str:
    """Give an address with the parameters hidden that are secrets by their name."""
    parts = urlsplit(url)
    pairs = [
        (name, HIDDEN if _SECRET_PARAMETER.search(name) else value)
        for name, value in parse_qsl(parts.query, keep_blank_values=True)
    ]
    return urlunsplit((parts.scheme, parts.netloc, parts.path, urlencode(pairs, safe="•:,+"), ""))
