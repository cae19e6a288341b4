"""What the rules of the quality list return of a company's rows, reckoned row by row, apart from how the rows were made."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from hvac.sandbox.fleet import check_digit
from tests.unit.hvac.seeded import AS_OF, Tables, days, dollars

Row = dict[str, Any]
Failing = tuple[str, str, Any]
CENT = Decimal("0.01")
TODAY = AS_OF.isoformat()
STATES = {"OH": ("43", "44", "45"), "IN": ("46", "47"), "KY": ("40", "41", "42"), "PA": ("15", "16")}


def by(rows: list[Row], column: str) -> dict[Any, Row]:
    """Give rows by a column."""
    return {row[column]: row for row in rows}


def lists(rows: list[Row], column: str) -> dict[Any, list[Row]]:
    """Give the rows of each value of a column."""
    found: dict[Any, list[Row]] = defaultdict(list)
    for row in rows:
        found[row[column]].append(row)
    return found


def cents(amount: Decimal) -> Decimal:
    """Round half up to cents."""
    return amount.quantize(CENT, ROUND_HALF_UP)


def keys(t: Tables) -> Iterator[Failing]:
    """Copies that differ, names that repeat, rows that are missing, numbers and places that cannot be."""
    calls = by(t["service_calls"], "service_call_id")
    for table, columns in (
        ("customer_feedback", (("customer_id", "customer_id"),)),
        ("work_orders", (("technician_id", "technician_id"),)),
        ("invoices", (("customer_id", "customer_id"),)),
        ("parts_usage", (("usage_date", "service_date"),)),
        ("incident_response", (("responding_technician_id", "technician_id"),)),
        ("appointments", (("customer_id", "customer_id"), ("technician_id", "technician_id"), ("appointment_date", "service_date"))),
    ):  # fmt: skip
        for row in t[table]:
            call = calls.get(row["service_call_id"])
            if call and any(row[own] != call[its] for own, its in columns):
                yield "DQ-06", table, next(iter(row.values()))
    yield from _again_and_missing(t)


def _again_and_missing(t: Tables) -> Iterator[Failing]:
    for table, column in (
        ("leads", "email"),
        ("mailing_list", "email"),
        ("customers", "customer_name"),
        ("parts", "part_name"),
    ):
        for rows in lists(t[table], column).values():
            yield from (("DQ-07", table, next(iter(row.values()))) for row in rows[1:])
    stocked = {row["part_id"] for row in t["inventory"]}
    yield from (("DQ-08", "parts", row["part_id"]) for row in t["parts"] if row["part_id"] not in stocked)
    written = {row["customer_id"] for row in t["mailing_list"]}
    yield from (
        ("DQ-08", "customers", row["customer_id"]) for row in t["customers"] if row["customer_id"] not in written
    )
    yield from (
        ("DQ-17", "vehicle_fleet", row["vehicle_id"])
        for row in t["vehicle_fleet"]
        if check_digit(row["vin"]) != row["vin"][8]
    )
    for row in t["customers"]:
        if not row["address"][-5:].startswith(STATES.get(row["address"][-8:-6], ("none",))):
            yield "DQ-18", "customers", row["customer_id"]


def arithmetic(t: Tables) -> Iterator[Failing]:
    """Sums and products that do not hold."""
    costs = {row["part_id"]: dollars(row["unit_cost"]) for row in t["parts"]}
    pay = {row["technician_id"]: row["hourly_rate"] for row in t["technicians"]}
    used = lists(t["parts_usage"], "service_call_id")
    worked: Counter[str] = Counter()
    for row in t["service_calls"]:
        key, hours = row["service_call_id"], dollars(row["duration_hours"])
        labor, parts = dollars(row["labor_cost"]), dollars(row["parts_cost"])
        if dollars(row["total_cost"]) != labor + parts:
            yield "DQ-30", "service_calls", key
        if sum(costs[use["part_id"]] * use["quantity_used"] for use in used[key]) != parts:
            yield "DQ-35", "service_calls", key
        if labor / hours < pay[row["technician_id"]]:
            yield "DQ-38", "service_calls", key
        worked[f"{row['technician_id']} {row['service_date']}"] += int(hours * 60)
    yield from (("DQ-39", "technician days", day) for day, minutes in worked.items() if minutes > 720)
    yield from _bills(t)
    yield from _stock(t, costs)
    for row in t["quotes"]:
        wrong = dollars(row["labor_cost"]) != cents(dollars(row["labor_hours"]) * dollars(row["labor_rate"]))
        base = sum(dollars(row[name]) for name in ("labor_cost", "equipment_cost", "parts_cost"))
        if wrong or not 1 <= dollars(row["total_amount"]) / base <= Decimal("1.6"):
            yield "DQ-36", "quotes", row["quote_id"]


def _bills(t: Tables) -> Iterator[Failing]:
    paid = lists([row for row in t["payments"] if row["status"] == "Completed"], "invoice_id")
    for row in t["invoices"]:
        subtotal, tax, total = (dollars(row[name]) for name in ("subtotal", "tax_amount", "total_amount"))
        if tax != cents(subtotal * dollars(row["tax_rate"])) or total != subtotal + tax:
            yield "DQ-31", "invoices", row["invoice_id"]
        if sum(dollars(one["amount"]) for one in paid[row["invoice_id"]]) > total:
            yield "DQ-37", "invoices", row["invoice_id"]


def _stock(t: Tables, costs: dict[int, Decimal]) -> Iterator[Failing]:
    for row in t["inventory"]:
        key, cost = row["inventory_id"], dollars(row["unit_cost"])
        if dollars(row["total_value"]) != cost * row["current_stock"] or cost != costs[row["part_id"]]:
            yield "DQ-32", "inventory", key
        if (row["stock_status"] == "Low Stock") != (row["current_stock"] <= row["reorder_point"]):
            yield "DQ-33", "inventory", key
        if row["current_stock"] > row["max_stock_level"]:
            yield "DQ-34", "inventory", key


def time(t: Tables) -> Iterator[Failing]:
    """Days and moments that cannot follow each other."""
    yield from _too_early(t)
    yield from _ahead(t)
    yield from _visits(t)
    for row in t["vehicle_fleet"]:
        if int(row["year"]) > int(row["purchase_date"][:4]) + 1:
            yield "DQ-52", "vehicle_fleet", row["vehicle_id"]


def _too_early(t: Tables) -> Iterator[Failing]:
    since = {row["customer_id"]: row["created_at"] for row in t["customers"]}
    hired = {row["technician_id"]: row["hire_date"] for row in t["technicians"]}
    for row in t["service_calls"]:
        if row["service_date"] < since[row["customer_id"]]:
            yield "DQ-40", "service_calls", row["service_call_id"]
        if row["service_date"] < hired[row["technician_id"]]:
            yield "DQ-41", "service_calls", row["service_call_id"]
    for check, table, column in (
        ("DQ-42", "installed_devices", "installation_date"),
        ("DQ-43", "subscriptions", "start_date"),
    ):
        for row in t[table]:
            if row[column] < since[row["customer_id"]]:
                yield check, table, next(iter(row.values()))


def _ahead(t: Tables) -> Iterator[Failing]:
    for table, column in (
        ("invoices", "issue_date"),
        ("payments", "payment_date"),
        ("customer_feedback", "feedback_date"),
    ):
        for row in t[table]:
            if row[column] > TODAY:
                yield "DQ-45", table, next(iter(row.values()))
    terms = {"Due on Receipt": 0, "Net 15": 15, "Net 30": 30, "Net 45": 45}
    for row in t["invoices"]:
        if (days(row["due_date"]) - days(row["issue_date"])).days != terms[row["payment_terms"]]:
            yield "DQ-46", "invoices", row["invoice_id"]


def _visits(t: Tables) -> Iterator[Failing]:
    for row in t["appointments"]:
        visit, confirmed = row["scheduled_time"], row["confirmed_date"]
        if days(visit) != days(row["appointment_date"]):
            yield "DQ-47", "appointments", row["appointment_id"]
        if confirmed and confirmed > max(visit, row["appointment_date"] + " 23"):
            yield "DQ-48", "appointments", row["appointment_id"]
    for row in t["incident_response"]:
        if row["reported_time"][11:16] == "00:00":
            yield "DQ-49", "incident_response", row["incident_id"]
        if row["resolution_time_minutes"] < row["response_time_minutes"]:
            yield "DQ-50", "incident_response", row["incident_id"]


def since_then(text: str, more: int) -> str:
    """Give a day so many days later."""
    return (days(text) + dt.timedelta(more)).isoformat()
