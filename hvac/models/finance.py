"""Budgets, taxes and what employees spent."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import F, Q

from hvac.models.base import (
    FileRow,
    Vocabulary,
    above_zero,
    decimal,
    indexes,
    money,
    not_before,
    once,
    one_of,
    only_if,
    parent,
    parent_ref,
    remark,
    rule,
    unique,
    within,
    words,
)
from hvac.models.people import Department


class BudgetLine(FileRow):
    """What a department may spend, or has to earn, in a quarter."""

    class Category(Vocabulary):
        """What for; revenue is to be earned."""

        PAYROLL = "Payroll"
        PARTS_AND_MATERIALS = "Parts & Materials"
        VEHICLES_AND_FUEL = "Vehicles & Fuel"
        MARKETING = "Marketing"
        TRAINING = "Training"
        FACILITIES = "Facilities"
        INSURANCE = "Insurance"
        SOFTWARE = "Software"
        REVENUE = "Revenue"

    class Approval(Vocabulary):
        """Where it stands."""

        DRAFT = "Draft"
        SUBMITTED = "Submitted"
        APPROVED = "Approved"
        REJECTED = "Rejected"
        REVISED = "Revised"

    class Side(Vocabulary):
        """Whether it is spent or earned."""

        EXPENSE = "Expense"
        REVENUE = "Revenue"

    department = one_of(Department)
    budget_year = models.IntegerField()
    category = one_of(Category)
    budgeted_amount = money(12)
    actual_amount = money(12)
    variance = models.GeneratedField(
        expression=F("budgeted_amount") - F("actual_amount"),
        output_field=decimal(12, 2),
        db_persist=True,
        help_text="Computed: budgeted less actual.",
    )
    stated_variance = money(12, null=True, blank=True, editable=False, help_text="The variance that the file stated.")
    quarter = models.IntegerField()
    approval_status = one_of(Approval)
    notes = remark()
    line_kind = one_of(Side, null=True, blank=True)
    location = parent("hvac.Location", models.SET_NULL, optional=True)
    location_ref = parent_ref(optional=True)
    approved_by = parent("hvac.Employee", models.SET_NULL, optional=True)
    approved_by_ref = parent_ref(optional=True)

    class Meta:
        indexes = indexes(
            "hvac_budget", "department", "category", "approval_status", "location", "approved_by", "budget_year"
        )
        constraints = [
            *unique("hvac_budget"),
            models.UniqueConstraint(
                fields=["org", "department", "budget_year", "quarter", "category", "location_ref"],
                name="hvac_budget_once",
                nulls_distinct=False,
            ),
            *within("hvac_budget", 2000, 2100, "budget_year"),
            *within("hvac_budget", 1, 4, "quarter"),
            *within("hvac_budget", 0, None, "budgeted_amount", "actual_amount"),
        ]

    def __str__(self) -> str:
        return f"{self.department} {self.category} {self.budget_year} Q{self.quarter}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, with the stated variance following what a person writes."""
        self.stated_variance = Decimal(self.budgeted_amount) - Decimal(self.actual_amount)
        super().save(*args, **kwargs)


class TaxRecord(FileRow):
    """The tax of one invoice that one authority is owed."""

    class Type(Vocabulary):
        """Which tax."""

        STATE_SALES = "State Sales"
        COUNTY_SALES = "County Sales"
        CITY_SALES = "City Sales"
        SPECIAL_DISTRICT = "Special District"
        USE_TAX = "Use Tax"
        GROSS_RECEIPTS = "Gross Receipts"

    class Filing(Vocabulary):
        """Whether the authority knows."""

        OPEN = "Open"
        FILED = "Filed"
        PAID = "Paid"
        AMENDED = "Amended"

    invoice = parent("hvac.Invoice")
    invoice_ref = parent_ref()
    tax_jurisdiction = words(help_text="A state's code, or state and county or city: TX-Austin.")
    tax_type = one_of(Type)
    tax_rate = decimal(5, 4, help_text="A share: 0.065 is 6.5 %.")
    tax_amount = money()
    filing_period = words(help_text="2026-03, 2026-Q1, 2026-H1 or 2026.")
    period_start = models.DateField(null=True, blank=True)
    period_end = models.DateField(null=True, blank=True)
    due_date = models.DateField(null=True, blank=True)
    filing_status = one_of(Filing, null=True, blank=True)
    taxable_amount = money(12, null=True, blank=True)
    exemption_reason = remark()

    class Meta:
        indexes = indexes("hvac_tax", "invoice", "tax_jurisdiction", "tax_type", "filing_period")
        constraints = [
            *unique("hvac_tax"),
            once("hvac_tax", "once", "invoice_ref", "tax_jurisdiction", "tax_type"),
            *within("hvac_tax", 0, Decimal("0.2"), "tax_rate"),
            *not_before("hvac_tax", ("period_end", "period_start")),
        ]


class ExpenseReport(FileRow):
    """What an employee spent for the company."""

    class Category(Vocabulary):
        """What on."""

        FUEL = "Fuel"
        MILEAGE = "Mileage"
        PARTS_AND_MATERIALS = "Parts & Materials"
        TOOLS = "Tools"
        VEHICLE_MAINTENANCE = "Vehicle Maintenance"
        MEALS = "Meals"
        LODGING = "Lodging"
        TRAVEL = "Travel"
        TRAINING = "Training"
        PERMITS = "Permits"
        OFFICE_SUPPLIES = "Office Supplies"
        PHONE = "Phone"
        OTHER = "Other"

    class Approval(Vocabulary):
        """Where it stands."""

        DRAFT = "Draft"
        SUBMITTED = "Submitted"
        APPROVED = "Approved"
        REJECTED = "Rejected"
        REIMBURSED = "Reimbursed"

    employee = parent("hvac.Employee")
    employee_ref = parent_ref()
    vehicle = parent("hvac.Vehicle", models.SET_NULL, optional=True)
    vehicle_ref = parent_ref(optional=True)
    expense_date = models.DateField()
    category = one_of(Category)
    amount = money()
    receipt_url = remark(verbose_name="receipt")
    approval_status = one_of(Approval)
    mileage = decimal(7, 1, null=True, blank=True, help_text="Miles; for the category Mileage alone.")
    fuel_cost = money(8, null=True, blank=True, help_text="For the category Fuel alone.")
    business_purpose = words()
    approved_by = parent("hvac.Employee", models.SET_NULL, optional=True)
    approved_by_ref = parent_ref(optional=True)
    approved_on = models.DateField(null=True, blank=True)
    reimbursed_on = models.DateField(null=True, blank=True)
    service_call = parent("hvac.ServiceCall", models.SET_NULL, optional=True)
    service_call_ref = parent_ref(optional=True)
    mileage_rate = decimal(5, 4, null=True, blank=True, help_text="Dollars a mile.")
    report_group = remark(help_text="What was handed in together.")

    class Meta:
        indexes = indexes(
            "hvac_expense", "employee", "vehicle", "approved_by", "service_call", "category", "approval_status",
            "expense_date", "amount",
        )  # fmt: skip
        constraints = [
            *unique("hvac_expense"),
            *above_zero("hvac_expense", "amount"),
            *within("hvac_expense", 0, None, "mileage", "fuel_cost"),
            only_if(
                "hvac_expense", "mileage_has_miles", Q(category="Mileage"), Q(mileage__isnull=False),
                "is mileage, and mileage is blank",
            ),
            only_if(
                "hvac_expense", "fuel_has_its_cost", Q(category="Fuel"), Q(fuel_cost__isnull=False),
                "is fuel, and fuel cost is blank",
            ),
            rule(
                "hvac_expense", "approved_by_another", ~Q(approved_by_ref=F("employee_ref")), "is approved by who spent it"
            ),
        ]  # fmt: skip
