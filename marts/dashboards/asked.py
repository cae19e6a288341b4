"""What the address of a KPI page asks for: the week, the place, the KPI of the table. Pure but for the units' names."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.db.models import Max

from aiop.builders.windows import Window
from aiop.orgs.models import Org
from marts.kpi.definitions import ALL, BY_KEY
from marts.kpi.rollups import UNMAPPED, By
from marts.models import DailyCell
from servicetitan.api import ReportingUnit

WEEKS = 13
_WEEK = dt.timedelta(days=7)


@dataclass(frozen=True)
class Place:
    """A unit, a region or the whole company: its key in figures and in addresses, its name."""

    key: str
    name: str
    by: By


COMPANY = Place("company", "All units", "company")


@dataclass(frozen=True)
class Asked:
    """The week (its Monday), the place of the tiles, how the table is cut, and which KPI it shows."""

    week: dt.date
    place: Place
    by: By
    kpi: str
    problems: tuple[str, ...] = ()

    @property
    def window(self) -> Window:
        """Thirteen weeks that end with the one asked for."""
        return Window(self.week - (WEEKS - 1) * _WEEK, self.week + dt.timedelta(days=6))

    @property
    def weeks(self) -> list[dt.date]:
        """Their Mondays."""
        return [self.week - back * _WEEK for back in range(WEEKS - 1, -1, -1)]

    def query(self, **other: Any) -> str:
        """Give the address of this page, with other choices."""
        then = replace(self, **other)
        place: dict[str, str] = {} if then.place == COMPANY else {then.place.by: then.place.key}
        return urlencode({"week": then.week.isoformat(), **place, "by": then.by, "kpi": then.kpi})

    @property
    def earlier(self) -> str:
        """The address of the week before."""
        return self.query(week=self.week - _WEEK)

    @property
    def later(self) -> str:
        """The address of the week after."""
        return self.query(week=self.week + _WEEK)


def read(given: Mapping[str, str], org: Org, today: dt.date) -> tuple[Asked, list[ReportingUnit]]:
    """Read an address; what makes no sense is told, and the usual shown instead."""
    units = list(ReportingUnit.objects.for_org(org).order_by("position", "label"))
    problems: list[str] = []
    week = _week(given.get("week", ""), problems) or latest_week(org, today)
    place = _place(given, units, problems)
    by: By = "region" if given.get("by") == "region" else "unit"
    kpi = given.get("kpi", "")
    if kpi and kpi not in BY_KEY:
        problems.append(f"There is no KPI named “{kpi[:30]}”; {ALL[0].title.lower()} are shown.")
    return Asked(week, place, by, kpi if kpi in BY_KEY else ALL[0].key, tuple(problems)), units


def latest_week(org: Org, today: dt.date) -> dt.date:
    """Give the Monday of the latest whole week that has cells, else of this week."""
    monday = today - dt.timedelta(days=today.weekday())
    latest = DailyCell.objects.for_org(org).filter(day__lt=monday).aggregate(day=Max("day"))["day"]
    return monday if latest is None else latest - dt.timedelta(days=latest.weekday())


def places(units: list[ReportingUnit]) -> list[Place]:
    """List the places that may be chosen: the company, its regions, its units."""
    regions = {unit.region_key: unit.region_label for unit in units}
    return [
        COMPANY,
        *(Place(key, label, "region") for key, label in regions.items()),
        *(Place(unit.key, unit.label, "unit") for unit in units),
        Place(UNMAPPED, "Not placed", "unit"),
    ]


def _week(text: str, problems: list[str]) -> dt.date | None:
    if not text:
        return None
    try:
        day = dt.date.fromisoformat(text)
        return day - dt.timedelta(days=day.weekday())
    except (ValueError, OverflowError):
        problems.append(f"“{text[:20]}” is not a day; the latest whole week is shown.")
        return None


def _place(given: Mapping[str, str], units: list[ReportingUnit], problems: list[str]) -> Place:
    for by in ("unit", "region"):
        key = given.get(by, "")
        found = next((one for one in places(units) if one.by == by and one.key == key), None)
        if found:
            return found
        if key:
            problems.append(f"There is no {by} “{key[:30]}”; all units are shown.")
    return COMPANY
