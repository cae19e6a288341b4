"""A seeded company as lists of rows, made once for all tests."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from decimal import Decimal
from functools import cache
from typing import Any

from hvac.sandbox.generate import generate
from hvac.sandbox.planting import QUARANTINE, Planted

AS_OF = dt.date(2026, 11, 21)
SEED = 5
Tables = dict[str, list[dict[str, Any]]]


@cache
def company(*, flawed: bool, scale: float = 0.5, seed: int = SEED) -> tuple[Tables, list[Planted]]:
    """Give a company's rows by table, and what was planted in them."""
    generated = generate(seed=seed, as_of=AS_OF, scale=scale, flawed=flawed)
    tables: Tables = defaultdict(list)
    for table, row in generated.rows:
        tables[table].append(row)
    return dict(tables), generated.planted


def taken(tables: Tables, planted: list[Planted]) -> Tables:
    """Give the rows that a load takes: without those that must be quarantined, odd numbers as they are meant."""
    refused = {(one.table, one.key, one.column) for one in planted if one.expect == QUARANTINE}
    found: Tables = {}
    for table, rows in tables.items():
        key, seen = next(iter(rows[0])), set[Any]()
        found[table] = []
        for row in rows:
            wrong = any((table, row[key], column) in refused for column in row) and row[key] in (
                seen | _beside(row[key])
            )
            if not wrong:
                seen.add(row[key])
                found[table].append({column: _meant(column, value) for column, value in row.items()})
    return found


def _beside(number: int) -> set[int]:
    return {number} if number >= 9_000_000 else set()


def _meant(column: str, value: Any) -> Any:
    if isinstance(value, str) and column.endswith("_id") and value.endswith(".0"):
        return int(value[:-2])
    if isinstance(value, str) and value.endswith("00000000000003"):
        return value.removesuffix("00000000000003")
    return value


def dollars(text: Any) -> Decimal:
    """Read an amount."""
    return Decimal(str(text))


def days(text: str) -> dt.date:
    """Read a day, or that of a moment."""
    return dt.date.fromisoformat(text[:10])
