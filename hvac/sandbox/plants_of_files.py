"""Planted: what files say in a way that cannot be taken, and what they say oddly but well."""

from __future__ import annotations

from hvac.sandbox.planting import QUARANTINE, READ, Change, Plant


def put(**values: object) -> Change:
    """Change some cells of a row."""
    return lambda company, row: values


def _residue(column: str) -> Change:
    """Write an amount as a script leaves it that reckons with floats."""
    return lambda company, row: {column: f"{row[column]}00000000000003"}


def _float(column: str) -> Change:
    return lambda company, row: {column: f"{row[column]}.0"}


REFUSED = (
    Plant("DQ-01", "customer_communications", "communication_id", "a number stands twice in the file",
          put(content="Another letter under the same number."), expect=QUARANTINE, beside=True, same=True),
    Plant("DQ-03", "quotes", "quote_number", "the number of another document", put(), expect=QUARANTINE, beside=True, count=1),
    Plant("DQ-44", "subscriptions", "end_date", "ends before it begins", put(end_date="2019-12-31"), expect=QUARANTINE, beside=True,
          count=1),
    Plant("DQ-05", "parts_usage", "quantity_used", "a fraction where whole numbers belong", put(quantity_used="2.5"),
          expect=QUARANTINE, beside=True),
    Plant("DQ-12", "customer_feedback", "would_recommend", "neither true nor false", put(would_recommend="perhaps"),
          expect=QUARANTINE, beside=True),
    Plant("DQ-20", "payments", "amount", "no finite number", put(amount="NaN", transaction_id="TXN-NAN"), expect=QUARANTINE,
          beside=True, count=1),
    Plant("DQ-21", "work_orders", "status", "no word of the column", put(status="finished"), expect=QUARANTINE, beside=True,
          count=1),
    Plant("required", "leads", "created_date", "is blank, and must not be", put(created_date=None), expect=QUARANTINE, beside=True),
    Plant("range", "training_certifications", "issue_date", "no such day", put(issue_date="2026-02-30"), expect=QUARANTINE,
          beside=True, count=1),
)  # fmt: skip
ODD = (
    Plant("DQ-04", "vehicle_fleet", "assigned_technician_id", "a whole number written as a float",
          _float("assigned_technician_id"), lambda c, r: r["assigned_technician_id"], READ),
    Plant("DQ-04", "mailing_list", "customer_id", "a whole number written as a float", _float("customer_id"),
          lambda c, r: r["customer_id"], READ, 5),
    Plant("DQ-10", "service_calls", "total_cost", "an amount with the residue of floats", _residue("total_cost"), expect=READ, count=5),
    Plant("DQ-10", "payments", "amount", "an amount with the residue of floats", _residue("amount"), expect=READ, count=5),
    Plant("DQ-11", "work_orders", "actual_hours", "hours with the residue of floats", _residue("actual_hours"), expect=READ, count=5),
)  # fmt: skip
