"""The search for a definition: stored reports in, the ways of counting that print them out, plainest first."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from aiop.adminkit import pages
from aiop.adminkit.pages import needs
from aiop.orgs.models import Org
from aiop.runs.running import Failed
from marts.kpi.definitions import BY_KEY
from marts.models import TieOut
from marts.tieout.grid import OF_KPI
from marts.tieout.reports import BY_NAME

NAME = "marts_search"
RIGHT = "marts.view_tieout"
# Of the ways that tie and of reports to choose from, so many are shown.
SHOWN = 20


def view(request: HttpRequest) -> HttpResponse:
    """Show what can be searched, and for a KPI with chosen comparisons the ways that tie with all of their reports."""
    needs(request, RIGHT)
    org: Any = request.org  # type: ignore[attr-defined]
    kpi = request.GET.get("kpi", "")
    kpi = kpi if kpi in OF_KPI else "leads"
    usable = _usable(org, kpi)
    chosen = [one for one in usable if str(one.pk) in request.GET.getlist("of")]
    context = {
        **admin.site.each_context(request),
        "title": "Search for a definition",
        "kpis": [(BY_KEY[key], key == kpi) for key in OF_KPI],
        "kpi": BY_KEY[kpi],
        "usable": [(one, one in chosen) for one in usable],
        **(_found(org, kpi, chosen) if chosen else {}),
    }
    return TemplateResponse(request, "marts/search.html", context)


def _usable(org: Org, kpi: str) -> list[TieOut]:
    """List stored comparisons whose reports tell the KPI by day, the latest of each report's file."""
    telling = [name for name, one in BY_NAME.items() if one.day and any(p.kpi == kpi for p in one.parts)]
    rows = TieOut.objects.for_org(org).filter(report__in=telling).exclude(file="").order_by("-pk")[: 3 * SHOWN]
    latest = {one.sha256: one for one in reversed(rows) if _file(one).is_file()}
    return sorted(latest.values(), key=lambda one: (one.start_date, one.pk), reverse=True)[:SHOWN]


def _file(one: TieOut) -> Path:
    return Path(settings.MEDIA_ROOT) / one.file


def _found(org: Org, kpi: str, chosen: list[TieOut]) -> dict[str, Any]:
    """Search, and give what the page shows of the answer."""
    # NumPy is loaded for a search alone.
    from marts.tieout.finding import find, week_of

    try:
        answer = find(org, kpi, [_file(one) for one in chosen])
    except (Failed, ValueError) as error:
        return {"problem": str(error)}
    return {
        "answer": answer,
        "ties": answer.ties[:SHOWN],
        "telling": week_of(answer.telling[-1]) if answer.telling else None,
    }


pages.register(pages.Page("tie-outs/search/", view, NAME))
