"""Finance and cash: the books by month, and where cash came from and went."""

from __future__ import annotations

from aiop.adminkit import format as fmt
from marts.dashboards.boards.board import Board, Section, register
from marts.dashboards.boards.figures import Figure, Makeup, Shares, by_column, flow, latest, rate
from marts.etl.jobs.cash_flow import JOB as CASH
from marts.etl.jobs.quickbooks_financial import JOB as BOOKS

REVENUE = Figure("revenue", "Revenue, $", "Operating income by month of the books", flow("total_revenue"), fmt.money)
NET_INCOME = Figure(
    "net_income", "Net income, $", "Revenue and other income less all expenses", flow("net_income"), fmt.money
)
BALANCE = Figure("cash", "Cash, $", "At the end of the last month of the period", latest("cash_balance"), fmt.money)
OPERATING = Figure(
    "operating",
    "Operating cash flow, $",
    "What the business itself brought in or took",
    flow("operating_cash_flow"),
    fmt.money,
)

register(
    Board(
        "finance",
        "Finance",
        [
            Section(
                BOOKS,
                [
                    REVENUE,
                    Figure("expenses", "Expenses, $", "Cost of sales, operating and other expenses", flow("total_expenses"), fmt.money),
                    NET_INCOME,
                    Figure("margin", "Gross margin, %", "Gross profit of revenue, both added up first",
                           rate("gross_profit", "total_revenue", times="100"), fmt.percent),
                    BALANCE,
                    Figure("receivable", "Receivables, $", "At the end of the last month", latest("accounts_receivable"), fmt.money),
                    Figure("payable", "Payables, $", "At the end of the last month", latest("accounts_payable"), fmt.money),
                    OPERATING,
                ],
            )
        ],
        "Books of QuickBooks by calendar month, in the method that the company reports by. A month is provisional until it is over; closed "
        "months are read again for as long as their books may be restated. A balance that QuickBooks did not tell is a gap, never zero.",
    )
)  # fmt: skip

register(
    Board(
        "cash",
        "Cash",
        [
            Section(
                CASH,
                [
                    BALANCE,
                    OPERATING,
                    Figure("movement", "Change in cash, $", "All months of the period together", flow("cash_change_mtd"), fmt.money),
                    Shares(
                        "parts", "Where cash came from and went, $", "Effect on cash; a growing receivable takes cash",
                        [("Net income", flow("net_income")), ("Depreciation added back", flow("depreciation_addback")),
                         ("Receivables", flow("ar_change")), ("Inventory", flow("inventory_change")), ("Payables", flow("ap_change")),
                         ("Other current assets", flow("other_current_assets_effect")),
                         ("Other current liabilities", flow("other_current_liabilities_effect")),
                         ("Investing", flow("investing_cash_flow")), ("Financing", flow("financing_cash_flow")),
                         ("On no map", flow("unclassified"))], fmt.money),
                    Makeup("balance", "The last month, $", "As the ledger has it",
                           by_column(("Cash", "cash_balance"), ("Change", "cash_change_mtd"), ("Operating", "operating_cash_flow"),
                                     ("Investing", "investing_cash_flow"), ("Financing", "financing_cash_flow"),
                                     ("Not reconciled", "unreconciled")), fmt.money),
                    Figure("unreconciled", "Not reconciled, $", "What the parts leave of the change in cash; it ought to be nothing",
                           flow("unreconciled"), fmt.money),
                ],
            )
        ],
        "Cash by the indirect method from the general ledger, by calendar month. Every figure is its effect on cash. The last closed month "
        "is the one to judge by; the month that runs is provisional.",
    )
)  # fmt: skip
