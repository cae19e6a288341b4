"""Invoices and payments: what is billed, paid, applied late, refunded, voided and restated, with balances that follow."""

from __future__ import annotations

from typing import Any

from servicetitan.sandbox.case import Case, customer_id, location_id
from servicetitan.sandbox.moments import DAY, MINUTE, local_day
from servicetitan.sandbox.records import Facts, Record

TEXAS_TAX = 825  # of ten thousand
APPLICATIONS = 100


class Bill:
    """One invoice and all that happens to its balance; `settle` writes the changes in the order of time."""

    def __init__(
        self,
        case: Case,
        at: int,
        subtotal: int,
        *,
        job: int | None,
        unit: int,
        type_id: int | None,
        adjusts: int | None = None,
        costs: tuple[tuple[int, int], ...] = (),
    ) -> None:
        """Add the invoice; amounts are cents."""
        self.taxed = case.region == "GUAR_TX"
        self.changes: list[tuple[int, Facts]] = []
        self.subtotal = subtotal
        # One line in a hundred stands with another unit than its invoice.
        line_unit = 102 if case.chance.random() < 0.01 else unit
        discount = -subtotal // 20 if subtotal > 0 and case.chance.random() < 0.05 else 0
        self.record = case.add(
            "invoices", at, day=local_day(at), subtotal=subtotal, tax=self.tax(subtotal), balance=self.total, job=job, unit=unit,
            line_unit=line_unit, type=type_id, adjusts=adjusts, costs=costs, customer=customer_id(case.tenant, case.number),
            location=location_id(case.tenant, case.number), sync="Pending", discount=discount,
            payer=case.who()["name"], site=case.who()["site"],
        )  # fmt: skip

    @property
    def total(self) -> int:
        """Give what is owed for the latest subtotal, tax included."""
        return self.subtotal + self.tax(self.subtotal)

    def tax(self, subtotal: int) -> int:
        """Give the tax of a subtotal."""
        return subtotal * TEXAS_TAX // 10_000 if self.taxed else 0

    def note(self, at: int, **facts: Any) -> None:
        """Remember a change at a moment."""
        self.changes.append((max(at, self.record.created + MINUTE), facts))

    def restate(self, at: int, subtotal: int) -> None:
        """Change the amount billed."""
        self.subtotal = subtotal
        self.note(at, subtotal=subtotal, tax=self.tax(subtotal))

    def paid(self, at: int, cents: int) -> None:
        """Take a payment's application, or take one back with a negative amount."""
        self.note(at, paid=cents)

    def settle(self) -> None:
        """Write all changes with the balance that each leaves."""
        known = dict(self.record.versions[0][2])
        applied = 0
        for at, facts in sorted(self.changes, key=lambda change: change[0]):
            applied += facts.pop("paid", 0)
            known.update(facts)
            balance = known["subtotal"] + known["tax"] - applied
            paid_on = at if balance == 0 and known["subtotal"] else None
            self.record.change(at, **facts, balance=balance, paid_on=paid_on)


def pay(case: Case, at: int, cents: int, unit: int, *, day: int | None = None, **more: Any) -> Record:
    """Add a payment, not yet applied; `day` is the day it was paid on, which may lie long before it is entered."""
    return case.add(
        "payments",
        at,
        day=local_day(at) if day is None else day,
        total=cents,
        applied=(),
        unit=unit,
        customer=customer_id(case.tenant, case.number),
        payer=case.who()["name"],
        kind=case.chance.choice(("Check", "Credit Card", "Credit Card", "ACH", "Cash", "Financing")),
        sync="Pending",
        **more,
    )


def apply(payment: Record, bill: Bill, at: int, cents: int) -> None:
    """Apply part of a payment to an invoice; at the moment of payment it is part of its first state."""
    before = payment.latest()["applied"]
    at = max(at, bill.record.created, payment.created)
    new = (*before, (payment.id * APPLICATIONS + len(before) + 1, bill.record.id, cents, at))
    if at <= payment.created + MINUTE:
        payment.versions[0][2]["applied"] = new
    else:
        payment.change(at, applied=new)
    bill.paid(at, cents)


def collect(case: Case, bill: Bill, sold: int, done: int) -> None:
    """Let the customer pay: a deposit at the sale, the rest after the work, late, in parts, or never."""
    chance, unit = case.chance, bill.record.versions[0][2]["unit"]
    due = bill.total
    if due <= 0:
        return
    if chance.random() < 0.30:
        deposit = due // 200 * 100 if chance.random() < 0.5 else due // 10
        payment = pay(case, sold + 10 * MINUTE, deposit, unit)
        # Money taken before the work is applied at once or when the work is billed; a few deposits never are.
        if chance.random() < 0.97:
            apply(payment, bill, payment.created if chance.random() < 0.6 else done + DAY, deposit)
            due -= deposit
    draw = chance.random()
    if draw < 0.12:
        return
    when = case.after(done, 0, 120, 9)
    if draw < 0.24:
        part = due // 300 * 100
        apply(payment := pay(case, when, part, unit), bill, payment.created, part)
        due, when = due - part, case.after(when, 3, 90, 20)
    _final(case, bill, when, due, unit)


def _final(case: Case, bill: Bill, when: int, due: int, unit: int) -> None:
    chance = case.chance
    entered = case.after(when, 1, 180, 30) if chance.random() < 0.03 else when
    # One payment in thirty is booked to the unit that sold, not to the one that worked.
    booked = unit - 1 if chance.random() < 0.03 and unit % 2 == 0 and unit < 115 else unit
    payment = pay(case, entered, due, booked, day=local_day(when))
    apply(payment, bill, payment.created, due)
    draw = chance.random()
    if draw < 0.015:
        voided = case.after(payment.created, 1, 60, 10)
        payment.change(voided, active=False)
        bill.paid(voided, -due)
    elif draw < 0.035:
        back = case.after(payment.created, 1, 90, 15)
        cents = due // 1000 * 100
        if cents:
            refund = pay(case, back, -cents, unit, refunds=payment.id)
            apply(refund, bill, refund.created, -cents)
    if chance.random() < 0.5:
        payment.change(payment.created + 3 * DAY, sync="Exported")
