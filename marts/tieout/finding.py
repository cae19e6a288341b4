"""Reports given, the ways of counting that print them: reads reports and records, and lets the search compare."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

from aiop.orgs.models import Org
from aiop.runs.running import Failed
from marts.kpi.definitions import BY_KEY
from marts.tieout.explain import monday
from marts.tieout.extract import Extract, day_of, read_report
from marts.tieout.grid import GRIDS, OF_KPI
from marts.tieout.ours import Units, units_of
from marts.tieout.search import Answer, Target, search
from marts.tieout.search_records import read_records

_EPOCH = dt.date(1970, 1, 1)


class NothingToSearch(Failed):
    """No way of counting is known for the KPI, or the reports do not tell it by week."""


def find(org: Org, kpi: str, paths: Sequence[Path]) -> Answer:
    """Search for the ways of counting that give a KPI's figures in these reports; call inside the organisation."""
    if kpi not in OF_KPI:
        raise NothingToSearch(f"No ways of counting {kpi} are known; there are ways for {', '.join(OF_KPI)}.")
    units = units_of(org)
    printed: dict[tuple[int, int], int] = {}
    for path in paths:
        printed |= _printed(read_report(path), kpi, units)
    grid = OF_KPI[kpi]
    return search(read_records(org, grid), GRIDS[grid], Target(printed))


def week_of(number: int) -> dt.date:
    """Give the Monday that the search knows by a number."""
    return _EPOCH + dt.timedelta(days=number)


def _printed(extract: Extract, kpi: str, units: Units) -> dict[tuple[int, int], int]:
    """Sum a report by week and unit, in cents where it is money; units of the KPI's role without a row printed 0."""
    parts = [part for part in extract.report.parts if (part.kpi, part.part) == (kpi, "numerator")]
    if not parts or not extract.report.day:
        raise NothingToSearch(f"{extract.report.title} does not tell {kpi} by day.")
    definition, cents = BY_KEY[kpi], Decimal(100) if BY_KEY[kpi].measure == "money" else Decimal(1)
    sums: dict[tuple[int, int], Decimal] = {}
    for row in extract.rows:
        unit, day = units.find(row.texts.get(extract.report.unit, "")), day_of(row, extract.report)
        if unit and unit > 0 and day and units.may_count(unit, definition.role) and parts[0].counts(row):
            key = ((monday(day) - _EPOCH).days, unit)
            sums[key] = sums.get(key, Decimal(0)) + parts[0].amount(row) * cents
    mine = [unit for unit, role in units.roles.items() if role == definition.role and unit > 0]
    return {(week, unit): int(sums.get((week, unit), 0)) for week in {week for week, _ in sums} for unit in mine}
