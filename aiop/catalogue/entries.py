"""The catalogue's entries: SQL files with a head that says what they ask, found in the `queries` folder of any app.

A line `{{ name }}` stands for the lines of `queries/_shared/name.sql`, so that what several entries build on is written once;
everywhere else an entry is its whole text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from django.apps import apps

from aiop.catalogue.head import Chart, Column, Head, RefusedEntry, parse_head
from aiop.catalogue.parameters import Parameter, always_bound

_COMMENT = re.compile(r"\A\s*/\*(?P<head>.*?)\*/(?P<sql>.*)\Z", re.DOTALL)
_PLACE = re.compile(r"%\((?P<name>\w+)\)s")
_BARE = re.compile(r"(?<!%)(?:%%)*%(?!%|\(\w+\)s)")
_SHARED, _STANDS_FOR = "_shared", re.compile(r"\{\{ (?P<name>\w+) \}\}\Z")
_BEGINS = re.compile(r"\A(?:\s|--[^\n]*\n|/\*.*?\*/)*(?:SELECT|WITH)\b", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True)
class Entry:
    """One question: where it stands, what its head says, the SELECT that answers it."""

    name: str
    category: str
    app: str
    head: Head
    sql: str
    file: str
    source: str
    params: Mapping[str, Parameter] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """The question's short name."""
        return self.head.title

    @property
    def columns(self) -> tuple[Column, ...]:
        """What each row holds, in order."""
        return self.head.columns

    @property
    def chart(self) -> Chart | None:
        """How the answer is drawn, None where a table is all."""
        return self.head.chart

    @property
    def text(self) -> str:
        """What the entry depends on: a changed file is another entry to the cache."""
        return f"{self.sql}\0{','.join(column.name for column in self.columns)}"


class UnknownEntry(LookupError):  # noqa: N818  (an answer: nobody erred but who typed the name)
    """No entry has this name."""


def parse(text: str, *, name: str, category: str, file: str, app: str = "") -> Entry:
    """Read an entry from its text; raises RefusedEntry, which names file, line, key and reason."""
    found = _COMMENT.match(text)
    if found is None:
        raise RefusedEntry(file, 1, "", "begins with no /* … */ that says what it asks")
    first = text.count("\n", 0, found.start("head")) + 1
    head = parse_head(found["head"], file=file, first_line=first)
    sql, sql_line = found["sql"], text.count("\n", 0, found.start("sql")) + 1
    check_select(sql, head.params, file, sql_line)
    return Entry(name, category, app, head, sql.strip().removesuffix(";").rstrip(), file, text, head.params)


def check_select(sql: str, params: Mapping[str, Parameter], file: str, line: int) -> None:
    """Hold that the SQL is one SELECT whose places and parameters answer each other; raises RefusedEntry."""
    if not _BEGINS.match(sql):
        raise RefusedEntry(file, line + _lead(sql), "", "is not one SELECT (or WITH … SELECT)")
    if bare := _BARE.search(sql):
        raise RefusedEntry(
            file, line + sql.count("\n", 0, bare.start()), "", "has a bare %; write %% for the character"
        )
    known = {bound for param in params.values() for bound in param.places} | set(always_bound())
    used = set()
    for place in _PLACE.finditer(sql):
        if place["name"] not in known:
            at = line + sql.count("\n", 0, place.start())
            raise RefusedEntry(file, at, f"%({place['name']})s", "is bound by no parameter")
        used.add(place["name"])
    for name, param in params.items():
        if not used.intersection(param.places):
            raise RefusedEntry(file, param.line, f"params.{name}", "is used nowhere in the SQL")


def _lead(sql: str) -> int:
    return len(sql[: len(sql) - len(sql.lstrip())].splitlines()) if sql.strip() else 0


def every() -> tuple[Entry, ...]:
    """Read every app's entries, by category and name; raises RefusedEntry at the first that cannot be read."""
    found, refusals = survey()
    if refusals:
        raise refusals[0]
    return found


def survey() -> tuple[tuple[Entry, ...], tuple[RefusedEntry, ...]]:
    """Read every app's entries, by category and name, and tell which cannot be read; of two of one name the second cannot."""
    found: dict[str, Entry] = {}
    refusals = []
    for config in apps.get_app_configs():
        for path in _files(Path(config.path), "*"):
            try:
                entry = read_file(path, config.label)
            except RefusedEntry as refusal:
                refusals.append(refusal)
                continue
            if (other := found.setdefault(entry.name, entry)) is not entry:
                refusals.append(RefusedEntry(entry.file, 1, "", f"has the name of {other.file}"))
    return tuple(sorted(found.values(), key=lambda entry: (entry.category, entry.name))), tuple(refusals)


def named(name: str) -> Entry:
    """Give the entry of this name; raises UnknownEntry, or RefusedEntry where it is there and cannot be read."""
    for config in apps.get_app_configs():
        for path in _files(Path(config.path), name) if _is_name(name) else ():
            return read_file(path, config.label)
    raise UnknownEntry(f"There is no entry named “{name}”.")


def _is_name(name: str) -> bool:
    return bool(re.fullmatch(r"\w+", name))


def _files(app: Path, name: str) -> list[Path]:
    return sorted(path for path in (app / "queries").glob(f"*/{name}.sql") if path.parent.name != _SHARED)


def read_file(path: Path, app: str) -> Entry:
    """Read an entry's file, and again where it or anything that it may be built on has changed; raises RefusedEntry."""
    shared = (path.parents[1] / _SHARED).glob("*.sql")
    return _read(path, max(part.stat().st_mtime_ns for part in (path, *shared)), app)


@lru_cache(maxsize=1024)
def _read(path: Path, changed: int, app: str) -> Entry:
    whole = list(_whole(path, path.parents[1] / _SHARED))
    text = "\n".join(line for line, _, _ in whole)
    try:
        return parse(text, name=path.stem, category=path.parent.name, file=_called(path), app=app)
    except RefusedEntry as refusal:
        # The line is that of the file in which it stands.
        _, file, line = whole[min(refusal.line, len(whole)) - 1]
        raise RefusedEntry(file, line, refusal.key, refusal.reason) from refusal


def _whole(path: Path, shared: Path) -> Iterator[tuple[str, str, int]]:
    """Give an entry's lines with those of its shared parts set in, each with the file and the line where it stands."""
    for number, line in enumerate(path.read_text(encoding="utf-8").removesuffix("\n").split("\n"), 1):
        part = (found := _STANDS_FOR.match(line)) and shared / f"{found['name']}.sql"
        if part and not (part.exists() and part != path):
            raise RefusedEntry(_called(path), number, line, "names no shared part")
        yield from _whole(part, shared) if part else [(line, _called(path), number)]


def _called(path: Path) -> str:
    return "/".join(path.parts[-4:])
