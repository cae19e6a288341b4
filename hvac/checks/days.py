"""Days and moments that cannot be: DQ-40 to DQ-52."""

from __future__ import annotations

from aiop.quality.checks import Check
from hvac.checks.rule import rule

_TERMS = "CASE payment_terms WHEN 'Net 15' THEN 15 WHEN 'Net 30' THEN 30 WHEN 'Net 45' THEN 45 ELSE 0 END"


def _before(number: int, table: str, stored: str, day: str, parent: str, link: str, since: str, who: str) -> Check:
    return rule(
        number, table, f"{day.replace('_', ' ').capitalize()} before the {who}",
        f"""
        SELECT r.id, r.{day} || ', the {who} since ' || p.{since} AS detail
        FROM {stored} r JOIN {parent} p ON p.id = r.{link} WHERE r.{day} < p.{since}
        """,
    )  # fmt: skip


def _future(table: str, stored: str, day: str) -> Check:
    title = f"{day.replace('_', ' ').capitalize()} in the future"
    return rule(45, table, title, f"SELECT id, {day}::text AS detail FROM {stored} WHERE {day} > %(today)s")


def _one_day(table: str, stored: str, day: str) -> Check:
    return rule(
        51, table, f"{day.replace('_', ' ').capitalize()} is one and the same day in every row",
        f"""
        SELECT min(id) AS id, min({day}) || ' in all ' || count({day}) || ' rows' AS detail FROM {stored}
        HAVING count({day}) >= 50 AND min({day}) = max({day})
        """,
        name=f"{table}_{day}",
    )  # fmt: skip


DAYS = (
    _before(40, "service_calls", "hvac_servicecall", "service_date", "hvac_customer", "customer_id", "customer_since", "customer"),
    _before(41, "service_calls", "hvac_servicecall", "service_date", "hvac_technician", "technician_id", "hire_date", "technician"),
    _before(42, "installed_devices", "hvac_installeddevice", "installation_date", "hvac_customer", "customer_id",
            "customer_since", "customer"),
    _before(43, "subscriptions", "hvac_subscription", "start_date", "hvac_customer", "customer_id", "customer_since", "customer"),
    _future("invoices", "hvac_invoice", "issue_date"),
    _future("payments", "hvac_payment", "payment_date"),
    _future("customer_feedback", "hvac_customerfeedback", "feedback_date"),
    rule(46, "invoices", "Payment terms that disagree with the due date",
         f"""SELECT id, payment_terms || ', due after ' || due_date - issue_date || ' days' AS detail FROM hvac_invoice
             WHERE due_date - issue_date <> {_TERMS}"""),
    rule(47, "appointments", "A scheduled time that is not on the day of the appointment",
         """SELECT id, (booked_at AT TIME ZONE %(zone)s)::date || ', the appointment on ' || appointment_date AS detail
            FROM hvac_appointment WHERE (booked_at AT TIME ZONE %(zone)s)::date <> appointment_date"""),
    rule(48, "appointments", "Confirmed after the appointment",
         """SELECT id, confirmed_date::text AS detail FROM hvac_appointment
            WHERE (confirmed_date AT TIME ZONE %(zone)s)::date > appointment_date"""),
    rule(49, "incident_response", "Reported at midnight: the time is not known",
         """SELECT id, reported_time::text AS detail FROM hvac_incidentresponse
            WHERE (reported_time AT TIME ZONE %(zone)s)::time < time '00:00:01'"""),
    rule(50, "incident_response", "Resolved before somebody was there",
         """SELECT id, resolution_time_minutes || ' minutes, there after ' || response_time_minutes AS detail
            FROM hvac_incidentresponse WHERE resolution_time_minutes < response_time_minutes"""),
    _one_day("quotes", "hvac_quote", "quote_date"),
    _one_day("inventory", "hvac_stockitem", "last_restock_date"),
    _one_day("inventory", "hvac_stockitem", "last_count_date"),
    _one_day("subscriptions", "hvac_subscription", "next_service_date"),
    rule(52, "vehicle_fleet", "Bought before it was built",
         """SELECT id, 'model of ' || year || ', bought on ' || purchase_date AS detail FROM hvac_vehicle
            WHERE year > extract(year FROM purchase_date) + 1"""),
)  # fmt: skip
