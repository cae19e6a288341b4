"""Draws that a company is made of, and how its files write money, days and moments."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import lru_cache
from random import Random
from typing import Any, TypeVar

T = TypeVar("T")
# A row of a table's file by its headers; None is an empty cell.
Row = dict[str, Any]
Named = tuple[str, Row]


class Chance:
    """One stream of draws."""

    def __init__(self, rng: Random) -> None:
        """Draw from a seeded stream."""
        self.random = rng.random
        self._gauss = rng.gauss
        self.shuffle = rng.shuffle

    def pick(self, words: Sequence[T]) -> T:
        """Give one of them, each as likely."""
        return words[int(self.random() * len(words))]

    def happens(self, share: float) -> bool:
        """Tell whether what happens in such a share of cases happens now."""
        return self.random() < share

    def between(self, low: int, high: int) -> int:
        """Give a whole number between two, both possible."""
        return low + int(self.random() * (high - low + 1))

    def near(self, mean: float, spread: float, low: float, high: float) -> float:
        """Give a number near a mean, within bounds."""
        return min(high, max(low, self._gauss(mean, spread)))


def weighted(shares: Mapping[T, int]) -> tuple[T, ...]:
    """Repeat each word by its weight, so that a plain pick follows the weights."""
    return tuple(word for word, weight in shares.items() for _ in range(weight))


def usd(cents: int) -> str:
    """Write an amount of cents as dollars: 1234 is 12.34."""
    return f"{cents // 100}.{cents % 100:02d}" if cents >= 0 else f"-{usd(-cents)}"


def hours(minutes: int) -> str:
    """Write minutes, a multiple of six, as hours with one decimal."""
    return f"{minutes // 60}.{minutes % 60 // 6}"


@lru_cache(maxsize=20_000)
def day(ordinal: int) -> str:
    """Write a day, given as its ordinal."""
    return dt.date.fromordinal(ordinal).isoformat()


def moment(ordinal: int, minute: int) -> str:
    """Write a minute of a day; minutes beyond its end fall on the next."""
    later, minute = divmod(minute, 1440)
    return f"{day(ordinal + later)} {minute // 60:02d}:{minute % 60:02d}:00.000000"


@lru_cache(maxsize=20_000)
def month_of(ordinal: int) -> int:
    """Give the month, 1 to 12, of a day."""
    return dt.date.fromordinal(ordinal).month


@lru_cache(maxsize=20_000)
def month_end(ordinal: int) -> int:
    """Give the last day of the month of a day."""
    date = dt.date.fromordinal(ordinal)
    return (date.replace(day=28) + dt.timedelta(days=4)).replace(day=1).toordinal() - 1


@lru_cache(maxsize=20_000)
def months_later(ordinal: int, months: int) -> int:
    """Give the same day so many calendar months later, or the last of that month."""
    date = dt.date.fromordinal(ordinal)
    year, month = divmod(date.year * 12 + date.month - 1 + months, 12)
    last = month_end(dt.date(year, month + 1, 1).toordinal())
    return min(last, last - dt.date.fromordinal(last).day + date.day)


def rounded(value: float) -> int:
    """Round half up to a whole number; cents that a share of an amount comes to."""
    return int(value + 0.5)
