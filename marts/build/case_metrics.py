"""Cases as they stand and stood: what `mart_case_metrics` holds. Pure."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from marts.build.worked import Worked, quotient
from marts.sources.azure_sql.records import Alike

UNKNOWN, OTHER = "Unknown", "Other"
MOST_KEYS = 50
_WINDOW = dt.timedelta(days=29)


def case_days(
    days: Iterable[dt.date], cases: Sequence[Alike], *, today: dt.date, table: str, category_column: str
) -> list[Worked]:
    """Give a row for each day. Of past days it is not known any more which status a case had."""
    named = {"source_table": table, "category_column": category_column}
    return [_day(day, cases, named, is_live=day >= today) for day in days]


def _day(day: dt.date, cases: Sequence[Alike], named: dict[str, str], *, is_live: bool) -> Worked:
    # Today's total is the table's, whatever dates it holds; a past day's is what had been created by then.
    there = cases if is_live else [one for one in cases if one.created <= day]
    total = sum(one.cases for one in there)
    ended = sum(one.cases for one in there if one.closed is not None and (is_live or one.closed <= day))
    new, closed = _within(there, day, lambda one: one.created), _within(there, day, lambda one: one.closed)
    with_tat = sum(one.with_tat for one in there)
    row: dict[str, Any] = {
        "snapshot_date": day,
        **named,
        "total_cases": total,
        "open_cases": total - ended,
        "future_dated": sum(one.cases for one in there if one.created > day),
        "new_cases_30d": sum(new.values()),
        "closed_cases_30d": sum(closed.values()),
        "new_cases_by_day": _by_day(new),
        "closed_cases_by_day": _by_day(closed),
        "cases_by_type": keyed((one.kind, one.cases) for one in there),
        "cases_by_category": keyed((one.category, one.cases) for one in there),
    }
    if is_live:
        row["cases_by_status"] = keyed((one.status, one.cases) for one in there)
    if with_tat:
        row["avg_tat_days"] = quotient(sum(one.tat_days for one in there), with_tat)
    worked = Worked(row)
    for name in ("cases_by_type", "cases_by_category", "cases_by_status"):
        if name in row:
            worked.hold(f"{name} and all cases", sum(row[name].values()), total)
    return worked


def keyed(pairs: Iterable[tuple[str, int]]) -> dict[str, int]:
    """Sum by key, the largest first; blank is Unknown, and what comes after fifty keys is Other."""
    counts: Counter[str] = Counter()
    for key, number in pairs:
        counts[key.strip() or UNKNOWN] += number
    ranked = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    kept = dict(ranked[:MOST_KEYS])
    if rest := sum(number for _, number in ranked[MOST_KEYS:]):
        kept[OTHER] = kept.get(OTHER, 0) + rest
    return kept


def _within(cases: Iterable[Alike], day: dt.date, when: Callable[[Alike], dt.date | None]) -> Counter[dt.date]:
    """Count the cases by their day within the thirty days that end with `day`."""
    found: Counter[dt.date] = Counter()
    for one in cases:
        moment = when(one)
        if moment is not None and day - _WINDOW <= moment <= day:
            found[moment] += one.cases
    return found


def _by_day(counts: Counter[dt.date]) -> dict[str, int]:
    return {day.isoformat(): counts[day] for day in sorted(counts)}
