"""The whole company on one page: of each mart that it has, the one or two figures that are asked for first."""

from __future__ import annotations

from marts.dashboards.boards.board import Board, Section, register
from marts.dashboards.boards.finance import BALANCE, BOOKS, CASH, NET_INCOME, OPERATING, REVENUE
from marts.dashboards.boards.operations import FLEET, SALES, SOLD, UTILISATION
from marts.dashboards.boards.people import APP, CALLS, CASES, DEALS, MONTHLY_USERS, OPEN_CASES, PIPELINE, ZOOM

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
