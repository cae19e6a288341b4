"""Changes of shape: fields that are new, gone or of another type, for somebody to look at."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from aiop.adminkit.lists import ReadOnlyAdmin
from aiop.sources.drift import accept
from aiop.sources.models import Drift


@admin.register(Drift)
class DriftAdmin(ReadOnlyAdmin[Drift]):
    """What surprised about a stream's records; the records themselves have long been stored."""

    empty_words = "When a source adds, drops or retypes a field, it is told here, with samples."
    list_display = ["stream", "kind", "field_name", "was", "now", "records", "state", "first_seen_at"]
    list_filter = ["state"]
    actions = ["mark_seen"]
    fields = ["stream", "kind", "field_name", "was", "now", "records", "first_seen_at", "latest_seen_at", "seen_in", "state",
              "settled_by", "settled_at"]  # fmt: skip
    readonly_fields = ["field_name", "seen_in"]

    @admin.display(description="Field")
    def field_name(self, row: Drift) -> str:
        """Name the field, or say that it is about whole records."""
        return row.field or "the record as a whole"

    @admin.display(description="Samples")
    def seen_in(self, row: Drift) -> SafeString:
        """List the first records that showed it."""
        pairs = ((sample.get("record") or "–", sample.get("value", "")) for sample in row.samples)
        return format_html_join("", '<div dir="auto">{}: <code>{}</code></div>', pairs)

    def has_review_permission(self, request: HttpRequest) -> bool:
        """Let curators settle items."""
        return request.user.has_perm("sources.change_drift")

    @admin.action(description="Mark as seen", permissions=["review"])
    def mark_seen(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """Settle the ticked items."""
        number = accept(queryset, by=request.user.get_username())
        messages.success(request, f"{number:,} marked as seen.")
