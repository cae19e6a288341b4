"""A few rows in, what is due and worth out: assets, commissions, taxes, budgets, insurance, warranties."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from aiop.orgs.models import Org
from hvac.models import (
    AssetValue,
    BudgetCheck,
    BudgetLine,
    CommissionDue,
    DepreciationEntry,
    Employee,
    EquipmentType,
    ExpenseReport,
    FixedAsset,
    InstalledDevice,
    InsuranceClaim,
    InsurancePolicy,
    InsuranceYear,
    Invoice,
    Location,
    Payment,
    SalesCommission,
    TaxPeriod,
    TaxRecord,
    WarrantyClaim,
    WarrantyRecovery,
)
from tests.factories.hvac_rows import Rows
from tests.unit.hvac.ledger import failing, held, run

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
D = Decimal
DATE = dt.date


def asset(make: Rows, tag: str, **given: Any) -> Any:
    facts = {
        "cost": D(46000), "salvage_value": D(6400), "acquisition_date": DATE(2025, 5, 10), "in_service_date": DATE(2025, 5, 18),
        "book_method": "SL", "book_life_months": 60, "tax_method": "MACRS GDS", "recovery_years": 5,
        "convention": "Half-Year", "business_use_pct": D(100), "status": "In Service",
    }  # fmt: skip
    return make(FixedAsset, asset_tag=tag, **(facts | given))


def test_schedules_of_an_asset_in_the_books_and_for_taxes(org: Org, make: Rows) -> None:
    asset(make, "VAN-1")
    run(org, "hvac_depreciation", "hvac_asset_values")
    rows = held(
        org, DepreciationEntry, "book", "fiscal_year", "period", "depreciation", "closing_nbv", order="first_day"
    )
    assert len(rows) == 60 + 6
    assert next(row for row in rows if row[0] == "Book") == ("Book", 2025, 5, D(660), D(45340))
    taxes = [row[3] for row in rows if row[0] == "Tax"]
    assert taxes == [D(9200), D(14720), D(8832), D("5299.20"), D("5299.20"), D("2649.60")]
    # Eleven months to March 2026: 46,000 - 7,260; two tax years have begun: 46,000 - 23,920.
    assert held(org, AssetValue, "book_value", "tax_value", "reason") == [(D(38740), D(22080), "")]


def test_a_fiscal_year_that_begins_in_october_is_called_by_the_year_it_ends_in(org: Org, make: Rows) -> None:
    org.fiscal_year_start_month = 10
    org.save()
    asset(make, "VAN-1", book_life_months=12, tax_method="None")
    run(org, "hvac_depreciation")
    months = held(org, DepreciationEntry, "fiscal_year", "period", order="first_day")
    assert (months[0], months[4], months[5], months[-1]) == ((2025, 8), (2025, 12), (2026, 1), (2026, 7))


def test_a_year_that_bought_late_asks_for_mid_quarter_and_says_who_states_otherwise(org: Org, make: Rows) -> None:
    asset(make, "VAN-1", cost=D(10000), salvage_value=D(0))
    asset(make, "VAN-2", cost=D(40000), salvage_value=D(0), in_service_date=DATE(2025, 11, 3), convention=None)
    built = run(org, "hvac_depreciation", "hvac_asset_values")
    first = held(org, DepreciationEntry, "asset__asset_tag", "depreciation", order="first_day")
    assert ("VAN-2", D(2000)) in first
    assert failing(built["hvac_asset_values"]) == {"hvac_tax_convention": 1}


def test_what_an_asset_loses_is_unknown_where_its_use_is(org: Org, make: Rows) -> None:
    asset(make, "VAN-1", book_method="UOP", expected_units=100000, recovery_years=None)
    run(org, "hvac_depreciation", "hvac_asset_values")
    ((book, tax, reason),) = held(org, AssetValue, "book_value", "tax_value", "reason")
    assert (book, tax) == (None, None)
    assert "no file says how much it was used" in reason
    assert "recovery period is not given" in reason


def test_a_sale_gains_what_it_brought_above_the_books(org: Org, make: Rows) -> None:
    asset(make, "VAN-1", status="Disposed", disposal_date=DATE(2026, 2, 10), disposal_proceeds=D(41000))
    run(org, "hvac_asset_values")
    # Nine months to January: 46,000 - 5,940 = 40,060.
    assert held(org, AssetValue, "book_value", "gain") == [(D(0), D(940))]


def test_commissions_are_held_against_their_rate_and_their_invoices_payments(org: Org, make: Rows) -> None:
    rep = make(Employee)
    bill = make(Invoice, subtotal=D("1234.50"), total_amount=D(1334), status="Paid", issue_date=DATE(2026, 1, 5))
    make(Payment, invoice=bill, amount=D(1000), status="Completed", payment_date=DATE(2026, 1, 20))
    make(Payment, invoice=bill, amount=D(334), status="Completed", payment_date=DATE(2026, 2, 14))
    open_bill = make(Invoice, subtotal=D(500), total_amount=D(540), status="Pending", issue_date=DATE(2026, 1, 5))
    facts = {"sales_rep": rep, "commission_rate": D("0.05")}
    make(SalesCommission, invoice=bill, commission_amount=D("61.73"), commission_type="New Sale", **facts)
    make(SalesCommission, invoice=bill, commission_amount=D("70.00"), commission_type="Upsell", **facts)
    make(
        SalesCommission, invoice=open_bill, commission_amount=D(25), commission_type="New Sale",
        payment_date=DATE(2026, 3, 1), **facts,
    )  # fmt: skip
    built = run(org, "hvac_commissions")
    assert held(org, CommissionDue, "expected", "difference", "payable_on", "state", order="commission") == [
        (D("61.73"), D(0), DATE(2026, 2, 28), "due"),
        (D("61.73"), D("8.27"), DATE(2026, 2, 28), "due"),
        (D("25.00"), D(0), None, "paid early"),
    ]
    assert failing(built["hvac_commissions"]) == {"hvac_commission_differs": 1, "hvac_commission_paid_early": 1}


def test_taxes_add_up_by_authority_and_period_without_what_was_cancelled(org: Org, make: Rows) -> None:
    def bill(day: dt.date, subtotal: int, tax: int, status: str) -> Any:
        facts = {"issue_date": day, "due_date": DATE(2026, 4, 1), "status": status}
        return make(Invoice, subtotal=D(subtotal), tax_amount=D(tax), **facts)

    def owed(invoice: Any, tax: int, where: str = "AZ", kind: str = "State Sales") -> None:
        facts = {"tax_jurisdiction": where, "tax_type": kind, "filing_period": "2026-02", "tax_rate": D("0.06")}
        make(TaxRecord, invoice=invoice, tax_amount=D(tax), **facts)

    paid = bill(DATE(2026, 2, 10), 1000, 75, "Paid")
    owed(paid, 60)
    owed(paid, 15, "AZ-Pima", "County Sales")
    owed(bill(DATE(2026, 2, 11), 400, 24, "Cancelled"), 24)
    owed(bill(DATE(2026, 3, 1), 200, 13, "Pending"), 12)
    built = run(org, "hvac_taxes")
    columns = ("tax_jurisdiction", "due_date", "invoices", "taxable", "tax", "cancelled_tax", "misfiled")
    assert held(org, TaxPeriod, *columns, order="tax_jurisdiction") == [
        ("AZ", DATE(2026, 3, 20), 2, D(1200), D(72), D(24), 1),
        ("AZ-Pima", DATE(2026, 3, 20), 1, D(1000), D(15), D(0), 0),
    ]
    assert failing(built["hvac_taxes"]) == {"hvac_tax_ties_to_invoices": 1, "hvac_filing_period_unread": 1}


def test_budgets_are_held_against_what_rows_say_where_they_do(org: Org, make: Rows) -> None:
    driver = make(Employee, department="Service")
    facts = {"budget_year": 2025, "quarter": 4, "approval_status": "Approved"}
    make(BudgetLine, department="Sales", category="Revenue", budgeted_amount=D(10000), actual_amount=D(11500), **facts)
    make(
        BudgetLine,
        department="Service",
        category="Vehicles & Fuel",
        budgeted_amount=D(900),
        actual_amount=D(950),
        **facts,
    )
    make(BudgetLine, department="HR", category="Software", budgeted_amount=D(0), actual_amount=D(1200), **facts)
    make(Invoice, subtotal=D(11200), status="Paid", issue_date=DATE(2025, 11, 1))
    make(ExpenseReport, employee=driver, category="Fuel", fuel_cost=D(80), amount=D(80), approval_status="Approved",
         expense_date=DATE(2025, 12, 1))  # fmt: skip
    run(org, "hvac_budgets")
    columns = ("category", "variance", "variance_pct", "is_exception", "from_rows", "reason")
    assert held(org, BudgetCheck, *columns, order="budget_line") == [
        ("Revenue", D(1500), D(15), True, D(11200), ""),
        ("Vehicles & Fuel", D(-50), D("-5.56"), False, D(80), ""),
        ("Software", D(-1200), None, True, None, "No file has its rows by department."),
    ]


def test_losses_stand_against_the_premiums_of_their_year(org: Org, make: Rows) -> None:
    policy = make(
        InsurancePolicy, coverage="Commercial Auto", premium=D(12500), effective_date=DATE(2025, 1, 1),
        expiration_date=DATE(2025, 12, 31),
    )  # fmt: skip
    make(
        InsuranceClaim, policy=policy, location=make(Location), loss_date=DATE(2025, 3, 1), reported_date=DATE(2025, 3, 5),
        amount_claimed=D(13000), amount_paid=D(8000), reserve_amount=D(4000), subrogation_recovery=D(2000),
        deductible_applied=D(1000), status="Open",
    )  # fmt: skip
    run(org, "hvac_insurance")
    columns = ("line", "year", "claims", "net_incurred", "loss_ratio", "out_of_pocket", "report_days")
    assert held(org, InsuranceYear, *columns) == [("Commercial Auto", 2025, 1, D(10000), D(80), D(1000), D(4))]


def test_a_claim_out_of_warranty_is_told_and_what_came_back_may_be_unknown(org: Org, make: Rows) -> None:
    device = make(
        InstalledDevice, equipment=make(EquipmentType, brand="York"), installation_date=DATE(2024, 1, 1),
        warranty_end_date=DATE(2025, 12, 26),
    )  # fmt: skip
    facts = {"installed_device": device, "claim_amount": D(400)}
    make(WarrantyClaim, claim_date=DATE(2025, 6, 1), claim_status="Paid", manufacturer_response="Approved",
         resolution_date=DATE(2025, 6, 21), **facts)  # fmt: skip
    make(WarrantyClaim, claim_date=DATE(2026, 1, 2), claim_status="Submitted", manufacturer_response="Pending", **facts)
    built = run(org, "hvac_warranties")
    columns = ("brand", "is_in_time", "recovered", "days_to_resolution", "reason")
    assert held(org, WarrantyRecovery, *columns, order="claim") == [
        ("York", True, D(400), 20, ""),
        ("York", False, None, None, "It is not decided."),
    ]
    assert failing(built["hvac_warranties"]) == {"hvac_claim_out_of_warranty": 1}
