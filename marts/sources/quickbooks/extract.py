"""What the financial mart asks of QuickBooks: three reports over a few months."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from aiop.sources.errors import FixConnection, GiveUp
from marts.sources.quickbooks.client import QuickBooks
from marts.sources.quickbooks.records import Report

# Wider ranges run into the limit on cells.
MONTHS_A_CALL = 6


@dataclass(frozen=True, slots=True)
class Books:
    """The reports of some months, each named by its first day; a report is None where the source refused it."""

    months: tuple[dt.date, ...]
    profit: Report
    balance: Report | None
    flows: Report | None
    refused: tuple[str, ...] = ()
    undeposited: frozenset[str] = frozenset()  # ids of accounts that count as cash beside those of the bank


def read_books(http: QuickBooks, months: Sequence[dt.date], today: dt.date, *, with_undeposited: bool = False) -> Books:
    """Read months that follow one another, not beyond `today`; what the profit and loss meets is raised."""
    last = months[-1].replace(day=calendar.monthrange(months[-1].year, months[-1].month)[1])
    span = (months[0], min(last, today))
    profit = http.report("ProfitAndLoss", *span)
    others: dict[str, Report | None] = {}
    refused = []
    for name in ("BalanceSheet", "CashFlow"):
        try:
            others[name] = http.report(name, *span)
        except (GiveUp, FixConnection) as error:
            others[name] = None
            refused.append(f"{name}: {error}")
    undeposited = http.undeposited() if with_undeposited else frozenset[str]()
    return Books(tuple(months), profit, others["BalanceSheet"], others["CashFlow"], tuple(refused), undeposited)
