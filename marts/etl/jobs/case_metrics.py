"""`etl_case_metrics`: counts of cases from the case table."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from marts.build.case_metrics import case_days
from marts.build.worked import Worked
from marts.etl.declared import Extracted, Job, Reading
from marts.etl.windows import Past, Reach
from marts.models import CaseMetrics
from marts.sources.azure_sql.columns import PROBLEM, TABLE
from marts.sources.azure_sql.records import Alike


def _extract(reading: Reading) -> Extracted[list[Alike]]:
    from marts.sources.azure_sql.extract import Cases

    category = _category(reading)
    with Cases(reading.connection, reading.patience) as cases:
        cases.check_columns(category)
        found = cases.alike(category)
    return Extracted(found, sum(one.cases for one in found))


def _compute(reading: Reading, told: list[Alike]) -> Sequence[Worked]:
    days = reading.days.each()
    return case_days(days, told, today=reading.today, table=TABLE, category_column=_category(reading))


def _category(reading: Reading) -> str:
    return str(reading.setting("category_column", PROBLEM))


JOB = Job(
    name="etl_case_metrics",
    title="Cases",
    mart=CaseMetrics,
    key=("snapshot_date",),
    system="azure_sql",
    at=dt.time(5, 0),
    reach=Reach(past=Past.FLOWS, chunk=92),
    extract=_extract,
    compute=_compute,
    owner="Case management",
    watched="total_cases",
)
