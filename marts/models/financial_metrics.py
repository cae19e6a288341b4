"""Revenue, costs, balances and operating cash of an organisation, by calendar month; QuickBooks reports."""

from __future__ import annotations

from django.db import models

from marts.models.mart import Mart, grain, money, money_if_told, percent_if_told, whole_month


class FinancialMetrics(Mart):
    """Books of one calendar month. Grain: organisation × month. Owner: Finance. Made by `etl_quickbooks_financial`."""

    year = models.IntegerField()
    month = models.IntegerField()
    period_start = models.DateField()
    period_end = models.DateField()
    total_revenue = money(help_text="Operating income.")
    total_expenses = money(help_text="Cost of sales, operating and other expenses.")
    net_income = money()
    gross_profit = money()
    gross_margin_pct = percent_if_told(help_text="None: beyond what can be shown.")
    total_assets = money_if_told(help_text="At the end of the month; none: the balance sheet did not answer.")
    total_liabilities = money_if_told()
    total_equity = money_if_told(help_text="With the year's net income so far.")
    cash_balance = money_if_told(help_text="Bank accounts.")
    accounts_receivable = money_if_told()
    accounts_payable = money_if_told()
    operating_cash_flow = money_if_told(help_text="None: the report of cash flows did not answer.")
    # Beyond the seed
    other_income = money()
    cogs = money(help_text="Cost of goods sold.")
    operating_expenses = money()
    other_expenses = money()
    investing_cash_flow = money_if_told()
    financing_cash_flow = money_if_told()
    is_closed = models.BooleanField(default=False, db_default=False, help_text="The month is over.")
    currency = models.CharField(max_length=3, blank=True, default="", db_default="")
    accounting_method = models.CharField(max_length=10, blank=True, default="", db_default="")

    class Meta:
        db_table = "mart_financial_metrics"
        verbose_name = "financial month"
        indexes = [models.Index(fields=["org", "period_end"], name="mart_financial_metrics_period")]
        constraints = [
            *grain("mart_financial_metrics", "year", "month"),
            *whole_month("mart_financial_metrics"),
            models.CheckConstraint(
                condition=models.Q(period_start__lte=models.F("period_end")), name="mart_financial_metrics_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"Books of {self.year}-{self.month:02}"
