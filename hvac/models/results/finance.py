"""What is due, written off, insured and budgeted."""

from __future__ import annotations

from django.db import models
from django.db.models import F

from hvac.models.base import Vocabulary, money, one_of, words
from hvac.models.billing import SalesCommission
from hvac.models.finance import BudgetLine, TaxRecord
from hvac.models.insurance import InsurancePolicy
from hvac.models.people import Department
from hvac.models.results.base import Result, amount, found_by, key, of, per_cent, why


class DepreciationEntry(Result):
    """What an asset loses in one period, in the books (months) or for taxes (years)."""

    class Book(Vocabulary):
        """For whom it is reckoned."""

        BOOK = "Book"
        TAX = "Tax"

    asset = of("hvac.FixedAsset")
    book = one_of(Book)
    fiscal_year = models.IntegerField()
    period = models.IntegerField(help_text="Month of the fiscal year; 0 for a year of taxes.")
    first_day = models.DateField()
    opening_nbv = money(12, verbose_name="opening value")
    depreciation = money(12)
    accumulated = money(12)
    closing_nbv = models.GeneratedField(
        expression=F("opening_nbv") - F("depreciation"),
        output_field=money(12),
        db_persist=True,
        verbose_name="closing value",
        help_text="Computed: opening less depreciation.",
    )

    class Meta:
        verbose_name_plural = "depreciation entries"
        constraints = key("hvac_depreciation", "asset", "book", "fiscal_year", "period")
        indexes = found_by("hvac_depreciation", "first_day")

    def __str__(self) -> str:
        return f"{self.book} {self.fiscal_year}/{self.period} of asset {self.asset_id}"


class AssetValue(Result):
    """What an asset is worth today in the books and for taxes, and what its sale gained."""

    asset = of("hvac.FixedAsset")
    book_value = amount(help_text="After the month that has begun.")
    tax_value = amount(help_text="After the tax year that has begun.")
    gain = amount(help_text="Proceeds above the value in the books; below zero a loss. For what was sold.")
    is_mid_quarter = models.BooleanField(
        help_text="More than 40 % of its year's purchases came in the last three months."
    )
    reason = why()

    class Meta:
        constraints = key("hvac_assetvalue", "asset")

    def __str__(self) -> str:
        return f"Value of asset {self.asset_id}"


class CommissionDue(Result):
    """What a commission should be by its rate, and when it may be paid."""

    class State(Vocabulary):
        """Where it stands by the payments that came in."""

        WAITING = "waiting"
        DUE = "due"
        PAID = "paid"
        EARLY = "paid early"
        VOID = "void"

    commission = of("hvac.SalesCommission")
    sales_rep = of("hvac.Employee", optional=True)
    commission_type = one_of(SalesCommission.Type)
    issue_date = models.DateField(null=True)
    base = amount(help_text="The invoice before tax.")
    expected = amount(help_text="Base by rate.")
    stated = money(12)
    difference = amount(help_text="Stated less expected.")
    paid_in_full_on = models.DateField(null=True)
    payable_on = models.DateField(null=True, help_text="End of the month in which the invoice was paid in full.")
    state = one_of(State)
    reason = why()

    class Meta:
        constraints = key("hvac_commissiondue", "commission")
        indexes = found_by("hvac_commissiondue", "sales_rep", "issue_date", "state")

    def __str__(self) -> str:
        return f"Commission {self.commission_id}"


class TaxPeriod(Result):
    """What an authority is owed for a filing period."""

    tax_jurisdiction = words()
    tax_type = one_of(TaxRecord.Type)
    filing_period = words()
    start_date = models.DateField(null=True)
    end_date = models.DateField(null=True)
    due_date = models.DateField(null=True, help_text="The 20th after the period.")
    invoices = models.IntegerField()
    taxable = amount(help_text="Invoiced before tax, cancelled invoices left out.")
    tax = money(14)
    cancelled_tax = money(14, help_text="Tax of invoices that were cancelled: nothing is owed on them.")
    misfiled = models.IntegerField(help_text="Records whose invoice was issued outside of the period.")
    reason = why()

    class Meta:
        constraints = key("hvac_taxperiod", "tax_jurisdiction", "tax_type", "filing_period")
        indexes = found_by("hvac_taxperiod", "start_date")

    def __str__(self) -> str:
        return f"{self.tax_type} of {self.tax_jurisdiction} for {self.filing_period}"


class BudgetCheck(Result):
    """A budget line against its actual, as stated and as the rows tell it."""

    budget_line = of("hvac.BudgetLine")
    department = one_of(Department)
    category = one_of(BudgetLine.Category)
    quarter_start = models.DateField()
    budgeted = money(14)
    actual = money(14, help_text="As the file states it.")
    variance = money(14, help_text="Above zero is good: less spent, or more earned.")
    variance_pct = per_cent(verbose_name="variance, %")
    is_exception = models.BooleanField(help_text="Off by 10 % and 1,000 dollars at least.")
    from_rows = amount(help_text="What invoices, pay, parts and expenses of the quarter add up to.")
    reason = why()

    class Meta:
        constraints = key("hvac_budgetcheck", "budget_line")
        indexes = found_by("hvac_budgetcheck", "quarter_start", "department")

    def __str__(self) -> str:
        return f"{self.department} {self.category} from {self.quarter_start}"


class InsuranceYear(Result):
    """What a line of insurance cost and paid in a year of losses."""

    line = one_of(InsurancePolicy.Line)
    year = models.IntegerField()
    policies = models.IntegerField()
    premium = money(14, help_text="Of the policies that began in the year.")
    claims = models.IntegerField(help_text="Losses under those policies.")
    paid = money(14)
    reserve = money(14)
    recovered = money(14)
    net_incurred = money(14)
    out_of_pocket = money(14, help_text="Deductibles, and what ended claims left unpaid.")
    loss_ratio = per_cent(help_text="Net incurred by premium, per cent.")
    report_days = per_cent(help_text="Mean days from loss to report.")

    class Meta:
        constraints = key("hvac_insyear", "line", "year")

    def __str__(self) -> str:
        return f"{self.line} {self.year}"


class WarrantyRecovery(Result):
    """What came back on a claim at a manufacturer."""

    claim = of("hvac.WarrantyClaim")
    brand = models.TextField(default="", blank=True)
    claim_date = models.DateField()
    is_in_time = models.BooleanField(help_text="The claim lies within the warranty.")
    claimed = money(12)
    recovered = amount()
    days_to_resolution = models.IntegerField(null=True)
    reason = why()

    class Meta:
        verbose_name_plural = "warranty recoveries"
        constraints = key("hvac_warrantyrec", "claim")
        indexes = found_by("hvac_warrantyrec", "claim_date")

    def __str__(self) -> str:
        return f"Claim {self.claim_id}"
