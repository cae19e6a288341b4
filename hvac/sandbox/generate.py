"""The way in: every row of a seeded company, with what was planted in them noted on the way."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field

from hvac.sandbox.chance import Named
from hvac.sandbox.planting import Planted, Planting
from hvac.sandbox.plants_of_checks import CHECKS
from hvac.sandbox.plants_of_files import ODD, REFUSED
from hvac.sandbox.plants_of_lessons import LESSONS
from hvac.sandbox.story import NAME, Story, found

PLANTS = (*REFUSED, *ODD, *CHECKS, *LESSONS)


@dataclass(slots=True)
class Generated:
    """Rows that can be walked once, and what was planted in those that have been walked."""

    rows: Iterator[Named]
    planted: list[Planted] = field(default_factory=list)


def generate(*, seed: int, as_of: dt.date, scale: float, name: str = NAME, flawed: bool = True) -> Generated:
    """Tell a company's story; `flawed` plants anomalies in it. The same arguments give the same rows."""
    company = found(seed=seed, as_of=as_of, scale=scale, name=name)
    story = Story(company)
    if not flawed:
        return Generated(story.rows())
    planting = Planting(company, PLANTS)
    return Generated(planting.rows(story.rows()), planting.planted)
