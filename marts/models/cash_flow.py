"""Cash by calendar month, by the indirect method; the general ledger in Softbase."""

from __future__ import annotations

from django.db import models

from marts.models.mart import Mart, grain, keyed_if_told, money, money_if_told, objects_in, whole_month


class CashFlow(Mart):
    """Where cash came from and went. Grain: organisation × month. Owner: Finance. Made by `etl_cash_flow`.

    Every figure is its effect on cash: a growing receivable is negative.
    """

    class Health(models.TextChoices):
        """How a month's operating cash flow is judged."""

        UNKNOWN = "unknown", "Unknown"
        HEALTHY = "healthy", "Healthy"
        WARNING = "warning", "Warning"
        CRITICAL = "critical", "Critical"

    year = models.IntegerField()
    month = models.IntegerField()
    period_end = models.DateField()
    cash_balance = money_if_told(help_text="None: no cash account is known.")
    cash_change_mtd = money_if_told()
    operating_cash_flow = money()
    ar_change = money(help_text="Effect of receivables on cash.")
    inventory_change = money()
    ap_change = money()
    investing_cash_flow = money()
    financing_cash_flow = money()
    health_status = models.CharField(max_length=20, choices=Health, default=Health.UNKNOWN, db_default=Health.UNKNOWN)
    non_operating_breakdown = keyed_if_told(help_text="Sums and lines; none: accounts with movements are on no map.")
    # Beyond the seed
    net_income = money()
    depreciation_addback = money()
    other_current_assets_effect = money()
    other_current_liabilities_effect = money()
    unclassified = money(help_text="Effect of accounts that are on no map.")
    unreconciled = money(help_text="What the parts leave of the change in cash.")
    is_closed = models.BooleanField(default=False, db_default=False, help_text="The month is over.")

    class Meta:
        db_table = "mart_cash_flow"
        verbose_name = "month of cash"
        verbose_name_plural = "months of cash"
        indexes = [models.Index(fields=["org", "period_end"], name="mart_cash_flow_period")]
        constraints = [
            *grain("mart_cash_flow", "year", "month"),
            *whole_month("mart_cash_flow"),
            models.CheckConstraint(
                condition=models.Q(health_status__in=["unknown", "healthy", "warning", "critical"]),
                name="mart_cash_flow_health_known",
            ),
            *objects_in("mart_cash_flow", "non_operating_breakdown"),
        ]

    def __str__(self) -> str:
        return f"Cash of {self.year}-{self.month:02}"
