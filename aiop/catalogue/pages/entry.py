"""One entry: its form, its answer as chart and table, what was corrected, its SQL; and its answer as a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString

from aiop.adminkit.markup import escaped, joined
from aiop.catalogue.asking import fields, kept, query, without_wrong
from aiop.catalogue.charts import chart
from aiop.catalogue.choices import options_of
from aiop.catalogue.entries import Entry
from aiop.catalogue.exporting import stream
from aiop.catalogue.models import Favourite, SavedQuestion, Subscription, Use
from aiop.catalogue.pages.base import draw, find, org_of, person_of
from aiop.catalogue.plans import TooDear
from aiop.catalogue.reader import QuestionRefused, ReaderMissing
from aiop.catalogue.run import Answer, answer
from aiop.catalogue.shelf import may
from aiop.catalogue.using import note_use
from aiop.catalogue.written import written
from aiop.files.exports import record_export
from aiop.files.row_files import CONTENT_TYPES, XLSX_MOST

# Rows of the table on one page; the answer holds more, and an export all.
ROWS = 100
SORT, PAGE = "sort", "page"
BROKE = (TooDear, QuestionRefused, ReaderMissing)


@dataclass(frozen=True)
class Head:
    """The head of a column: what it is called and the address that sorts by it."""

    text: str
    is_number: bool
    sort: str
    sorted: str


def entry_page(request: HttpRequest, name: str) -> HttpResponse:
    """Answer an entry with what the address asks."""
    return _shown(request, find(request, name), request.GET.dict())


def saved_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer a saved question; its address stays the same whatever is asked in it later."""
    visible = SavedQuestion.objects.for_org(org_of(request))
    saved = get_object_or_404(visible, pk=pk)
    if not (saved.is_shared or saved.user_id == request.user.pk):
        raise Http404("There is no such question.")
    given = {**read_query(saved.query), **{key: request.GET[key] for key in (SORT, PAGE) if key in request.GET}}
    return _shown(request, find(request, saved.entry), given, saved)


def read_query(text: str) -> dict[str, str]:
    """Read the values of an address' query."""
    return {str(key): str(value) for key, value in QueryDict(text).items()}


def _shown(
    request: HttpRequest, entry: Entry, given: Mapping[str, str], saved: SavedQuestion | None = None
) -> HttpResponse:
    org = org_of(request)
    today = timezone.localdate(timezone=org.zone)
    values, problems = without_wrong(list(entry.params.values()), given, today)
    context = {
        **_around(request, entry),
        "title": saved.title if saved else entry.title,
        "saved": saved,
        "problems": problems,
        "fields": fields(list(entry.params.values()), values, options_of(entry.params.values()), today),
        "query": query(entry, values, sort=given.get(SORT, "")),
    }
    try:
        found = answer(entry, org, values, today, sort=given.get(SORT, ""))
    except BROKE as error:
        return draw(request, "entry", {**context, "broke": str(error)}, status=503)
    note_use(entry, org, found, by=request.user.get_username(), through=Use.Through.PAGE)
    drawn = {"answer": found, "chart": chart(entry, found, org.zone)}
    return draw(request, "entry", {**context, **_table(request, entry, found, values, given), **drawn})


def _around(request: HttpRequest, entry: Entry) -> dict[str, Any]:
    """Give what stands around an answer: who may do what, and what was made of the entry before."""
    org, person = org_of(request), person_of(request)
    return {
        "entry": entry,
        "may_export": may(request.user, entry, "export"),
        "may_write": request.user.has_perm("catalogue.add_ownentry"),
        "is_favourite": Favourite.objects.for_org(org).filter(user=person, entry=entry.name).exists(),
        "subscriptions": Subscription.objects.for_org(org).filter(entry=entry.name, user=person).order_by("id"),
        "every": Subscription.Every.choices,
        "uses": Use.objects.for_org(org).filter(entry=entry.name).order_by("-id")[:5],
        "saved_questions": SavedQuestion.objects.for_org(org).filter(entry=entry.name, user=person).order_by("title"),
    }


def _table(
    request: HttpRequest, entry: Entry, found: Answer, values: Mapping[str, str], given: Mapping[str, str]
) -> dict[str, Any]:
    sort, zone = given.get(SORT, ""), org_of(request).zone
    pages = max(1, -(-len(found.rows) // ROWS))
    page = min(max(1, int(given[PAGE]) if given.get(PAGE, "").isdecimal() else 1), pages)
    shown = found.rows[(page - 1) * ROWS : page * ROWS]
    return {
        "heads": [_head(entry, column, values, sort) for column in found.columns],
        "rows": _markup(found, shown, zone),
        "sums": _totals(found, zone),
        "pages": pages,
        "page": page,
        "first": (page - 1) * ROWS + 1,
        "last": (page - 1) * ROWS + len(shown),
        "before": f"?{query(entry, values, sort=sort, page=str(page - 1))}" if page > 1 else "",
        "after": f"?{query(entry, values, sort=sort, page=str(page + 1))}" if page < pages else "",
        "sort": sort,
    }


def _head(entry: Entry, column: Any, values: Mapping[str, str], sort: str) -> Head:
    now = {column.name: "ascending", f"-{column.name}": "descending"}.get(sort, "")
    # Of numbers people want the largest first, of names the beginning of the alphabet.
    first, second = (f"-{column.name}", column.name) if column.is_number else (column.name, f"-{column.name}")
    return Head(
        column.title, column.is_number, f"?{query(entry, values, sort=second if sort == first else first)}", now
    )


def _markup(found: Answer, rows: Sequence[Sequence[Any]], zone: Any) -> SafeString:
    """Join the cells here: a template would take longer than the rest of the page."""
    openings = ['<td class="ak-number">' if column.is_number else '<td dir="auto">' for column in found.columns]
    pieces = []
    for row in rows:
        pieces.append("<tr>")
        for column, opening, value in zip(found.columns, openings, row, strict=True):
            pieces.append(f"{opening}{escaped(written(column, value, zone))}</td>")
        pieces.append("</tr>")
    return joined(pieces)


def _totals(found: Answer, zone: Any) -> list[tuple[bool, str]]:
    """Give the last line: grand totals of columns that may be added up; nothing where there are none."""
    if not found.sums:
        return []
    cells = [
        (column.is_number, written(column, found.sums[column.name], zone) if column.name in found.sums else "")
        for column in found.columns
    ]
    return [(False, "Total"), *cells[1:]] if not cells[0][1] else cells


def export(request: HttpRequest, name: str, file_format: str) -> HttpResponseBase:
    """Send the whole answer as a file; it is on record before the first byte leaves."""
    entry, org = find(request, name), org_of(request)
    chosen = next((known for known in CONTENT_TYPES if known == file_format), None)
    if chosen is None:
        raise Http404("There is no such format.")
    if not may(request.user, entry, "export"):
        raise PermissionDenied
    values = kept(entry.params.values(), request.GET.dict())
    back = f"{reverse('admin:catalogue_entry', args=[entry.name])}?{query(entry, values)}"
    try:
        # A question that is refused is answered in words, not by half a file.
        found = answer(entry, org, values)
    except (*BROKE, ValueError) as error:
        messages.error(request, f"Nothing was exported. {error}")
        return redirect(back)
    if chosen == "xlsx" and found.total > XLSX_MOST:
        messages.error(request, f"These are more than {XLSX_MOST:,} rows, the most that a sheet holds: choose CSV.")
        return redirect(back)
    by = request.user.get_username()
    log = record_export(org, f"catalogue.{entry.name}", values, chosen, by=by)
    note_use(entry, org, found, by=by, through=Use.Through.EXPORT)
    return StreamingHttpResponse(
        stream(entry, org, values, chosen, log, by=by, sort=request.GET.get(SORT, "")),
        content_type=CONTENT_TYPES[chosen],
        headers={
            "Content-Disposition": f'attachment; filename="{entry.name}-{timezone.localdate(timezone=org.zone)}.{chosen}"'
        },
    )
