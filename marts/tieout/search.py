"""The search for a way of counting that gives what reports printed: every way of the grid, over arrays of records. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from marts.tieout.grid import ANY, KEPT, LEFT_OUT, Grid, Way

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
# Days since 1970 that no record has.
NO_DAY = -(2**40)
# What cannot tie within this many misses is not worth showing.
NEAREST = 5


@dataclass(frozen=True)
class Records:
    """Records as columns: days since 1970 by (date, zone), units by attribution, amounts in cents, and flags.

    One record may stand in several rows, such as a job under each unit that billed it; `is_first` marks one of them.
    """

    status: npt.NDArray[np.str_]
    days: Mapping[tuple[str, str], Ints]
    units: Mapping[str, Ints]
    types: Mapping[str, Flags]
    customer: Ints
    is_test: Flags
    is_first: Flags
    plain: Ints
    adjustments: Ints
    tax: Ints
    tax_of_adjustments: Ints
    is_applied: Flags


@dataclass(frozen=True)
class Target:
    """What reports printed: cents or counts by (Monday as days since 1970, unit)."""

    printed: Mapping[tuple[int, int], int]

    @property
    def weeks(self) -> list[int]:
        """The Mondays, in order."""
        return sorted({week for week, _ in self.printed})

    @property
    def units(self) -> list[int]:
        """The units, in order."""
        return sorted({unit for _, unit in self.printed})


@dataclass(frozen=True)
class Found:
    """One way with its misses: printed and counted, by week and unit."""

    way: Way
    cost: int
    misses: Mapping[tuple[int, int], tuple[int, int]]


@dataclass
class Answer:
    """Ways that tie on every week given, simplest first; else the nearest.

    `settled`: all that tie count alike in every week that we have records of, so the first speaks for all of them.
    Otherwise `telling` names weeks whose reports would tell them apart.
    """

    ties: list[Found] = field(default_factory=list)
    nearest: list[Found] = field(default_factory=list)
    tried: int = 0
    settled: bool = False
    telling: list[int] = field(default_factory=list)


def search(records: Records, grid: Grid, target: Target) -> Answer:
    """Try every way of the grid against what was printed."""
    counter = _Counter(records, target.weeks, target.units)
    wanted = np.array(
        [target.printed.get((week, unit), 0) for week in target.weeks for unit in target.units], dtype=np.int64
    )
    answer, near = Answer(), []
    for way in grid.ways():
        answer.tried += 1
        counted = counter.count(way, grid)
        off = int(np.count_nonzero(counted != wanted))
        if not off:
            answer.ties.append(Found(way, grid.cost(way), {}))
        else:
            near.append((off, int(np.abs(counted - wanted).sum()), grid.cost(way), way))
    answer.ties.sort(key=lambda found: (found.cost, found.way))
    if answer.ties:
        _settle(answer, records, grid, target)
    else:
        answer.nearest = [_missed(counter, grid, target, way) for *_, way in sorted(near)[:NEAREST]]
    return answer


def count(
    records: Records, grid: Grid, way: Way, weeks: Sequence[int], units: Sequence[int]
) -> dict[tuple[int, int], int]:
    """Count one way: by week and unit."""
    counted = _Counter(records, list(weeks), list(units)).count(way, grid)
    return dict(zip([(week, unit) for week in weeks for unit in units], map(int, counted), strict=True))


class _Counter:
    """Counts ways over the same records, keeping what several of them share."""

    def __init__(self, records: Records, weeks: list[int], units: list[int]) -> None:
        self.records = records
        self.weeks, self.units = np.array(weeks, dtype=np.int64), np.array(units, dtype=np.int64)
        self._places: dict[tuple[str, str, str], tuple[Ints, Ints]] = {}
        self._masks: dict[tuple[str, str, str], Flags] = {}

    def count(self, way: Way, grid: Grid) -> Ints:
        """Give what a way counts in each week and unit, week by week."""
        rows, places = self._placed(way)
        chosen = self._mask(way, grid)[rows]
        if way.counted == "applied":
            chosen = chosen & self.records.is_applied[rows]
        rows, places = rows[chosen], places[chosen]
        size = len(self.weeks) * len(self.units)
        if way.counted == "jobs":
            return np.bincount(places[self.records.is_first[rows]], minlength=size).astype(np.int64)
        if way.counted == "different customers":
            pairs = np.unique(np.stack([places, self.records.customer[rows]]), axis=1)
            return np.bincount(pairs[0][pairs[1] >= 0], minlength=size).astype(np.int64)
        sums = np.zeros(size, dtype=np.int64)
        np.add.at(sums, places, self._amounts(way, rows))
        return sums

    def _placed(self, way: Way) -> tuple[Ints, Ints]:
        """Give the rows that fall into a week and unit asked for, and into which."""
        key = (way.date, way.zone, way.unit)
        if key not in self._places:
            days = self.records.days[way.date, way.zone]
            mondays = days - (days + 3) % 7
            week, in_week = _position(self.weeks, mondays)
            unit, in_unit = _position(self.units, self.records.units[way.unit])
            rows = np.flatnonzero(in_week & in_unit & (days != NO_DAY))
            self._places[key] = (rows, (week * len(self.units) + unit)[rows])
        return self._places[key]

    def _mask(self, way: Way, grid: Grid) -> Flags:
        key = (way.status, way.types, way.tests)
        if key not in self._masks:
            mask = np.ones(len(self.records.status), dtype=np.bool_)
            statuses = grid.status[way.status]
            if statuses is not None:
                mask &= np.isin(self.records.status, sorted(statuses))
            if way.types != ANY:
                mask &= self.records.types[way.types]
            if way.tests == LEFT_OUT:
                mask &= ~self.records.is_test
            self._masks[key] = mask
        return self._masks[key]

    def _amounts(self, way: Way, rows: Ints) -> Ints:
        records = self.records
        amounts = records.plain[rows].copy()
        if way.adjustments == KEPT:
            amounts += records.adjustments[rows]
        if way.tax == "with tax":
            amounts += records.tax[rows]
            if way.adjustments == KEPT:
                amounts += records.tax_of_adjustments[rows]
        return amounts


def _position(wanted: Ints, values: Ints) -> tuple[Ints, Flags]:
    at = np.searchsorted(wanted, values)
    at[at == len(wanted)] = 0
    return at.astype(np.int64), np.asarray(wanted[at] == values, dtype=np.bool_)


def _settle(answer: Answer, records: Records, grid: Grid, target: Target) -> None:
    """See whether all ways that tie count alike wherever we have records."""
    days = np.concatenate([days[days != NO_DAY] for days in records.days.values()])
    weeks = sorted({int(week) for week in np.unique(days - (days + 3) % 7)})
    counter = _Counter(records, weeks, target.units)
    alike: defaultdict[bytes, list[Ints]] = defaultdict(list)
    for found in answer.ties:
        counted = counter.count(found.way, grid)
        alike[counted.tobytes()].append(counted)
    answer.settled = len(alike) == 1
    first, *others = (counts[0].reshape(len(weeks), -1) for counts in alike.values())
    apart = {at for other in others for at in np.flatnonzero((first != other).any(axis=1)).tolist()}
    answer.telling = [weeks[at] for at in sorted(apart)]


def _missed(counter: _Counter, grid: Grid, target: Target, way: Way) -> Found:
    counted = counter.count(way, grid).tolist()
    keys = [(week, unit) for week in target.weeks for unit in target.units]
    misses = {
        key: (target.printed.get(key, 0), int(value))
        for key, value in zip(keys, counted, strict=True)
        if target.printed.get(key, 0) != value
    }
    return Found(way, grid.cost(way), misses)
