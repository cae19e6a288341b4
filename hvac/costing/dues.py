"""What is due and to whom: commissions, taxes, claims at manufacturers and insurers; budgets against actual."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from aiop.builders.declared import Builder, Building
from aiop.builders.tables import Row, Table, from_rows
from aiop.builders.windows import Step
from aiop.quality.checks import Check
from hvac.costing.reading import ask
from hvac.costing.rules.budgets import variance
from hvac.costing.rules.commissions import commission, paid_in_full_on, payable_on
from hvac.costing.rules.insurance import loss_ratio, net_incurred
from hvac.costing.rules.rounding import ZERO
from hvac.costing.rules.taxes import FilingPeriod, filing_period
from hvac.costing.rules.warranties import recovered
from hvac.models.results import BudgetCheck, CommissionDue, InsuranceYear, TaxPeriod, WarrantyRecovery


def commissions_due(building: Building) -> Iterator[Row]:
    """Give each commission with what it should be and when it may be paid."""
    for row in ask("commissions", building):
        expected = None if row.subtotal is None else _expected(row)
        full = None if row.total_amount is None else paid_in_full_on(row.total_amount, _payments(row))
        payable = payable_on(full)
        difference = None if expected is None else row.commission_amount - expected
        reason = "Its invoice is not here." if row.invoice_id is None else ""
        amounts = (row.subtotal, expected, row.commission_amount, difference)
        head = (row.id, row.sales_rep_id, row.commission_type, row.issue_date)
        yield (*head, *amounts, full, payable, _state(row, payable, building), reason)


def _expected(row: Any) -> Decimal:
    return commission(row.subtotal, row.commission_rate, is_clawback=row.commission_type == "Clawback")


def _payments(row: Any) -> list[tuple[Any, Decimal]]:
    return list(zip(row.days or (), row.amounts or (), strict=True))


def _state(row: Any, payable: Any, building: Building) -> str:
    if row.invoice_status == "Cancelled" or row.status == "Reversed":
        return CommissionDue.State.VOID
    if row.payment_date is not None and row.payment_date <= building.today:
        return CommissionDue.State.EARLY if payable is None or row.payment_date < payable else CommissionDue.State.PAID
    return CommissionDue.State.DUE if payable and payable <= building.today else CommissionDue.State.WAITING


def tax_periods(building: Building) -> Iterator[Row]:
    """Give what each authority is owed for each filing period."""
    grouped: defaultdict[tuple[str, str, str], list[Any]] = defaultdict(list)
    for row in ask("tax_periods", building):
        grouped[row.tax_jurisdiction, row.tax_type, row.filing_period].append(row)
    for key, rows in grouped.items():
        period = filing_period(key[2])
        days = (period.start, period.end, period.due) if period else (None, None, None)
        sums = [sum((getattr(row, name) or ZERO for row in rows), ZERO) for name in ("taxable", "tax", "cancelled_tax")]
        misfiled = sum(row.records for row in rows if _is_misfiled(row.issue_date, period))
        reason = "" if period else "Its filing period cannot be read: 2026-03, 2026-Q1, 2026-H1 or 2026 is meant."
        yield (*key, *days, sum(row.invoices for row in rows), *sums, misfiled, reason)


def _is_misfiled(day: Any, period: FilingPeriod | None) -> bool:
    return bool(day and period and not period.start <= day <= period.end)


def budget_checks(building: Building) -> Iterator[Row]:
    """Give each budget line with its variance and what other rows say of it."""
    for row in ask("budgets", building):
        is_revenue = row.category == "Revenue"
        found = variance(row.budgeted_amount, row.actual_amount, is_revenue=is_revenue)
        is_over = row.quarter_start < building.today
        reason = row.why_not if row.from_rows is None else ""
        head = (row.id, row.department, row.category, row.quarter_start, row.budgeted_amount, row.actual_amount)
        yield (*head, found.amount, found.percent, found.is_exception and is_over, row.from_rows, reason)


def insurance_years(building: Building) -> Iterator[Row]:
    """Give each line of insurance by the year in which its policies began."""
    for row in ask("insurance", building):
        net = net_incurred(row.paid, row.reserve, row.recovered)
        head = (row.line, row.year, row.policies, row.premium, row.claims, row.paid, row.reserve, row.recovered, net)
        yield (*head, row.out_of_pocket, loss_ratio(net, row.premium), row.report_days)


def warranty_recoveries(building: Building) -> Iterator[Row]:
    """Give each claim at a manufacturer with what came back."""
    for row in ask("warranties", building):
        amount, reason = recovered(row.claim_status, row.manufacturer_response, row.claim_amount, row.paid_amount)
        in_time = bool(row.warranty_end_date) and row.installation_date <= row.claim_date <= row.warranty_end_date
        days = (row.resolution_date - row.claim_date).days if row.resolution_date else None
        yield (row.id, row.brand, row.claim_date, in_time, row.claim_amount, amount, days, reason)


COMMISSION_DIFFERS = Check(
    name="hvac_commission_differs",
    title="Commissions are what their rate says",
    question="Does a commission differ by more than a cent from the invoice before tax by its rate?",
    model="hvac.CommissionDue",
    sql="SELECT id, 'stated ' || stated || ', expected ' || expected AS detail FROM hvac_commissiondue "
    "WHERE abs(difference) > 0.01 AND commission_type <> 'Bonus'",
    has_detail=True,
    guidance="Correct the amount, or the rate.",
)
COMMISSION_EARLY = Check(
    name="hvac_commission_paid_early",
    title="Commissions are paid after the invoice is",
    question="Was a commission paid though its invoice was not, or was cancelled?",
    model="hvac.CommissionDue",
    sql="SELECT id FROM hvac_commissiondue WHERE state = 'paid early' OR state = 'void' AND stated > 0 AND payable_on IS NOT NULL",
    guidance="Take it back with a clawback, or record the payment that is missing.",
)
TAX_TIES = Check(
    name="hvac_tax_ties_to_invoices",
    title="Tax records add up to the tax on the invoice",
    question="Do the tax records of an invoice add up to another amount than the invoice's tax?",
    model="hvac.Invoice",
    sql="SELECT i.id, 'records ' || sum(t.tax_amount) || ', invoice ' || i.tax_amount AS detail FROM hvac_invoice i "
    "JOIN hvac_taxrecord t ON t.invoice_id = i.id GROUP BY i.id, i.tax_amount HAVING sum(t.tax_amount) <> i.tax_amount",
    has_detail=True,
    guidance="The largest remainder gets the cent; anything more is a record that is missing or twice there.",
)
PERIOD_UNREAD = Check(
    name="hvac_filing_period_unread",
    title="Filing periods can be read",
    question="Is there a filing period that is no month, quarter, half-year or year, or that holds invoices of another?",
    model="hvac.TaxPeriod",
    sql="SELECT id, coalesce(nullif(reason, ''), misfiled || ' records of other days') AS detail FROM hvac_taxperiod "
    "WHERE start_date IS NULL OR misfiled > 0",
    has_detail=True,
    guidance="Correct the period of the records.",
)
CLAIMED_LATE = Check(
    name="hvac_claim_out_of_warranty",
    title="Claims at manufacturers lie within the warranty",
    question="Was a manufacturer asked to pay before the warranty began or after it ended?",
    model="hvac.WarrantyRecovery",
    sql="SELECT r.id FROM hvac_warrantyrecovery r JOIN hvac_warrantyclaim c ON c.id = r.claim_id "
    "WHERE NOT r.is_in_time AND c.manufacturer_response <> 'Denied'",
    guidance="It will be denied; look whether the device's dates are right.",
)

COMMISSIONS = Builder(
    "hvac_commissions",
    "Commissions due",
    "one row a commission",
    "Finance",
    from_rows(
        Table(CommissionDue, ("commission_id",)),
        ("commission_id", "sales_rep_id", "commission_type", "issue_date", "base", "expected", "stated", "difference",
         "paid_in_full_on", "payable_on", "state", "reason"),
        commissions_due,
    ),
    audits=(COMMISSION_DIFFERS, COMMISSION_EARLY),
)  # fmt: skip
TAXES = Builder(
    "hvac_taxes",
    "Taxes by filing period",
    "one row an authority, tax and filing period",
    "Finance",
    from_rows(
        Table(TaxPeriod, ("tax_jurisdiction", "tax_type", "filing_period")),
        ("tax_jurisdiction", "tax_type", "filing_period", "start_date", "end_date", "due_date", "invoices", "taxable",
         "tax", "cancelled_tax", "misfiled", "reason"),
        tax_periods,
    ),
    audits=(TAX_TIES, PERIOD_UNREAD),
)  # fmt: skip
BUDGETS = Builder(
    "hvac_budgets",
    "Budget against actual",
    "one row a budget line: department, category and quarter",
    "Finance",
    from_rows(
        Table(BudgetCheck, ("budget_line_id",), day="quarter_start", step=Step.QUARTER),
        ("budget_line_id", "department", "category", "quarter_start", "budgeted", "actual", "variance", "variance_pct",
         "is_exception", "from_rows", "reason"),
        budget_checks,
    ),
)  # fmt: skip
INSURANCE = Builder(
    "hvac_insurance",
    "Insurance by line and year",
    "one row a line of insurance and year in which policies began",
    "Finance",
    from_rows(
        Table(InsuranceYear, ("line", "year")),
        ("line", "year", "policies", "premium", "claims", "paid", "reserve", "recovered", "net_incurred",
         "out_of_pocket", "loss_ratio", "report_days"),
        insurance_years,
    ),
)  # fmt: skip
WARRANTIES = Builder(
    "hvac_warranties",
    "Warranty recoveries",
    "one row a claim at a manufacturer",
    "Finance",
    from_rows(
        Table(WarrantyRecovery, ("claim_id",), day="claim_date"),
        ("claim_id", "brand", "claim_date", "is_in_time", "claimed", "recovered", "days_to_resolution", "reason"),
        warranty_recoveries,
    ),
    audits=(CLAIMED_LATE,),
)
BUILDERS = (COMMISSIONS, TAXES, BUDGETS, INSURANCE, WARRANTIES)
