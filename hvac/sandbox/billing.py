"""Invoices that follow calls, payments that follow terms, taxes by authority and commissions of what is paid."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from hvac.sandbox.chance import Named, Row, day, month_end, rounded, usd
from hvac.sandbox.company import Call, Company
from hvac.sandbox.places import Metro

MARK_UP = 120  # per cent of what a call states as labour and parts
_TERMS = {"Due on Receipt": 0, "Net 15": 15, "Net 30": 30, "Net 45": 45}
_HOMES = ("Due on Receipt", "Net 15", "Net 15", "Net 30")
_FIRMS = ("Net 30", "Net 30", "Net 45")
_METHODS = ("Credit Card", "Credit Card", "Online Payment", "ACH Transfer", "Check", "Check", "Cash")
_CARDS = frozenset({"Credit Card", "Online Payment"})
_NOTES = ("Thank you for your business.", "Includes the yearly discount.", "Warranty parts are not charged.")
COMMISSION_RATES = {
    "Installation": (500, 600, 800),
    "Repair": (300,),
    "Emergency": (300,),
    "Maintenance": (200,),
    "Inspection": (200,),
}


@dataclass(slots=True)
class Bill:
    """An invoice while its rows are made; money in cents, rates in ten-thousandths."""

    id: int
    call: Call
    metro: Metro
    issued: int
    due: int
    terms: str
    subtotal: int
    tax: int
    status: str = ""
    paid_on: int = 0

    @property
    def total(self) -> int:
        """What the customer owes."""
        return self.subtotal + self.tax


class Billing:
    """Bills call after call."""

    def __init__(self, company: Company) -> None:
        """Begin with the first call."""
        self.company = company
        self.chance = company.chance("billing")

    def bill(self, call: Call, adjustment: int = 0) -> Iterator[Named]:
        """Give the invoice of a call with its payments, taxes and commission; nothing for what an agreement covers.

        `adjustment` is what rules of prices add to the usual price, or take off it, in cents.
        """
        issued = call.day + self.chance.between(0, 2)
        if issued >= self.company.as_of or self._covered(call):
            return
        bill = self._bill(call, issued, adjustment)
        if self.chance.happens(0.03):
            bill.status = "Cancelled"
            yield "invoices", self._invoice(bill)
            return
        call.customer.bought += bill.subtotal
        payments = list(self._payments(bill))
        bill.status = bill.status or ("Overdue" if bill.due < self.company.as_of else "Pending")
        if bill.status != "Paid":
            self.company.unpaid.add(bill.id)
        yield "invoices", self._invoice(bill)
        for payment in payments:
            yield "payments", payment
        for tax in self._taxes(bill):
            yield "tax_reporting", tax
        if call.kind == "Installation" or self.chance.happens(0.05):
            yield "sales_commissions", self._commission(bill)

    def _covered(self, call: Call) -> bool:
        plan = call.customer.plan
        return call.kind in ("Maintenance", "Inspection") and plan[0] <= call.day <= plan[1]

    def _bill(self, call: Call, issued: int, adjustment: int) -> Bill:
        metro = self.company.metros[call.customer.metro]
        terms = self.chance.pick(_FIRMS if call.customer.commercial else _HOMES)
        subtotal = rounded(call.total * MARK_UP / 100) + adjustment
        # Tenths of a cent do not occur: rates have four decimals, and a half cent goes up.
        tax = (subtotal * metro.rate + 5_000) // 10_000
        number = self.company.number("invoices")
        return Bill(number, call, metro, issued, issued + _TERMS[terms], terms, subtotal, tax)

    def _invoice(self, bill: Bill) -> Row:
        return {
            "invoice_id": bill.id, "invoice_number": f"INV-{self.company.year_of(bill.issued)}-{bill.id:04d}",
            "service_call_id": bill.call.id, "customer_id": bill.call.customer.id, "issue_date": day(bill.issued),
            "due_date": day(bill.due), "payment_terms": bill.terms, "subtotal": usd(bill.subtotal),
            "tax_rate": f"0.{bill.metro.rate:04d}", "tax_amount": usd(bill.tax), "total_amount": usd(bill.total),
            "status": bill.status, "notes": self.chance.pick(_NOTES) if self.chance.happens(0.5) else None,
        }  # fmt: skip

    def _payments(self, bill: Bill) -> Iterator[Row]:
        """Give what has come in by now, and mark a bill that is paid in full."""
        on = self._pays_on(bill)
        left = bill.total
        if self.chance.happens(0.05):
            part = rounded(bill.total * self.chance.near(0.5, 0.1, 0.3, 0.7))
            first = bill.issued + self.chance.between(1, 10)
            if part and first < self.company.as_of:
                left -= part
                on = max(on, first)  # what is left comes no sooner than the part
                yield self._payment(bill, part, first, "Completed", "Partial payment")
        if self.chance.happens(0.02) and on - 1 > bill.issued and on - 1 < self.company.as_of:
            yield self._payment(bill, left, on - 1, "Failed", "Card declined")
        if on < self.company.as_of:
            bill.status, bill.paid_on = "Paid", on
            yield self._payment(bill, left, on, "Completed", None)

    def _pays_on(self, bill: Bill) -> int:
        payer, chance = bill.call.customer.payer, self.chance
        if payer == 0:
            return max(bill.issued, bill.due + chance.between(-12, 2))
        if payer == 1:
            return bill.due + chance.between(5, 40)
        return bill.due + (chance.between(40, 150) if chance.happens(0.5) else 10_000)

    def _payment(self, bill: Bill, amount: int, on: int, status: str, note: str | None) -> Row:
        number, method = self.company.number("payments"), self.chance.pick(_METHODS)
        fee = rounded(amount * 0.029) if method in _CARDS and status == "Completed" else 0
        return {
            "payment_id": number, "invoice_id": bill.id, "payment_date": day(on), "amount": usd(amount),
            "payment_method": "Credit Card" if status == "Failed" else method,
            "transaction_id": f"TXN-{(number * 7_919 + 10_000_019) % 90_000_000 + 10_000_000:08d}", "status": status,
            "processing_fee": usd(fee), "notes": note,
        }  # fmt: skip

    def _taxes(self, bill: Bill) -> Iterator[Row]:
        """Give the tax of the state and the local one; the cent that remains is the local one's."""
        state = (bill.subtotal * bill.metro.state_rate + 5_000) // 10_000
        metro = bill.metro
        for kind, name, rate, amount in (
            ("State Sales", metro.state, metro.state_rate, state),
            (metro.local_tax, f"{metro.state}-{metro.city}", metro.local_rate, bill.tax - state),
        ):
            yield {
                "tax_record_id": self.company.number("tax_reporting"), "invoice_id": bill.id, "tax_jurisdiction": name,
                "tax_type": kind, "tax_rate": f"0.{rate:04d}", "tax_amount": usd(amount),
                "filing_period": day(bill.issued)[:7],
            }  # fmt: skip

    def _commission(self, bill: Bill) -> Row:
        call, chance = bill.call, self.chance
        rate = chance.pick(COMMISSION_RATES[call.kind])
        reps = self.company.staff["Sales Representative"]
        paid = month_end(bill.paid_on) if bill.paid_on else self.company.as_of
        kind = "New Sale" if call.kind == "Installation" else chance.pick(("Renewal", "Upsell"))
        return {
            "commission_id": self.company.number("sales_commissions"),
            # A customer stays with their representative.
            "sales_rep_id": reps[call.customer.id % len(reps)], "invoice_id": bill.id,
            "commission_rate": f"0.{rate:04d}", "commission_amount": usd((bill.subtotal * rate + 5_000) // 10_000),
            "payment_date": day(paid) if paid < self.company.as_of else None, "commission_type": kind,
        }  # fmt: skip
