"""Books of a month from three reports: what `mart_financial_metrics` holds. Pure."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import Any

from marts.build.worked import Worked, cents, quotient
from marts.sources.quickbooks.records import Amounts, Report
from marts.sources.told import ShapeError

WIDEST_PERCENT = Decimal("999.99")
# Newer and older payloads spell it differently.
FINANCING = ("FinancingActivities", "FinancingActivites")

Figures = dict[str, Decimal | None]


def financial_month(
    month: dt.date,
    today: dt.date,
    profit: Report,
    balance: Report | None,
    flows: Report | None,
    *,
    undeposited: Collection[str] = (),
) -> Worked | None:
    """Give the row of the month that begins on `month`; None where the books say nothing of it yet, ShapeError for a broken report.

    `balance` or `flows` is None where the source did not answer; `undeposited` are ids of accounts that are cash beside the bank's.
    """
    losses, stands, moves = (_column(report, month) for report in (profit, balance, flows))
    if losses is None and stands is None:
        return None
    row: dict[str, Any] = {
        **_calendar(month, today),
        "currency": profit.currency or (balance.currency if balance else ""),
        "accounting_method": profit.basis,
        **profit_and_loss(losses),
        **(balance_sheet(stands, undeposited) if stands else {}),
        **(cash_flow(moves) if moves else _nothing_moved(flows)),
    }
    worked = Worked(row)
    _audit(worked, moves)
    return worked


def _calendar(month: dt.date, today: dt.date) -> dict[str, Any]:
    last = month.replace(day=calendar.monthrange(month.year, month.month)[1])
    named = {"year": month.year, "month": month.month, "period_start": month, "period_end": last}
    return {**named, "is_closed": last < today}


def _column(report: Report | None, month: dt.date) -> Amounts | None:
    """Give the column of a month; None where the report did not come or is empty, ShapeError where it leaves the month out."""
    if report is None or not report.has_data:
        return None
    found = report.of_month(month)
    if found is None:
        raise ShapeError(f"{report.name} has no column of {month:%Y-%m}.")
    return found


def profit_and_loss(told: Amounts | None) -> Figures:
    """Give the figures of a profit and loss report; zeros where nothing was posted."""
    if told is None:
        names = ("total_revenue", "cogs", "gross_profit", "operating_expenses", "other_income", "other_expenses")
        nothing: Figures = dict.fromkeys((*names, "total_expenses", "net_income", "gross_margin_pct"), Decimal("0.00"))
        return nothing
    income, cogs = told.of("Income"), told.of("COGS")
    expenses, others = told.of("Expenses"), told.of("OtherExpenses")
    gross = told.find("GrossProfit")
    gross = income - cogs if gross is None else gross
    margin = quotient(gross * 100, income)
    return {
        "total_revenue": cents(income),
        "cogs": cents(cogs),
        "gross_profit": cents(gross),
        "operating_expenses": cents(expenses),
        "other_income": cents(told.of("OtherIncome")),
        "other_expenses": cents(others),
        "total_expenses": cents(cogs + expenses + others),
        "net_income": cents(told.required("NetIncome")),
        "gross_margin_pct": margin if abs(margin) <= WIDEST_PERCENT else None,
    }


def balance_sheet(told: Amounts, undeposited: Collection[str] = ()) -> Figures:
    """Give the figures of a balance sheet."""
    return {
        "total_assets": cents(told.required("TotalAssets")),
        "total_liabilities": cents(told.of("Liabilities", within="TotalLiabilitiesAndEquity")),
        "total_equity": cents(told.of("Equity", within="TotalLiabilitiesAndEquity")),
        "cash_balance": cents(told.of("BankAccounts") + told.of_accounts(undeposited)),
        "accounts_receivable": cents(told.of("AR")),
        "accounts_payable": cents(told.of("AP")),
    }


def cash_flow(told: Amounts) -> Figures:
    """Give the figures of a statement of cash flows; operating is net income with its adjustments, whatever its summary says."""
    within = "OperatingActivities"
    income, adjusted = told.find("NetIncome", within), told.find("OperatingAdjustments", within)
    parts = [part for part in (income, adjusted) if part is not None]
    return {
        "operating_cash_flow": cents(sum(parts, Decimal(0)) if parts else told.of(within)),
        "investing_cash_flow": cents(told.of("InvestingActivities")),
        "financing_cash_flow": cents(_financing(told)),
    }


def _financing(told: Amounts) -> Decimal:
    return next((found for group in FINANCING if (found := told.find(group)) is not None), Decimal(0))


def _nothing_moved(flows: Report | None) -> Figures:
    """Give zeros where the source answered that nothing moved, nothing where it did not answer."""
    names = ("operating_cash_flow", "investing_cash_flow", "financing_cash_flow")
    return dict.fromkeys(names, Decimal("0.00")) if flows is not None and not flows.has_data else {}


def _audit(worked: Worked, moves: Amounts | None) -> None:
    """Hold the identities that books must satisfy."""
    row: Mapping[str, Any] = worked.row
    which = f"{row['period_start']:%B %Y}"
    earned = row["total_revenue"] + row["other_income"] - row["total_expenses"]
    worked.hold(f"Income less expenses and net income of {which}", earned, row["net_income"])
    if "total_assets" in row:
        owed = row["total_liabilities"] + row["total_equity"]
        worked.hold(f"Assets and liabilities with equity of {which}", row["total_assets"], owed)
    if moves is not None:
        _audit_flows(worked, moves, which)
    if row["gross_margin_pct"] is None:
        worked.warnings.append(f"The gross margin of {which} is beyond {WIDEST_PERCENT} percent and is not shown.")


def _audit_flows(worked: Worked, moves: Amounts, which: str) -> None:
    row = worked.row
    increase, begins, ends = moves.find("CashIncrease"), moves.find("BeginningCash"), moves.find("EndingCash")
    if increase is not None:
        moved = row["operating_cash_flow"] + row["investing_cash_flow"] + row["financing_cash_flow"]
        worked.hold(f"Cash flows and the increase of cash of {which}", moved, increase)
    if increase is not None and begins is not None and ends is not None:
        worked.hold(f"Ending less beginning cash and the increase of cash of {which}", ends - begins, increase)
