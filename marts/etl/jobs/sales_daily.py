"""`etl_sales_daily`: invoices and work orders of Softbase, by day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from marts.build.sales_daily import sales_days
from marts.build.worked import Worked
from marts.etl.declared import Extracted, Job, Reading
from marts.etl.windows import Past, Reach
from marts.models import SalesDaily
from marts.sources.choices import SALES_TOTAL
from marts.sources.softbase.records import Invoice, WorkOrder

Sales = tuple[list[Invoice], list[WorkOrder]]


def own_accounts(reading: Reading) -> frozenset[str]:
    """Give the customer numbers of the company itself."""
    return frozenset(reading.listed("excluded_bill_to_customers"))


def _extract(reading: Reading) -> Extracted[Sales]:
    from marts.sources.softbase.extract import Softbase

    with Softbase(reading.connection, reading.patience) as softbase:
        invoices = softbase.invoices(reading.days.start, reading.days.end)
        orders = softbase.work_orders(reading.days.start, reading.days.end)
    return Extracted((invoices, orders), len(invoices) + len(orders))


def _compute(reading: Reading, told: Sales) -> Sequence[Worked]:
    invoices, orders = told
    left_out = set(reading.listed("excluded_months"))
    days = [day for day in reading.days.each() if f"{day:%Y-%m}" not in left_out]
    with_tax = reading.choice(SALES_TOTAL) == "grand_total"
    return sales_days(days, invoices, orders, internal=own_accounts(reading), today=reading.today, with_tax=with_tax)


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
