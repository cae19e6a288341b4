"""The chart of accounts of the invented company: each account's section of the reports, and the account that it is part of."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Account:
    """An account: debits are positive amounts, credits negative."""

    id: int
    name: str
    group: str
    parent: str = ""


CHART = (
    Account(1, "Services", "Income"),
    Account(2, "Repairs", "Income", "Services"),
    Account(3, "Parts Sold", "Income"),
    Account(10, "Cost of Parts", "COGS"),
    Account(20, "Payroll", "Expenses"),
    Account(21, "Rent", "Expenses"),
    Account(22, "Vehicles", "Expenses"),
    Account(23, "Fuel", "Expenses", "Vehicles"),
    Account(30, "Interest Earned", "OtherIncome"),
    Account(40, "Interest Paid", "OtherExpenses"),
    Account(50, "Checking", "BankAccounts"),
    Account(51, "Savings", "BankAccounts"),
    Account(52, "Accounts Receivable", "AR"),
    Account(53, "Undeposited Funds", "OtherCurrentAssets"),
    Account(54, "Machinery", "FixedAssets"),
    Account(60, "Accounts Payable", "AP"),
    Account(61, "Company Card", "CreditCards"),
    Account(62, "Bank Loan", "LongTermLiabilities"),
    Account(70, "Opening Balance Equity", "Equity"),
)
NAMED = {account.name: account for account in CHART}
UNDEPOSITED = NAMED["Undeposited Funds"]
# Credits are what these sections count up.
CREDIT = frozenset(
    {"Income", "OtherIncome", "AP", "CreditCards", "LongTermLiabilities", "Equity"}
)  # fmt: skip
EARNINGS = ("Income", "COGS", "Expenses", "OtherIncome", "OtherExpenses")
