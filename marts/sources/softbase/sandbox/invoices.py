"""Invoices of the invented dealer: plain, late, voided, moved, restated, and credit memos. Pure."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from marts.sources.softbase.sandbox.known import Known, Span, noon

NAMES = {"service": "Labor", "parts": "Parts", "rental": "Rental", "sales": "Equipment", "misc": "Misc"}
CUSTOMERS = [f"C{number}" for number in range(100, 140)]
INTERNAL = ("900001", "900006", "900066")
TAX = Decimal("0.07")
CENT = Decimal("0.01")
# What is changed later is changed within so many days: what a run restates reaches further back.
LATEST = 25
_STORIES = (("plain", 78), ("late", 8), ("voided", 4), ("moved", 4), ("restated", 4), ("credit", 2))


@dataclass
class Told:
    """What an invoice says from a moment until another; the ledger is read of these."""

    day: dt.date
    since: dt.datetime
    until: dt.datetime | None
    amounts: Mapping[str, Decimal]
    costs: Mapping[str, Decimal]
    tax: Decimal
    is_internal: bool
    serial: str = ""
    group: str = ""
    customer: str = ""


@dataclass
class Invoices:
    """All that invoices ever said."""

    known: Known
    rng: random.Random
    told: list[Told] = field(default_factory=list)
    number: int = 500_000

    def write(self, span: Span) -> None:
        """Write the invoices of all days: fewer on Saturdays, hardly any on Sundays."""
        names, weights = [name for name, _ in _STORIES], [weight for _, weight in _STORIES]
        for day in span.days:
            often = {5: 2, 6: 0}.get(day.weekday(), 9)
            for _ in range(self.rng.randint(0, often)):
                self._story(self.rng.choices(names, weights)[0], day)

    def _story(self, name: str, day: dt.date) -> None:
        amounts = self._amounts()
        at, later = noon(day), noon(day + dt.timedelta(days=self.rng.randint(1, LATEST)))
        if name == "late":
            self.bill(day, amounts, later)
        elif name == "voided":
            self.bill(day, amounts, at, until=later)
        elif name == "credit":
            returned = {name: -amount for name, amount in amounts.items()}
            self.bill(day, amounts, at)
            self.bill(later.date(), returned, later)
        elif name == "moved":
            number = self.bill(day, amounts, at, until=later)
            self.bill(day + dt.timedelta(days=self.rng.randint(1, 5)), amounts, later, number=number)
        elif name == "restated":
            number = self.bill(day, amounts, at, until=later)
            self.bill(day, self._amounts(), later, number=number)
        else:
            self.bill(day, amounts, at)

    def bill(
        self,
        day: dt.date,
        amounts: Mapping[str, Decimal],
        since: dt.datetime,
        until: dt.datetime | None = None,
        *,
        number: int | None = None,
        serial: str = "",
        order: str = "",
        group: str = "",
    ) -> int:
        """Write an invoice as it stands between two moments, and give its number."""
        if number is None:
            self.number += 1
        customer = self.rng.choice(INTERNAL) if self.rng.random() < 0.05 else self.rng.choice(CUSTOMERS)
        costs = {name: (amount * Decimal("0.6")).quantize(CENT) for name, amount in amounts.items()}
        tax = (sum(amounts.values(), Decimal(0)) * TAX).quantize(CENT)
        told = Told(day, since, until, amounts, costs, tax, customer in INTERNAL, serial, group, customer)
        self.told.append(told)
        row = self._row(number or self.number, told, customer, order)
        self.known.add("InvoiceReg", row, since, until)
        return number or self.number

    def _amounts(self) -> dict[str, Decimal]:
        chosen = self.rng.sample(["service", "parts", "sales"], self.rng.choice([1, 1, 1, 2]))
        sizes = {"service": 900, "parts": 700, "sales": 28_000}
        found = {name: self._money(sizes[name]) for name in chosen}
        if self.rng.random() < 0.4:
            found["misc"] = self._money(60)
        return found

    def _money(self, size: int) -> Decimal:
        return Decimal(self.rng.randint(500, size * 100)).scaleb(-2)

    def _row(self, number: int, told: Told, customer: str, order: str) -> dict[str, Any]:
        """Spread amounts over taxable and not, and leave blank what is nothing, as the register does."""
        row: dict[str, Any] = {
            "InvoiceNo": number,
            "InvoiceDate": dt.datetime.combine(
                told.day, self.rng.choice([dt.time(), dt.time(23, 59, 59), dt.time(9, 12)])
            ),
            "BillTo": customer.ljust(10),
            "BillToName": f"Customer {customer}",
            "ShipTo": None if self.rng.random() < 0.5 else customer.ljust(10),
            "SerialNo": told.serial or None,
            "WONo": order or None,
            "TotalTax": told.tax,
            "GrandTotal": sum(told.amounts.values(), Decimal(0)) + told.tax,
        }
        for ours, theirs in NAMES.items():
            amount = told.amounts.get(ours)
            taxed = None if amount is None else (amount * self.rng.randint(0, 4) / 4).quantize(CENT)
            row[f"{theirs}Taxable"] = taxed or None
            row[f"{theirs}NonTax"] = None if amount is None or taxed is None else amount - taxed
            row[f"{theirs}Cost"] = told.costs.get(ours)
        return row
