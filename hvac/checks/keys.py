"""Keys, copies and formats: DQ-02 to DQ-18."""

from __future__ import annotations

from collections.abc import Iterator

from aiop.loading.kind import Kind
from aiop.quality.checks import Check, Severity
from hvac.checks.rule import rule
from hvac.seeds.missing import MISSING
from hvac.seeds.planned import PLANNED
from hvac.seeds.tables import TABLES

# Letters of a VIN by the digit that they count as; I, O and Q are none.
_VIN_DIGITS = "translate(upper(vin), 'ABCDEFGHJKLMNPRSTUVWXYZ', '12345678123457923456789')"
_VIN_SUM = f"""(
    SELECT sum(substr({_VIN_DIGITS}, place::int, 1)::int * weight)
    FROM unnest(ARRAY[8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2]) WITH ORDINALITY AS weights (weight, place)
)"""
# States by the first digit of their ZIP codes.
_ZIP_STATES = """(VALUES
    ('0', 'CT MA ME NH NJ NY PR RI VT VI AE'), ('1', 'DE NY PA'), ('2', 'DC MD NC SC VA WV'), ('3', 'AL FL GA MS TN AA'),
    ('4', 'IN KY MI OH'), ('5', 'IA MN MT ND SD WI DC'), ('6', 'IL KS MO NE'), ('7', 'AR LA OK TX'),
    ('8', 'AZ CO ID NM NV TX UT WY'), ('9', 'AK AS CA GU HI MH FM MP OR PW WA AP')
) AS known (digit, states)"""


def _copy(table: str, stored: str, link: str, of: str, column: str, call_column: str) -> Check:
    return rule(
        6, table, f"{column.replace('_', ' ').capitalize()} is not that of the call",
        f"""
        SELECT r.id, 'the call has ' || c.{call_column} || ', the row ' || r.{column} AS detail
        FROM {stored} r JOIN {of} c ON c.id = r.{link} WHERE r.{column} <> c.{call_column}
        """,
        name=f"{table}_{column.removesuffix('_ref')}", severity=Severity.CRITICAL,
    )  # fmt: skip


def _again(table: str, stored: str, columns: str, said: str) -> Check:
    known = " AND ".join(f"{column} IS NOT NULL" for column in columns.split(", "))
    return rule(
        7, table, f"{said} of another row",
        f"""
        SELECT id, 'as number ' || first AS detail FROM (
            SELECT id, number, min(number) OVER (PARTITION BY {columns}) AS first FROM {stored} WHERE {known}
        ) AS compared WHERE number <> first
        """,
    )  # fmt: skip


def _unlinked(kind: Kind) -> Iterator[Check]:
    """Give the check of numbers that no row has, in links that a row may do without; what it cannot do without is never loaded."""
    free = [parent for parent in kind.parents if not parent.required]
    if not free:
        return
    name = kind.name.removeprefix("hvac_")
    pairs = [(parent.column, parent.on[0][1]) for parent in free]
    lost = " OR ".join(f"({ref} IS NOT NULL AND {link} IS NULL)" for link, ref in pairs)
    told = ", ".join(
        f"CASE WHEN {ref} IS NOT NULL AND {link} IS NULL THEN '{ref.removesuffix('_ref').replace('_', ' ')} ' || {ref} END"
        for link, ref in pairs
    )
    yield Check(
        name=f"hvac_dq02_{name}",
        title=f"{kind.title}: a number that no row has",
        question=f"Which rows of {kind.title} break rule DQ-02 of the quality list: they refer to what has not come in?",
        model=kind.model._meta.label,
        sql=f"SELECT id, concat_ws(', ', {told}) AS detail FROM {kind.table} WHERE {lost}",
        has_detail=True,
        severity=Severity.CRITICAL,
        guidance="Load the file that has the row; the link is then set by itself.",
    )


KEYS = (
    *(check for kind in (*TABLES, *PLANNED, *MISSING) for check in _unlinked(kind)),
    _copy("invoices", "hvac_invoice", "service_call_id", "hvac_servicecall", "customer_ref", "customer_ref"),
    _copy("appointments", "hvac_appointment", "service_call_id", "hvac_servicecall", "customer_ref", "customer_ref"),
    _copy("appointments", "hvac_appointment", "service_call_id", "hvac_servicecall", "technician_ref", "technician_ref"),
    _copy("appointments", "hvac_appointment", "service_call_id", "hvac_servicecall", "appointment_date", "service_date"),
    _copy("work_orders", "hvac_workorder", "service_call_id", "hvac_servicecall", "technician_ref", "technician_ref"),
    _copy("customer_feedback", "hvac_customerfeedback", "service_call_id", "hvac_servicecall", "customer_ref", "customer_ref"),
    _copy(
        "incident_response", "hvac_incidentresponse", "service_call_id", "hvac_servicecall", "responding_technician_ref",
        "technician_ref",
    ),
    _copy("parts_usage", "hvac_partusage", "service_call_id", "hvac_servicecall", "usage_date", "service_date"),
    _again("customers", "hvac_customer", "name_key, address", "Name and address"),
    _again("leads", "hvac_lead", "email_key", "E-mail"),
    _again("mailing_list", "hvac_mailingcontact", "email_key", "E-mail"),
    _again("parts", "hvac_part", "name_key, supplier_key", "Name and supplier"),
    rule(8, "parts", "A part without a row of stock",
         "SELECT id, name AS detail FROM hvac_part p WHERE NOT EXISTS (SELECT FROM hvac_stockitem s WHERE s.part_id = p.id)"),
    rule(8, "customers", "A customer who is not on the mailing list",
         "SELECT id, name AS detail FROM hvac_customer c WHERE NOT EXISTS (SELECT FROM hvac_mailingcontact m WHERE m.customer_id = c.id)"),
    rule(17, "vehicle_fleet", "A VIN that cannot be one",
         f"""SELECT id, vin AS detail FROM hvac_vehicle WHERE CASE WHEN upper(vin) ~ '^[A-HJ-NPR-Z0-9]{{17}}$'
             THEN upper(substr(vin, 9, 1)) <> substr('0123456789X', ({_VIN_SUM} %% 11)::int + 1, 1) ELSE true END"""),
    rule(18, "customers", "A ZIP code of another state",
         f"""SELECT id, state || ' ' || zip5 AS detail FROM hvac_customer JOIN {_ZIP_STATES} ON known.digit = left(zip5, 1)
             WHERE position(state IN known.states) = 0"""),
)  # fmt: skip
