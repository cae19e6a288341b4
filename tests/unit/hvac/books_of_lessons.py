"""What the business must learn from its rows, reckoned row by row."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from tests.unit.hvac.books import TODAY, Failing, Row, by, cents, lists, since_then
from tests.unit.hvac.seeded import Tables, days, dollars

RECORDABLE = ("Medical Treatment", "Restricted/Transfer", "Days Away", "Fatality")
MILES = {"2025": Decimal("0.70"), "2026": Decimal("0.725")}


def promises(t: Tables) -> Iterator[Failing]:
    """Visits that came later than a contract promises."""
    contracts = lists([row for row in t["customer_contracts"] if row["sla_response_time"]], "customer_id")
    for row in t["appointments"]:
        for contract in contracts[row["customer_id"]]:
            late = _minutes(row["created_date"], row["scheduled_time"]) > contract["sla_response_time"] * 60
            running = contract["start_date"] <= row["appointment_date"] <= contract["end_date"]
            if row["service_call_id"] and row["appointment_type"] in ("Repair", "Emergency") and running and late:
                yield "sla_breach", "service_calls", row["service_call_id"]


def _minutes(first: str, then: str) -> float:
    return (dt.datetime.fromisoformat(then) - dt.datetime.fromisoformat(first)).total_seconds() / 60


def money(t: Tables) -> Iterator[Failing]:
    """Commissions that do not add up."""
    invoices = by(t["invoices"], "invoice_id")
    paid = lists([row for row in t["payments"] if row["status"] == "Completed"], "invoice_id")
    for row in t["sales_commissions"]:
        invoice = invoices[row["invoice_id"]]
        if dollars(row["commission_amount"]) != cents(dollars(invoice["subtotal"]) * dollars(row["commission_rate"])):
            yield "commission_amount", "sales_commissions", row["commission_id"]
        received = sum(dollars(one["amount"]) for one in paid[row["invoice_id"]])
        if row["payment_date"] and received < dollars(invoice["total_amount"]):
            yield "commission_early", "sales_commissions", row["commission_id"]


def dues(t: Tables) -> Iterator[Failing]:
    """Taxes, prices and budgets that do not add up."""
    invoices = by(t["invoices"], "invoice_id")
    for number, rows in lists(t["tax_reporting"], "invoice_id").items():
        if sum(dollars(row["tax_amount"]) for row in rows) != dollars(invoices[number]["tax_amount"]):
            yield "tax_split", "invoices", number
        assert sum(dollars(row["tax_rate"]) for row in rows) == dollars(invoices[number]["tax_rate"])
    for row in t["tax_reporting"]:
        if row["filing_period"] != invoices[row["invoice_id"]]["issue_date"][:7]:
            yield "tax_period", "tax_reporting", row["tax_record_id"]
    for row in t["price_adjustments"]:
        if dollars(row["base_amount"]) + dollars(row["adjustment"]) != dollars(row["final_amount"]):
            yield "price_adjustment", "price_adjustments", row["adjustment_id"]
    for row in t["budget_planning"]:
        if row["line_kind"] == "Expense" and dollars(row["actual_amount"]) > dollars(row["budgeted_amount"]) * Decimal(
            "1.2"
        ):
            yield "budget_overrun", "budget_planning", row["budget_id"]


def campaigns(t: Tables) -> Iterator[Failing]:
    """Campaigns that cost too much, or state another success than their leads show."""
    rows = sorted(t["marketing_campaigns"], key=lambda row: (row["start_date"], -row["campaign_id"]))
    found: dict[int, list[str]] = defaultdict(list)
    for lead in t["leads"]:
        running = [c for c in rows if c["lead_source"] == lead["lead_source"] and c["start_date"] <= lead["created_date"]
                   and (not c["end_date"] or lead["created_date"] <= since_then(c["end_date"], 30))]  # fmt: skip
        if running:
            found[running[-1]["campaign_id"]].append(lead["status"])
    for row in rows:
        leads = found[row["campaign_id"]]
        rate = f"{leads.count('Converted') * 100 / len(leads):.2f}" if leads else None
        if rate != row["conversion_rate"]:
            yield "campaign_conversion", "marketing_campaigns", row["campaign_id"]
        if dollars(row["actual_spend"]) > dollars(row["budget"]) * Decimal("1.2"):
            yield "campaign_overspend", "marketing_campaigns", row["campaign_id"]


def people(t: Tables) -> Iterator[Failing]:
    """Time that nobody can have worked, or that was not stated."""
    calls = by(t["service_calls"], "service_call_id")
    for row in t["time_tracking"]:
        if row["service_call_id"] and calls[row["service_call_id"]]["technician_id"] != row["employee_id"]:
            yield "time_other_technician", "time_tracking", row["time_entry_id"]
    for rows in lists(t["time_tracking"], "employee_id").values():
        yield from _of_one(sorted(rows, key=lambda row: (row["clock_in_time"], row["time_entry_id"])))


def documents(t: Tables) -> Iterator[Failing]:
    """Expenses, certificates, accidents and audits that break the rules."""
    seen = set[tuple[str, ...]]()
    for row in t["expense_reports"]:
        yield from _expense(row, seen)
    for row in t["training_certifications"]:
        if row["expiry_date"] and row["expiry_date"] < TODAY:
            yield "certificate_expired", "training_certifications", row["certification_id"]
    for row in t["safety_incidents"]:
        if (row["severity"] in RECORDABLE) != row["osha_reportable"]:
            yield "safety_unlogged", "safety_incidents", row["incident_id"]
    for row in t["compliance_audits"]:
        if row["certification_status"] == "Certified" and dollars(row["compliance_score"]) < 70:
            yield "audit_low", "compliance_audits", row["audit_id"]


def _of_one(rows: list[Row]) -> Iterator[Failing]:
    """Find where one employee is at two places at a time, or has worked more than was said."""
    for one, then in pairwise(rows):
        if then["clock_in_time"] < one["clock_out_time"]:
            yield "time_overlap", "time_tracking", max(one["time_entry_id"], then["time_entry_id"])
    for week in lists([{**row, "week": days(row["date"]).isocalendar()[:2]} for row in rows], "week").values():
        total = 0.0
        for row in week:
            if row["time_type"] not in ("pto", "sick"):
                worked = _minutes(row["clock_in_time"], row["clock_out_time"]) - row["break_duration"]
                over = max(0, total + worked - 2_400) - max(0, total - 2_400)
                total += worked
                if round(over / 60, 1) != float(row["overtime_hours"]):
                    yield "overtime_unstated", "time_tracking", row["time_entry_id"]


def _expense(row: Row, seen: set[tuple[str, ...]]) -> Iterator[Failing]:
    key, amount = row["expense_id"], dollars(row["amount"])
    if not row["receipt_url"] and row["category"] != "Mileage" and (amount >= 75 or row["category"] == "Lodging"):
        yield "expense_no_receipt", "expense_reports", key
    if row["category"] == "Mileage" and amount != cents(dollars(row["mileage"]) * MILES[row["expense_date"][:4]]):
        yield "expense_mile_rate", "expense_reports", key
    if row["category"] in ("Fuel", "Vehicle Maintenance") and not row["vehicle_id"]:
        yield "expense_fuel_vehicle", "expense_reports", key
    same = (str(row["employee_id"]), row["expense_date"], row["category"], row["amount"])
    if same in seen:
        yield "expense_twice", "expense_reports", key
    seen.add(same)


def supply(t: Tables) -> Iterator[Failing]:
    """Orders and stock that do not fit together."""
    costs = {row["part_id"]: dollars(row["unit_cost"]) for row in t["parts"]}
    for row in t["purchase_order_lines"]:
        if row["qty_received"] > row["qty_ordered"]:
            yield "vendor_over_delivery", "purchase_order_lines", row["purchase_order_line_id"]
        if dollars(row["unit_price"]) > costs[row["part_id"]] * Decimal("1.25"):
            yield "vendor_price", "purchase_order_lines", row["purchase_order_line_id"]
    moved = lists(t["stock_movements"], "part_id")
    for row in t["inventory"]:
        if sum(one["quantity"] for one in moved[row["part_id"]]) != row["current_stock"]:
            yield "stock_ledger", "inventory", row["inventory_id"]


def cover(t: Tables) -> Iterator[Failing]:
    """Warranties, insurance and areas that do not fit."""
    devices, policies = by(t["installed_devices"], "installation_id"), by(t["insurance_policies"], "policy_id")
    for row in t["warranty_claims"]:
        if (
            row["claim_date"] > devices[row["installed_device_id"]]["warranty_end_date"]
            and row["claim_status"] != "Denied"
        ):
            yield "warranty_late", "warranty_claims", row["warranty_claim_id"]
    for row in t["insurance_claims"]:
        policy = policies[row["policy_id"]]
        if not policy["effective_date"] <= row["loss_date"] <= policy["expiration_date"]:
            yield "claim_outside_policy", "insurance_claims", row["claim_id"]
    seen = set[str]()
    for row in t["service_territories"]:
        codes = set(row["zip_codes"].split(";"))
        if codes & seen:
            yield "territory_zip_twice", "service_territories", row["territory_id"]
        seen |= codes


def lessons(t: Tables) -> Iterator[Failing]:
    """Everything that the business must learn."""
    for book in (promises, money, dues, campaigns, people, documents, supply, cover):
        yield from book(t)
