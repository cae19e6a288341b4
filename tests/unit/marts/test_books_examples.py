"""The worked examples of books, and their edges: a few rows of three reports in, the figures out, written by hand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import pytest

from marts.build.financial import financial_month
from marts.build.worked import Worked
from marts.sources.quickbooks.records import Report, decode_report
from marts.sources.told import ShapeError

NOVEMBER, TODAY = dt.date(2025, 11, 1), dt.date(2025, 12, 3)


def report(name: str, groups: Mapping[str, Any], *, months: Sequence[str] = ("2025-11",), **header: Any) -> Report:
    """Make a report of sections; a section that holds others is a mapping with its own amount under “.”."""
    columns = [
        {"ColType": "Account", "ColTitle": ""},
        *({"ColType": "Money", "ColTitle": m, "MetaData": [{"Name": "StartDate", "Value": f"{m}-01"}]} for m in months),
        {"ColType": "Money", "ColTitle": "Total", "MetaData": [{"Name": "ColKey", "Value": "total"}]},
    ]
    told = {"ReportName": name, "ReportBasis": "Accrual", "Currency": "USD", **header}
    return decode_report({"Header": told, "Columns": {"Column": columns}, "Rows": {"Row": _sections(groups)}})


def _sections(groups: Mapping[str, Any]) -> list[dict[str, Any]]:
    found = []
    for group, inside in groups.items():
        amounts = inside["."] if isinstance(inside, Mapping) else inside
        cells = [{"value": f"Total {group}"}, *({"value": text} for text in _each(amounts)), {"value": "999999.99"}]
        section: dict[str, Any] = {"type": "Section", "group": group, "Summary": {"ColData": cells}}
        if isinstance(inside, Mapping):
            section["Rows"] = {"Row": _sections({name: value for name, value in inside.items() if name != "."})}
        found.append(section)
    return found


def _each(amounts: Any) -> list[str]:
    return list(amounts) if isinstance(amounts, tuple) else [amounts]


PROFIT = {
    "Income": "277475", "COGS": "2500", "GrossProfit": "274975", "Expenses": "2900", "NetOperatingIncome": "272075",
    "OtherIncome": "38500", "OtherExpenses": "6800", "NetOtherIncome": "31700", "NetIncome": "303775",
}  # fmt: skip
BALANCE = {
    "TotalAssets": {".": "23436.29", "CurrentAssets": {".": "7282.52", "BankAccounts": "2001.00", "AR": "5281.52"}},
    "TotalLiabilitiesAndEquity": {
        ".": "23436.29",
        "Liabilities": {".": "31131.33", "CurrentLiabilities": {".": "31131.33", "AP": "1602.67"}},
        "Equity": "-7695.04",
    },
}
FLOWS = {
    "OperatingActivities": {".": "-28362.54", "NetIncome": "1643.54", "OperatingAdjustments": "-28362.54"},
    "FinancingActivites": "29000.00", "CashIncrease": "2281.00", "BeginningCash": "0.00", "EndingCash": "2281.00",
}  # fmt: skip


def books(
    profit: Mapping[str, Any] = PROFIT,
    balance: Mapping[str, Any] | None = BALANCE,
    flows: Mapping[str, Any] | None = FLOWS,
) -> Worked | None:
    """Work out November."""
    sheet = None if balance is None else report("BalanceSheet", balance)
    moved = None if flows is None else report("CashFlow", flows)
    return financial_month(NOVEMBER, TODAY, report("ProfitAndLoss", profit), sheet, moved)


def figures(worked: Worked | None) -> Mapping[str, Any]:
    """Give the row, which there must be."""
    assert worked is not None
    return worked.row


def test_books_of_a_month_are_those_of_the_three_reports() -> None:
    worked = books()
    assert worked is not None
    assert worked.wrong == []
    assert worked.warnings == []
    expected = {
        "total_revenue": "277475.00", "total_expenses": "12200.00", "gross_profit": "274975.00", "gross_margin_pct": "99.10",
        "net_income": "303775.00", "other_income": "38500.00", "total_assets": "23436.29", "cash_balance": "2001.00",
        "accounts_receivable": "5281.52", "total_liabilities": "31131.33", "accounts_payable": "1602.67",
        "total_equity": "-7695.04", "operating_cash_flow": "-26719.00", "financing_cash_flow": "29000.00",
        "investing_cash_flow": "0.00",
    }  # fmt: skip
    assert {name: str(worked.row[name]) for name in expected} == expected
    assert (worked.row["period_end"], worked.row["is_closed"]) == (dt.date(2025, 11, 30), True)


def test_the_small_example_has_its_margin() -> None:
    told = {"Income": "1000.00", "COGS": "400.00", "GrossProfit": "600.00", "Expenses": "250.00", "NetIncome": "350.00"}
    row = figures(books(told))
    assert [str(row[n]) for n in ("total_revenue", "total_expenses", "gross_profit", "gross_margin_pct", "net_income")] == [
        "1000.00", "650.00", "600.00", "60.00", "350.00",
    ]  # fmt: skip


def test_sections_that_are_left_out_or_blank_are_zero() -> None:
    row = figures(books({"Income": "10.00", "Expenses": "", "NetIncome": "10.00"}))
    assert (row["cogs"], row["total_expenses"], row["gross_profit"]) == (Decimal(0), Decimal(0), Decimal("10.00"))


def test_a_month_of_costs_alone_has_a_margin_of_zero() -> None:
    row = figures(books({"Expenses": "80.00", "NetIncome": "-80.00"}))
    assert (row["gross_margin_pct"], row["net_income"]) == (Decimal(0), Decimal("-80.00"))


def test_a_margin_beyond_what_can_be_shown_is_unknown_and_told() -> None:
    worked = books({"Income": "10.00", "COGS": "135.00", "GrossProfit": "-125.00", "NetIncome": "-125.00"})
    assert figures(worked)["gross_margin_pct"] is None
    assert worked is not None
    assert "gross margin" in worked.warnings[0]


def test_what_did_not_answer_is_left_out_and_never_zero() -> None:
    row = figures(books(balance=None, flows=None))
    assert "total_assets" not in row
    assert "operating_cash_flow" not in row


def test_no_data_gives_zeros_only_where_the_balance_sheet_answered() -> None:
    nothing = decode_report(
        {"Header": {"ReportName": "ProfitAndLoss", "Option": [{"Name": "NoReportData", "Value": "true"}]}, "Rows": {}}
    )
    assert financial_month(NOVEMBER, TODAY, nothing, None, None) is None
    row = figures(financial_month(NOVEMBER, TODAY, nothing, report("BalanceSheet", BALANCE), None))
    assert (row["total_revenue"], row["total_assets"]) == (Decimal(0), Decimal("23436.29"))


def test_columns_are_found_by_their_date_and_the_total_is_never_one() -> None:
    told = {"Income": ("100.00", "7.00"), "NetIncome": ("100.00", "7.00")}
    profit = report("ProfitAndLoss", told, months=("2025-10", "2025-11"))
    assert figures(financial_month(NOVEMBER, TODAY, profit, None, None))["total_revenue"] == Decimal("7.00")
    with pytest.raises(ShapeError, match="no column of 2025-12"):
        financial_month(dt.date(2025, 12, 1), TODAY, profit, None, None)


def test_a_report_of_one_month_may_come_with_its_total_alone() -> None:
    profit = report(
        "ProfitAndLoss", {"Income": (), "NetIncome": ()}, months=(), StartPeriod="2025-11-01", EndPeriod="2025-11-30"
    )
    assert figures(financial_month(NOVEMBER, TODAY, profit, None, None))["total_revenue"] == Decimal("999999.99")


def test_books_that_do_not_add_up_are_not_published_unless_by_a_trifle() -> None:
    worked = books({**PROFIT, "NetIncome": "200000"})
    assert worked is not None
    assert "net income" in worked.wrong[0]
    trifle = books({**PROFIT, "NetIncome": "303775.40"})
    assert trifle is not None
    assert (len(trifle.wrong), len(trifle.warnings)) == (0, 1)
