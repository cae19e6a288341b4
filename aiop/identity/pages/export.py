"""The queue as CSV, with everything that a decision in a spreadsheet needs; what comes back is a file of decisions."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from aiop.files.exports import record_export
from aiop.files.models import ExportLog
from aiop.identity.entity import Entity
from aiop.identity.models import Candidate
from aiop.identity.pages.base import EXPORT, entity_of, opens_to, org_of, who
from aiop.identity.pages.filters import read_filters, rows_of
from aiop.identity.pages.records import title_of
from aiop.identity.pages.sheet import Sheet, sheets_of
from aiop.loading.cells import formula_safe
from aiop.orgs.context import org_context
from aiop.orgs.models import Org

NAME = "manual_review_queue.csv"
CHUNK = 200
# The first five are what a file of decisions is read by; the third and fifth are for the reviewer to fill.
HEADS = ["left", "right", "decision", "by", "note", "probability", "household", "zone", "rule", "audit sample", "worth"]


@require_GET
@opens_to(EXPORT)
def export(request: HttpRequest, entity_name: str) -> HttpResponseBase:
    """Stream the pairs that fit the address."""
    entity, filters, org = entity_of(entity_name), read_filters(request.GET), org_of(request)
    ids = list(rows_of(org.pk, entity, filters).values_list("pk", flat=True))
    log = record_export(org, f"review.{entity.name}", request.GET.dict(), "csv", by=who(request))
    lines = _lines(org, entity, ids, log, by=who(request), page=request.build_absolute_uri("/").rstrip("/"))
    headers = {"Content-Disposition": f'attachment; filename="{NAME}"'}
    return StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8", headers=headers)


def _lines(org: Org, entity: Entity, ids: Sequence[int], log: ExportLog, *, by: str, page: str) -> Iterator[bytes]:
    names = list(dict.fromkeys(name for source in entity.sources for name in source.fields))
    # The mark tells spreadsheets that the text is UTF-8.
    yield b"\xef\xbb\xbf" + _written([_heads(names)])
    rows = 0
    for start in range(0, len(ids), CHUNK):
        part = ids[start : start + CHUNK]
        with org_context(org, actor=by):
            found = Candidate.objects.for_org(org).in_bulk(part)
            sheets = sheets_of(org.pk, entity, [found[pk] for pk in part if pk in found])
            rows += len(sheets)
            yield _written([_row(sheet, names, page) for sheet in sheets])
    with org_context(org, actor=by):
        ExportLog.objects.filter(pk=log.pk).update(rows=rows)


def _heads(names: Sequence[str]) -> list[str]:
    sides = [f"{letter} {title_of(name).lower()}" for name in names for letter in ("A", "B")]
    return [*HEADS, *sides, "A has", "B has", "for", "against", "page"]


def _row(sheet: Sheet, names: Sequence[str], page: str) -> list[Any]:
    pair = sheet.candidate
    both = [side.record.fields.get(name, "") for name in names for side in sheet.sides]
    hangs = ["; ".join(f"{part.counted} {part.details}".strip() for part in side.related) for side in sheet.sides]
    return [
        sheet.left.record.file_id, sheet.right.record.file_id, "", "", "", f"{pair.probability:.4f}",
        "" if pair.household is None else f"{pair.household:.4f}", pair.zone, pair.rule, "yes" if pair.is_audit else "", pair.worth,
        *both, *hangs, " ".join(sheet.explanation.for_), " ".join(sheet.explanation.against),
        page + reverse("review:pair", args=[sheet.entity.name, pair.pk]),
    ]  # fmt: skip


def _written(rows: Sequence[Sequence[Any]]) -> bytes:
    sink = io.StringIO()
    csv.writer(sink, lineterminator="\n").writerows([[_safe(value) for value in row] for row in rows])
    return sink.getvalue().encode()


def _safe(value: Any) -> Any:
    """Keep a spreadsheet from running a text."""
    return formula_safe(value) if isinstance(value, str) else value
