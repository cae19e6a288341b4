"""What a KPI is: its definition in words, its number of the latest week, its latest comparison."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone

from aiop.adminkit import format as fmt
from aiop.adminkit import pages
from aiop.adminkit.pages import needs
from aiop.builders.windows import Window
from marts.dashboards.asked import latest_week
from marts.dashboards.kpi_page import RIGHT, latest_verdicts, shown
from marts.kpi import sql
from marts.kpi.definitions import BY_KEY
from marts.kpi.readings import published
from marts.kpi.rollups import figures
from marts.kpi.words import explained


def view(request: HttpRequest, kpi: str) -> HttpResponse:
    """Show a KPI's definition."""
    needs(request, RIGHT)
    if kpi not in BY_KEY:
        raise Http404("There is no such KPI.")
    org: Any = request.org  # type: ignore[attr-defined]
    (definition,) = published(org, (BY_KEY[kpi],))
    week = latest_week(org, timezone.localdate(timezone=org.zone))
    found = figures(org, [definition], Window(week, week + dt.timedelta(days=6)), grain="week", by="company")
    live = next((one for one in found if one.place == "company"), None)
    tied = latest_verdicts(org).get(kpi)
    context = {
        **admin.site.each_context(request),
        "title": definition.title,
        "definition": definition,
        "explained": explained(definition),
        "value": shown(definition, live.value(definition) if live else None),
        "week": f"{fmt.day(week)} – {fmt.day(week + dt.timedelta(days=6))}",
        "tie_out": tied,
        "verdict": tied.verdicts[kpi] if tied else "",
        "sql": sql.cells(definition, days=sql.WINDOW).text,
    }
    return TemplateResponse(request, "marts/definition.html", context)


pages.register(pages.Page("kpis/<slug:kpi>/", view, "marts_kpi_definition"))
