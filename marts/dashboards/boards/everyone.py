"""All organisations of one person on a page: what is asked first of each, and whether its jobs run."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, NamedTuple

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
from marts.dashboards.boards.kept import kept, key_from

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


class Headline(NamedTuple):
    """What is asked first of an organisation; None where nothing is known."""

    organisation: int
    invoiced: Decimal | None
    revenue: Decimal | None
    net_income: Decimal | None
    cash: Decimal | None
    pipeline: Decimal | None
    calls: int | None
    users: int | None
    open_cases: int | None
    utilisation: Decimal | None
    jobs: int
    failing: int
    complete_through: dt.date | None
    reason: str


def build(request: HttpRequest) -> Page:
    """Put the page together: two queries, and one more for all figures where they are not kept."""
    asked, today = read(request, []), timezone.localdate()
    user: Any = request.user
    mine = dict(Membership.objects.filter(user=user).order_by("org__name").values_list("org_id", "org__name"))
    key = _key(mine, today)
    found = [(mine[row.organisation], row) for row in kept(key, lambda: _headlines(mine, today)) if row.jobs]
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
        read_period({}, until=today),
        Freshness(words, bool(failing)),
        [tile] if found else [],
        empty=empty,
        siblings=siblings(asked, None),
        kept_as=key,
    )


def _key(mine: Mapping[int, str], today: dt.date) -> str:
    """Name what the page follows from: the day, whose it is, and what each mart of theirs last published; one query."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT organisation, edition FROM mart_editions(%s)", [list(mine)])
        return key_from((NAME, today, tuple(mine.items()), tuple(cursor.fetchall())))


def _headlines(mine: Mapping[int, str], today: dt.date) -> list[Headline]:
    """Give the figures of some organisations, those without marts too; one query."""
    columns = ", ".join(Headline._fields)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns} FROM mart_headlines(%s, %s)", [list(mine), today])
        return [Headline(*values) for values in cursor.fetchall()]


def _row(name: str, row: Headline) -> list[Cell]:
    jobs = f"{row.failing} of {row.jobs} fail" if row.failing else f"{row.jobs} run"
    cells = [_cell(getattr(row, column), written) for _, column, written in _COLUMNS]
    return [Cell(name, name), *cells, Cell(jobs, jobs, "", row.reason)]


def _cell(value: Any, written: Written) -> Cell:
    return Cell(fmt.UNKNOWN if value is None else written(value), value)


DASHBOARD = Dashboard(NAME, TITLE, RIGHT, build, EXPORT_RIGHT)
pages.register(pages.Page("figures/all/", DASHBOARD.view, NAME))
