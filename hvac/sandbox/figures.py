"""The figures that the company is steered by."""

from __future__ import annotations

from collections.abc import Iterator

from hvac.sandbox.chance import Named

# Code, name, unit, which way is better, for what, formula, target, where it becomes worth a look and where critical.
_FIGURES = (
    (
        "revenue",
        "Revenue",
        "USD",
        "up",
        "company;location;technician",
        "sum of subtotals not cancelled",
        None,
        None,
        None,
    ),
    (
        "avg_ticket",
        "Average ticket",
        "USD",
        "up",
        "company;location;technician",
        "revenue / invoiced calls",
        500,
        400,
        300,
    ),
    ("calls", "Calls completed", "calls", "up", "company;location;technician", "count of calls", None, None, None),
    ("utilisation", "Utilisation", "%", "up", "company;technician", "hours at customers / paid hours", 55, 40, 25),
    (
        "first_time_fix",
        "First-time fix",
        "%",
        "up",
        "company;technician",
        "1 - calls repeated within 30 days",
        92,
        88,
        80,
    ),
    (
        "response",
        "Response time",
        "min",
        "down",
        "company;location",
        "mean minutes until somebody is there",
        90,
        120,
        180,
    ),
    ("csat", "Satisfaction", "of 10", "up", "company;technician", "mean of overall satisfaction", 8, 7, 6),
    ("nps", "Net promoters", "points", "up", "company;location", "share of 9 and 10 - share of 6 and less", 30, 10, 0),
    ("quote_wins", "Quotes won", "%", "up", "company", "accepted / (accepted + declined + expired)", 40, 30, 20),
    ("lead_conversion", "Leads converted", "%", "up", "company;campaign", "converted / leads", 15, 10, 5),
    ("dso", "Days sales outstanding", "days", "down", "company;location", "open balance / revenue x days", 30, 45, 60),
    ("collected", "Collected", "%", "up", "company", "paid / billed", 92, 85, 75),
    ("turns", "Stock turns", "a year", "up", "company", "usage value / average stock value", 6, 4, 2),
    ("stock_outs", "Stock-outs", "%", "down", "company", "parts at zero / parts", 1, 3, 5),
    ("trir", "Recordable incidents", "rate", "down", "company;location", "recordables x 200,000 / hours", 3, 5, 8),
    ("certified", "Certified", "%", "up", "company", "technicians with all that is asked / technicians", 100, 97, 90),
    ("warranty_recovery", "Warranty recovered", "%", "up", "company;vendor", "paid / claimed", 75, 60, 40),
    ("sla", "Contract visits in time", "%", "up", "company", "in time / contract calls", 97, 95, 90),
    ("budget_variance", "Budget variance", "%", "up", "company", "(budget - actual) / budget", 0, -5, -10),
    ("on_time_vendors", "Vendors in time", "%", "up", "vendor", "lines received as promised / received", 92, 85, 70),
)


def figure_rows() -> Iterator[Named]:
    """Give the definitions."""
    for number, (code, name, unit, better, grains, formula, target, warn, critical) in enumerate(_FIGURES, start=1):
        yield "kpi_definitions", {
            "kpi_id": number, "kpi_code": code, "name": name, "unit": unit, "direction": better, "grains": grains,
            "formula": formula, "owner": "General Manager", "target": target, "warn_threshold": warn,
            "critical_threshold": critical,
        }  # fmt: skip
