"""What the admin's first page needs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from aiop.audit.models import ChangeSet
from aiop.audit.undo import taken_back
from aiop.home.tiles import shown_tiles

CHANGES_SHOWN = 8


@dataclass(frozen=True)
class Latest:
    """One of the last changes, and whether it still stands and may be taken back."""

    change_set: ChangeSet
    is_undone: bool


def context(request: HttpRequest, given: dict[str, Any]) -> dict[str, Any]:
    """Add tiles and the last changes to the first page; called by Unfold by its name in the settings."""
    org: Any = request.org  # type: ignore[attr-defined]
    return {
        **given,
        "title": "Home",
        "tiles": shown_tiles(request),
        "latest": latest_changes(org) if request.user.has_perm("audit.view_changeset") else [],
        "may_undo": request.user.has_perm("audit.undo_changeset"),
        "now": timezone.now(),
    }


def latest_changes(org: Any) -> list[Latest]:
    """Give the last changes of `org`, newest first; two queries, and one more for each time that an undo was undone."""
    sets = list(ChangeSet.objects.for_org(org).order_by("-id")[:CHANGES_SHOWN])
    undone = taken_back(org.pk, [change_set.pk for change_set in sets])
    return [Latest(change_set, change_set.pk in undone) for change_set in sets]
