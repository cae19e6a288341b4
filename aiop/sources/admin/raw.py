"""Pages and records as received, for whoever walks a number back to its origin."""

from __future__ import annotations

import json

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from aiop.adminkit.lists import ReadOnlyAdmin
from aiop.adminkit.search import text
from aiop.sources.models import RawPage, RawRecord

SHOWN = 200_000
_LONGEST_NUMBER = 18


def _number(term: str) -> str | None:
    term = term.strip()
    return term if term.isascii() and term.isdecimal() and len(term) <= _LONGEST_NUMBER else None


@admin.register(RawPage)
class RawPageAdmin(ReadOnlyAdmin[RawPage]):
    """What a source answered."""

    empty_words = "Pages appear here with the first reading of a connection."
    search_exact = {"id": _number}
    list_display = ["id", "stream", "at", "url", "records", "brought", "run_id"]
    fields = ["stream", "at", "url", "status", "records", "brought", "run_id", "load_id", "as_received"]
    readonly_fields = ["as_received"]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[RawPage]:
        """Leave bodies where they are until one is shown."""
        return super().get_queryset(request).defer("body")

    @admin.display(description="As received")
    def as_received(self, row: RawPage) -> SafeString:
        """Show the body, its beginning where it is long."""
        return _preformatted(row.text[:SHOWN])


@admin.register(RawRecord)
class RawRecordAdmin(ReadOnlyAdmin[RawRecord]):
    """The newest version of each record."""

    empty_words = "Records appear here with the first reading of a connection."
    search_exact = {"source_id": text}
    list_display = ["source_id", "stream", "modified_at", "deleted_at", "page_number"]
    fields = ["source_id", "stream", "modified_at", "deleted_at", "merged_to", "page", "stored_at", "content"]
    readonly_fields = ["content"]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[RawRecord]:
        """Leave payloads where they are until one is shown."""
        return super().get_queryset(request).defer("payload")

    @admin.display(description="Page")
    def page_number(self, row: RawRecord) -> int:
        """Name the page that brought this version."""
        return row.page_id

    @admin.display(description="Content")
    def content(self, row: RawRecord) -> SafeString:
        """Show the record."""
        return _preformatted(json.dumps(row.payload, indent=2, ensure_ascii=False)[:SHOWN])


def _preformatted(text: str) -> SafeString:
    return format_html('<pre dir="auto" class="ak-scroll">{}</pre>', text)
