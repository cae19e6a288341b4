"""Rows that could not be loaded, across all imports: fixed where they stand, by pattern, or left out."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
    StreamingHttpResponse,
)
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from aiop.files import fixes, quarantine
from aiop.files.exports import record_export
from aiop.files.pages import words
from aiop.files.pages.base import FIX, VIEW_QUARANTINE, draw, number, opens_to, org_of, who
from aiop.files.pages.load import change_set_page
from aiop.files.quarantine import Outcome, Wanted
from aiop.loading.kind import all_kinds
from aiop.loading.models import Load, QuarantinedRow

PER_PAGE = 50
GROUPS = 30
State = QuarantinedRow.State


@opens_to(VIEW_QUARANTINE)
def rows(request: HttpRequest) -> HttpResponseBase:
    """Show quarantined rows under the filters of the address, alike ones together first."""
    org, wanted = org_of(request), _wanted(request.GET)
    after = number(request, "after")
    found = wanted.rows(org).select_related("load")
    page = list((found.filter(pk__gt=after) if after else found).order_by("pk")[: PER_PAGE + 1])
    alike = quarantine.groups(org, wanted, limit=GROUPS)
    loads = Load.objects.filter(org=org, pk=wanted.load).first() if wanted.load else None
    return draw(
        request,
        "quarantine",
        title="Quarantine",
        kinds=_titles(),
        wanted=wanted,
        wanted_load=loads,
        count=found.count(),
        alike=[
            (kind, group) for kind, group in alike if group.header and group.rows > 1 and wanted.state == State.OPEN
        ],
        reasons=list(dict.fromkeys(group.reason for _, group in alike)),
        headers=sorted({group.header for _, group in alike if group.header}),
        rows=[
            (row, fixes.form_row({"line": row.pk, "raw": row.raw, "problems": row.problems})) for row in page[:PER_PAGE]
        ],
        after=page[PER_PAGE - 1].pk if len(page) > PER_PAGE else None,
        is_first=after is None,
        query=_query(wanted),
        states=State.choices,
    )


@opens_to(VIEW_QUARANTINE)
def row(request: HttpRequest, row_id: int) -> HttpResponseBase:
    """Show one row with all its cells, those with problems marked."""
    found = QuarantinedRow.objects.filter(org=org_of(request), pk=row_id).select_related("load").first()
    if found is None:
        raise Http404("There is no such row in quarantine.")
    reasons = {problem["header"]: problem["reason"] for problem in found.problems}
    # The database keeps cells in an order of its own; people know that of the file.
    places = {header: place for place, header in enumerate(found.load.header)}
    cells = [
        {"header": header, "text": text, "reason": reasons.get(header), "name": fixes.cell_name(found.pk, header)}
        for header, text in sorted(found.raw.items(), key=lambda cell: (cell[0] not in reasons, places.get(cell[0], 0)))
    ]
    return draw(
        request,
        "quarantined_row",
        title=f"Line {found.line:,} of {found.load.file_name}",
        row=found,
        kind_title=_titles().get(found.kind, ""),
        cells=cells if fixes.is_readable(found.raw) else [],
        whole=[words.problem_words(p) for p in found.problems if not p["header"]],
        is_open=found.state == State.OPEN,
    )


@opens_to(FIX, post=True)
def fix(request: HttpRequest) -> HttpResponse:
    """Set right the cells that a form gives, or all that are alike; whatever has no problem left joins the data."""
    org, pattern = org_of(request), fixes.pattern_from(request.POST)
    if pattern is None:
        outcome = quarantine.fix_cells(org, fixes.changes_from(request.POST), by=who(request))
    else:
        kind, load = request.POST.get("kind", ""), request.POST.get("load", "")
        alike = Wanted(
            kind=kind, load=int(load) if load.isdecimal() else None,
            header=pattern.header, reason=pattern.reason, value=pattern.value,
        )  # fmt: skip
        outcome = quarantine.fix_alike(org, alike, pattern.becomes, by=who(request))
    _say(request, outcome)
    return HttpResponseRedirect(_return(request))


@opens_to(FIX, post=True)
def dismiss(request: HttpRequest) -> HttpResponse:
    """Leave rows out: the ticked ones, or all under the filters."""
    everything = bool(request.POST.get("all"))
    wanted = _wanted(request.POST) if everything else Wanted()
    chosen = None if everything else _ids(request)
    gone = quarantine.dismiss(org_of(request), wanted, by=who(request), only=chosen)
    messages.success(
        request, f"{words.counted(gone, 'row')} left out. They stay under “Left out”, where you can take them back."
    )
    return HttpResponseRedirect(_return(request))


@opens_to(FIX, post=True)
def reopen(request: HttpRequest) -> HttpResponse:
    """Take rows that were left out back into quarantine."""
    back = quarantine.reopen(org_of(request), _ids(request))
    messages.success(request, f"{words.counted(back, 'row')} taken back into quarantine.")
    return HttpResponseRedirect(_return(request))


@opens_to("loading.export_quarantinedrow")
def download(request: HttpRequest) -> HttpResponseBase:
    """Send the rows under the filters as CSV with the reasons, to be corrected and uploaded again."""
    org, wanted = org_of(request), _wanted(request.GET)
    record_export(
        org,
        f"quarantine {wanted.kind}".strip(),
        _query_of(wanted),
        "csv",
        by=who(request),
        rows=wanted.rows(org).count(),
    )
    today = timezone.localdate(timezone=org.zone)
    name = f"quarantine-{wanted.kind or 'all'}-{today}.csv"
    return StreamingHttpResponse(
        quarantine.as_csv(org, wanted, by=who(request)),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _wanted(source: Any) -> Wanted:
    load, state = source.get("load", ""), source.get("state", "")
    return Wanted(
        state=state if state in State.values else State.OPEN.value,
        kind=source.get("kind", ""),
        load=int(load) if load.isdecimal() and len(load) < 19 else None,
        header=source.get("header", ""),
        reason=source.get("reason", ""),
    )


def _query_of(wanted: Wanted) -> dict[str, str]:
    named = {"state": wanted.state, "kind": wanted.kind, "load": str(wanted.load or ""), "header": wanted.header}
    return {k: v for k, v in {**named, "reason": wanted.reason}.items() if v and (k, v) != ("state", State.OPEN.value)}


def _query(wanted: Wanted) -> str:
    return urlencode(_query_of(wanted))


def _titles() -> dict[str, str]:
    return {kind.name: kind.title for kind in all_kinds()}


def _ids(request: HttpRequest) -> list[int]:
    return [int(text) for text in request.POST.getlist("row") if text.isdecimal() and len(text) < 19]


def _return(request: HttpRequest) -> str:
    query = request.POST.get("query", "")
    return reverse("files:quarantine") + (f"?{query}" if query else "")


def _say(request: HttpRequest, outcome: Outcome) -> None:
    if not outcome.joined and not outcome.left:
        messages.error(request, "Nothing was changed: write what the cell should say.")
        return
    if outcome.joined:
        said = f"{words.counted(outcome.joined, 'row')} {'has' if outcome.joined == 1 else 'have'} joined the data."
        page = change_set_page(outcome.change_set)
        undo = format_html(' <a href="{}" data-undo>What changed, and Undo</a>', page) if page else ""
        messages.success(request, format_html("{}{}", said, undo))
    if outcome.left:
        messages.warning(
            request, f"{words.counted(outcome.left, 'row')} still cannot be read; what you wrote is kept and shown."
        )
