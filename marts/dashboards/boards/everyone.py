"""All organisations of one person on a page: what is asked first of each, and whether its jobs run."""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.http import HttpRequest
from django.utils import timezone
from django.utils.safestring import mark_safe

from aiop.adminkit import format as fmt
from aiop.adminkit import pages
from aiop.dashboards.page import Dashboard, Empty, Freshness, Page, Tile
from aiop.dashboards.periods import read_period
from aiop.dashboards.tables import Cell, Head, Table
from aiop.orgs.models import Membership
from marts.dashboards.boards.asked import read
from marts.dashboards.boards.board import EXPORT_RIGHT, RIGHT, siblings
from marts.dashboards.boards.figures import Written

NAME, TITLE = "marts_everyone", "All organisations"
_COLUMNS: tuple[tuple[str, str, Written], ...] = (
    ("Invoiced in 30 days, $", "invoiced", fmt.money),
    ("Revenue of the month, $", "revenue", fmt.money),
    ("Net income of the month, $", "net_income", fmt.money),
    ("Cash, $", "cash", fmt.money),
    ("Pipeline, $", "pipeline", fmt.money),
    ("Calls in 30 days", "calls", fmt.number),
    ("Users of a month", "users", fmt.number),
    ("Open cases", "open_cases", fmt.number),
    ("Utilisation, %", "utilisation", fmt.percent),
    ("Complete through", "complete_through", fmt.day),
)


def build(request: HttpRequest) -> Page:
    """Put the page together; three queries."""
    asked = read(request, [])
    found = _headlines(request)
    table = Table(
        TITLE,
        [
            Head("Organisation", is_number=False),
            *(Head(title) for title, _, _ in _COLUMNS),
            Head("Jobs", is_number=False),
        ],
        [_row(name, row) for name, row in found],
    )
    tile = Tile("organisations", TITLE, "Of how things stand, the latest", mark_safe(""), table, width=12, is_open=True)
    failing = [name for name, row in found if row.failing]
    words = f"Jobs fail in {', '.join(failing)}." if failing else "All jobs of all organisations run."
    empty = None if found else Empty("No figures yet", "None of your organisations has a mart that was filled.")
    return Page(
        TITLE,
        read_period({}, until=timezone.localdate()),
        Freshness(words, bool(failing)),
        [tile] if found else [],
        empty=empty,
        siblings=siblings(asked, None),
    )


def _headlines(request: HttpRequest) -> list[tuple[str, Any]]:
    """Give the figures of each organisation that the person belongs to and that has a mart; two queries."""
    user: Any = request.user
    mine = dict(Membership.objects.filter(user=user).order_by("org__name").values_list("org_id", "org__name"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM mart_headlines(%s, %s)", [list(mine), timezone.localdate()])
        row = namedtuple("row", [column[0] for column in cursor.description or ()])  # type: ignore[misc]
        rows: Sequence[Any] = [row(*values) for values in cursor.fetchall()]
    return [(mine[row.organisation], row) for row in rows if row.jobs]


def _row(name: str, row: Any) -> list[Cell]:
    jobs = f"{row.failing} of {row.jobs} fail" if row.failing else f"{row.jobs} run"
    cells = [_cell(getattr(row, column), written) for _, column, written in _COLUMNS]
    return [Cell(name, name), *cells, Cell(jobs, jobs, "", row.reason)]


def _cell(value: Any, written: Written) -> Cell:
    return Cell(fmt.UNKNOWN if value is None else written(value), value)


DASHBOARD = Dashboard(NAME, TITLE, RIGHT, build, EXPORT_RIGHT)
pages.register(pages.Page("figures/all/", DASHBOARD.view, NAME))
