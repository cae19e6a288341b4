"""What a decision would move, and who restates figures after it: told by those who make figures, which stand above."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from aiop.orgs.models import Org

# A figure as its two sums: only ratios have the second.
Sums = tuple[Decimal | None, Decimal | None]


@dataclass(frozen=True, slots=True)
class Proposed:
    """A placement that somebody considers: a unit of the source from a day on, up to the day before `until`."""

    unit_source_id: int
    reporting_unit_id: int | None
    role: str
    since: dt.date
    until: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Moved:
    """One figure of one reporting unit (0: not placed) in one month, before and after."""

    month: dt.date
    unit_id: int
    kpi: str
    before: Sums
    after: Sums


@dataclass(frozen=True, slots=True)
class Kpi:
    """How a figure is called and written: `money`, `count` or `percent`."""

    key: str
    title: str
    measure: str


Preview = Callable[[Org, Sequence[Proposed], dt.date], Sequence[Moved]]
# Called inside the transaction of a decision, with the organisation's id.
Restate = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Figures:
    """Who makes figures: what they are, what a proposal would move, how they follow a decision at once."""

    kpis: Callable[[], Sequence[Kpi]]
    preview: Preview
    restate: Restate | None = None


_FIGURES: list[Figures] = []


def register(figures: Figures) -> None:
    """Offer figures to the pages of decisions; apps call this as they start."""
    _FIGURES.append(figures)


def kpis() -> dict[str, Kpi]:
    """Give every figure that can be previewed, by its key."""
    return {kpi.key: kpi for figures in _FIGURES for kpi in figures.kpis()}


def preview(org: Org, proposed: Sequence[Proposed], today: dt.date) -> list[Moved]:
    """Say what a proposal would move; empty where nothing would, or nobody makes figures. Call inside `org_context`."""
    return [moved for figures in _FIGURES for moved in figures.preview(org, proposed, today)]


def can_preview() -> bool:
    """Tell whether anybody makes figures."""
    return bool(_FIGURES)


def restate(org_id: int) -> None:
    """Have figures follow a decision, inside its transaction."""
    for figures in _FIGURES:
        if figures.restate is not None:
            figures.restate(org_id)
