"""The general ledger of the invented dealer: journals that move cash or not, some entered into months that were over. Pure."""

from __future__ import annotations

import datetime as dt
import random
from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal

from marts.sources.softbase.sandbox.known import Known, Span, noon

ZERO = Decimal(0)
CHART = {
    "110000": "CASH OPERATING", "113000": "CASH PAYROLL", "120000": "TRADE RECEIVABLES", "131000": "NEW EQUIPMENT",
    "131200": "USED EQUIPMENT", "140000": "PREPAID EXPENSE", "183000": "RENTAL FLEET", "193000": "ACCUM DEPR RENTAL FLEET",
    "211000": "ACCOUNTS PAYABLE TRADE", "221000": "ACCRUED WAGES", "250000": "NOTE PAYABLE BANK", "310000": "CAPITAL STOCK",
    "410003": "PARTS SALES", "410004": "SERVICE SALES", "420000": "RENTAL INCOME", "510003": "COST OF PARTS",
    "510004": "COST OF SERVICE", "537001": "RENTAL DEPRECIATION", "600900": "DEPRECIATION", "602600": "OFFICE EXPENSE",
    "701000": "GAIN ON ASSETS", "706000": "OTHER EXPENSE",
}  # fmt: skip
# What happens, the accounts that are debited and credited, the size at most, and what it does to the statement of cash flows.
EVENTS: tuple[tuple[str, tuple[str, ...], tuple[str, ...], int, dict[str, int]], ...] = (
    ("sale on account", ("120000",), ("410003", "410004", "420000"), 9_000, {"net_income": 1, "ar_change": -1}),
    ("customer pays", ("110000",), ("120000",), 8_000, {"ar_change": 1, "cash_change": 1}),
    ("goods on credit", ("131000", "131200"), ("211000",), 9_000, {"inventory_change": -1, "ap_change": 1}),
    ("goods sold", ("510003", "510004"), ("131000", "131200"), 5_000, {"net_income": -1, "inventory_change": 1}),
    ("supplier paid", ("211000",), ("110000",), 8_000, {"ap_change": -1, "cash_change": -1}),
    ("wages accrued", ("602600",), ("221000",), 4_000, {"net_income": -1, "other_liabilities": 1}),
    ("wages paid", ("221000",), ("113000",), 4_000, {"other_liabilities": -1, "cash_change": -1}),
    ("paid ahead", ("140000",), ("110000",), 1_500, {"other_assets": -1, "cash_change": -1}),
    ("wear", ("600900", "537001"), ("193000",), 2_000, {"net_income": -1, "depreciation": 1}),
    ("fleet bought", ("183000",), ("110000",), 30_000, {"investing": -1, "cash_change": -1}),
    ("loan drawn", ("110000",), ("250000",), 40_000, {"financing": 1, "cash_change": 1}),
    ("owner pays out", ("310000",), ("110000",), 6_000, {"financing": -1, "cash_change": -1}),
    ("asset sold with gain", ("110000",), ("701000",), 3_000, {"net_income": 1, "cash_change": 1}),
    ("bank takes a fee", ("706000",), ("113000",), 400, {"net_income": -1, "cash_change": -1}),
)
# Money is moved between banks now and then, which is no change of cash.
_BETWEEN = ("between banks", ("113000",), ("110000",), 20_000, dict[str, int]())


@dataclass(frozen=True)
class Journal:
    """One journal: when it counts, when it became known, and what it does; the ledger is read of these."""

    day: dt.date
    since: dt.datetime
    debit: str
    credit: str
    amount: Decimal
    effects: dict[str, int]


@dataclass
class Books:
    """All journals, and the ledger's rows that follow from them."""

    known: Known
    rng: random.Random
    journals: list[Journal] = field(default_factory=list)

    def write(self, span: Span) -> None:
        """Post some journals on each day, one in twenty later into the month before; then the ledger's rows."""
        self._post(
            "owner pays in",
            span.start,
            "110000",
            "310000",
            Decimal(900_000),
            {"financing": 1, "cash_change": 1},
            span.start,
        )
        for day in span.days:
            for _ in range(self.rng.randint(1, 4)):
                name, debits, credits_, most, effects = self.rng.choice([*EVENTS, _BETWEEN])
                counts = day - dt.timedelta(days=self.rng.randint(1, 60)) if self.rng.random() < 0.05 else day
                amount = Decimal(self.rng.randint(1_000, most * 100)).scaleb(-2)
                accounts = self.rng.choice(debits), self.rng.choice(credits_)
                self._post(name, max(counts, span.start), *accounts, amount, effects, day)
        for account, description in CHART.items():
            self.known.add("ChartOfAccounts", {"AccountNo": account.ljust(8), "Description": description})
            self._summarise(account, span)

    def _post(
        self,
        name: str,
        day: dt.date,
        debit: str,
        credit: str,
        amount: Decimal,
        effects: dict[str, int],
        entered: dt.date,
    ) -> None:
        self.journals.append(Journal(day, noon(entered), debit, credit, amount, effects))
        for account, sign in ((debit, 1), (credit, -1)):
            row = {
                "AccountNo": account.ljust(8),
                "Amount": sign * amount,
                "EffectiveDate": _moment(day),
                "Posted": True,
            }
            self.known.add("GLDetail", row, noon(entered))
        if name == "goods sold" and self.rng.random() < 0.3:
            # Drafts stand in the detail too, and do not count.
            row = {"AccountNo": debit, "Amount": amount, "EffectiveDate": _moment(day), "Posted": False}
            self.known.add("GLDetail", row, noon(entered))

    def _summarise(self, account: str, span: Span) -> None:
        """Write the months of an account: each is summarised when it is over, and again when something is posted into it."""
        mine = sorted((j for j in self.journals if account in (j.debit, j.credit)), key=lambda j: j.since)
        for month in _months(span):
            over = dt.datetime.combine(_next(month), dt.time(), dt.UTC)
            moments = sorted({over, *(j.since for j in mine if j.since > over and j.day < _next(month))})
            steps = [(at, self._month(account, mine, month, at)) for at in moments]
            self.known.states("GL", steps)

    def _month(self, account: str, mine: list[Journal], month: dt.date, at: dt.datetime) -> dict[str, object]:
        moved = stands = ZERO
        begins = (
            dt.date(month.year if month.month >= 11 else month.year - 1, 11, 1) if account[0] in "4567" else dt.date.min
        )
        for journal in mine:
            if journal.since > at or not begins <= journal.day < _next(month):
                continue
            amount = journal.amount if journal.debit == account else -journal.amount
            stands += amount
            moved += amount if journal.day >= month else ZERO
        return {"AccountNo": account.ljust(8), "Year": month.year, "Month": month.month, "MTD": moved, "YTD": stands}


def true_month(journals: list[Journal], month: dt.date, at: dt.datetime) -> dict[str, Decimal]:
    """Give what happened to cash in a month, as known at a moment, by the meaning of each journal."""
    found: dict[str, Decimal] = defaultdict(Decimal)
    for journal in journals:
        if journal.since > at:
            continue
        if journal.day < _next(month):
            found["cash_balance"] += journal.effects.get("cash_change", 0) * journal.amount
        if month <= journal.day < _next(month):
            for name, sign in journal.effects.items():
                found[name] += sign * journal.amount
    return found


def _months(span: Span) -> list[dt.date]:
    month, found = span.start.replace(day=1), []
    while month <= span.end:
        found.append(month)
        month = _next(month)
    return found


def _next(month: dt.date) -> dt.date:
    return (month.replace(day=28) + dt.timedelta(days=4)).replace(day=1)


def _moment(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(0))
