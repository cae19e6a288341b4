"""Reports as tests print them, and what comparing one gives."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

from marts.tieout.tie import tie
from servicetitan import models as st
from tests.factories.painting import PRODUCTION, RETIRED, SALES, STRANGE, PaintingCompany, at

TAKEN = at("2030-03-20 12:00")
UNITS = {
    SALES: "Phoenix-Sales",
    PRODUCTION: "Phoenix-Production",
    RETIRED: "Z-DO NOT USE",
    STRANGE: "Strange",
    13: "Tucson-Sales",
}
JOB_COST = [
    "Scheduled Date", "Job Business Unit", "Job Type", "Job Number", "Jobs Subtotal", "Labor Pay", "Payroll Adjustments",
    "Materials + Equip. + PO/Bill Costs", "Return Costs", "Jobs Total Costs", "Job Status",
]  # fmt: skip


def named(company: PaintingCompany) -> PaintingCompany:
    """Give a company the names by which reports call its units."""
    for unit, name in UNITS.items():
        company.add(st.BusinessUnit, source_id=unit, name=name, name_key=name.casefold())
    return company


def produced(company: PaintingCompany, start: str = "2030-03-05 16:00", amount: str = "100", **also: Any) -> int:
    """Add a production job with a visit and an invoice, changed before the report was taken."""
    job = company.job(modified_on=at("2030-03-19 00:00"), **also)
    company.visit(job, start, modified_on=at("2030-03-19 00:00"))
    company.invoice(job, amount, modified_on=at("2030-03-19 00:00"), total=Decimal(amount) * 2)
    return job


def cost_row(job: int, subtotal: str = "100", **also: Any) -> list[Any]:
    """Give a row of the job-cost report; by default as our factory's job."""
    usual = {"day": "03/05/2030", "unit": "Phoenix-Production", "type": "Production-RES-EXT", "status": "Completed"}
    row = {**usual, "labour": "0", "adjustments": "0", "materials": "0", "returns": "0", "cost": "0", **also}
    return [
        row["day"], row["unit"], row["type"], job, subtotal, row["labour"], row["adjustments"], row["materials"],
        row["returns"], row["cost"], row["status"],
    ]  # fmt: skip


def causes(company: PaintingCompany, path: Path, kpi: str = "dollars_produced", **how: Any) -> dict[str, Decimal]:
    """Compare and give the causes of one KPI's numerator with their sums."""
    company.build()
    _, figures, differences = tie(company.org, path, by="maya", extracted_at=TAKEN, **how)
    found: dict[str, Decimal] = {}
    for one in differences:
        if one.kpi == kpi and one.part == "numerator":
            found[one.cause] = found.get(one.cause, Decimal(0)) + one.amount
    off = sum((f.theirs or Decimal(0)) - (f.ours or Decimal(0)) for f in figures if f.kpi == kpi)
    assert sum(found.values()) == off
    return found
