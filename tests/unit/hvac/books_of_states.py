"""What the rules about words and states return, reckoned row by row."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.unit.hvac.books import TODAY, Failing, Row, lists
from tests.unit.hvac.seeded import Tables, dollars


def _disagree(t: Tables, check: str, table: str, wrong: Any) -> Iterator[Failing]:
    yield from ((check, table, next(iter(row.values()))) for row in t[table] if wrong(row))


def states(t: Tables) -> Iterator[Failing]:
    """Words that other cells, dates and rows contradict."""
    yield from invoices(t)
    yield from _disagree(t, "DQ-61", "subscriptions", lambda r: (r["status"] == "Active" and r["end_date"] < TODAY)
                         or (r["status"] == "Expired" and r["end_date"] >= TODAY))  # fmt: skip
    yield from _disagree(t, "DQ-62", "quotes", lambda r: r["status"] == "Expired" and r["valid_until"] >= TODAY)
    yield from _disagree(t, "DQ-63", "vehicle_fleet", lambda r: r["assigned_technician_id"] and r["status"] != "Active")
    yield from _disagree(
        t, "DQ-64", "incident_response", lambda r: r["backup_technician_id"] == r["responding_technician_id"]
    )
    yield from _disagree(
        t, "DQ-65", "appointments", lambda r: (r["appointment_type"] == "Emergency") != (r["priority"] == "Emergency")
    )
    urgent = {row["service_call_id"] for row in t["service_calls"] if row["service_type"] == "Emergency"}
    yield from _disagree(
        t, "DQ-65", "work_orders", lambda r: (r["service_call_id"] in urgent) != (r["priority"] == "Emergency")
    )
    yield from _persons(t)
    yield from _things(t)


def _persons(t: Tables) -> Iterator[Failing]:
    yield from _disagree(t, "DQ-66", "customer_feedback", opinion)
    yield from _disagree(t, "DQ-67", "leads", lambda r: (r["status"] == "New" and r["last_contact_date"])
                         or (r["status"] in ("Contacted", "Qualified", "Converted", "Nurturing") and not r["last_contact_date"]))  # fmt: skip
    firms = {row["customer_id"] for row in t["customers"] if row["customer_type"] == "commercial"}
    yield from _disagree(
        t, "DQ-68", "subscriptions", lambda r: r["service_plan"] == "Commercial" and r["customer_id"] not in firms
    )


def _things(t: Tables) -> Iterator[Failing]:
    yield from _disagree(t, "DQ-69", "parts", lambda r: not r["part_name"].startswith(r["part_category"]))
    yield from _disagree(
        t,
        "DQ-70",
        "equipment_types",
        lambda r: (r["equipment_type"] == "Furnace") != (dollars(r["energy_rating"]) >= 80),
    )
    owned = {(row["customer_id"], row["equipment_id"]) for row in t["installed_devices"]}
    yield from _disagree(t, "DQ-71", "service_calls", lambda r: (r["customer_id"], r["equipment_id"]) not in owned)
    answered = {row["service_call_id"] for row in t["incident_response"]}
    yield from _disagree(
        t, "DQ-72", "service_calls", lambda r: r["service_type"] == "Emergency" and r["service_call_id"] not in answered
    )
    yield from _disagree(
        t, "DQ-73", "payments",
        lambda r: r["payment_method"] not in ("Credit Card", "Online Payment") and dollars(r["processing_fee"]) > 0,
    )  # fmt: skip
    for customer, rows in lists(t["invoices"], "customer_id").items():
        if len({row["tax_rate"] for row in rows}) > 1:
            yield "DQ-74", "customers", customer


def opinion(row: Row) -> bool:
    """Tell whether what a customer said and how they scored are at odds."""
    score = row["overall_satisfaction"]
    kind = (row["feedback_type"] == "Complaint" and score >= 8) or (row["feedback_type"] == "Compliment" and score <= 3)
    return bool(kind or (row["would_recommend"] and score <= 3) or (not row["would_recommend"] and score >= 9))


def invoices(t: Tables) -> Iterator[Failing]:
    """Invoices whose state is not what their payments and due days make it."""
    paid = lists([row for row in t["payments"] if row["status"] == "Completed"], "invoice_id")
    for row in t["invoices"]:
        if row["status"] != "Cancelled":
            settled = sum(dollars(one["amount"]) for one in paid[row["invoice_id"]]) >= dollars(row["total_amount"])
            state = "Paid" if settled else "Overdue" if row["due_date"] < TODAY else "Pending"
            if state != row["status"]:
                yield "DQ-60", "invoices", row["invoice_id"]
