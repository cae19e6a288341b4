"""`etl_work_orders`: work orders of Softbase by day and type, and how shop orders stand against their quotes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from marts.build.work_orders import Standing, order_days
from marts.build.worked import Worked
from marts.etl.declared import Extracted, Job, Reading
from marts.etl.jobs.sales_daily import own_accounts
from marts.etl.windows import Past, Reach
from marts.models import WorkOrderDaily
from marts.sources.softbase.records import WorkOrder

Orders = tuple[list[WorkOrder], Standing]


def _extract(reading: Reading) -> Extracted[Orders]:
    from marts.sources.softbase.extract import Softbase

    standing = Standing()
    with Softbase(reading.connection, reading.patience) as softbase:
        orders = softbase.work_orders(reading.days.start, reading.days.end)
        if not reading.is_past(reading.days.end):
            standing = Standing(
                softbase.lines(), softbase.quotes(), softbase.rates(), own_accounts(reading),
                frozenset(reading.listed("rental_bill_to_customers")),
            )  # fmt: skip
    return Extracted((orders, standing), len(orders))


def _compute(reading: Reading, told: Orders) -> Sequence[Worked]:
    orders, standing = told
    return order_days(reading.days.each(), orders, standing, today=reading.today)


JOB = Job(
    name="etl_work_orders",
    title="Work orders",
    mart=WorkOrderDaily,
    key=("metric_date", "wo_type"),
    system="softbase",
    at=dt.time(1, 45),
    # Orders are closed and entered days late; what they are worth is known of today alone.
    reach=Reach(past=Past.FLOWS, restates=35, chunk=92),
    extract=_extract,
    compute=_compute,
    owner="Service",
)
