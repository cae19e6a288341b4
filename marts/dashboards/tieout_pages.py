"""Comparisons with reports: those made, a new one, one in full, its signature and its evidence."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections import defaultdict
from decimal import Decimal
from pathlib import Path, PurePosixPath
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse

from aiop.adminkit import format as fmt
from aiop.adminkit import pages
from aiop.adminkit.pages import needs
from aiop.builders.windows import Window
from aiop.files.exports import record_export
from aiop.files.reading.source import Refused
from aiop.runs.asking import enqueue
from aiop.runs.running import Failed
from marts.dashboards.kpi_page import shown
from marts.dashboards.records_page import shown_part
from marts.kpi.definitions import BY_KEY
from marts.models import TieOut, TieOutDifference, TieOutFigure
from marts.tieout.evidence import pack
from marts.tieout.fetching import JOB, fetchable
from marts.tieout.grid import OF_KPI
from marts.tieout.reports import BY_NAME, REPORTS, NotAReport
from marts.tieout.tie import AlreadySigned, compared, sign, tie

RIGHT = "marts.view_tieout"
RIGHT_TO_COMPARE = "marts.add_tieout"
RIGHT_TO_SIGN = "marts.change_tieout"
RIGHT_TO_TAKE = "marts.export_tieout"
MOST_BYTES = 60 * 1024 * 1024
MOST_DIFFERENCES = 500


def tieouts_view(request: HttpRequest) -> HttpResponse:
    """List comparisons and take a report to compare."""
    needs(request, RIGHT)
    org: Any = request.org  # type: ignore[attr-defined]
    if request.method == "POST":
        needs(request, RIGHT_TO_COMPARE)
        return _fetch(request, org) if "fetch" in request.POST else _compare(request, org)
    context = {
        **admin.site.each_context(request),
        "title": "Tie-outs",
        "tie_outs": [(one, _verdict_words(one)) for one in TieOut.objects.for_org(org).order_by("-pk")[:50]],
        "reports": REPORTS,
        "may_fetch": request.user.has_perm(RIGHT_TO_COMPARE) and bool(fetchable(org)),
        "may_compare": request.user.has_perm(RIGHT_TO_COMPARE),
        "zone": org.zone,
    }
    return TemplateResponse(request, "marts/tieouts.html", context)


def _fetch(request: HttpRequest, org: Any) -> HttpResponse:
    """Ask the worker to run a report at its source; the run's page follows it."""
    try:
        days, report = _days(request), BY_NAME[request.POST.get("fetch", "")]
    except (ValueError, KeyError):
        days = None
    if days is None:
        messages.error(request, "Choose a report, and say from which day to which it is to be run.")
        return redirect("admin:marts_tieouts")
    asked = {"report": report.name, "from": str(days.start), "to": str(days.end)}
    run = enqueue(org, JOB, parameters=asked, by=request.user.get_username())
    messages.success(request, f"{report.title} has been asked for; this page follows it.")
    return redirect("admin:runs_run_change", run.pk)


def _compare(request: HttpRequest, org: Any) -> HttpResponse:
    uploaded = request.FILES.get("report")
    if uploaded is None or (uploaded.size or 0) > MOST_BYTES:
        messages.error(request, "Choose one report of up to 60 MB, as CSV or XLSX.")
        return redirect("admin:marts_tieouts")
    name = PurePosixPath((uploaded.name or "report").replace("\\", "/")).name
    try:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"report{PurePosixPath(name).suffix}"
            with path.open("wb") as sink:
                for chunk in uploaded.chunks():
                    sink.write(chunk)
            made, figures, differences = tie(
                org,
                path,
                by=request.user.get_username(),
                name=name,
                window=_days(request),
                extracted_at=_taken(request, org),
            )
    except (Refused, NotAReport, Failed, ValueError) as error:
        messages.error(request, f"{name}: {error}")
        return redirect("admin:marts_tieouts")
    messages.success(
        request, f"{len(figures):,} figures compared; {len(differences):,} differences, each with its cause."
    )
    return redirect("admin:marts_tieout", made.pk)


def tieout_view(request: HttpRequest, tie_out_id: int) -> HttpResponse:
    """Show one comparison: verdicts, figures, differences by cause; with a signature as POST."""
    needs(request, RIGHT)
    org: Any = request.org  # type: ignore[attr-defined]
    made = get_object_or_404(TieOut.objects.for_org(org), pk=tie_out_id)
    if request.method == "POST":
        needs(request, RIGHT_TO_SIGN)
        return _sign(request, made)
    chosen, is_chosen = _chosen(request, made)
    names = dict(made.figures.values_list("unit_id", "unit"))
    context = {
        **admin.site.each_context(request),
        "title": f"{made.file_name}: {fmt.day(made.start_date)} – {fmt.day(made.end_date)}",
        "made": made,
        "verdicts": [(BY_KEY[kpi], verdict) for kpi, verdict in made.verdicts.items()],
        "figures": [_line(figure) for figure in made.figures.order_by("kpi", "week", "unit")],
        "causes": _causes(made),
        "differences": [_difference(one, names) for one in chosen[:MOST_DIFFERENCES]],
        "is_cut": len(chosen) > MOST_DIFFERENCES,
        "is_chosen": is_chosen,
        "searchable": OF_KPI if BY_NAME[made.report].day else {},
        "may_sign": request.user.has_perm(RIGHT_TO_SIGN) and not made.signed_by,
        "may_take": request.user.has_perm(RIGHT_TO_TAKE),
        "zone": org.zone,
    }
    return TemplateResponse(request, "marts/tieout.html", context)


def _chosen(request: HttpRequest, made: TieOut) -> tuple[list[TieOutDifference], bool]:
    """Give the differences that the address asks for, one more than are shown; all where it makes no sense."""
    rows = made.differences.order_by("kpi", "week", "unit_id", "record", "pk")
    names = ("kpi", "cause", "unit_id", "week", "where")
    wanted = {name: request.GET[name] for name in names if request.GET.get(name)}
    try:
        return list(rows.filter(**wanted)[: MOST_DIFFERENCES + 1]), bool(wanted)
    except (ValueError, ValidationError):
        return list(rows[: MOST_DIFFERENCES + 1]), False


def evidence_view(request: HttpRequest, tie_out_id: int) -> HttpResponse:
    """Give the evidence of a comparison as an archive."""
    needs(request, RIGHT_TO_TAKE)
    org: Any = request.org  # type: ignore[attr-defined]
    made = get_object_or_404(TieOut.objects.for_org(org), pk=tie_out_id)
    by, rows = request.user.get_username(), made.differences.count()
    record_export(org, "marts_tieout", {"tie_out": str(tie_out_id)}, "zip", by=by, rows=rows)
    return HttpResponse(
        pack(made),
        content_type="application/zip",
        headers={"Content-Disposition": f'attachment; filename="tie-out-{tie_out_id}.zip"'},
    )


def _days(request: HttpRequest) -> Window | None:
    start, end = request.POST.get("from", ""), request.POST.get("to", "")
    if not (start or end):
        return None
    return Window(dt.date.fromisoformat(start), dt.date.fromisoformat(end))


def _taken(request: HttpRequest, org: Any) -> dt.datetime | None:
    text = request.POST.get("taken", "")
    return dt.datetime.fromisoformat(text).replace(tzinfo=org.zone) if text else None


def _sign(request: HttpRequest, made: TieOut) -> HttpResponse:
    person: Any = request.user
    try:
        sign(made, by=person.get_full_name(), remark=request.POST.get("remark", "").strip())
        messages.success(request, f"Signed by {person.get_full_name()}.")
    except AlreadySigned as error:
        messages.error(request, str(error))
    return redirect("admin:marts_tieout", made.pk)


def _difference(one: TieOutDifference, names: dict[int, str]) -> tuple[Any, ...]:
    amounts = (shown_part(value, BY_KEY[one.kpi]) for value in (one.theirs, one.ours, one.amount))
    return (one, BY_KEY[one.kpi].title, one.part == "denominator", names.get(one.unit_id, ""), *amounts)


def _verdict_words(made: TieOut) -> str:
    return ", ".join(f"{BY_KEY[kpi].title}: {verdict}" for kpi, verdict in made.verdicts.items())


def _line(figure: TieOutFigure) -> dict[str, Any]:
    definition, both = BY_KEY[figure.kpi], compared(figure)
    return {
        "figure": figure,
        "title": definition.title,
        "theirs": shown(definition, both.theirs),
        "ours": shown(definition, both.ours),
        "difference": "" if not both.difference else shown(definition, both.difference),
    }


def _causes(made: TieOut) -> list[tuple[str, str, str, int, str, str]]:
    """Sum differences by KPI, sum and cause, so that the causes can be seen to add up."""
    sums: defaultdict[tuple[str, str, str], list[Decimal]] = defaultdict(list)
    for kpi, part, cause, amount in made.differences.values_list("kpi", "part", "cause", "amount"):
        sums[kpi, part, cause].append(amount)
    return [
        (BY_KEY[kpi].title, part, cause, len(amounts), fmt.money(sum(amounts, Decimal(0))), kpi)
        for (kpi, part, cause), amounts in sorted(sums.items())
    ]


pages.register(pages.Page("tie-outs/", tieouts_view, "marts_tieouts"))
pages.register(pages.Page("tie-outs/<int:tie_out_id>/", tieout_view, "marts_tieout"))
pages.register(pages.Page("tie-outs/<int:tie_out_id>/evidence/", evidence_view, "marts_tieout_evidence"))
