"""What is read of Softbase, as values: keys without padding, amounts in full, days as the dealer's calendar has them. Pure."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal

ZERO = Decimal(0)
DEPARTMENTS = ("service", "parts", "rental", "sales")


@dataclass(frozen=True, slots=True)
class Invoice:
    """An invoice with its revenue and cost by department, before sales tax."""

    number: int
    day: dt.date
    revenue: dict[str, Decimal]  # service, parts, rental, sales, misc
    cost: dict[str, Decimal] = field(default_factory=dict)
    tax: Decimal = ZERO
    grand: Decimal = ZERO
    bill_to: str = ""
    ship_to: str = ""
    serial: str = ""
    order: str = ""


@dataclass(frozen=True, slots=True)
class WorkOrder:
    """A work order, no quote: when it was opened, completed and closed, as far as it was."""

    number: str
    kind: str
    opened: dt.date
    completed: dt.date | None = None
    closed: dt.date | None = None
    unit: str = ""
    serial: str = ""
    bill_to: str = ""
    rate: str = ""  # code of the rate of an hour
    discount: Decimal = ZERO  # percent of it


@dataclass(frozen=True, slots=True)
class Lines:
    """What the lines of an open work order come to."""

    labor: Decimal = ZERO
    hours: Decimal = ZERO
    parts: Decimal = ZERO
    misc: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class Quoted:
    """A line of a quote: L is labor, P parts, M what else; the lines of one day are one revision."""

    order: str
    kind: str
    amount: Decimal
    day: dt.date


@dataclass(frozen=True, slots=True)
class Bought:
    """What a customer was invoiced in some days, before sales tax."""

    invoices: int
    revenue: dict[str, Decimal]  # service, parts, rental, sales, misc
    first: dt.date | None
    last: dt.date | None


@dataclass(frozen=True, slots=True)
class Customer:
    """A customer by number: what it bought ever, in the 90 days that end with a day, and in the 90 before."""

    number: str
    name: str
    ever: Bought
    recent: Bought
    previous: Bought


@dataclass(frozen=True, slots=True)
class Unit:
    """A rental unit of the company's own."""

    serial: str
    unit: str
    make: str = ""
    model: str = ""
    group: str = ""
    status: str = ""


@dataclass(frozen=True, slots=True)
class Rental:
    """A unit on a rental order: from when, until when, and who rents it."""

    order: str
    serial: str
    unit: str
    opened: dt.date
    closed: dt.date | None
    customer: str


@dataclass(frozen=True, slots=True)
class Balance:
    """What an account moved in a month, and where it stands; debit is positive."""

    account: str
    description: str
    moved: Decimal
    stands: Decimal | None
