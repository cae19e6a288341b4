"""What the tenant's own reports count: one line per job, per payment and per invoice, summed up from the world's facts as of its clock.

Nothing here reads what the API writes, and nothing here knows our KPIs: it is the other side of every comparison.
"""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from servicetitan.sandbox.moments import local_day
from servicetitan.sandbox.records import Facts, Record
from servicetitan.sandbox.world import TenantWorld


class Sale(NamedTuple):
    """One sold estimate: its id, the moment of sale, cents before tax, and who sold it."""

    estimate: int
    at: int
    cents: int
    seller: int | None


class JobLine(NamedTuple):
    """One job with its days of Phoenix and its cents."""

    id: int
    unit: int
    type: int
    status: str
    customer: str
    campaign: int
    technician: int | None
    created: int
    completed: int | None
    start: int
    earliest: int  # of any visit, those included that do not count
    invoiced: int | None
    sales: tuple[Sale, ...]
    no_charge: bool
    revenue: int
    adjusted: int  # the part of the revenue that adjustment invoices hold
    tax: int
    labour: int
    direct: int
    material: int
    returned: int
    item_units: tuple[int, ...]


class PaymentLine(NamedTuple):
    """One payment that is not void, with the invoices it was applied to and their units."""

    id: int
    day: int
    customer: str
    customer_id: int
    cents: int
    unit: int
    kind: str
    applied: tuple[tuple[int, int], ...]


class InvoiceLine(NamedTuple):
    """One invoice, void or not."""

    id: int
    job: int | None
    day: int
    unit: int
    location: int
    balance: int
    active: bool
    due: bool  # its job is completed, or it has none


class Books:
    """Lines of all jobs, payments and invoices as of one moment."""

    def __init__(self, world: TenantWorld, *, at: int | None = None, deleted: bool = False) -> None:
        """Count the world as of its clock or an earlier moment, deleted jobs too if asked; reads every case once."""
        self.world = world
        self.at = world.now() if at is None else at
        self._deleted = deleted
        self.jobs: list[JobLine] = []
        self.payments: list[PaymentLine] = []
        self.invoices: dict[int, InvoiceLine] = {}
        self.site: dict[int, str] = {}  # names of locations
        self.location_of: dict[int, int] = {}  # a customer's location
        self._names: dict[int, str] = {}
        for case in world.cases():
            self._count(case)

    def unit_name(self, unit: int) -> str:
        """Give a unit's name as it is now."""
        return str(self.world.tenant.known("business_units", unit, self.at)["name"])

    def type_name(self, type_id: int) -> str:
        """Give a job type's name as it is now."""
        return str(self.world.tenant.known("job_types", type_id, self.at)["name"])

    def technician_name(self, who: int | None) -> str:
        """Give a technician's name, empty for nobody."""
        return "" if who is None else str(self.world.tenant.known("technicians", who, self.at)["name"])

    def _count(self, case: dict[str, list[Record]]) -> None:
        known = {name: self._known(records) for name, records in case.items()}
        for customer in known.get("customers", ()):
            self._names[customer["id"]] = customer["name"]
        for location in known.get("locations", ()):
            self.site[location["id"]] = location["name"]
            self.location_of[location["customer"]] = location["id"]
        lines = {
            job["id"]: self._job(job, known)
            for job in known.get("jobs", ())
            if self._deleted or job.get("active", True)
        }
        self.jobs.extend(lines.values())
        for invoice in known.get("invoices", ()):
            self.invoices[invoice["id"]] = _invoice(invoice, lines)
        self.payments.extend(
            self._payment(payment) for payment in known.get("payments", ()) if payment.get("active", True)
        )

    def _known(self, records: list[Record]) -> list[Facts]:
        states = (record.state(self.at) for record in records)
        return [state for state in states if state is not None]

    def _of(self, job: Facts, known: dict[str, list[Facts]], entity: str) -> list[Facts]:
        return [state for state in known.get(entity, ()) if state["job"] == job["id"] and state.get("active", True)]

    def _job(self, job: Facts, known: dict[str, list[Facts]]) -> JobLine:
        bills = self._of(job, known, "invoices")
        pay = self._of(job, known, "gross_pay_items")
        visits = [visit for visit in known.get("appointments", ()) if visit["job"] == job["id"]]
        return JobLine(
            id=job["id"],
            unit=job["unit"],
            type=job["type"],
            status=job["status"],
            customer=self._names.get(job["customer"], ""),
            campaign=job["campaign"],
            technician=pay[0]["employee"] if pay else None,
            created=local_day(job["created"]),
            completed=None if job["completed"] is None else local_day(job["completed"]),
            start=start_day(job, visits),
            earliest=min((local_day(visit["start"]) for visit in visits), default=start_day(job, visits)),
            invoiced=min((bill["day"] for bill in bills), default=None),
            sales=_sales(self._of(job, known, "estimates")),
            no_charge=job["no_charge"],
            revenue=sum(bill["subtotal"] for bill in bills),
            adjusted=sum(bill["subtotal"] for bill in bills if bill["adjusts"]),
            tax=sum(bill["tax"] for bill in bills),
            labour=sum(item["amount"] for item in pay if item["activity"] != "Direct Adjustment"),
            direct=sum(item["amount"] for item in pay if item["activity"] == "Direct Adjustment"),
            material=_ordered(self._of(job, known, "purchase_orders")) + sum(map(_stock, bills)),
            returned=sum(map(_worth, _kept(self._of(job, known, "returns")))),
            item_units=tuple(bill["line_unit"] for bill in bills),
        )

    def _payment(self, payment: Facts) -> PaymentLine:
        sums: Counter[int] = Counter()
        for _, invoice, cents, _ in payment["applied"]:
            sums[invoice] += cents
        return PaymentLine(
            payment["id"], payment["day"], payment["payer"], payment["customer"], payment["total"], payment["unit"], payment["kind"],
            tuple(sums.items()),
        )  # fmt: skip


def start_day(job: Facts, visits: list[Facts]) -> int:
    """Give the day on which a job starts: of its first visit that counts, else of any visit, else of completion, else of booking."""
    valid = [
        visit["start"]
        for visit in visits
        if visit["status"] != "Canceled" and visit.get("active", True) and not visit.get("unused", False)
    ]
    starts = valid or [visit["start"] for visit in visits]
    if starts:
        return local_day(min(starts))
    return local_day(job["created"] if job["completed"] is None else job["completed"])


def _sales(estimates: list[Facts]) -> tuple[Sale, ...]:
    sold = [offer for offer in estimates if offer["status"] == "Sold" and offer["sold"] is not None]
    return tuple(
        Sale(offer["id"], offer["sold"], sum(quantity * cents for quantity, cents in offer["lines"]), offer["sold_by"])
        for offer in sorted(sold, key=lambda offer: (offer["sold"], offer["id"]))
    )


def _worth(order: Facts) -> int:
    return int(sum(quantity * cents for quantity, cents in order["lines"]) + order["tax"] + order["shipping"])


def _ordered(orders: list[Facts]) -> int:
    return sum(_worth(order) for order in orders if order["status"] != "Canceled")


def _stock(bill: Facts) -> int:
    return int(sum(quantity * cents for quantity, cents in bill["costs"]))


def _kept(returns: list[Facts]) -> list[Facts]:
    return [back for back in returns if back["status"] in {"Returned", "CreditReceived"}]


def _invoice(invoice: Facts, jobs: dict[int, JobLine]) -> InvoiceLine:
    job = invoice["job"]
    due = job is None or (job in jobs and jobs[job].status == "Completed")
    return InvoiceLine(
        invoice["id"],
        job,
        invoice["day"],
        invoice["unit"],
        invoice["location"],
        invoice["balance"],
        invoice.get("active", True),
        due,
    )
