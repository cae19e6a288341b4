"""Loads as people read them: values, counts and sentences. Pure."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from aiop.adminkit import format as fmt

LONGEST = 160


def shown(value: Any, zone: dt.tzinfo) -> str:
    """Write one value of a row."""
    if value is None or value == "":
        return fmt.UNKNOWN
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dt.datetime):
        return fmt.clock(value, zone)
    if isinstance(value, dt.date):
        return fmt.day(value)
    if isinstance(value, Decimal):
        return f"{value:,}"
    text = str(value)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def plan_mark(digest: str) -> str:
    """Give the four characters by which people tell one plan from another."""
    return hashlib.sha256(digest.encode()).hexdigest()[:4]


def counted(number: int, one: str, many: str = "") -> str:
    """Write a number with its noun: 1 row, 1,204 rows."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def apply_words(counts: Mapping[str, int]) -> str:
    """Name the act that applying a plan is; empty when there is nothing to do."""
    new, changed, quarantined = (counts.get(name, 0) for name in ("new", "changed", "quarantined"))
    if changed and new:
        return f"Apply {counted(new + changed, 'change')}"
    if new:
        return f"Add {counted(new, 'row')}"
    if changed:
        return f"Change {counted(changed, 'row')}"
    return f"Keep {counted(quarantined, 'row')} in quarantine" if quarantined else ""


def done_words(counts: Mapping[str, int]) -> str:
    """Say what applying a load did."""
    new, changed, same = (counts.get(name, 0) for name in ("new", "changed", "same"))
    parts = [f"{counted(new, 'row')} added"] if new else []
    parts += [f"{changed:,} changed"] if changed else []
    parts += [f"{same:,} were the same"] if same else []
    return ", ".join(parts) or "No row was added or changed"


def result_words(counts: Mapping[str, int]) -> str:
    """Give a load's counts in one short line for the list."""
    names = (("new", "new"), ("changed", "changed"), ("same", "same"), ("quarantined", "in quarantine"))
    return " · ".join(f"{counts[name]:,} {word}" for name, word in names if counts.get(name))


def overlap_words(overlap: Mapping[str, Any], zone: dt.tzinfo) -> str:
    """Say how much of a file was known already."""
    if not overlap:
        return ""
    percent, differ = overlap.get("percent", 0), overlap.get("differ", 0)
    when = f" on {fmt.day(dt.datetime.fromisoformat(overlap['at']).astimezone(zone))}" if overlap.get("at") else ""
    start = "All" if percent == 100 else f"{percent} %"
    tail = "none differs" if not differ else ("1 row differs" if differ == 1 else f"{differ:,} rows differ")
    return f"{start} of this file was loaded{when or ' before'}, {tail}."


def problem_words(problem: Mapping[str, Any]) -> str:
    """Say what is wrong with a cell, or with the row where no cell is named."""
    value = shown(problem.get("value") or "", dt.UTC)
    if not problem.get("header"):
        return problem["reason"] if not problem.get("value") else f"{value} {problem['reason']}"
    return (
        f"“{problem.get('value', '')[:LONGEST]}” {problem['reason']}"
        if problem.get("value")
        else f"{problem['reason']}"
    )
