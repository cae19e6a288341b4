"""`etl_sales_daily`: invoices and work orders of Softbase, by day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from marts.build.sales_daily import sales_days
from marts.build.worked import Worked
from marts.etl.declared import Extracted, Job, Reading
from marts.etl.windows import Past, Reach
from marts.models import SalesDaily
from marts.sources.softbase.records import Invoice, WorkOrder

Sales = tuple[list[Invoice], list[WorkOrder]]


def _extract(reading: Reading) -> Extracted[Sales]:
    from marts.sources.softbase.extract import Softbase

    with Softbase(reading.connection, reading.patience) as softbase:
        invoices = softbase.invoices(reading.days.start, reading.days.end)
        orders = softbase.work_orders(reading.days.start, reading.days.end)
    return Extracted((invoices, orders), len(invoices) + len(orders))


def _compute(reading: Reading, told: Sales) -> Sequence[Worked]:
    invoices, orders = told
    left_out = set(reading.setting("excluded_months", []))
    days = [day for day in reading.days.each() if f"{day:%Y-%m}" not in left_out]
    internal = frozenset(reading.setting("excluded_bill_to_customers", []))
    return sales_days(days, invoices, orders, internal=internal, today=reading.today)


JOB = Job(
    name="etl_sales_daily",
    title="Sales by day",
    mart=SalesDaily,
    key=("sales_date",),
    system="softbase",
    at=dt.time(1, 0),
    reach=Reach(past=Past.WHOLE, restates=35, from_beginning=True, chunk=92),
    extract=_extract,
    compute=_compute,
    owner="Sales",
)
