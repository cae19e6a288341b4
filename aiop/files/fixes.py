"""Quarantined rows set right by people: single cells or whole patterns. Pure: forms in, patched rows out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_CELL = "cell:"


@dataclass(frozen=True, slots=True)
class Pattern:
    """All rows with this problem get the same text in that cell."""

    header: str
    value: str
    reason: str
    becomes: str

    @property
    def problem(self) -> dict[str, str]:
        """The problem that the rows have in common."""
        return {"header": self.header, "value": self.value, "reason": self.reason}


def pattern_from(form: Mapping[str, str]) -> Pattern | None:
    """Read a pattern out of a form; None when the form is about single cells."""
    if not form.get("reason") or not form.get("header"):
        return None
    becomes = "" if form.get("blank") else form.get("becomes", "")
    return Pattern(form["header"], form.get("value", ""), form["reason"], becomes)


def cell_name(line: int, header: str) -> str:
    """Give the name of the input for a cell."""
    return f"{_CELL}{line}:{header}"


def changes_from(form: Mapping[str, str]) -> dict[int, dict[str, str]]:
    """Read the cells of a form: line to header to text."""
    changes: dict[int, dict[str, str]] = {}
    for name in form:
        line, colon, header = name.removeprefix(_CELL).partition(":")
        if name.startswith(_CELL) and colon and line.isdecimal() and len(line) < 10:
            changes.setdefault(int(line), {})[header] = form[name]
    return changes


def patched(raw: Mapping[str, str], cells: Mapping[str, str]) -> dict[str, str]:
    """Give a row with cells replaced; cells that the row does not have are left out."""
    return {header: cells.get(header, text) for header, text in raw.items()}


def is_readable(raw: Mapping[str, str]) -> bool:
    """Tell whether a row has cells; a record that could not be cut into cells is kept as one text under no header."""
    return set(raw) != {""}


def form_row(row: Mapping[str, Any]) -> dict[str, Any]:
    """Give a quarantined row as its form shows it: the cells with problems, each with the name of its input."""
    raw: Mapping[str, str] = row["raw"]
    cells = [
        {**problem, "text": raw[problem["header"]], "name": cell_name(row["line"], problem["header"])}
        for problem in row["problems"]
        if problem["header"] in raw and problem["header"]
    ]
    others = [problem for problem in row["problems"] if not problem["header"] or problem["header"] not in raw]
    return {**row, "cells": cells, "others": others}
