"""The search for a definition: one drawn at random is found from four weeks, and right on weeks that it has not seen."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np
import pytest

from marts.tieout.grid import GRIDS, Grid, Way
from marts.tieout.search import Records, Target, count, search

WEEKS = 16
FIRST = 21_907  # a Monday, as days since 1970
UNITS = [1, 2, 3]
STATUSES = ("Completed", "Hold", "Scheduled", "InProgress", "Dispatched", "Canceled")


def invented_days(
    chance: np.random.Generator, grid: Grid, rows: int
) -> dict[tuple[str, str], np.ndarray[tuple[int], np.dtype[np.int64]]]:
    """Invent a day a record for each date, a later one now and then, and in UTC the next day for every fifth."""
    base = chance.integers(FIRST, FIRST + 7 * WEEKS, rows)
    days = {}
    for at, date in enumerate(grid.date):
        ours = base + at * chance.integers(0, 12, rows)
        for zone in grid.zone:
            days[date, zone] = ours + (chance.random(rows) < (0.2 if zone == "UTC" else 0))
    return days


def world(seed: int, grid: Grid, rows: int = 8000) -> Records:
    """Invent 500 records a week, as many as a company has; every axis of a grid matters now and then."""
    chance = np.random.default_rng(seed)

    def flags(share: float) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        return chance.random(rows) < share

    unit = chance.integers(1, 4, rows)
    estimate = flags(0.6)
    amounts = chance.integers(100, 900_000, (4, rows)) * np.stack([flags(0.9), flags(0.08), flags(0.5), flags(0.04)])
    return Records(
        status=np.array((*STATUSES, "Sold", "Open", "Dismissed"))[chance.integers(0, 9, rows)],
        days=invented_days(chance, grid, rows),
        units={name: np.where(flags(0.1 * at), chance.integers(1, 4, rows), unit) for at, name in enumerate(grid.unit)},
        types={
            "estimate": estimate,
            "not excluded": flags(0.95),
            "warranty": flags(0.2),
            "estimate but not commercial": estimate & flags(0.8),
        },
        customer=chance.integers(0, rows // 2, rows),
        is_test=flags(0.03),
        is_first=np.ones(rows, dtype=np.bool_),
        plain=amounts[0],
        adjustments=amounts[1],
        tax=amounts[2],
        tax_of_adjustments=amounts[3],
        is_applied=flags(0.85),
    )


def drawn(grid: Grid, seed: int) -> Way:
    """Draw a way of counting at random."""
    return random.Random(seed).choice(list(grid.ways()))


@pytest.mark.parametrize("name", GRIDS)
@pytest.mark.parametrize("seed", range(3))
def test_a_way_drawn_at_random_is_found_from_four_weeks_and_right_on_the_others(name: str, seed: int) -> None:
    grid = GRIDS[name]
    records, truth = world(seed, grid), drawn(grid, seed)
    weeks = [FIRST + 7 * week for week in range(WEEKS)]
    printed = count(records, grid, truth, weeks[3:7], UNITS)
    answer = search(records, grid, Target(printed))
    assert truth in [found.way for found in answer.ties]
    if answer.settled:
        first = answer.ties[0].way
        assert count(records, grid, first, weeks, UNITS) == count(records, grid, truth, weeks, UNITS)
    else:
        assert answer.telling


def test_of_ways_that_cannot_be_told_apart_the_plainest_comes_first() -> None:
    grid = GRIDS["jobs"]
    records = world(1, grid)
    blind = replace(records, is_test=np.zeros_like(records.is_test))
    truth = Way("Completed", "completion", "UTC", "jobs", "job", "any", "left out", "before tax", "kept")
    answer = search(blind, grid, Target(count(blind, grid, truth, [FIRST + 28], UNITS)))
    assert answer.settled
    assert answer.ties[0].way == replace(truth, tests="kept")
    assert truth in [found.way for found in answer.ties]


def test_where_nothing_ties_the_nearest_are_shown_with_their_misses() -> None:
    grid = GRIDS["collected"]
    records = world(2, grid)
    truth = Way("any", "payment", "the organisation's zone", "applied", "payment", "any", "kept", "before tax", "kept")
    printed = count(records, grid, truth, [FIRST, FIRST + 7], UNITS)
    printed[FIRST, 1] += 1
    answer = search(records, grid, Target(printed))
    assert (answer.ties, answer.nearest[0].way) == ([], truth)
    assert answer.nearest[0].misses == {(FIRST, 1): (printed[FIRST, 1], printed[FIRST, 1] - 1)}


@pytest.mark.nightly
@pytest.mark.slow
def test_of_two_hundred_ways_nearly_all_are_found_and_none_is_wrong_elsewhere() -> None:
    weeks = [FIRST + 7 * week for week in range(WEEKS)]
    found = wrong = 0
    for seed in range(200):
        name = random.Random(seed).choice(list(GRIDS))
        grid, records = GRIDS[name], world(seed, GRIDS[name])
        truth = drawn(grid, seed)
        answer = search(records, grid, Target(count(records, grid, truth, weeks[3:7], UNITS)))
        same = bool(answer.ties) and count(records, grid, answer.ties[0].way, weeks, UNITS) == count(
            records, grid, truth, weeks, UNITS
        )
        found += same
        wrong += answer.settled and not same
    assert found >= 190
    assert wrong == 0
