"""Work orders and customers of a dealer: marts of several rows a day, which are put together first."""

from __future__ import annotations

from aiop.adminkit import format as fmt
from marts.build.work_orders import LABELS
from marts.dashboards.boards.board import Board, Section, register
from marts.dashboards.boards.figures import Figure, Shares, flow, latest, rate
from marts.etl.jobs.customer_activity import JOB as CUSTOMERS
from marts.etl.jobs.work_orders import JOB as ORDERS
from marts.models import CustomerActivity

_TYPES = tuple(LABELS[kind] for kind in ("S", "SH", "PM", "P", "R"))
_SUMMED = (
    "opened", "completed", "closed", "open_total", "awaiting_invoice", "awaiting_over_5d", "awaiting_value", "quoted_hours",
    "actual_hours", "overrun_value",
)  # fmt: skip
_ORDERS = f"""
    SELECT org_id, metric_date, bool_or(is_provisional) AS is_provisional, {", ".join(f"sum({name}) AS {name}" for name in _SUMMED)},
           {", ".join(f"sum(closed) FILTER (WHERE wo_type = '{name}') AS closed_{place}" for place, name in enumerate(_TYPES))}
    FROM mart_work_order_daily WHERE org_id = %(org)s GROUP BY org_id, metric_date
"""
_CUSTOMERS = f"""
    SELECT org_id, snapshot_date, bool_or(is_provisional) AS is_provisional, sum(recent_revenue) AS recent_revenue, count(*) AS customers,
           {", ".join(f"count(*) FILTER (WHERE activity_status = '{name}') AS {name}" for name in CustomerActivity.Status.values)}
    FROM mart_customer_activity WHERE org_id = %(org)s GROUP BY org_id, snapshot_date
"""

register(
    Board(
        "orders",
        "Work orders",
        [
            Section(
                ORDERS,
                [
                    Figure("open", "Open", "At the end of the last day, those awaiting their invoice too", latest("open_total")),
                    Figure("awaiting", "Awaiting their invoice", "Completed, not closed", latest("awaiting_invoice")),
                    Figure("waiting_long", "Awaiting for over five days", "Since they were completed", latest("awaiting_over_5d")),
                    Figure("awaiting_value", "Awaiting, $", "Labor, parts and the rest of what is completed", latest("awaiting_value"), fmt.money),
                    Figure("opened", "Opened", "In the period", flow("opened")),
                    Figure("closed", "Closed", "In the period", flow("closed")),
                    Figure("overrun", "Beyond the quote, $", "Hours of shop orders beyond those quoted, at their rate", latest("overrun_value"), fmt.money),
                    Shares("by_type", "Closed by type", "In the period", [(name, flow(f"closed_{place}")) for place, name in enumerate(_TYPES)], width=8),
                ],
                _ORDERS,
            )
        ],
        "Work orders of Softbase, quotes and deleted ones left out. What orders are worth is known of the day it was asked alone.",
        order=2,
    )
)  # fmt: skip

register(
    Board(
        "customers",
        "Customers",
        [
            Section(
                CUSTOMERS,
                [
                    Figure("active", "Active", "Bought in the past 90 days and in the 90 before", latest("active")),
                    Figure("new", "New", "First bought in the past 90 days", latest("new")),
                    Figure("back", "Back again", "Bought now, not in the 90 days before, but earlier", latest("reactivated")),
                    Figure("at_risk", "At risk", "Bought for half of it or less", latest("at_risk")),
                    Figure("churned", "Churned", "Bought in the 90 days before and not since", latest("churned")),
                    Figure("churn", "Churn, %", "Churned of active and churned customers", rate("churned", "(active + churned)", times="100"), fmt.percent),
                    Figure("dormant", "Dormant", "Not bought for 180 days", latest("dormant")),
                    Figure("bought", "Bought in 90 days, $", "Before sales tax, as it stood last", latest("recent_revenue"), fmt.money),
                ],
                _CUSTOMERS,
            )
        ],
        "Customers of Softbase that were ever invoiced for more than 100 $; the company's own accounts are none.",
        order=2,
    )
)  # fmt: skip
