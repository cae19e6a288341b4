"""What the head of an entry says: title, question, owner, parameters, columns, chart; TOML within the first comment. Pure."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from aiop.catalogue.parameters import WORDS_OF_TYPE, Parameter, WrongDeclaration, declared

UNITS = (
    "text", "count", "money", "percent", "ratio", "days", "hours", "date", "moment", "id", "distance", "volume", "weight",
    "flag",
)  # fmt: skip
CHARTS = ("bar", "line", "area", "heat_map", "funnel", "cohort", "map", "none")
TOTALS = ("sum", "none")
_KEYS = {"title", "question", "owner", "corrected", "params", "columns", "chart"}
_TEXTS = ("title", "question", "owner")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,62}\Z")


class RefusedEntry(ValueError):  # noqa: N818  (it says what happened to the entry)
    """An entry that cannot be read: its file, line, the key that is wrong, and why."""

    def __init__(self, file: str, line: int, key: str, reason: str) -> None:
        self.file, self.line, self.key, self.reason = file, line, key, reason
        super().__init__(f"{file}, line {line}{f', {key}' if key else ''}: {reason}.")


@dataclass(frozen=True)
class Column:
    """One column of an answer: its SQL name, its head, what its values are, whether a grand total may be added up."""

    name: str
    title: str
    unit: str = "text"
    total: str = "none"

    @property
    def is_number(self) -> bool:
        """Tell whether it stands right and can be charted."""
        return self.unit not in {"text", "date", "moment", "id", "flag"}


@dataclass(frozen=True)
class Chart:
    """How an answer is drawn."""

    kind: str
    x: str = ""
    y: tuple[str, ...] = ()
    series: str = ""


@dataclass(frozen=True)
class Head:
    """All that an entry says of itself."""

    title: str
    question: str
    owner: str
    corrected: str
    columns: tuple[Column, ...]
    chart: Chart | None
    params: Mapping[str, Parameter] = field(default_factory=dict)


@dataclass(frozen=True)
class _Reading:
    """Where the head stands, so that a refusal can name the line."""

    text: str
    file: str
    first_line: int

    def line(self, *keys: str) -> int:
        """Find the line that a key stands on: within its table, else the table, else the top."""
        table, key = ".".join(keys[:-1]), keys[-1] if keys else ""
        within, found = "", self.first_line
        for number, line in enumerate(self.text.splitlines(), self.first_line):
            if head := re.match(r"\s*\[\s*([^\]]+?)\s*\]", line):
                within = head[1].replace('"', "")
                found = number if within in {table, ".".join(keys)} else found
            elif within == table and re.match(rf'\s*"?{re.escape(key)}"?\s*=', line):
                return number
        return found

    def refuse(self, keys: Iterable[str], reason: str) -> RefusedEntry:
        """Give the refusal of what stands at a key."""
        keys = tuple(keys)
        return RefusedEntry(self.file, self.line(*keys), ".".join(keys), reason)


def parse_head(text: str, *, file: str, first_line: int) -> Head:
    """Read a head; raises RefusedEntry."""
    reading = _Reading(text, file, first_line)
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        at = re.search(r"at line (\d+)", str(error))
        line = first_line + (int(at[1]) - 1 if at else 0)
        raise RefusedEntry(file, line, "", f"the head is not TOML: {error}") from error
    _only(reading, data, _KEYS)
    texts = {key: _text(reading, data, key) for key in _TEXTS}
    corrected = data.get("corrected", "")
    if not isinstance(corrected, str):
        raise reading.refuse(["corrected"], "is not a text")
    columns = tuple(_column(reading, name, given) for name, given in _table(reading, data, "columns").items())
    if not columns:
        raise reading.refuse(["columns"], "declares no column")
    chart = _chart(reading, data["chart"], columns) if "chart" in data else None
    params = {name: _param(reading, name, given) for name, given in _table(reading, data, "params").items()}
    return Head(**texts, corrected=corrected, columns=columns, chart=chart, params=params)


def _only(reading: _Reading, data: Mapping[str, Any], known: Iterable[str], *within: str) -> None:
    known = set(known)
    for key in data:
        if key not in known:
            raise reading.refuse([*within, key], f"is not known here; known are {', '.join(sorted(known))}")


def _text(reading: _Reading, data: Mapping[str, Any], *keys: str) -> str:
    value = data.get(keys[-1])
    if not isinstance(value, str) or not value.strip():
        raise reading.refuse(keys, "is missing or is not a text")
    # A title is the subject of a mail: one line.
    return " ".join(value.split())


def _table(reading: _Reading, data: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    found = data.get(key, {})
    if not isinstance(found, dict):
        raise reading.refuse([key], "is not a table")
    return found


def _column(reading: _Reading, name: str, given: Any) -> Column:
    at = ("columns", name)
    # It goes into SQL that sorts and adds up, and into the first line of files.
    if not _NAME.match(name):
        raise reading.refuse(at, "is no name: letters, digits and _, a letter first")
    if not isinstance(given, dict):
        raise reading.refuse(at, "is not a table")
    _only(reading, given, {"title", "unit", "total"}, *at)
    title = _text(reading, given, *at, "title")
    unit = _one_of(reading, given, UNITS, "text", *at, "unit")
    column = Column(name, title, unit, _one_of(reading, given, TOTALS, "none", *at, "total"))
    if column.total == "sum" and not column.is_number:
        raise reading.refuse((*at, "total"), f"adds up a {unit}")
    return column


def _one_of(reading: _Reading, data: Mapping[str, Any], choices: tuple[str, ...], default: str, *keys: str) -> str:
    value = data.get(keys[-1], default)
    if value not in choices:
        raise reading.refuse(keys, f"is {value!r}; it may be {', '.join(choices)}")
    return str(value)


def _chart(reading: _Reading, given: Any, columns: tuple[Column, ...]) -> Chart | None:
    if not isinstance(given, dict):
        raise reading.refuse(["chart"], "is not a table")
    _only(reading, given, {"kind", "x", "y", "series"}, "chart")
    kind = _one_of(reading, given, CHARTS, "", "chart", "kind")
    if kind == "none":
        return None
    names = {column.name: column for column in columns}
    heights = [given["y"]] if isinstance(given.get("y"), str) else given.get("y", [])
    for key, value in [("x", given.get("x")), *(("y", name) for name in heights)]:
        if value not in names:
            raise reading.refuse(["chart", key], f"names {value!r}, which is no column")
    for name in heights:
        if not names[name].is_number:
            raise reading.refuse(["chart", "y"], f"draws {name}, which is no number")
    if not heights:
        raise reading.refuse(["chart", "y"], "names no column")
    series = given.get("series", "")
    if series and series not in names:
        raise reading.refuse(["chart", "series"], f"names {series!r}, which is no column")
    if kind in {"heat_map", "cohort"} and not series:
        raise reading.refuse(["chart", "series"], f"is missing: it names the rows of a {kind}")
    return Chart(kind, str(given["x"]), tuple(heights), series)


def _param(reading: _Reading, name: str, given: Any) -> Parameter:
    at = ("params", name)
    if not isinstance(given, dict):
        raise reading.refuse(at, "is not a table")
    kind = _one_of(reading, given, tuple(WORDS_OF_TYPE), "", *at, "type")
    _only(reading, given, WORDS_OF_TYPE[kind], *at)
    try:
        return declared(name, given, line=reading.line(*at))
    except WrongDeclaration as error:
        raise reading.refuse((*at, error.key), str(error)) from error
