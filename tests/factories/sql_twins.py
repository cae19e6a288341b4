"""The twins of Softbase, the case table and the app's events, as small as they go."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

from aiop.sandbox.clock import SimulatedClock
from marts.sources.azure_sql.sandbox import service as cases
from marts.sources.bigquery.sandbox import service as app
from marts.sources.bigquery.sandbox.world import AppWorld
from marts.sources.softbase.sandbox import service as softbase
from marts.sources.softbase.sandbox.world import Dealer

JOBS = {
    "etl_sales_daily": "softbase", "etl_rental_fleet": "softbase", "etl_cash_flow": "softbase", "etl_case_metrics": "azure_sql",
    "etl_app_analytics": "bigquery", "etl_work_orders": "softbase", "etl_gl_monthly": "softbase", "etl_customer_activity": "softbase",
}  # fmt: skip


@contextmanager
def serving(name: str, at: dt.datetime, *, days: int = 40) -> Iterator[tuple[str, dict[str, str]]]:
    """Serve a system as of a moment, of so many days; give its address and what a connection is told."""
    first, last, clock = at.date() - dt.timedelta(days=days), at.date(), SimulatedClock(at)
    if name == "softbase":
        with softbase.twin_of(Dealer(3, first, last, fleet=4), clock) as twin:
            yield "", softbase.told(twin)
    elif name == "azure_sql":
        with cases.twin_of(cases.CaseWorld(3, first, last), clock) as twin:
            yield "", cases.told(twin)
    else:
        with app.twin_of(AppWorld(3, first, last, users=4), clock) as twin:
            given = app.told(twin)
            yield given.pop("base_url"), given
