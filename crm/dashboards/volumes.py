"""Leads and revenue over time, and leads by branch, source and sales person."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils.html import format_html

from aiop.adminkit import format as fmt
from aiop.dashboards.change import change
from aiop.dashboards.charts import Bar, bar_chart, line_chart
from aiop.dashboards.geometry import Number, Point, compact
from aiop.dashboards.page import Tile
from aiop.dashboards.periods import Days, Step, bucket_name
from aiop.dashboards.tables import Cell, Head, Table
from crm.dashboards.asked import NONE, Asked
from crm.dashboards.figures import BUCKET, Leads, Read, Won, points_of
from crm.dashboards.freshness import Arrivals

TOP = 10
_STEPS = {Step.DAY: "day", Step.WEEK: "week", Step.MONTH: "month"}


def over_time(asked: Asked, leads: Read, people: Read, arrivals: Arrivals) -> Tile:
    """Show leads with a quote as a line; the table adds what became of them, and people without a quote."""
    step = asked.period.step
    cut = points_of(asked, leads.by[BUCKET], until=_last_day(arrivals))
    counts = [(bucket, found.leads if found else 0) for bucket, found in cut]
    points = _points(asked, arrivals, "leads", [(bucket, count, fmt.number(count)) for bucket, count in counts])
    rows = [
        [
            Cell(bucket_name(bucket, step), str(bucket.start)),
            *_lead_cells(asked, found or Leads(), {"days": bucket}),
            *_people_cell(asked, people, bucket),
        ]
        for bucket, found in reversed(cut)
    ]
    without = [Head("People without a quote")] if people.now is not None else []
    now: Leads = leads.now
    return Tile(
        "leads-over-time",
        f"Leads by {_STEPS[step]}",
        "Quotes received; dashed is still growing",
        line_chart(points, name="Leads with a quote", unit=f"by {_STEPS[step]}") if now.leads else "",  # type: ignore[arg-type]
        Table(f"Leads by {_STEPS[step]}", [Head(_STEPS[step].capitalize(), False), *_LEAD_HEADS, *without], rows),
        none="No lead was received in this period.",
        figure=_figure(fmt.number(now.leads), asked.link("leads"), "leads with a quote"),
        change=change(now.leads, leads.before.leads),
    )


def revenue(asked: Asked, won: Read, arrivals: Arrivals) -> Tile:
    """Show the charges of won jobs as a line."""
    step = asked.period.step
    cut = points_of(asked, won.by[BUCKET], until=_last_day(arrivals))
    amounts = [(bucket, found.revenue if found else Decimal(0)) for bucket, found in cut]
    points = _points(asked, arrivals, "won", [(bucket, amount, compact(amount)) for bucket, amount in amounts])
    rows = [
        [Cell(bucket_name(bucket, step), str(bucket.start)), *_won_cells(asked, found or Won(), bucket)]
        for bucket, found in reversed(cut)
    ]
    now: Won = won.now
    missing = (
        "" if not now.without_amount else f"{fmt.number(now.without_amount)} of them have no amount and add nothing."
    )
    heads = [Head(_STEPS[step].capitalize(), False), Head("Revenue, $"), Head("Jobs"), Head("Without an amount")]
    return Tile(
        "revenue",
        "Revenue of won jobs, $",
        "Booked and closed jobs by job date; dashed is still growing",
        line_chart(points, name="Revenue of won jobs", unit=f"dollars by {_STEPS[step]}") if now.jobs else "",  # type: ignore[arg-type]
        Table(f"Revenue by {_STEPS[step]}", heads, rows),
        none="No job of this period is booked or closed.",
        figure=_figure(fmt.money(now.revenue), asked.link("won"), f"{fmt.number(now.jobs)} jobs", text_first=False),
        change=change(now.revenue, won.before.revenue).replace(
            fmt.number(won.before.revenue), fmt.money(won.before.revenue)
        ),
        note=missing,
    )


def _points(
    asked: Asked, arrivals: Arrivals, list_name: str, values: Sequence[tuple[Days, Number, str]]
) -> list[Point]:
    """Give the points of a line, each with the way to its rows and whether it is still growing."""
    return [
        Point(
            bucket_name(bucket, asked.period.step),
            value,
            text,
            asked.link(list_name, days=bucket),
            _is_growing(bucket, arrivals),
        )
        for bucket, value, text in values
    ]


def by_thing(
    asked: Asked, leads: Read, name: str, title: str, options: Sequence[tuple[str, str]], people: Read
) -> Tile:
    """Show the leads of the ten largest branches, sources or sales persons; the table holds all of them."""
    found: Mapping[int | None, Leads] = leads.by[f"{name}_id"]
    names = {int(value): label for value, label in options if value != NONE}
    ordered = sorted(found.items(), key=lambda item: (-item[1].leads, names.get(item[0] or 0, "")))
    key = name.replace("_", "-")
    own = people.by[f"{name}_id"] if name == "lead_source" and people.now is not None else None
    rows = [_thing_row(asked, name, names, value, counted, own) for value, counted in ordered]
    if own:
        rows += [
            _thing_row(asked, name, names, value, Leads(), own) for value in sorted(own, key=str) if value not in found
        ]
    without = [Head("People without a quote")] if own is not None else []
    return Tile(
        f"by-{key}",
        f"Leads by {title.lower()}",
        "Quotes received; booked of a hundred in brackets",
        bar_chart(_bars(asked, name, names, ordered, key), name=f"Leads by {title.lower()}"),
        Table(f"Leads by {title.lower()}", [Head(title, False), *_LEAD_HEADS, *without], rows),
        none="No lead was received in this period.",
        width=4,
    )


_LEAD_HEADS = [
    Head("Leads"),
    Head("Booked"),
    Head("Booked, %"),
    Head("Completed"),
    Head("Lost"),
    Head("Bad"),
    Head("Open"),
]


def _lead_cells(asked: Asked, found: Leads, where: dict[str, Any]) -> list[Cell]:
    counts = {
        "leads": found.leads,
        "booked": found.booked,
        "completed": found.completed,
        "lost": found.lost,
        "bad": found.bad,
        "open": found.open,
    }
    cells = [Cell(fmt.number(n), n, asked.link(key, **where) if n else "") for key, n in counts.items()]
    return [*cells[:2], Cell(fmt.number(found.rate), found.rate, hint="booked of a hundred leads"), *cells[2:]]


def _people_cell(asked: Asked, people: Read, bucket: Days) -> list[Cell]:
    if people.now is None:
        return []
    count: int = people.by[BUCKET].get(bucket.start, 0)
    return [Cell(fmt.number(count), count, asked.link("people", days=bucket) if count else "")]


def _won_cells(asked: Asked, found: Won, bucket: Days) -> list[Cell]:
    link = asked.link("won", days=bucket) if found.jobs else ""
    return [
        Cell(fmt.money(found.revenue), found.revenue, link),
        Cell(fmt.number(found.jobs), found.jobs, link),
        Cell(fmt.number(found.without_amount), found.without_amount),
    ]


def _thing_row(
    asked: Asked, name: str, names: Mapping[int, str], value: int | None, found: Leads, own: Mapping[Any, int] | None
) -> list[Cell]:
    where = _only(name, value)
    label = names.get(value or 0, fmt.UNKNOWN)
    cells = [Cell(label, label, hint="" if value else "not given"), *_lead_cells(asked, found, where)]
    if own is not None:
        count = own.get(value, 0)
        cells.append(Cell(fmt.number(count), count, asked.link("people", **where) if count else ""))
    return cells


def _bars(
    asked: Asked, name: str, names: Mapping[int, str], ordered: Sequence[tuple[int | None, Leads]], key: str
) -> list[Bar]:
    # A single thing beyond the ten stands for itself.
    shown = ordered if len(ordered) == TOP + 1 else ordered[:TOP]
    bars = [
        Bar(
            names.get(value or 0, fmt.UNKNOWN),
            found.leads,
            f"{fmt.number(found.leads)} ({fmt.percent(found.rate)})",
            asked.link("leads", **_only(name, value)),
            f"{fmt.number(found.booked)} booked" if value else f"no {name.replace('_', ' ')} given",
        )
        for value, found in shown
    ]
    others = ordered[len(shown) :]
    if others:
        leads, booked = (sum(getattr(found, column) for _, found in others) for column in ("leads", "booked"))
        text = f"{fmt.number(leads)} ({fmt.percent(Leads(leads, booked).rate)})"
        # No bar: beside it, each of the ten would look like nothing.
        bars.append(Bar(f"{len(others)} others", None, text, f"#by-{key}-table", "each stands in the table"))
    return bars


def _only(name: str, value: int | None) -> dict[str, Any]:
    return {name: NONE if value is None else value}


def _figure(value: str, link: str, words: str, *, text_first: bool = True) -> Any:
    return format_html('<a href="{}">{}</a> <small>{}</small>', link, value, words)


def _last_day(arrivals: Arrivals) -> dt.date:
    return arrivals.latest or arrivals.today


def _is_growing(bucket: Days, arrivals: Arrivals) -> bool:
    through = arrivals.complete_through
    return through is None or (bucket.end is not None and bucket.end > through)
