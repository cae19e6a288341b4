"""`etl_customer_activity`: what each customer of the dealer bought in the past 90 days, the 90 before, and ever."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from marts.build.customer_activity import customers_of
from marts.build.worked import Worked
from marts.etl.declared import Extracted, Job, Reading
from marts.etl.jobs.sales_daily import own_accounts
from marts.etl.windows import Past, Reach
from marts.models import CustomerActivity
from marts.sources.softbase.records import Customer

Told = Mapping[dt.date, list[Customer]]


def _extract(reading: Reading) -> Extracted[Told]:
    from marts.sources.softbase.extract import Softbase

    own = own_accounts(reading)
    with Softbase(reading.connection, reading.patience) as softbase:
        told = {day: softbase.customers(day, own) for day in reading.days.each()}
    return Extracted(told, sum(len(customers) for customers in told.values()))


def _compute(reading: Reading, told: Told) -> Sequence[Worked]:
    return [row for day, customers in told.items() for row in customers_of(day, customers)]


JOB = Job(
    name="etl_customer_activity",
    title="Customers",
    mart=CustomerActivity,
    key=("snapshot_date", "bill_to"),
    system="softbase",
    at=dt.time(2, 30),
    # Each day asks the whole register once.
    reach=Reach(past=Past.WHOLE, chunk=7),
    extract=_extract,
    compute=_compute,
    owner="Sales",
)
