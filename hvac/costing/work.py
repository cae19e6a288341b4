"""What hours and jobs cost, and what technicians, branches and areas made of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from aiop.builders.declared import Builder, Building
from aiop.builders.tables import Row, Table, from_rows, from_sql
from aiop.builders.windows import Step
from aiop.quality.checks import Check, Severity
from hvac.costing.reading import ask, sql
from hvac.costing.rules.job_costing import BURDEN, MOST_PARTS
from hvac.costing.rules.labour import Paid, Worked, hourly, pay, split_overtime
from hvac.models.results import BranchMonth, JobCost, PaidTime, TechnicianMonth, TerritoryMonth, TerritoryZip

_PAID = (
    "time_entry_id", "employee_id", "service_call_id", "work_date", "time_type", "regular_hours", "overtime_hours",
    "stated_overtime", "hourly_rate", "pay", "reason",
)  # fmt: skip
# Hours of 45.0 a week stated as overtime to the hundredth may be rounded otherwise than ours.
_TOLERANCE = "0.05"


def paid_time(building: Building) -> Iterator[Row]:
    """Give a row for each time entry: its overtime by the week, its rate, its pay."""
    rows = {row.id: row for row in ask("paid_time", building)}
    known = (_worked(row) for row in rows.values() if row.employee_id is not None)
    paid = {one.entry.id: one for one in split_overtime(known)}
    for row in rows.values():
        yield _paid_row(row, paid.get(row.id))


def _worked(row: Any) -> Worked:
    return Worked(row.id, row.employee_id, row.work_date, row.clock_in_time, row.time_type, row.hours_worked)


def _paid_row(row: Any, paid: Paid | None) -> Row:
    rate = row.hourly_rate if row.hourly_rate is not None else hourly(row.salary) if row.salary is not None else None
    regular, overtime = (paid.regular, paid.overtime) if paid else (None, None)
    reason = "Its employee is not known." if paid is None else "Still clocked in." if regular is None else ""
    head = (row.id, row.employee_id, row.service_call_id, row.work_date, row.time_type)
    return (*head, regular, overtime, row.overtime_hours, rate, pay(regular, overtime, rate), reason)


def _job_costs() -> str:
    """Put the rules' numbers into the query; they are ours, not a person's."""
    return sql("job_costs").replace("%(burden)s", str(BURDEN)).replace("%(most_parts)s", str(MOST_PARTS))


OVERTIME_STATED = Check(
    name="hvac_overtime_as_stated",
    title="Overtime is stated as the week's hours have it",
    question="Does a time entry state another overtime than what comes after the fortieth hour of its week?",
    model="hvac.PaidTime",
    sql=f"SELECT id, 'stated ' || stated_overtime || ' h, by the week ' || overtime_hours || ' h' AS detail FROM hvac_paidtime "
    f"WHERE abs(stated_overtime - overtime_hours) > {_TOLERANCE}",
    has_detail=True,
    guidance="Overtime is the week's, not the day's. Pay is reckoned by the week; correct the entry if it was paid otherwise.",
)
COST_UNKNOWN = Check(
    name="hvac_job_cost_unknown",
    title="Invoiced jobs with a known cost",
    question="Does an invoiced call lack its cost?",
    model="hvac.JobCost",
    sql="SELECT id, reason AS detail FROM hvac_jobcost WHERE revenue IS NOT NULL AND gross_margin IS NULL",
    has_detail=True,
    guidance="Give the call's technician a rate, or its time entries an end.",
)
MARGIN_TIES = Check(
    name="hvac_job_cost_ties",
    title="Job costs tie to calls",
    question="Is there a job cost of a call that is no more, or that states other charges than the call?",
    model="hvac.JobCost",
    sql="SELECT j.id FROM hvac_jobcost j LEFT JOIN hvac_servicecall c ON c.id = j.service_call_id "
    "WHERE c.id IS NULL OR c.labor_cost <> j.charged_labour OR c.parts_cost <> j.parts_stated",
    severity=Severity.INFO,
    guidance="Build job costs again: calls changed since.",
)
PARTS_GAP = Check(
    name="hvac_parts_used_and_stated",
    title="Parts used cost what calls state",
    question="Do the parts issued for a call, at cost, differ by more than a dollar from what the call states?",
    model="hvac.JobCost",
    sql="SELECT id, 'used ' || parts_used || ', stated ' || parts_stated AS detail FROM hvac_jobcost "
    "WHERE parts_used > 0 AND abs(parts_used - parts_stated) > 1",
    has_detail=True,
    severity=Severity.INFO,
    guidance="In the first system's files the two differ tenfold; then margins go by what calls state.",
)
PAY_ABOVE_CHARGE = Check(
    name="hvac_charged_below_pay",
    title="Customers are charged at least what labour is paid",
    question="Is a customer charged less for labour than the technician is paid for the hours?",
    model="hvac.JobCost",
    sql="SELECT id, 'charged ' || charged_labour || ', costs ' || labour_cost AS detail FROM hvac_jobcost "
    "WHERE labour_cost > charged_labour",
    has_detail=True,
    severity=Severity.INFO,
    guidance="Look at the price of the work; under a contract or warranty it may be meant.",
)

PAID_TIME = Builder(
    "hvac_paid_time",
    "Paid time",
    "one row a time entry",
    "People",
    from_rows(Table(PaidTime, ("time_entry_id",), day="work_date"), _PAID, paid_time),
    audits=(OVERTIME_STATED,),
)
JOB_COSTS = Builder(
    "hvac_job_costs",
    "Job costs",
    "one row a service call",
    "Finance",
    from_sql(Table(JobCost, ("service_call_id",), day="service_date"), _job_costs()),
    audits=(COST_UNKNOWN, MARGIN_TIES, PARTS_GAP, PAY_ABOVE_CHARGE),
    needs=("hvac_paid_time",),
)
TECHNICIAN_MONTHS = Builder(
    "hvac_technician_months",
    "Technicians by month",
    "one row a technician and month",
    "Operations",
    from_sql(
        Table(TechnicianMonth, ("technician_id", "month"), day="month", step=Step.MONTH), sql("technician_months")
    ),
    needs=("hvac_job_costs",),
)
BRANCH_MONTHS = Builder(
    "hvac_branch_months",
    "Branches by month",
    "one row a place of the company and month",
    "Operations",
    from_sql(Table(BranchMonth, ("location_id", "month"), day="month", step=Step.MONTH), sql("branch_months")),
    needs=("hvac_job_costs",),
)
TERRITORY_MONTHS = Builder(
    "hvac_territory_months",
    "Territories by month",
    "one row an area and month",
    "Operations",
    from_sql(Table(TerritoryMonth, ("territory_id", "month"), day="month", step=Step.MONTH), sql("territory_months")),
    needs=("hvac_job_costs",),
)
TERRITORY_ZIPS = Builder(
    "hvac_territory_zips",
    "ZIP codes of territories",
    "one row a ZIP code, or its first three digits",
    "Operations",
    from_sql(Table(TerritoryZip, ("prefix",)), sql("territory_zips")),
)
BUILDERS = (PAID_TIME, JOB_COSTS, TECHNICIAN_MONTHS, BRANCH_MONTHS, TERRITORY_MONTHS, TERRITORY_ZIPS)
