"""The whole company on one page: of each mart that it has, the one or two figures that are asked for first."""

from __future__ import annotations

from marts.dashboards.boards.board import Board, Section, register
from marts.dashboards.boards.finance import BALANCE, NET_INCOME, OPERATING, REVENUE
from marts.dashboards.boards.operations import SOLD, UTILISATION
from marts.dashboards.boards.people import CALLS, MONTHLY_USERS, OPEN_CASES, PIPELINE
from marts.etl.jobs.app_analytics import JOB as APP
from marts.etl.jobs.case_metrics import JOB as CASES
from marts.etl.jobs.cash_flow import JOB as CASH
from marts.etl.jobs.hubspot_deals import JOB as DEALS
from marts.etl.jobs.quickbooks_financial import JOB as BOOKS
from marts.etl.jobs.rental_fleet import JOB as FLEET
from marts.etl.jobs.sales_daily import JOB as SALES
from marts.etl.jobs.zoom_metrics import JOB as ZOOM

BOARD = register(
    Board(
        "executive",
        "Executive summary",
        [
            Section(SALES, [SOLD]),
            Section(BOOKS, [REVENUE, NET_INCOME]),
            Section(CASH, [BALANCE, OPERATING]),
            Section(FLEET, [UTILISATION]),
            Section(DEALS, [PIPELINE]),
            Section(ZOOM, [CALLS]),
            Section(CASES, [OPEN_CASES]),
            Section(APP, [MONTHLY_USERS]),
        ],
        "Each figure is explained on the page of its subject. Flows are summed over the period; of how things stood, the latest counts.",
        order=0,
    )
)
