"""RapidFuzz with weights by hand: similarity of names, contacts and address; it is lent the sandbox's own list of nicknames."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

import numpy as np
from rapidfuzz.distance import JaroWinkler, Levenshtein
from rapidfuzz.fuzz import token_sort_ratio

from crm.sandbox.people_names import NICKNAMES
from tests.benchmarks.matching.contender import Found

_LARGEST_BLOCK = 20
_ROOTS = {short.lower(): formal.lower() for formal, shorts in NICKNAMES.items() for short in shorts}
_UNKNOWN = 0.35
_DIGITS, _WORDS = re.compile(r"\D"), re.compile(r"[^a-z0-9 ]")
_FORM_FILLERS = re.compile(r"(none|no|na|test|noemail|unknown)@.*")


class Clean(NamedTuple):
    """A row in plain spelling, blank where nothing is known."""

    id: int
    first: str
    last: str
    phone: str
    email: str
    address: str
    zip: str
    birth: str


def read(folder: Path) -> list[dict[str, str]]:
    """Read a set's file."""
    with (folder / "customers.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def clean(rows: list[dict[str, str]]) -> list[Clean]:
    """Bring rows into plain spelling."""
    return [_clean(row) for row in rows]


def _clean(row: dict[str, str]) -> Clean:
    first, last = row["first_name"], row["last_name"]
    if not first and not last:
        last, comma, first = row.get("name", "").partition(",")
        first, last = (first, last) if comma else (last.partition(" ")[0], last.partition(" ")[2])
    digits = _DIGITS.sub("", row.get("phone", ""))[-10:]
    email = row.get("email", "").strip().lower()
    return Clean(
        int(row["customer_id"]),
        first.strip().lower(),
        last.strip().lower(),
        digits if len(digits) == 10 and len(set(digits)) > 1 and digits != "1234567890" else "",
        "" if "@" not in email or _FORM_FILLERS.fullmatch(email) else email,
        _WORDS.sub("", row["address"].lower()),
        row["zip"].replace(" ", "").lower(),
        row.get("birth_date", ""),
    )


_KEYS: tuple[Callable[[Clean], tuple[str, ...]], ...] = (
    lambda c: (c.phone,),
    lambda c: (c.email,),
    lambda c: (c.birth,),
    lambda c: (_ROOTS.get(c.first, c.first), c.last),
    lambda c: (c.last[:4], c.zip, c.first[:1]),
    lambda c: (c.address[:8], c.zip, c.first[:1]),
    lambda c: (c.first, c.zip, c.address[:4]),
)


def match(people: list[Clean]) -> Found:
    """Score every pair that shares a key with few others."""
    pairs = {both for key in _KEYS for both in _block(people, key)}
    left = np.array([people[a].id for a, _ in pairs], np.int64)
    right = np.array([people[b].id for _, b in pairs], np.int64)
    score = np.array([_score(people[a], people[b]) for a, b in pairs], np.float64)
    return Found(np.minimum(left, right), np.maximum(left, right), score, np.full(len(left), ""))


def _block(people: list[Clean], key: Callable[[Clean], tuple[str, ...]]) -> Iterable[tuple[int, int]]:
    groups: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for at, person in enumerate(people):
        parts = key(person)
        if all(parts):
            groups[parts].append(at)
    for group in groups.values():
        if 1 < len(group) <= _LARGEST_BLOCK:
            yield from combinations(group, 2)


def _score(a: Clean, b: Clean) -> float:
    """Weigh what agrees; what either row lacks counts as a little, so that a bare name proves nothing."""
    value = 0.34 * _first(a, b) + 0.20 * _stretched(JaroWinkler.similarity(a.last, b.last))
    value += 0.14 * (float(Levenshtein.distance(a.phone, b.phone) < 2) if a.phone and b.phone else _UNKNOWN)
    value += 0.18 * (_stretched(JaroWinkler.similarity(a.email, b.email)) if a.email and b.email else _UNKNOWN)
    value += 0.14 * (_stretched(token_sort_ratio(a.address, b.address) / 100) if a.address and b.address else _UNKNOWN)
    if a.birth and b.birth:
        return 0.7 * value + 0.3 * Levenshtein.normalized_similarity(a.birth, b.birth)
    return value


def _stretched(similarity: float) -> float:
    """Spread the upper part of a similarity over the whole range: below 0.6 two texts have nothing in common."""
    return max(0.0, similarity * 2.5 - 1.5)


def _first(a: Clean, b: Clean) -> float:
    if a.first == b.last and a.last == b.first:
        return 1.0
    if a.first[:1] == b.first[:1] and min(len(a.first.rstrip(".")), len(b.first.rstrip("."))) == 1:
        return 0.9
    if _ROOTS.get(a.first, a.first) == _ROOTS.get(b.first, b.first):
        return 1.0
    return _stretched(JaroWinkler.similarity(a.first, b.first))
