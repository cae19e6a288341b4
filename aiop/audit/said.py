"""What a page says of a decision that was just taken: its title, and the way back for those who may go it."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from aiop.audit.models import ChangeSet


def done(decided: ChangeSet, request: Any) -> SafeString:
    """Say what was decided, with its undo for those who may take it back."""
    if not request.user.has_perm("audit.undo_changeset"):
        return format_html("{}.", decided.title)
    address = reverse("admin:audit_changeset_undo", args=[decided.pk])
    return format_html('{}. <a href="{}" data-undo class="underline">Undo</a>', decided.title, address)
