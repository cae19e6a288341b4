"""A job as it is booked, of whatever kind, with the invoice that the system makes at once."""

from __future__ import annotations

from typing import Any

from servicetitan.sandbox.case import Case, customer_id, location_id
from servicetitan.sandbox.money import Bill
from servicetitan.sandbox.records import Record
from servicetitan.sandbox.staff import FIRST_CAMPAIGN, FIRST_TECHNICIAN


def technician(case: Case, *, sells: bool) -> int:
    """Give the id of somebody who sells, or who paints."""
    count = case.plan.scale.technicians
    chosen = case.chance.randrange(count // 3) * 3
    return FIRST_TECHNICIAN + (chosen if sells else min(chosen + case.chance.randrange(1, 3), count - 1))


def book(case: Case, at: int, unit: int, type_id: int, *, no_charge: bool = False, **more: Any) -> Record:
    """Add a job to a case."""
    return case.add(
        "jobs",
        at,
        **{
            "customer": customer_id(case.tenant, case.number),
            "location": location_id(case.tenant, case.number),
            "status": "Scheduled",
            "completed": None,
            "unit": unit,
            "type": type_id,
            "campaign": FIRST_CAMPAIGN + case.number * 7 % 27,
            "no_charge": no_charge,
            "invoice": None,
            "priority": case.chance.choice(("Low", "Normal", "Normal", "Normal", "High", "Urgent")),
            **more,
        },
    )


def bill(
    case: Case, job: Record, subtotal: int, *, at: int | None = None, costs: tuple[tuple[int, int], ...] = ()
) -> Bill:
    """Add an invoice to a job, its first if it has none; `costs` are (quantity, cents a piece) of what came from stock."""
    known = job.latest()
    # Three invoices in a hundred are written by another unit than the job's.
    elsewhere = subtotal > 0 and case.chance.random() < 0.03
    unit = case.tenant.unit(case.chance.choice(("PHX", "TUC", "NEV")), "production") if elsewhere else known["unit"]
    bill = Bill(case, at or job.created, subtotal, job=job.id, unit=unit, type_id=known["type"], costs=costs)
    if known["invoice"] is None:
        job.versions[0][2]["invoice"] = bill.record.id
    return bill
