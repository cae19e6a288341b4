"""The KPI page: ten tiles for a week and a place, each with its thirteen weeks; under them one KPI by place and week."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString

from aiop.adminkit import format as fmt
from aiop.adminkit import pages
from aiop.adminkit.pages import needs
from aiop.dashboards.tables import Cell, Head, Table, as_csv
from aiop.files.exports import record_export
from aiop.orgs.models import Org
from aiop.quality.sparkline import sparkline
from marts.dashboards.asked import COMPANY, Asked, Place, places, read
from marts.kpi.completeness import complete_days
from marts.kpi.definitions import ALL, BY_KEY, TEN
from marts.kpi.rollups import Figure, figures
from marts.kpi.terms import Definition
from marts.models import TieOut
from servicetitan.api import ReportingUnit

NAME = "marts_kpis"
RIGHT = "marts.view_dailycell"
EXPORT_RIGHT = "marts.export_dailycell"
Found = Mapping[tuple[str, dt.date, str], Figure]


@dataclass(frozen=True)
class KpiTile:
    """One KPI: its value this week, what it was a week before, its line, whether it has been tied out."""

    definition: Definition
    value: str
    change: str
    line: SafeString
    is_provisional: bool
    status: str
    tied: str
    link: str
    definition_link: str


def view(request: HttpRequest) -> HttpResponse:
    """Show the page, or with ?csv=1 all ten KPIs by place and week as a file."""
    needs(request, RIGHT)
    org: Any = request.org  # type: ignore[attr-defined]
    asked, units = read(request.GET, org, timezone.localdate(timezone=org.zone))
    cut = _by_key(figures(org, ALL, asked.window, grain="week", by=asked.by))
    if "csv" in request.GET:
        return _file(request, org, asked, units, cut)
    tiles = (
        cut if asked.place.by == asked.by else _by_key(figures(org, TEN, asked.window, grain="week", by=asked.place.by))
    )
    verdicts = latest_verdicts(org)
    context = {
        **admin.site.each_context(request),
        "title": "KPIs",
        "asked": asked,
        "tiles": [_tile(asked, one, tiles, verdicts) for one in _of_place(asked.place, units)],
        "table": _table(asked, units, cut),
        "places": [(place, asked.query(place=place), place == asked.place) for place in places(units)],
        "kpis": [(one, asked.query(kpi=one.key), one.key == asked.kpi) for one in ALL],
        "cuts": [(name, asked.query(by=by), by == asked.by) for by, name in (("unit", "Units"), ("region", "Regions"))],
        "week_words": f"{fmt.day(asked.week)} – {fmt.day(asked.week + dt.timedelta(days=6))}",
        "freshness": _freshness(org),
        "is_empty": not cut,
        "may_export": request.user.has_perm(EXPORT_RIGHT),
        "zone": org.time_zone,
    }
    return TemplateResponse(request, "marts/kpis.html", context)


def _of_place(place: Place, units: list[ReportingUnit]) -> list[Definition]:
    """Give the KPIs that a place has: a unit sells or produces, a region does both."""
    role = next((unit.role for unit in units if place.by == "unit" and unit.key == place.key), None)
    return [one for one in TEN if role in {None, one.role}]


def _by_key(found: Sequence[Figure]) -> Found:
    return {(one.kpi, one.period, one.place): one for one in found}


def shown(definition: Definition, value: Decimal | None) -> str:
    """Write a value as its KPI is read: whole counts, dollars and cents, percentages of two decimals."""
    if value is None:
        return fmt.UNKNOWN
    if definition.measure == "percent":
        return f"{value.quantize(Decimal('0.01')):,} %"
    return fmt.money(value) if definition.measure == "money" else fmt.number(value.quantize(Decimal(1)))


def _tile(asked: Asked, definition: Definition, found: Found, verdicts: Mapping[str, TieOut]) -> KpiTile:
    line = [found.get((definition.key, week, asked.place.key)) for week in asked.weeks]
    values = [one.value(definition) if one else None for one in line]
    now, before, this = values[-1], values[-2], line[-1]
    known = [value for value in values if value is not None]
    says = f"{definition.title}: {len(known)} of {len(values)} weeks known, latest {shown(definition, now)}"
    tied = verdicts.get(definition.key)
    status = tied.verdicts[definition.key] if tied else "not tied out"
    words = f"{fmt.day(tied.start_date)} to {fmt.day(tied.end_date)}" if tied else "No report has been compared yet."
    return KpiTile(
        definition,
        shown(definition, now),
        _change(definition, now, before),
        sparkline(known, Decimal("-Infinity") if not known else min(known) - 1, says=says),
        bool(this and not this.is_complete),
        status,
        words,
        records_link(definition.key, asked.place, asked.week, asked.week + dt.timedelta(days=6)),
        reverse("admin:marts_kpi_definition", args=[definition.key]),
    )


def _change(definition: Definition, now: Decimal | None, before: Decimal | None) -> str:
    if now is None or before is None:
        return ""
    if definition.measure == "percent":
        points = (now - before).quantize(Decimal("0.1"))
        return f"{'▲' if points > 0 else '▼' if points < 0 else '='} {abs(points)} points"
    if not before:
        return ""
    share = ((now - before) / before * 100).quantize(Decimal("0.1"))
    return f"{'▲' if share > 0 else '▼' if share < 0 else '='} {abs(share)} %"


def records_link(kpi: str, place: Place, start: dt.date, end: dt.date) -> str:
    """Give the address of the records behind a figure."""
    asked = {"kpi": kpi, "from": start.isoformat(), "to": end.isoformat()}
    if place != COMPANY:
        asked[place.by] = place.key
    return f"{reverse('admin:marts_kpi_records')}?{urlencode(asked)}"


def latest_verdicts(org: Org) -> dict[str, TieOut]:
    """Give the latest comparison of each KPI."""
    found: dict[str, TieOut] = {}
    for tie_out in TieOut.objects.for_org(org).order_by("-pk")[:50]:
        for kpi in tie_out.verdicts:
            found.setdefault(kpi, tie_out)
    return found


def _table(asked: Asked, units: list[ReportingUnit], found: Found) -> Table:
    definition = BY_KEY[asked.kpi]
    # The latest first: on a narrow screen the far end is out of sight.
    weeks = asked.weeks[::-1]
    rows = []
    for place in _rows(asked, units, definition):
        cells = [found.get((definition.key, week, place.key)) for week in weeks]
        if place.name == "Not placed" and not any(cells):
            continue
        rows.append(
            [
                Cell(place.name, place.name),
                *(_cell(definition, place, week, one) for week, one in zip(weeks, cells, strict=True)),
            ]
        )
    heads = [
        Head("Unit" if asked.by == "unit" else "Region", is_number=False),
        *(Head(f"{week.day} {week:%b}") for week in weeks),
    ]
    return Table(f"{definition.title} by week", heads, rows)


def _rows(asked: Asked, units: list[ReportingUnit], definition: Definition) -> list[Place]:
    mine = {unit.key for unit in units if unit.role == definition.role}
    wanted = [place for place in places(units) if place.by == asked.by]
    return [place for place in wanted if asked.by == "region" or place.key in mine or place.name == "Not placed"]


def _cell(definition: Definition, place: Place, week: dt.date, figure: Figure | None) -> Cell:
    value = figure.value(definition) if figure else None
    hint = "" if figure and figure.is_complete else "Not complete yet" if figure else "Nothing is known of this week."
    link = records_link(definition.key, place, week, week + dt.timedelta(days=6)) if value is not None else ""
    return Cell(shown(definition, value).removesuffix(" %"), value, link, hint)


def _freshness(org: Org) -> str:
    days = [day for day in complete_days(org, TEN).values() if day is not None]
    if len(days) < len(TEN):
        unknown = f"{len(TEN) - len(days)} of {len(TEN)} KPIs"
        return f"How far the sources of {unknown} are complete is not known: unknown days stay blank rather than 0."
    return f"Complete through {fmt.day(min(days))}, 23:59 {org.time_zone}."


def _file(request: HttpRequest, org: Org, asked: Asked, units: list[ReportingUnit], found: Found) -> HttpResponse:
    needs(request, EXPORT_RIGHT)
    heads = [Head("Week", is_number=False), Head("Place", is_number=False), *(Head(one.title) for one in ALL)]
    rows = [
        [
            Cell("", week.isoformat()),
            Cell("", place.name),
            *(_plain(found.get((one.key, week, place.key)), one) for one in ALL),
        ]
        for week in asked.weeks
        for place in places(units)
        if place.by == asked.by
    ]
    by = request.user.get_username()
    record_export(org, NAME, {name: str(value) for name, value in request.GET.items()}, "csv", by=by, rows=len(rows))
    return HttpResponse(
        "\ufeff" + as_csv(Table("KPIs", heads, rows)),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="kpis-{asked.week}.csv"'},
    )


def _plain(figure: Figure | None, definition: Definition) -> Cell:
    value = figure.value(definition) if figure else None
    return Cell("", None if value is None else value.quantize(Decimal("0.01")))


pages.register(pages.Page("kpis/", view, NAME))
