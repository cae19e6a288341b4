"""Invoices and work orders by day; Softbase."""

from __future__ import annotations

from django.db import models

from marts.models.mart import Mart, count, day_agrees, grain, money, never_negative

_COUNTS = (
    "service_invoices",
    "parts_invoices",
    "rental_invoices",
    "sales_invoices",
    "total_invoices",
    "open_work_orders",
    "closed_work_orders",
    "opened_work_orders",
    "in_progress_work_orders",
    "awaiting_invoice_work_orders",
    "credit_memo_count",
)


class SalesDaily(Mart):
    """What was invoiced on a day, and the work orders at its end. Grain: organisation × day. Owner: Sales.

    Made by `etl_sales_daily`. Every calendar day has a row; revenue is before sales tax, credit memos take away.
    """

    sales_date = models.DateField()
    year = models.IntegerField()
    month = models.IntegerField()
    day_of_week = models.IntegerField(help_text="0 is Sunday, 6 is Saturday.")
    service_revenue = money()
    parts_revenue = money()
    rental_revenue = money()
    sales_revenue = money(help_text="Of equipment.")
    total_revenue = money(help_text="The four departments and miscellaneous, before sales tax.")
    service_invoices = count(help_text="Invoices with labor; one invoice may count in several departments.")
    parts_invoices = count()
    rental_invoices = count()
    sales_invoices = count()
    total_invoices = count()
    open_work_orders = count(help_text="Opened and not closed at the end of the day, those awaiting their invoice too.")
    closed_work_orders = count(help_text="Closed on the day.")
    # Beyond the seed
    misc_revenue = money()
    tax_amount = money()
    grand_total = money(help_text="With sales tax.")
    service_cost = money()
    parts_cost = money()
    rental_cost = money()
    sales_cost = money()
    misc_cost = money()
    total_cost = money()
    gross_profit = money()
    credit_memo_count = count()
    external_revenue = money(help_text="Without invoices to the company's own accounts.")
    external_invoices = count()
    opened_work_orders = count()
    in_progress_work_orders = count(help_text="Of the open ones, those not completed.")
    awaiting_invoice_work_orders = count(help_text="Of the open ones, those completed.")

    class Meta:
        db_table = "mart_sales_daily"
        verbose_name = "day of sales"
        verbose_name_plural = "days of sales"
        indexes = [models.Index(fields=["org", "year", "month"], name="mart_sales_daily_month")]
        constraints = [
            *grain("mart_sales_daily", "sales_date"),
            *day_agrees("mart_sales_daily", "sales_date"),
            models.CheckConstraint(condition=models.Q(day_of_week__range=(0, 6)), name="mart_sales_daily_weekday"),
            *never_negative("mart_sales_daily", *_COUNTS),
        ]

    def __str__(self) -> str:
        return f"Sales on {self.sales_date}"
