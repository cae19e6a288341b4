"""The seeded company hangs together: the same for the same seed, to the last link, over the seasons, in time and in money."""

from __future__ import annotations

from collections import Counter
from statistics import mean
from typing import Any

import pytest

from hvac.sandbox.chance import usd
from hvac.sandbox.files import headers_of
from hvac.sandbox.generate import generate
from hvac.sandbox.season import DEMAND
from hvac.sandbox.staff import hire, technician_rows
from hvac.sandbox.story import found
from tests.factories.hvac_company import tables as kinds
from tests.unit.hvac.books import TODAY, arithmetic, by, keys, lists, time
from tests.unit.hvac.books_of_lessons import lessons
from tests.unit.hvac.books_of_states import states
from tests.unit.hvac.seeded import AS_OF, SEED, Tables, company, days, dollars

# What is agreed for days that are still to come; everything else has happened.
TO_COME = {
    ("appointments", "appointment_date"), ("appointments", "scheduled_time"), ("invoices", "due_date"), ("quotes", "valid_until"),
    ("quotes", "follow_up_date"), ("subscriptions", "end_date"), ("subscriptions", "next_service_date"),
    ("customer_contracts", "end_date"), ("installed_devices", "warranty_end_date"), ("training_certifications", "expiry_date"),
    ("sales_opportunities", "expected_close_date"), ("compliance_audits", "next_audit_date"), ("purchase_orders", "promised_on"),
    ("insurance_policies", "expiration_date"),
}  # fmt: skip


@pytest.fixture
def tables() -> Tables:
    return company(flawed=False)[0]


def test_the_same_seed_day_and_scale_give_the_same_rows_and_another_seed_others() -> None:
    def first(seed: int) -> list[Any]:
        return list(generate(seed=seed, as_of=AS_OF, scale=0.1).rows)

    assert first(SEED) == first(SEED)
    assert first(SEED) != first(SEED + 1)


def test_there_are_rows_of_every_table_in_the_columns_of_its_file(tables: Tables) -> None:
    assert {f"hvac_{table}" for table in tables} == {kind.name for kind in kinds()}
    for table, rows in tables.items():
        headers_of(table, rows[0])
        assert {tuple(row) for row in rows} == {tuple(rows[0])}, table


def test_volumes_are_those_of_the_plan_and_grow_with_the_scale() -> None:
    plan = {
        "customers": 500, "technicians": 15, "equipment_types": 50, "parts": 200, "leads": 600, "installed_devices": 800,
        "service_calls": 2000, "vehicle_fleet": 20, "mailing_list": 800, "subscriptions": 250, "quotes": 400, "parts_usage": 4000,
        "incident_response": 150, "invoices": 1700, "appointments": 2000, "customer_feedback": 800, "employees": 25,
        "sales_opportunities": 300, "customer_communications": 1500, "warranty_claims": 150, "expense_reports": 200,
        "marketing_campaigns": 20, "budget_planning": 240, "tax_reporting": 3400, "sales_commissions": 300, "vendor_parts": 350,
        "training_certifications": 70, "referral_program": 80, "safety_incidents": 40, "customer_contracts": 120, "vendors": 15,
        "compliance_audits": 24, "service_territories": 12, "insurance_policies": 16, "insurance_claims": 30, "fixed_assets": 50,
    }  # fmt: skip
    full = company(flawed=False, scale=1.0)[0]
    assert {
        table: len(full[table]) for table, rows in plan.items() if not 0.75 * rows <= len(full[table]) <= 1.25 * rows
    } == {}
    half = company(flawed=False)[0]
    assert 0.45 < len(half["service_calls"]) / len(full["service_calls"]) < 0.55


def test_every_link_leads_to_a_row(tables: Tables) -> None:
    numbers = {
        kind.model: {next(iter(row.values())) for row in tables[kind.name.removeprefix("hvac_")]} for kind in kinds()
    }
    missing = []
    for kind in kinds():
        for parent in kind.parents:
            ((_, column),) = parent.on
            field = kind.field_of(column)
            header = field.headers[0] if field else ""
            # A column that follows from a name is no number.
            if not column.endswith("_ref") or header not in tables[kind.name.removeprefix("hvac_")][0]:
                continue
            used = {row[header] for row in tables[kind.name.removeprefix("hvac_")]} - {None}
            missing += [(kind.name, header, number) for number in used - numbers[parent.model]]
    assert missing == []


def test_numbers_of_documents_are_unique(tables: Tables) -> None:
    for table, column in (
        ("invoices", "invoice_number"), ("quotes", "quote_number"), ("payments", "transaction_id"), ("work_orders", "work_order_number"),
        ("vehicle_fleet", "vin"), ("purchase_orders", "po_number"), ("installed_devices", "serial_number"), ("vendors", "name"),
        ("employees", "employee_number"), ("marketing_campaigns", "campaign_name"),
    ):  # fmt: skip
        assert [value for value, count in Counter(row[column] for row in tables[table]).items() if count > 1] == [], (
            table
        )


def test_the_seasons_are_seen_in_the_calls() -> None:
    calls = company(flawed=False, scale=1.0)[0]["service_calls"]
    months = Counter(days(row["service_date"]).month for row in calls)
    assert min(months[month] for month in (7, 8)) > max(months[month] for month in (3, 4, 9, 10))
    assert max(range(1, 13), key=lambda month: months[month]) in (6, 7, 8)
    kinds_of = lists(calls, "service_type")
    peak = {month for month, share in enumerate(DEMAND, start=1) if share > 1.1}
    for kind, most_in_peaks in (("Emergency", True), ("Repair", True), ("Maintenance", False)):
        share = mean(days(row["service_date"]).month in peak for row in kinds_of[kind])
        assert (share > 0.6) is most_in_peaks, kind
    weekdays = Counter(days(row["service_date"]).weekday() for row in calls)
    assert weekdays[6] < weekdays[5] < weekdays[0]


def test_nothing_that_has_happened_lies_ahead_and_what_is_to_come_does(tables: Tables) -> None:
    ahead = {
        (table, column)
        for table, rows in tables.items()
        for row in rows
        for column, value in row.items()
        if isinstance(value, str)
        and value[:2] == "20"
        and value[4:5] == "-"
        and len(value) in (10, 26)
        and value[:10] >= TODAY
    }
    assert ahead == TO_COME
    future = [row for row in tables["appointments"] if row["appointment_date"] >= TODAY]
    assert {row["status"] for row in future} == {"Scheduled", "Confirmed"}
    assert {row["service_call_id"] for row in future} == {None}


def test_an_invoice_is_its_lines_and_tax_and_payments_come_to_what_they_say(tables: Tables) -> None:
    calls = by(tables["service_calls"], "service_call_id")
    changes = lists(tables["price_adjustments"], "service_call_id")
    paid = lists([row for row in tables["payments"] if row["status"] == "Completed"], "invoice_id")
    for row in tables["invoices"]:
        call = calls[row["service_call_id"]]
        cents = int(dollars(call["total_cost"]) * 100)
        lines = dollars(usd(int(cents * 1.2 + 0.5))) + sum(
            dollars(one["adjustment"]) for one in changes[row["service_call_id"]]
        )
        assert dollars(row["subtotal"]) == lines
        assert dollars(row["total_amount"]) == dollars(row["subtotal"]) + dollars(row["tax_amount"])
        received = sum(dollars(one["amount"]) for one in paid[row["invoice_id"]])
        assert (received == dollars(row["total_amount"])) is (row["status"] == "Paid")


def test_pay_skill_and_experience_follow_the_level() -> None:
    many = found(seed=SEED, as_of=AS_OF, scale=10)
    hire(many)
    levels = lists([row for _, row in technician_rows(many)], "technician_level")
    for column in ("hourly_rate", "years_experience", "diagnostics_skill", "electrical_skill"):
        means = [mean(row[column] for row in levels[level]) for level in ("junior", "senior", "lead")]
        assert means == sorted(means), column
        assert mean(row[column] for row in levels["specialist"]) > means[1], column


def test_installations_put_a_device_where_they_went(tables: Tables) -> None:
    placed = {
        (row["customer_id"], row["equipment_id"], row["installation_date"]) for row in tables["installed_devices"]
    }
    went = [row for row in tables["service_calls"] if row["service_type"] == "Installation"]
    assert [row for row in went if (row["customer_id"], row["equipment_id"], row["service_date"]) not in placed] == []


def test_no_rule_is_broken_where_nothing_was_planted(tables: Tables) -> None:
    assert [*keys(tables), *arithmetic(tables), *time(tables), *states(tables), *lessons(tables)] == []
