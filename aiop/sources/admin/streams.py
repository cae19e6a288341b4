"""Streams: how far each is complete, and how late its source tells of changes."""

from __future__ import annotations

import datetime as dt

from django.contrib import admin
from django.utils import timezone

from aiop.adminkit.lists import ReadOnlyAdmin
from aiop.sources.models import Stream

_UNITS = ((86_400, "day"), (3_600, "hour"), (60, "minute"))


@admin.register(Stream)
class StreamAdmin(ReadOnlyAdmin[Stream]):
    """What is read from each connection, and through when it is complete."""

    small = True
    order = "name"
    empty_words = "Streams appear here with the first reading of a connection."
    list_display = ["name", "connection", "complete_through", "behind", "tells_late", "reading", "swept_at"]
    fields = [
        "name",
        "connection",
        "complete_through",
        "behind",
        "tells_late",
        "reading",
        "read_at",
        "swept_at",
        "cursor",
    ]
    readonly_fields = ["behind", "tells_late", "reading"]

    @admin.display(description="Behind by")
    def behind(self, row: Stream) -> str:
        """Say how long ago it was last complete."""
        if row.complete_through is None:
            return "never read to its end"
        return span(timezone.now() - row.complete_through)

    @admin.display(description="Tells of changes")
    def tells_late(self, row: Stream) -> str:
        """Say how late the source has been in the past month."""
        return "at once, so far" if row.lateness is None else f"up to {span(row.lateness)} late"

    @admin.display(description="Now")
    def reading(self, row: Stream) -> str:
        """Say whether a reading is under way, or was broken off."""
        if row.pass_started_at is None:
            return "at rest"
        return f"reading since {span(timezone.now() - row.pass_started_at)}"


def span(length: dt.timedelta) -> str:
    """Write a length of time by its largest unit."""
    seconds = max(0, int(length.total_seconds()))
    for size, name in _UNITS:
        if seconds >= size:
            number = seconds // size
            return f"{number:,} {name}{'s' if number > 1 else ''}"
    return "less than a minute"
