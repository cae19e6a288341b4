"""`etl_gl_monthly`: profit and loss of the general ledger, by department and month."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from marts.build.gl_monthly import department_months
from marts.build.worked import Worked
from marts.etl.declared import Job, Reading
from marts.etl.jobs.cash_flow import LEDGER_REACH, Ledger, read_ledger
from marts.models import GlMonthly


def _compute(reading: Reading, told: Ledger) -> Sequence[Worked]:
    return [row for month in told.months for row in department_months(month, told.rules)]


JOB = Job(
    name="etl_gl_monthly",
    title="Departments by month",
    mart=GlMonthly,
    key=("year", "month", "department", "account_type"),
    system="softbase",
    at=dt.time(2, 15),
    reach=LEDGER_REACH,
    extract=read_ledger,
    compute=_compute,
    owner="Finance",
    source_system="softbase_gl",
)
