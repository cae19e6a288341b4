"""The records behind a figure, each with what it adds, and from there to its payload and the decision that placed it."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone

from aiop.adminkit import format as fmt
from aiop.adminkit import pages
from aiop.adminkit.pages import needs
from aiop.builders.windows import Window
from aiop.orgs.models import Org
from marts.dashboards.asked import read
from marts.dashboards.kpi_page import RIGHT, shown
from marts.kpi.definitions import BY_KEY
from marts.kpi.drill import PAGE, behind, received, totals
from marts.kpi.rollups import UNMAPPED
from marts.kpi.terms import Definition, Record, Sum, said
from servicetitan.api import ReportingUnit, UnitMapping


def view(request: HttpRequest) -> HttpResponse:
    """List the records, largest first, a hundred a page."""
    needs(request, RIGHT)
    org: Any = request.org  # type: ignore[attr-defined]
    asked, units = read(request.GET, org, timezone.localdate(timezone=org.zone))
    definition = BY_KEY[asked.kpi]
    window = _window(request, asked.week)
    chosen = _units(asked.place.by, asked.place.key, units, definition)
    offset = max(0, int(request.GET["offset"])) if request.GET.get("offset", "").isdecimal() else 0
    rows, count, numerator, denominator = _read(org, definition, chosen, window, offset)
    context = {
        **admin.site.each_context(request),
        "title": f"{definition.title}: the records behind it",
        "definition": definition,
        "day_words": said(definition.date),
        "place": asked.place.name,
        "days": f"{fmt.day(window.start)} – {fmt.day(window.end)}",
        "rows": [(row, *(shown_part(part, definition) for part in (row.numerator, row.denominator))) for row in rows],
        "count": count,
        "numerator": shown_part(numerator, definition),
        "denominator": shown_part(denominator, definition),
        "may_see_units": request.user.has_perm("servicetitan.view_unitmapping"),
        "value": shown(
            definition, numerator / denominator * 100 if denominator else None if definition.is_ratio else numerator
        ),
        "later": offset + PAGE if offset + PAGE < count else None,
        "query": "&".join(f"{name}={value}" for name, value in request.GET.items() if name != "offset"),
    }
    return TemplateResponse(request, "marts/records.html", context)


def record_view(request: HttpRequest, record_kind: str, source_id: int) -> HttpResponse:
    """Show a record as its source sent it, with its page and run, and the decision that placed its unit."""
    needs(request, RIGHT)
    if record_kind not in set(Record):
        raise Http404("There is no such kind of record.")
    org: Any = request.org  # type: ignore[attr-defined]
    raw = received(org, Record(record_kind), source_id)
    mapping_id = request.GET.get("mapping", "")
    mapping = UnitMapping.objects.for_org(org).filter(pk=mapping_id).first() if mapping_id.isdecimal() else None
    context = {
        **admin.site.each_context(request),
        "title": f"{Record(record_kind).value.capitalize()} {source_id}",
        "raw": raw,
        "payload": json.dumps(raw.payload, indent=2, ensure_ascii=False) if raw else "",
        "mapping": mapping,
        "zone": org.zone,
    }
    return TemplateResponse(request, "marts/record.html", context)


def shown_part(value: Any, definition: Definition | None = None) -> str:
    """Write what a record adds to a sum: money with its cents; where nothing says which, whole numbers as such."""
    if value is None:
        return fmt.UNKNOWN
    is_count = definition is not None and not isinstance(definition.numerator, Sum)
    is_whole = definition is None and value == value.to_integral()
    return fmt.number(value.quantize(1)) if is_count or is_whole else fmt.money(value)


def _read(org: Org, definition: Definition, chosen: list[int | None], window: Window, offset: int) -> tuple[Any, ...]:
    rows = [row for unit in chosen for row in behind(org, definition, unit, window, offset=offset)]
    sums = [totals(org, definition, unit, window) for unit in chosen]
    below = [one[2] for one in sums if one[2] is not None]
    return (
        sorted(rows, key=lambda row: -abs(row.numerator))[:PAGE],
        sum(one[0] for one in sums),
        sum((one[1] for one in sums), start=type(sums[0][1])(0)),
        sum(below, start=type(sums[0][1])(0)) if below else None,
    )


def _units(by: str, key: str, units: list[ReportingUnit], definition: Definition) -> list[int | None]:
    if by == "company":
        return [None]
    if key == UNMAPPED:
        return [0]
    return [
        unit.pk
        for unit in units
        if key == (unit.key if by == "unit" else unit.region_key) and unit.role == definition.role
    ] or [-1]


def _window(request: HttpRequest, week: dt.date) -> Window:
    try:
        start = dt.date.fromisoformat(request.GET.get("from", ""))
        return Window(start, max(start, dt.date.fromisoformat(request.GET.get("to", ""))))
    except ValueError:
        return Window(week, week + dt.timedelta(days=6))


pages.register(pages.Page("kpi-records/", view, "marts_kpi_records"))
pages.register(pages.Page("kpi-records/<str:record_kind>/<int:source_id>/", record_view, "marts_kpi_record"))
