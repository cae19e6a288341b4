"""When the tenant is asked for work and by whom: the outline of a world, small enough to hold, from which each case is told on its own."""

from __future__ import annotations

import math
import random
from array import array
from bisect import bisect
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from aiop.sandbox.world import World
from servicetitan.sandbox.moments import DAY, MICRO, at_local, local_day, moment, weekday
from servicetitan.sandbox.reference import SHARES

REGION_KEYS = tuple(SHARES)
NOBODY = -1
_BY_WEEKDAY = (1.0, 1.0, 0.95, 0.95, 0.9, 0.4, 0.15)


class UnknownScaleError(ValueError):
    """No scale has that name."""


class Scale(NamedTuple):
    """How large a tenant is at its moment: exact counts, days of history behind it, and how many calls for work bring them about."""

    jobs: int
    estimates: int
    invoices: int
    payments: int
    history_days: int
    technicians: int
    cases: int  # few enough that no count is overshot; what is missing is filled up


SCALES = {
    "tiny": Scale(160, 148, 172, 55, 365, 12, 80),
    "small": Scale(1_613, 1_493, 1_728, 555, 546, 40, 1_010),
    "full": Scale(161_332, 149_310, 172_777, 55_459, 2_123, 221, 114_500),
}


@dataclass(frozen=True)
class Plan:
    """The outline: for each case when it starts, whose it is, where, and with whom it will be merged."""

    seed: int
    scale: Scale
    first_day: int
    as_of: int
    starts: array[int]
    owner: array[int]  # the case whose customer this one's is
    region: bytearray
    merged_to: array[int]  # the case into whose customer this one's is merged, or NOBODY
    salt: int
    harsh: bool  # some records show half a year after they say
    cases: int  # those told for their own sake; what is numbered beyond fills counts up

    def chance(self, case: int, part: int = 0) -> random.Random:
        """Give the stream of chance of one part of a case."""
        return random.Random(self.salt ^ (case << 8 | part))  # noqa: S311 - invented data, not secrets

    def day(self, share: float) -> int:
        """Give the day that lies a share of history after its start; above 1 it lies in the future."""
        return self.first_day + int(share * self.scale.history_days)


def make_plan(seed: int, scale: str, as_of: datetime, *, days_ahead: int, harsh: bool = False) -> Plan:
    """Lay out a world by seed, scale and the moment at which its counts are exact; it lives on for `days_ahead` days."""
    if scale not in SCALES:
        raise UnknownScaleError(f"no scale is called {scale}; there are: {', '.join(SCALES)}")
    sized = SCALES[scale]
    world = World(seed, f"servicetitan-{scale}")
    last_day = local_day(moment(as_of))
    first_day = last_day - sized.history_days
    chance = world.rng("outline")
    cases = sized.cases + sized.cases * days_ahead // sized.history_days
    days = range(first_day, last_day + days_ahead)
    starts = array("q", sorted(_asked(chance, days, cases)))
    owner, merged_to = _people(chance, cases)
    region = bytearray(chance.choices(range(len(REGION_KEYS)), list(SHARES.values()), k=cases))
    return Plan(seed, sized, first_day, moment(as_of), starts, owner, region, merged_to, world.salt, harsh, cases)


def fill_up(plan: Plan, count: int) -> None:
    """Number more cases, all of them over well before the tenant's moment, for customers known by then."""
    chance = plan.chance(1 << 41)
    ends = local_day(plan.as_of) - 40
    for _ in range(count):
        start = at_local(chance.randrange(plan.first_day + 30, ends), chance.uniform(420, 1000))
        known = chance.randrange(max(1, bisect(plan.starts, start, hi=plan.cases)))
        plan.starts.append(start)
        plan.owner.append(plan.owner[known])
        plan.merged_to.append(NOBODY)
        plan.region.append(plan.region[known])


def _asked(chance: random.Random, days: range, cases: int) -> list[int]:
    # Spring and autumn are busy, summer in the desert is not.
    weights = [_BY_WEEKDAY[weekday(day)] * (1 + 0.25 * math.sin(day / 365.25 * 4 * math.pi)) for day in days]
    return [
        at_local(day, chance.triangular(6.5 * 60, 22 * 60, 10.5 * 60)) + chance.randrange(MICRO)
        for day in chance.choices(days, weights, k=cases)
    ]


def _people(chance: random.Random, cases: int) -> tuple[array[int], array[int]]:
    owner = array("l", range(cases))
    merged_to = array("l", [NOBODY]) * cases
    for case in range(20, cases):
        draw = chance.random()
        if draw < 0.10:
            owner[case] = owner[chance.randrange(case)]
        elif draw < 0.13:
            merged_to[case] = owner[chance.randrange(case)]
    return owner, merged_to


def days_between(chance: random.Random, least: float, most: float, mean: float) -> int:
    """Give a time in microseconds, mostly short and sometimes long."""
    return int(min(least + chance.expovariate(1 / mean), most) * DAY)
