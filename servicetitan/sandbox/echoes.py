"""What one part of a case says of another: how many visits a job has, what a customer owes."""

from __future__ import annotations

from servicetitan.sandbox.case import Case
from servicetitan.sandbox.moments import DAY, at_local
from servicetitan.sandbox.records import Facts, Record

# When somebody updated every old estimate at once, as shares of history: once before the tenant's moment and once after.
MASS_UPDATES = (0.93, 1.1)
OLD = 60 * DAY


def echo(case: Case) -> None:
    """Write into jobs, visits and customers what the finished story says of them."""
    visits: dict[int, list[Record]] = {}
    for visit in case.records.get("appointments", ()):
        visits.setdefault(visit.versions[0][2]["job"], []).append(visit)
    for job in case.records.get("jobs", ()):
        _number(job, visits.get(job.id, []))
    for customer in case.records.get("customers", ()):
        _owe(customer, case.records.get("invoices", []))
    for offer in case.records.get("estimates", ()):
        for share in MASS_UPDATES:
            _touch(offer, at_local(case.plan.day(share), 1380))


def _touch(offer: Record, at: int) -> None:
    """Let an update of all old estimates touch one: nothing changes but the moment of modification, which thousands then share."""
    if offer.versions[0][0] < at - OLD:
        touched: tuple[int, int, Facts] = (at, at, {})
        offer.versions = sorted([*offer.versions, touched], key=lambda version: version[0])


def _number(job: Record, visits: list[Record]) -> None:
    visits.sort(key=lambda visit: visit.created)
    for nth, visit in enumerate(visits, start=1):
        visit.versions[0][2]["nth"] = nth
    first = job.versions[0][2]
    first["visits"] = len(visits)
    first["first_visit"] = visits[0].id if visits else 0
    first["latest_visit"] = visits[-1].id if visits else 0


def _owe(customer: Record, invoices: list[Record]) -> None:
    """Let a customer's balance follow the invoices of the first call; each move modifies the customer, as in the system."""
    moves: list[tuple[int, int, int]] = []
    for nth, invoice in enumerate(invoices):
        active, balance = True, 0
        for seen, _, facts in invoice.versions:
            active = facts.get("active", active)
            balance = facts.get("balance", balance)
            moves.append((seen, nth, balance if active else 0))
    owed: dict[int, int] = {}
    total = 0
    changes: list[tuple[int, int, Facts]] = []
    for seen, nth, balance in sorted(moves):
        owed[nth] = balance
        if sum(owed.values()) != total:
            total = sum(owed.values())
            changes.append((seen, seen, {"balance": total, "accounting": True}))
    if changes:
        told = [(seen, stamp, {"accounting": False, **facts}) for seen, stamp, facts in customer.versions]
        customer.versions = [told[0], *sorted([*told[1:], *changes], key=lambda version: version[0])]
