"""Profit and loss of the dealer by department and calendar month; the general ledger in Softbase."""

from __future__ import annotations

from django.db import models

from marts.models.mart import Mart, grain, money


class GlMonthly(Mart):
    """What a department earned or spent. Grain: organisation × month × department × kind of account. Owner: Finance.

    Made by `etl_gl_monthly`. Revenue and other income that came in, and cost and expense that went out, are positive.
    """

    class Kind(models.TextChoices):
        """What an account is to the statement of profit and loss."""

        REVENUE = "revenue", "Revenue"
        COST = "cogs", "Cost of sales"
        EXPENSE = "expense", "Operating expense"
        OTHER_INCOME = "other_income", "Other income"

    year = models.IntegerField()
    month = models.IntegerField()
    department = models.TextField(help_text="As the rules of the chart of accounts say; unassigned: none says.")
    account_type = models.CharField(max_length=20, choices=Kind)
    amount = money()
    basis = models.CharField(max_length=10, help_text="closed: the ledger's summary; running: posted entries.")

    class Meta:
        db_table = "mart_gl_monthly"
        verbose_name = "department's month"
        verbose_name_plural = "departments' months"
        indexes = [models.Index(fields=["org", "department"], name="mart_gl_monthly_department")]
        constraints = [
            *grain("mart_gl_monthly", "year", "month", "department", "account_type"),
            models.CheckConstraint(condition=models.Q(month__range=(1, 12)), name="mart_gl_monthly_month_in_year"),
            models.CheckConstraint(
                condition=models.Q(basis__in=["closed", "running"]), name="mart_gl_monthly_basis_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.department} in {self.year}-{self.month:02}: {self.get_account_type_display()}"
