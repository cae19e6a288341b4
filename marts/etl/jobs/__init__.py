"""The nine jobs, and three more that the dealer's rules define as well; each module declares one as JOB."""

from __future__ import annotations

from typing import Any

from marts.etl.declared import Job
from marts.etl.jobs import (
    app_analytics,
    case_metrics,
    cash_flow,
    customer_activity,
    gl_monthly,
    hubspot_contacts,
    hubspot_deals,
    quickbooks_financial,
    rental_fleet,
    sales_daily,
    work_orders,
    zoom_metrics,
)
from marts.etl.register import register, register_catch_up

JOBS: tuple[Job[Any], ...] = (
    sales_daily.JOB,
    rental_fleet.JOB,
    quickbooks_financial.JOB,
    cash_flow.JOB,
    hubspot_contacts.JOB,
    hubspot_deals.JOB,
    zoom_metrics.JOB,
    case_metrics.JOB,
    app_analytics.JOB,
)
MORE: tuple[Job[Any], ...] = (work_orders.JOB, gl_monthly.JOB, customer_activity.JOB)


def register_all() -> None:
    """Make them known; called as the app starts."""
    for job in (*JOBS, *MORE):
        register(job)
    register_catch_up()
