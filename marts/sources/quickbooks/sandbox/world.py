"""The books of an invented company as they are written: late, corrected, voided, credited; and what is true of each month."""

from __future__ import annotations

import calendar
import datetime as dt
import random
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from aiop.sandbox.world import World
from marts.sources.quickbooks.sandbox.chart import CREDIT, EARNINGS, NAMED

CENT = Decimal("0.01")
# Nobody touches what is older than this, so that four months of restating see every change.
LATEST_CHANGE_DAYS = 75
MONTHS_BEFORE = 26
MONTHS_AFTER = 12

Line = tuple[str, Decimal]


@dataclass(frozen=True, slots=True)
class Entry:
    """One version of a transaction: its day in the books, when it was entered, and until when it stood so."""

    day: dt.date
    entered: dt.datetime
    until: dt.datetime | None
    lines: tuple[Line, ...]


class Books(World):
    """All that will ever be entered around `as_of`; what has been is asked as of a moment."""

    def __init__(self, seed: int, as_of: dt.date) -> None:
        super().__init__(seed, "Fairview Clinics")
        first = _add_months(as_of.replace(day=1), -MONTHS_BEFORE)
        # One company in four sells no parts, and so has no cost of sales.
        self.sells_parts = self.rng("parts").random() < 0.75
        self.entries = sorted(self._all(first), key=lambda entry: (entry.day, entry.entered))

    def known(self, now: dt.datetime) -> Iterator[Entry]:
        """Give what stands in the books at a moment."""
        return (e for e in self.entries if e.entered <= now and (e.until is None or now < e.until))

    # What is entered

    def _all(self, first: dt.date) -> Iterator[Entry]:
        opening = (
            ("Checking", Decimal(60_000)),
            ("Bank Loan", Decimal(-40_000)),
            ("Opening Balance Equity", Decimal(-20_000)),
        )
        yield Entry(first, _moment(first, self.rng("opening")), None, opening)
        for ahead in range(MONTHS_BEFORE + MONTHS_AFTER):
            month = _add_months(first, ahead)
            rng = self.rng(f"month {month}")
            for day, lines in self._month(month, rng):
                yield from self._versions(day, lines, rng)

    def _month(self, month: dt.date, rng: random.Random) -> Iterator[tuple[dt.date, list[Line]]]:
        """Tell what happens in a month: invoices and what is paid of them, credit memos, bills, pay, rent, loan."""
        days = calendar.monthrange(month.year, month.month)[1]

        def some_day() -> dt.date:
            return month.replace(day=rng.randint(1, days))

        for _ in range(rng.randint(5, 9)):
            yield from self._sale(some_day(), rng)
        if rng.random() < 0.5:
            credit = _drawn(rng, 20, 300)
            yield some_day(), [("Services", credit), ("Accounts Receivable", -credit)]
        for account in ("Rent", "Vehicles", "Fuel", *(["Cost of Parts"] if self.sells_parts else [])):
            yield from self._bill(some_day(), account, rng)
        card = _drawn(rng, 20, 400)
        yield some_day(), [("Fuel", card), ("Company Card", -card)]
        pay = _drawn(rng, 2_000, 6_000)
        yield month.replace(day=days), [("Payroll", pay), ("Checking", -pay)]
        repaid, interest = _drawn(rng, 400, 600), _drawn(rng, 60, 120)
        yield some_day(), [("Bank Loan", repaid), ("Interest Paid", interest), ("Checking", -repaid - interest)]
        if rng.random() < 0.3:
            earned = _drawn(rng, 1, 40)
            yield month.replace(day=days), [("Savings", earned), ("Interest Earned", -earned)]
        if rng.random() < 0.15:
            price = _drawn(rng, 1_000, 9_000)
            yield some_day(), [("Machinery", price), ("Checking", -price)]

    def _sale(self, day: dt.date, rng: random.Random) -> Iterator[tuple[dt.date, list[Line]]]:
        account = rng.choice(["Services", "Repairs", "Parts Sold" if self.sells_parts else "Repairs"])
        total = _drawn(rng, 150, 2_500)
        yield day, [("Accounts Receivable", total), (account, -total)]
        if rng.random() < 0.85:
            place = "Undeposited Funds" if rng.random() < 0.2 else "Checking"
            yield day + dt.timedelta(days=rng.randint(0, 45)), [(place, total), ("Accounts Receivable", -total)]

    def _bill(self, day: dt.date, account: str, rng: random.Random) -> Iterator[tuple[dt.date, list[Line]]]:
        total = _drawn(rng, 100, 1_500)
        yield day, [(account, total), ("Accounts Payable", -total)]
        yield day + dt.timedelta(days=rng.randint(10, 30)), [("Accounts Payable", total), ("Checking", -total)]

    def _versions(self, day: dt.date, lines: list[Line], rng: random.Random) -> Iterator[Entry]:
        """Enter a transaction, most of them on the day; some late, some corrected later, some voided."""
        entry = self._entry(day, rng, lines)
        fate, change = rng.random(), _moment(day + dt.timedelta(days=rng.randint(1, LATEST_CHANGE_DAYS)), rng)
        if fate > 0.12 or change <= entry.entered:
            yield entry
            return
        yield Entry(day, entry.entered, change, entry.lines)
        if fate > 0.04:
            share = Decimal(rng.randint(50, 150)) / 100
            moved = [(name, (sum_ * share).quantize(CENT)) for name, sum_ in lines[:-1]]
            yield Entry(day, change, None, (*moved, (lines[-1][0], -sum((s for _, s in moved), Decimal(0)))))

    def _entry(self, day: dt.date, rng: random.Random, lines: list[Line]) -> Entry:
        late = rng.randint(4, LATEST_CHANGE_DAYS) if rng.random() < 0.1 else rng.randint(0, 2)
        return Entry(day, _moment(day + dt.timedelta(days=late), rng), None, tuple(lines))

    # What is true

    def truth(self, now: dt.datetime, today: dt.date) -> Iterator[dict[str, str | int]]:
        """Give each month up to today's as its row of the mart must be, counted from the entries alone."""
        known = [entry for entry in self.known(now) if entry.day <= today]
        by_month: dict[dt.date, list[Entry]] = {}
        for entry in known:
            by_month.setdefault(entry.day.replace(day=1), []).append(entry)
        stock: dict[str, Decimal] = {}
        month = min(by_month, default=today)
        while month <= today:
            flows = by_group(sums(by_month.get(month, []), None, today))
            stock = {name: stock.get(name, Decimal(0)) + flows.get(name, Decimal(0)) for name in {*stock, *flows}}
            yield {"year": month.year, "month": month.month, **_texts(_month_of(flows, stock))}
            month = _add_months(month, 1)


def sums(entries: list[Entry], starts: dt.date | None, ends: dt.date) -> dict[str, Decimal]:
    """Give the amount of each account over some days, each as its section counts it."""
    found: dict[str, Decimal] = {}
    for entry in entries:
        if entry.day <= ends and (starts is None or entry.day >= starts):
            for name, debit in entry.lines:
                signed = -debit if NAMED[name].group in CREDIT else debit
                found[name] = found.get(name, Decimal(0)) + signed
    return found


def by_group(amounts: dict[str, Decimal]) -> dict[str, Decimal]:
    """Add the amounts of accounts up by section."""
    found: dict[str, Decimal] = {}
    for name, sum_ in amounts.items():
        group = NAMED[name].group
        found[group] = found.get(group, Decimal(0)) + sum_
    return found


def earned(groups: dict[str, Decimal]) -> Decimal:
    """Give what is left of income after all costs."""
    signs = (1, -1, -1, 1, -1)
    return sum((sign * groups.get(name, Decimal(0)) for name, sign in zip(EARNINGS, signs, strict=True)), Decimal(0))


def _month_of(flows: dict[str, Decimal], stock: dict[str, Decimal]) -> dict[str, Decimal]:
    """Give a month's figures from what each section moved in it and what stands in it at its end."""
    zero = Decimal(0)
    costs = [flows.get(name, zero) for name in ("COGS", "Expenses", "OtherExpenses")]
    income = flows.get("Income", zero)
    owed = sum((stock.get(name, zero) for name in ("AP", "CreditCards", "LongTermLiabilities")), zero)
    owned = sum((stock.get(n, zero) for n in ("BankAccounts", "AR", "OtherCurrentAssets", "FixedAssets")), zero)
    invested = -flows.get("FixedAssets", zero)
    financed = flows.get("LongTermLiabilities", zero) + flows.get("Equity", zero)
    return {
        "total_revenue": income,
        "total_expenses": sum(costs, zero),
        "net_income": income + flows.get("OtherIncome", zero) - sum(costs, zero),
        "gross_profit": income - costs[0],
        "total_assets": owned,
        "total_liabilities": owed,
        "total_equity": owned - owed,
        "cash_balance": stock.get("BankAccounts", zero),
        "accounts_receivable": stock.get("AR", zero),
        "accounts_payable": stock.get("AP", zero),
        # Whatever cash moved and was neither invested nor financed came of operations.
        "operating_cash_flow": flows.get("BankAccounts", zero) - invested - financed,
    }


def _texts(row: dict[str, Decimal]) -> dict[str, str]:
    return {name: f"{value:.2f}" for name, value in row.items()}


def _drawn(rng: random.Random, low: int, high: int) -> Decimal:
    return Decimal(rng.randint(low * 100, high * 100)) / 100


def _moment(day: dt.date, rng: random.Random) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(rng.randint(13, 23), rng.randint(0, 59)), dt.UTC)


def _add_months(month: dt.date, number: int) -> dt.date:
    at = month.year * 12 + month.month - 1 + number
    return dt.date(at // 12, at % 12 + 1, 1)
