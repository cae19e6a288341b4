"""`etl_rental_fleet`: the rental fleet of Softbase as it stands, and what it earned."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from marts.build.rental_fleet import Said, fleet_days
from marts.build.worked import Worked
from marts.etl.declared import Extracted, Job, Reading
from marts.etl.jobs.sales_daily import own_accounts
from marts.etl.windows import Past, Reach, fiscal_start
from marts.models import RentalFleet
from marts.sources.choices import MAINTENANCE, RENTAL_INTERNAL, RESERVATIONS, YES
from marts.sources.softbase.records import Invoice, Rental, Unit, WorkOrder


class Fleet(NamedTuple):
    """What Softbase tells of its fleet."""

    units: list[Unit]
    rentals: list[Rental]
    orders: list[WorkOrder]
    invoices: list[Invoice]


def _extract(reading: Reading) -> Extracted[Fleet]:
    from marts.sources.softbase.extract import Softbase

    days = reading.days
    year = fiscal_start(days.start, reading.org.fiscal_year_start_month)
    with Softbase(reading.connection, reading.patience) as softbase:
        fleet = Fleet(
            softbase.units(int(reading.setting("rental_dept", 60))),
            softbase.rentals(year),
            softbase.work_orders(days.start, days.end),
            softbase.rental_invoices(year, days.end),
        )
    return Extracted(fleet, len(fleet.units))


def _compute(reading: Reading, told: Fleet) -> Sequence[Worked]:
    said = Said(
        fiscal_month=reading.org.fiscal_year_start_month,
        maintenance_rule=reading.choice(MAINTENANCE),
        internal=own_accounts(reading),
        counts_internal=reading.choice(RENTAL_INTERNAL) == YES,
        counts_reserved=reading.choice(RESERVATIONS) == YES,
    )
    return fleet_days(
        reading.days.each(), told.units, told.rentals, told.orders, told.invoices, said, today=reading.today
    )


JOB = Job(
    name="etl_rental_fleet",
    title="Rental fleet",
    mart=RentalFleet,
    key=("snapshot_date",),
    system="softbase",
    at=dt.time(1, 30),
    reach=Reach(past=Past.FLOWS, chunk=31),
    extract=_extract,
    compute=_compute,
    owner="Rental",
    watched="total_units",
)
