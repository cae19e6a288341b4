"""Planted: what the business must learn from its rows: broken promises, money that does not add up, rules of people."""

from __future__ import annotations

from hvac.sandbox.chance import Row, day, usd
from hvac.sandbox.company import Company
from hvac.sandbox.documents import RECORDABLE
from hvac.sandbox.planting import Plant
from hvac.sandbox.plants_of_checks import cents, more, moved
from hvac.sandbox.plants_of_files import put


def _promised(company: Company, row: Row) -> bool:
    """Tell whether an appointment is a repair that a contract promises a time for."""
    customer = company.customers[row["customer_id"] - 1]
    begun, ended = (day(at) if at else "" for at in customer.promised)
    return bool(
        row["service_call_id"] and customer.promised_hours and row["appointment_type"] in ("Repair", "Emergency")
        and begun <= row["appointment_date"] <= ended and row["confirmed_date"] is None
    )  # fmt: skip


def _asked_long_before(company: Company, row: Row) -> Row:
    days = company.customers[row["customer_id"] - 1].promised_hours // 24 + 2
    return {"created_date": f"{moved(row['appointment_date'], -days)} 06:00:00.000000"}


def _by_a_dispatcher(company: Company, row: Row) -> Row:
    """Give a visit to a dispatcher, early; to another one or at another hour than the next, which may be of the same day."""
    them, number = company.staff["Dispatcher"], row["time_entry_id"]
    hour = f"{row['date']} {3 + number // len(them) % 3:02d}"
    return {
        "employee_id": them[number % len(them)], "clock_in_time": f"{hour}:00:00.000000",
        "clock_out_time": f"{hour}:30:00.000000", "overtime_hours": "0.0", "time_type": "regular",
    }  # fmt: skip


LESSONS = (
    Plant("sla_breach", "appointments", "created_date", "came later than the contract promises", _asked_long_before, _promised,
          fails=lambda c, r: [("sla_breach", "service_calls", r["service_call_id"])]),
    Plant("commission_amount", "sales_commissions", "commission_amount", "is not rate by subtotal", more("commission_amount", 1_500)),
    Plant("commission_early", "sales_commissions", "payment_date", "paid out before the customer has paid",
          lambda c, r: {"payment_date": day(c.as_of - 1)}, lambda c, r: r["payment_date"] is None and r["invoice_id"] in c.unpaid, count=1),
    Plant("tax_split", "tax_reporting", "tax_amount", "the parts are not the invoice's tax", more("tax_amount", 100),
          fails=lambda c, r: [("tax_split", "invoices", r["invoice_id"])]),
    Plant("tax_period", "tax_reporting", "filing_period", "not the month of the invoice", put(filing_period="2020-01")),
    Plant("time_other_technician", "time_tracking", "employee_id", "not the technician of the call",
          _by_a_dispatcher, lambda c, r: r["service_call_id"], beside=True),
    Plant("overtime_unstated", "time_tracking", "overtime_hours", "beyond forty hours, and not said so",
          put(overtime_hours="0.0", time_type="regular"), lambda c, r: r["time_type"] == "overtime", count=1),
    Plant("time_overlap", "time_tracking", "clock_in_time", "clocked in twice at a time",
          lambda c, r: {"clock_out_time": f"{r['date']} {int(r['clock_in_time'][11:13]) + 1:02d}:00:00.000000", "break_duration": 0, "time_type": "sick"},
          lambda c, r: r["break_duration"] == 60 and r["time_type"] in ("training", "pto", "sick"), beside=True, count=1),
    Plant("expense_no_receipt", "expense_reports", "receipt_url", "75 dollars or more without a receipt", put(receipt_url=None),
          lambda c, r: r["receipt_url"] and cents(r["amount"]) >= 7_500 and r["category"] not in ("Lodging", "Fuel")),
    Plant("expense_mile_rate", "expense_reports", "amount", "is not miles by the rate", more("amount", 900),
          lambda c, r: r["category"] == "Mileage"),
    Plant("expense_fuel_vehicle", "expense_reports", "vehicle_id", "fuel of no vehicle", put(vehicle_id=None),
          lambda c, r: r["category"] == "Fuel"),
    Plant("expense_twice", "expense_reports", "amount", "the same expense twice", put(), lambda c, r: r["category"] == "Tools",
          beside=True, count=1),
    Plant("certificate_expired", "training_certifications", "expiry_date", "has expired, and they still work",
          lambda c, r: {"expiry_date": day(c.as_of - 20), "issue_date": day(c.as_of - 750)},
          lambda c, r: r["expiry_date"] and r["employee_id"] != 9),
    Plant("audit_low", "compliance_audits", "compliance_score", "below seventy, and still certified",
          put(compliance_score="61.5", certification_status="Certified"), lambda c, r: r["violations_found"], count=1),
    Plant("warranty_late", "warranty_claims", "claim_date", "claimed after the warranty, and not refused",
          lambda c, r: {"claim_date": day(c.devices[r["installed_device_id"] - 1].warranty + 20), "resolution_date": None,
                        "claim_status": "Submitted", "manufacturer_response": "Pending", "approved_amount": None,
                        "paid_amount": None, "denial_reason": None},
          lambda c, r: c.devices[r["installed_device_id"] - 1].warranty + 20 < c.as_of, count=1),
    Plant("safety_unlogged", "safety_incidents", "osha_reportable", "belongs on the log, and is not there",
          put(osha_reportable=False, case_number=None), lambda c, r: r["severity"] in RECORDABLE, count=1),
    Plant("budget_overrun", "budget_planning", "actual_amount", "more than a fifth above the budget",
          lambda c, r: {"actual_amount": usd(cents(r["budgeted_amount"]) * 13 // 10),
                        "variance": usd(-(cents(r["budgeted_amount"]) * 13 // 10 - cents(r["budgeted_amount"])))},
          lambda c, r: r["approval_status"] == "Approved" and r["line_kind"] == "Expense"),
    Plant("campaign_overspend", "marketing_campaigns", "actual_spend", "more than a fifth above the budget",
          lambda c, r: {"actual_spend": usd(cents(r["budget"]) * 14 // 10), "roi": None}, count=1),
    Plant("campaign_conversion", "marketing_campaigns", "conversion_rate", "is not converted by attributed leads",
          put(conversion_rate="99.00"), count=1),
    Plant("vendor_over_delivery", "purchase_order_lines", "qty_received", "more came than was ordered",
          lambda c, r: {"qty_received": r["qty_ordered"] + 5}, lambda c, r: r["received_on"] and not r["qty_rejected"]),
    Plant("vendor_price", "purchase_order_lines", "unit_price", "more than a quarter above the list",
          lambda c, r: {"unit_price": usd(cents(r["unit_price"]) * 15 // 10)}, lambda c, r: r["received_on"]),
    Plant("stock_ledger", "inventory", "current_stock", "is not the sum of what moved",
          lambda c, r: {"current_stock": r["current_stock"] + 1,
                        "total_value": usd(cents(r["unit_cost"]) * (r["current_stock"] + 1))},
          lambda c, r: r["current_stock"] > r["reorder_point"] and r["current_stock"] + 1 < r["max_stock_level"]),
    Plant("claim_outside_policy", "insurance_claims", "loss_date", "a loss before the policy began",
          lambda c, r: {"loss_date": day(c.as_of - 1_000)}, count=1),
    Plant("territory_zip_twice", "service_territories", "zip_codes", "a ZIP code of two territories",
          lambda c, r: {"zip_codes": f"{r['zip_codes']};{c.metros[0].first_zip:05d}"}, lambda c, r: r["territory_id"] > 1, count=1),
    Plant("price_adjustment", "price_adjustments", "final_amount", "is not base and adjustment", more("final_amount", 300)),
)  # fmt: skip
