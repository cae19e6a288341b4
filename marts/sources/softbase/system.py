"""Softbase as a system: what a connection needs, and what it can read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.utils import timezone

from aiop.sources.models import Connection
from aiop.sources.retrying import QUICK_LOOK
from aiop.sources.systems import Ability, FormField, System
from marts.sources.choices import MAINTENANCE, RENTAL_INTERNAL, RESERVATIONS, SALES_TOTAL
from marts.sources.reading import tried
from marts.sources.sql_fields import SERVER_FIELDS, SQL_HOSTS


def test(connection: Connection) -> Iterator[Ability]:
    """Say what a connection can read: invoices, work orders, the fleet, the general ledger."""
    from marts.sources.softbase.extract import Softbase

    today = timezone.localdate(timezone=connection.org.zone)
    month = today - dt.timedelta(days=today.day)
    with Softbase(connection, QUICK_LOOK) as softbase:
        yield tried("Invoices", lambda: softbase.invoices(today, today))
        yield tried("Work orders", lambda: softbase.work_orders(today, today))
        yield tried("Rental fleet", lambda: softbase.units(int(connection.setting("rental_dept") or 0)))
        yield tried("General ledger", lambda: softbase.months(month, month))


SYSTEM = System(
    name="softbase",
    label="Softbase",
    hosts=SQL_HOSTS,
    base_url="",
    fields=(
        *SERVER_FIELDS,
        FormField(
            "schema", "Schema", pattern="[a-z]{3}[0-9]{3}", help="Three letters and three digits, such as abc001."
        ),
        FormField(
            "rental_dept", "Rental department", pattern="[0-9]+", default="60", help="Its number in the inventory."
        ),
        SALES_TOTAL.field,
        MAINTENANCE.field,
        RENTAL_INTERNAL.field,
        RESERVATIONS.field,
        FormField(
            "excluded_bill_to_customers", "Own accounts", required=False,
            help="Customer numbers of the company itself, separated by commas.",
        ),
        FormField(
            "rental_bill_to_customers", "Accounts of the rental department", required=False,
            help="Customer numbers that work on the company's own fleet is billed to, separated by commas.",
        ),
        FormField(
            "excluded_months", "Months left out", pattern=r"\d{4}-\d\d(\s*,\s*\d{4}-\d\d)*", required=False,
            help="Such as 2024-02: months that hold a migration, separated by commas.",
        ),
        FormField(
            "cash_health_warning_floor", "Critical from", pattern=r"-?\d+(\.\d\d?)?", required=False,
            help="An operating cash flow at or below it is critical; -50000 unless told otherwise.",
        ),
    ),
    test=test,
)  # fmt: skip
