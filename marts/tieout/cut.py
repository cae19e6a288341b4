"""Whether a report ends early: what it lacks stands, in the report's own order, behind its last row. Pure."""

from __future__ import annotations

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

# Of what is lacking, so much may stand before the end: another difference beside the cut.
OTHERWISE = 0.1
# One in so many reports that lack as much at random lacks it at its end alone.
ODDS = 500


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a record stands in a report: its unit as printed, its day, its number."""

    unit: str
    day: dt.date | None
    record: str


@dataclass(frozen=True)
class End:
    """The last row of a report, and in which order rows stand before it."""

    last: Spot
    by_day: bool
    by_record: bool

    def is_before(self, spot: Spot) -> bool:
        """Tell whether a record would stand behind the last row."""
        if spot.unit != self.last.unit:
            return spot.unit > self.last.unit
        if self.by_day and spot.day and self.last.day and spot.day != self.last.day:
            return spot.day > self.last.day
        return not self.by_record or spot.record > self.last.record


def cut_at(printed: Sequence[Spot], ours: Iterable[Spot]) -> End | None:
    """Give where a report was cut, None where it was not: `ours` are all records that it should hold."""
    end = _end(printed)
    if end is None:
        return None
    held = {spot.record for spot in printed}
    lacking = [spot for spot in ours if spot.record not in held]
    behind = [spot for spot in lacking if end.is_before(spot)]
    if not behind or len(lacking) - len(behind) > OTHERWISE * len(lacking):
        return None
    ends_within_a_unit = any(spot.unit == end.last.unit for spot in behind)
    is_round = len(printed) % 10 == 0
    by_chance = math.comb(len(held) + len(behind), len(behind)) < ODDS
    if not (ends_within_a_unit or is_round) or (by_chance and not is_round):
        return None
    return end


def _end(printed: Sequence[Spot]) -> End | None:
    """Learn the order of the rows; None where units do not follow each other in order."""
    units = [spot.unit for spot in printed]
    if not units or units != sorted(units):
        return None
    by_day = _is_sorted(printed, lambda spot: spot.unit, lambda spot: spot.day or dt.date.min)
    of = (lambda spot: (spot.unit, spot.day)) if by_day else (lambda spot: spot.unit)
    return End(printed[-1], by_day, _is_sorted(printed, of, lambda spot: spot.record))


def _is_sorted(spots: Sequence[Spot], of: Callable[[Spot], object], by: Callable[[Spot], object]) -> bool:
    """Tell whether the rows of each group stand in an order."""
    groups: defaultdict[object, list[object]] = defaultdict(list)
    for spot in spots:
        groups[of(spot)].append(by(spot))
    return all(group == sorted(group) for group in groups.values())  # type: ignore[type-var]  # days or numbers
