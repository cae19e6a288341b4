"""Planted: rows that load and are wrong by a rule of the quality list, one rule a row."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from hvac.sandbox.chance import Row, usd
from hvac.sandbox.company import Company, Customer, Technician
from hvac.sandbox.planting import Change, Plant
from hvac.sandbox.plants_of_files import put


def cents(amount: str) -> int:
    """Read an amount as cents."""
    return round(Decimal(amount) * 100)


def later(column: str, days: int) -> Change:
    """Move a day."""
    return lambda company, row: {column: moved(row[column], days)}


def moved(text: str, days: int) -> str:
    """Give a day so many days later."""
    return (dt.date.fromisoformat(text) + dt.timedelta(days)).isoformat()


def more(column: str, by: int, *too: str) -> Change:
    """Make amounts larger by so many cents."""
    return lambda company, row: {one: usd(cents(row[one]) + by) for one in (column, *too)}


def _customer(company: Company, row: Row) -> Customer:
    return company.customers[int(row["customer_id"]) - 1]


def _technician(company: Company, row: Row) -> Technician:
    """Give the technician of a row whose number is theirs: of technicians, or of employees."""
    return company.technicians[int(next(iter(row.values()))) - 1]


def _came_this_year(company: Company, row: Row) -> bool:
    """Tell whether a row, of technicians or of employees, is of a technician who came within the year."""
    number = int(next(iter(row.values())))
    return number <= len(company.technicians) and _technician(company, row).hired > company.start


def _another(row: Row, of: int) -> int:
    """Give the number after a technician's, or the first."""
    return int(row["technician_id"]) % of + 1


def _charged(company: Company, row: Row, labor: int) -> Row:
    return {"labor_cost": usd(labor), "total_cost": usd(labor + cents(row["parts_cost"]))}


def _with(column: str, *values: Any) -> Any:
    return lambda company, row: row[column] in values


def _uncommon_model(company: Company, row: Row) -> Row:
    """Give a model that does not stand at the customer's."""
    owned = {device.equipment.id for device in _customer(company, row).devices}
    return {"equipment_id": next(model.id for model in company.equipment if model.id not in owned)}


def _other_rate(company: Company, row: Row) -> Row:
    tax = (cents(row["subtotal"]) * 1_000 + 5_000) // 10_000
    return {"tax_rate": "0.1000", "tax_amount": usd(tax), "total_amount": usd(cents(row["subtotal"]) + tax)}


def _first_call_before(company: Company, row: Row) -> bool:
    """Tell whether a customer's first call is all there was of them, so that the rest stays right."""
    one = _customer(company, row)
    return one.calls == 1 and len(one.devices) == 1 and not one.subscribed


def _before_customer(company: Company, row: Row) -> list[tuple[str, str, Any]]:
    """Name the call and the device that were there before the customer."""
    one = _customer(company, row)
    return [("DQ-40", "service_calls", one.first_call[1]), ("DQ-42", "installed_devices", one.devices[0].id)]


KEYS = (
    Plant("DQ-02", "customer_communications", "employee_id", "no such employee", put(employee_id=9_000_001)),
    Plant("DQ-06", "customer_feedback", "customer_id", "not the customer of the call",
          lambda c, r: {"customer_id": r["customer_id"] % len(c.customers) + 1}),
    Plant("DQ-06", "work_orders", "technician_id", "not the technician of the call",
          lambda c, r: {"technician_id": _another(r, len(c.technicians))}),
    Plant("DQ-06", "appointments", "appointment_date", "not the day of the call",
          lambda c, r: {"appointment_date": moved(r["appointment_date"], 1), "scheduled_time": f"{moved(r['appointment_date'], 1)} 09:00:00.000000"},
          lambda c, r: r["service_call_id"] and not _customer(c, r).promised_hours),
    Plant("DQ-07", "leads", "email", "the address of another lead", put(email="lead1@example.com"),
          lambda c, r: r["lead_id"] > 1, fails=lambda c, r: [("DQ-07", "leads", r["lead_id"])], count=1),
    Plant("DQ-08", "inventory", "part_id", "a part without a row of stock", put(), lambda c, r: r["part_id"] == len(c.parts),
          fails=lambda c, r: [("DQ-08", "parts", r["part_id"])], instead=True, count=1),
    Plant("DQ-17", "vehicle_fleet", "vin", "the check digit is wrong",
          lambda c, r: {"vin": r["vin"][:8] + ("1" if r["vin"][8] != "1" else "2") + r["vin"][9:]}, count=1),
    Plant("DQ-18", "customers", "address", "the ZIP code lies in another state",
          lambda c, r: {"address": r["address"][:-8] + "TX" + r["address"][-6:]}),
)  # fmt: skip
ARITHMETIC = (
    Plant("DQ-30", "service_calls", "total_cost", "is not labour and parts", more("total_cost", 1_000)),
    Plant("DQ-31", "invoices", "total_amount", "is not subtotal and tax", more("total_amount", 500), _with("status", "Cancelled")),
    Plant("DQ-32", "inventory", "total_value", "is not stock by unit cost", more("total_value", 2_500)),
    Plant("DQ-33", "inventory", "stock_status", "disagrees with the reorder point", put(stock_status="Low Stock"),
          _with("stock_status", "In Stock")),
    Plant("DQ-34", "inventory", "max_stock_level", "more is there than fits", lambda c, r: {"max_stock_level": r["current_stock"] - 1},
          lambda c, r: r["current_stock"] > 3),
    Plant("DQ-35", "service_calls", "parts_cost", "is not what the parts used cost", more("parts_cost", 5_000, "total_cost")),
    Plant("DQ-36", "quotes", "labor_cost", "is not hours by rate", more("labor_cost", 700)),
    Plant("DQ-37", "payments", "amount", "more was paid than billed", put(transaction_id="TXN-TWICE", notes=None),
          lambda c, r: r["status"] == "Completed" and r["notes"] is None, beside=True, count=1,
          fails=lambda c, r: [("DQ-37", "invoices", r["invoice_id"])]),
    Plant("DQ-38", "service_calls", "labor_cost", "less than the technician costs",
          lambda c, r: _charged(c, r, round(Decimal(r["duration_hours"]) * 900))),
    Plant("DQ-39", "service_calls", "duration_hours", "more than twelve hours of one technician on a day",
          lambda c, r: {"duration_hours": "14.0", **_charged(c, r, 147_000)}, _with("service_type", "Installation"),
          fails=lambda c, r: [("DQ-39", "technician days", f"{r['technician_id']} {r['service_date']}")]),
)  # fmt: skip
TIME = (
    Plant("DQ-40", "customers", "created_at", "was served before being a customer",
          lambda c, r: {"created_at": dt.date.fromordinal(c.customers[r["customer_id"] - 1].first_call[0] + 2).isoformat()},
          _first_call_before, count=1, fails=_before_customer),
    *(Plant("DQ-41", table, "hire_date", "went to customers before being hired",
            lambda c, r: {"hire_date": dt.date.fromordinal(_technician(c, r).first_day + 1).isoformat()}, _came_this_year, count=1,
            fails=lambda c, r: [("DQ-41", "service_calls", call) for call in _technician(c, r).first_calls])
      for table in ("technicians", "employees")),
    Plant("DQ-42", "installed_devices", "installation_date", "stood there before the customer was one",
          lambda c, r: {"installation_date": dt.date.fromordinal(_customer(c, r).since - 12).isoformat()},
          lambda c, r: r["installation_date"] < dt.date.fromordinal(c.start).isoformat() and not r["last_maintenance_date"]),
    Plant("DQ-43", "subscriptions", "start_date", "began before the customer was one",
          lambda c, r: {"start_date": dt.date.fromordinal(_customer(c, r).since - 9).isoformat()}),
    Plant("DQ-45", "customer_feedback", "feedback_date", "lies in the future",
          lambda c, r: {"feedback_date": dt.date.fromordinal(c.as_of + 6).isoformat()}),
    Plant("DQ-46", "invoices", "payment_terms", "disagrees with the due date", put(payment_terms="Net 45"), _with("payment_terms", "Net 30")),
    Plant("DQ-47", "appointments", "scheduled_time", "is not on the day of the appointment",
          lambda c, r: {"scheduled_time": f"{moved(r['appointment_date'], 3)} 10:00:00.000000"},
          lambda c, r: r["service_call_id"] and not _customer(c, r).promised_hours),
    Plant("DQ-48", "appointments", "confirmed_date", "confirmed after the visit",
          lambda c, r: {"confirmed_date": f"{moved(r['appointment_date'], 2)} 08:00:00.000000"},
          lambda c, r: r["service_call_id"] and r["confirmed_date"]),
    Plant("DQ-49", "incident_response", "reported_time", "midnight: the time is not known",
          lambda c, r: {"reported_time": f"{r['reported_time'][:10]} 00:00:00.000000"}),
    Plant("DQ-50", "incident_response", "resolution_time_minutes", "resolved before somebody was there",
          lambda c, r: {"resolution_time_minutes": r["response_time_minutes"] - 1}),
    Plant("DQ-52", "vehicle_fleet", "year", "bought before it was built", lambda c, r: {"year": int(r["purchase_date"][:4]) + 3}, count=1),
)  # fmt: skip
STATES = (
    Plant("DQ-60", "invoices", "status", "overdue, and not due yet", put(status="Overdue"), _with("status", "Pending")),
    Plant("DQ-60", "invoices", "status", "pending, and past due", put(status="Pending"), _with("status", "Overdue")),
    Plant("DQ-61", "subscriptions", "status", "active, and has ended", put(status="Active", next_service_date=None),
          _with("status", "Expired")),
    Plant("DQ-61", "subscriptions", "status", "expired, and runs", put(status="Expired", next_service_date=None),
          _with("status", "Active")),
    Plant("DQ-62", "quotes", "status", "expired, and still valid", put(status="Expired"), _with("status", "Pending")),
    Plant("DQ-63", "vehicle_fleet", "status", "assigned, and not to be driven", put(status="Out of Service"),
          lambda c, r: r["assigned_technician_id"], count=1),
    Plant("DQ-64", "incident_response", "backup_technician_id", "backs up themselves",
          lambda c, r: {"backup_technician_id": r["responding_technician_id"]}),
    Plant("DQ-65", "appointments", "priority", "an emergency without its priority", put(priority="Low"),
          _with("appointment_type", "Emergency")),
    Plant("DQ-65", "work_orders", "priority", "the priority of emergencies, and none", put(priority="Emergency"),
          lambda c, r: r["priority"] != "Emergency"),
    Plant("DQ-66", "customer_feedback", "feedback_type", "a complaint of who is content", put(feedback_type="Complaint"),
          lambda c, r: r["overall_satisfaction"] >= 8),
    Plant("DQ-66", "customer_feedback", "would_recommend", "recommends what was bad", put(would_recommend=True),
          lambda c, r: r["overall_satisfaction"] <= 3),
    Plant("DQ-67", "leads", "last_contact_date", "qualified, and never spoken to", put(last_contact_date=None),
          _with("status", "Qualified", "Contacted")),
    Plant("DQ-67", "leads", "status", "new, and spoken to", put(status="New"), _with("status", "Lost")),
    Plant("DQ-68", "subscriptions", "service_plan", "a plan for firms, of a household",
          put(service_plan="Commercial", annual_cost="500.00"), lambda c, r: not _customer(c, r).commercial),
    Plant("DQ-69", "parts", "part_category", "the name begins with another category", put(part_category="Valve"),
          lambda c, r: r["part_category"] != "Valve"),
    Plant("DQ-70", "equipment_types", "energy_rating", "no share of fuel that becomes heat", put(energy_rating="16.0"),
          _with("equipment_type", "Furnace")),
    Plant("DQ-71", "service_calls", "equipment_id", "a model that the customer does not have", _uncommon_model),
    Plant("DQ-72", "incident_response", "service_call_id", "an emergency without an incident", put(), instead=True,
          fails=lambda c, r: [("DQ-72", "service_calls", r["service_call_id"])]),
    Plant("DQ-73", "payments", "processing_fee", "a fee on cash", put(processing_fee="4.20"), _with("payment_method", "Cash")),
    Plant("DQ-74", "invoices", "tax_rate", "another rate than the customer's other invoices", _other_rate,
          lambda c, r: r["status"] == "Cancelled" and _customer(c, r).bought, fails=lambda c, r: [("DQ-74", "customers", r["customer_id"])]),
)  # fmt: skip
CHECKS = (*KEYS, *ARITHMETIC, *TIME, *STATES)
