"""The base of pages of rows whose changes are recorded: where a row came from, what became of it, undo."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.contrib import messages
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html

from aiop.adminkit.lists import FastAdmin
from aiop.audit.history import history_of
from aiop.audit.models import ChangeSet, Recorded
from aiop.audit.naming import name_open_change_set

M = TypeVar("M", bound=Recorded)


@dataclass(frozen=True)
class Related:
    """A table of linked rows on a row's page: its title, heads, rows of cells, and which columns are numbers."""

    title: str
    heads: Sequence[str]
    rows: Sequence[Sequence[Any]]
    numbers: Sequence[int] = ()


class RecordedAdmin(FastAdmin[M]):
    """A list and form whose rows show their origin and history, and whose edits can be taken back at once."""

    change_form_template = "audit/change_form.html"

    def origin(self, row: M) -> str:
        """Say where the row came from."""
        added = ChangeSet.objects.for_org(row.org_id).filter(pk=row.added_in).first()
        if added is None:
            return "Where it came from is not recorded."
        return f"Added by {added.actor or 'nobody named'}: {added}"

    def related(self, row: M) -> Sequence[Related]:
        """Give the tables of linked rows to show under the form."""
        return ()

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show a row with its origin, linked rows and history."""
        row = self.get_object(request, object_id) if request.method == "GET" else None
        shown: dict[str, Any] = dict(extra_context or {})
        if row is not None and self.has_view_permission(request, row):
            history = history_of(row, row.org_id)
            shown |= {"origin": self.origin(row), "row": row, "history": history, "related": self.related(row)}
            shown["may_undo"] = request.user.has_perm("audit.undo_changeset")
        response: HttpResponse = super().change_view(request, object_id, form_url, shown)
        return response

    # Naming what was done

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: str | None = None) -> HttpResponse:
        """Name the change set of an added row."""
        self._name(request, f"Added {self.opts.verbose_name} {obj}")
        return super().response_add(request, obj, post_url_continue)

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        """Name the change set of an edit."""
        self._name(request, f"Edited {self.opts.verbose_name} {obj}")
        return super().response_change(request, obj)

    def response_delete(self, request: HttpRequest, obj_display: str, obj_id: int) -> HttpResponse:
        """Name the change set of a deletion."""
        self._name(request, f"Deleted {self.opts.verbose_name} {obj_display}")
        response: HttpResponse = super().response_delete(request, obj_display, obj_id)
        return response

    def delete_queryset(self, request: HttpRequest, queryset: models.QuerySet[M]) -> None:
        """Delete the ticked rows as one change set."""
        number, _ = queryset.delete()
        self._name(request, f"Deleted {number:,} {self.opts.verbose_name_plural}")

    def _name(self, request: HttpRequest, title: str) -> None:
        request.__dict__["_change_set"] = name_open_change_set(request.org.pk, title)  # type: ignore[attr-defined]

    def message_user(
        self,
        request: HttpRequest,
        message: Any,
        level: int | str = messages.INFO,
        extra_tags: str = "",
        fail_silently: bool = False,
    ) -> None:
        """Say what was done, with the way back where there is one."""
        number = request.__dict__.get("_change_set")
        if number is not None and level == messages.SUCCESS:
            address = reverse("admin:audit_changeset_undo", args=[number])
            message = format_html('{} <a href="{}" data-undo class="underline">Undo</a>', message, address)
        super().message_user(request, message, level, extra_tags, fail_silently)
