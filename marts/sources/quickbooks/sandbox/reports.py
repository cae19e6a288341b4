"""The reports that QuickBooks Online prints from the books: trees of sections, by month, without what has no postings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from marts.sources.quickbooks.sandbox.chart import CHART, NAMED
from marts.sources.quickbooks.sandbox.world import Entry, by_group, earned, sums

Node = dict[str, Any]
Numbers = Sequence[Decimal]
ASSETS = ("BankAccounts", "AR", "OtherCurrentAssets", "FixedAssets")
DEBTS = ("AP", "CreditCards", "LongTermLiabilities")
# What a change of these accounts does to cash.
ADJUSTMENTS = (
    ("Accounts Receivable", "AR", -1), ("Undeposited Funds", "OtherCurrentAssets", -1), ("Accounts Payable", "AP", 1),
    ("Company Card", "CreditCards", 1),
)  # fmt: skip
TITLES = {
    "Income": "Income", "COGS": "Cost of Goods Sold", "Expenses": "Expenses", "OtherIncome": "Other Income",
    "OtherExpenses": "Other Expenses", "BankAccounts": "Bank Accounts", "AR": "Accounts Receivable",
    "OtherCurrentAssets": "Other Current Assets", "FixedAssets": "Fixed Assets", "AP": "Accounts Payable",
    "CreditCards": "Credit Cards", "LongTermLiabilities": "Long-Term Liabilities", "Equity": "Equity",
}  # fmt: skip


@dataclass(frozen=True)
class Spelling:
    """How this company's edition writes what payloads differ in."""

    financing: str = "FinancingActivities"
    # Some print the whole of operating activities as their summary, some the adjustments alone.
    adjustments_alone: bool = False


@dataclass(frozen=True)
class Span:
    """One column: its first and last day."""

    starts: dt.date
    ends: dt.date


class Printer:
    """Prints reports of what is known; the columns are months, the last one cut at the report's end."""

    def __init__(
        self, known: list[Entry], starts: dt.date, ends: dt.date, *, by_month: bool, spelling: Spelling
    ) -> None:
        self.known = known
        self.starts, self.ends = starts, ends
        self.by_month, self.spelling = by_month, spelling
        self.spans = list(_months(starts, ends)) if by_month else [Span(starts, ends)]

    def print(self, name: str, basis: str) -> dict[str, Any]:
        """Print a report; KeyError for one that there is not."""
        rows = {"ProfitAndLoss": self._profit, "BalanceSheet": self._balance, "CashFlow": self._flows}[name]
        with_total = self.by_month and name != "BalanceSheet"
        spans = [*self.spans, Span(self.starts, self.ends)] if with_total else self.spans
        empty = not any(e.day <= self.ends and (name == "BalanceSheet" or e.day >= self.starts) for e in self.known)
        printed = [] if empty else [node for node in rows(spans) if node]
        return {
            "Header": {
                "Time": f"{self.ends}T09:00:00-07:00", "ReportName": name, "ReportBasis": basis,
                "StartPeriod": str(self.starts), "EndPeriod": str(self.ends), "Currency": "USD",
                "SummarizeColumnsBy": "Month" if self.by_month else "Total",
                "Option": [
                    {"Name": "AccountingStandard", "Value": "GAAP"},
                    {"Name": "NoReportData", "Value": str(empty).lower()},
                ],
            },
            "Columns": {"Column": self._columns(with_total=with_total)},
            "Rows": {} if empty else {"Row": printed},
        }  # fmt: skip

    def _columns(self, *, with_total: bool) -> list[dict[str, Any]]:
        total = {"ColTitle": "Total", "ColType": "Money", "MetaData": [{"Name": "ColKey", "Value": "total"}]}
        account = {"ColTitle": "", "ColType": "Account", "MetaData": [{"Name": "ColKey", "Value": "account"}]}
        if not self.by_month:
            return [account, total]
        return [account, *(_month_column(span) for span in self.spans), *([total] if with_total else [])]

    # The three reports

    def _profit(self, spans: list[Span]) -> Iterator[Node | None]:
        columns = [sums(self.known, span.starts, span.ends) for span in spans]
        groups = [by_group(column) for column in columns]
        nothing = Decimal(0)
        gross = [g.get("Income", nothing) - g.get("COGS", nothing) for g in groups]
        operating = [one - g.get("Expenses", nothing) for one, g in zip(gross, groups, strict=True)]
        other = [g.get("OtherIncome", nothing) - g.get("OtherExpenses", nothing) for g in groups]
        yield _section("Income", columns)
        yield _section("COGS", columns)
        yield _result("GrossProfit", "Gross Profit", gross)
        yield _section("Expenses", columns)
        yield _result("NetOperatingIncome", "Net Operating Income", operating)
        yield _section("OtherIncome", columns)
        yield _section("OtherExpenses", columns)
        yield _result("NetOtherIncome", "Net Other Income", other)
        yield _result("NetIncome", "Net Income", [earned(g) for g in groups])

    def _balance(self, spans: list[Span]) -> Iterator[Node | None]:
        columns = [sums(self.known, None, span.ends) for span in spans]
        groups = [by_group(column) for column in columns]
        current = [_section(group, columns) for group in ASSETS[:3]]
        assets = [
            _around("CurrentAssets", "Current Assets", current, _add(groups, ASSETS[:3])),
            _section("FixedAssets", columns),
        ]
        yield _around("TotalAssets", "ASSETS", assets, _add(groups, ASSETS))
        short = [_section(group, columns) for group in DEBTS[:2]]
        debts = [
            _around("CurrentLiabilities", "Current Liabilities", short, _add(groups, DEBTS[:2])),
            _section("LongTermLiabilities", columns),
        ]
        owed, own = _add(groups, DEBTS), [g.get("Equity", Decimal(0)) + earned(g) for g in groups]
        both = [
            _around("Liabilities", "Liabilities", debts, owed),
            _around("Equity", "Equity", self._equity(spans, groups), own),
        ]
        yield _around("TotalLiabilitiesAndEquity", "LIABILITIES AND EQUITY", both, _each(owed, own))

    def _equity(self, spans: list[Span], groups: list[dict[str, Decimal]]) -> list[Node]:
        """Print what the owners put in; what earlier years earned stands in retained earnings, the rest is this year's."""
        years = [sums(self.known, span.ends.replace(month=1, day=1), span.ends) for span in spans]
        this_year = [earned(by_group(year)) for year in years]
        retained = [earned(g) - new for g, new in zip(groups, this_year, strict=True)]
        return [
            _row("Opening Balance Equity", _add(groups, ["Equity"]), id="70"),
            _row("Retained Earnings", retained, id="71"),
            {**_row("Net Income", this_year), "group": "NetIncome"},
        ]

    def _flows(self, spans: list[Span]) -> Iterator[Node | None]:
        columns = [by_group(sums(self.known, span.starts, span.ends)) for span in spans]
        changes = {
            title: [sign * column.get(group, Decimal(0)) for column in columns] for title, group, sign in ADJUSTMENTS
        }
        adjusted = _each(*changes.values())
        invested = [-number for number in _add(columns, ["FixedAssets"])]
        financed = _add(columns, ["LongTermLiabilities", "Equity"])
        income = [earned(column) for column in columns]
        operating = _each(income, adjusted)
        rows = [_row(name, numbers) for name, numbers in changes.items() if any(numbers)]
        adjustments = _around("OperatingAdjustments", "Adjustments to reconcile Net Income", rows, adjusted)
        inner = [{**_row("Net Income", income), "group": "NetIncome"}, adjustments]
        summary = adjusted if self.spelling.adjustments_alone else operating
        yield _around("OperatingActivities", "OPERATING ACTIVITIES", inner, summary)
        for group, title, name, numbers in (
            ("InvestingActivities", "INVESTING ACTIVITIES", "Machinery", invested),
            (self.spelling.financing, "FINANCING ACTIVITIES", "Bank Loan", financed),
        ):
            if any(numbers):
                yield _around(group, title, [_row(name, numbers, id=str(NAMED[name].id))], numbers)
        increase = _each(operating, invested, financed)
        before = [_cash(self.known, span.starts - dt.timedelta(days=1)) for span in spans]
        yield _result("CashIncrease", "Net cash increase for period", increase)
        yield {**_row("Cash at beginning of period", before), "group": "BeginningCash"}
        yield _result("EndingCash", "Cash at end of period", _each(before, increase))


def _each(*columns: Numbers) -> list[Decimal]:
    """Add numbers up, column by column."""
    return [sum(each, Decimal(0)) for each in zip(*columns, strict=True)]


def _cash(known: list[Entry], ends: dt.date) -> Decimal:
    return by_group(sums(known, None, ends)).get("BankAccounts", Decimal(0))


def _add(groups: Iterable[dict[str, Decimal]], names: Sequence[str]) -> list[Decimal]:
    return [sum((group.get(name, Decimal(0)) for name in names), Decimal(0)) for group in groups]


def _section(group: str, columns: list[dict[str, Decimal]]) -> Node | None:
    """Print the accounts of a section; none where nothing was ever posted to them."""
    posted = {a.name for a in CHART if a.group == group and any(a.name in column for column in columns)}
    if not posted:
        return None
    told: Callable[[str], list[Decimal]] = lambda name: [column.get(name, Decimal(0)) for column in columns]  # noqa: E731
    rows = []
    for account in (a for a in CHART if a.group == group and not a.parent):
        parts = [a.name for a in CHART if a.parent == account.name and a.name in posted]
        if parts:
            rows.append(_parent(account.name, told(account.name), {name: told(name) for name in parts}))
        elif account.name in posted:
            rows.append(_row(account.name, told(account.name), id=str(account.id)))
    return _around(group, TITLES[group], rows, _add([by_group(column) for column in columns], [group]))


def _parent(name: str, own: Numbers, parts: dict[str, list[Decimal]]) -> Node:
    """Print an account with accounts under it: its own postings stand in its header."""
    whole = _each(own, *parts.values())
    return {
        "type": "Section",
        "Header": {"ColData": _cells(name, own, id=str(NAMED[name].id), blank=True)},
        "Rows": {"Row": [_row(part, numbers, id=str(NAMED[part].id)) for part, numbers in parts.items()]},
        "Summary": {"ColData": _cells(f"Total {name}", whole)},
    }


def _around(group: str, title: str, rows: Iterable[Node | None], numbers: Numbers) -> Node:
    inner = [row for row in rows if row]
    return {
        "type": "Section",
        "group": group,
        "Header": {"ColData": [{"value": title}, *({"value": ""} for _ in numbers)]},
        "Rows": {"Row": inner},
        "Summary": {"ColData": _cells(f"Total {title}", numbers)},
    }


def _result(group: str, title: str, numbers: Numbers) -> Node:
    return {"type": "Section", "group": group, "Summary": {"ColData": _cells(title, numbers)}}


def _row(name: str, numbers: Numbers, **more: str) -> Node:
    return {"type": "Data", "ColData": _cells(name, numbers, blank=True, **more)}


def _cells(name: str, numbers: Numbers, *, blank: bool = False, **more: str) -> list[dict[str, str]]:
    """Write a row's cells; accounts without postings in a column have a blank there, sums have 0.00."""
    return [{"value": name, **more}, *({"value": "" if blank and not n else f"{n:.2f}"} for n in numbers)]


def _months(starts: dt.date, ends: dt.date) -> Iterator[Span]:
    first = starts
    while first <= ends:
        following = (first.replace(day=1) + dt.timedelta(days=32)).replace(day=1)
        yield Span(first, min(ends, following - dt.timedelta(days=1)))
        first = following


def _month_column(span: Span) -> dict[str, Any]:
    title = f"{span.starts:%b %Y}"
    told = {"StartDate": str(span.starts), "EndDate": str(span.ends), "ColKey": title}
    return {"ColTitle": title, "ColType": "Money", "MetaData": [{"Name": k, "Value": v} for k, v in told.items()]}
