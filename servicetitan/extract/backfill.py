"""History by windows of what was created in them, the latest first: where the sync goes on is not touched."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.utils import timezone

from aiop.orgs.models import Org
from aiop.runs.running import RunHandle
from aiop.sources.http import HttpClient
from aiop.sources.models import Stream, Window
from aiop.sources.reading import store_turns
from aiop.sources.staging import Stored
from aiop.sources.syncing import Days, months
from aiop.sources.systems import StreamSpec
from servicetitan.endpoints import Endpoint
from servicetitan.extract.feeds import instant
from servicetitan.extract.listing import Listing


def open_windows(run: RunHandle, streams: Sequence[Stream], days: Days) -> list[Window]:
    """Give the windows that are still to be read, month by month from the latest, each for every stream.

    Where all of them were read before, they are read again.
    """
    with run.work():
        asked = _windows(streams, days)
        waiting = [window for window in asked if window.finished_at is None]
        if not waiting:
            Window.objects.filter(pk__in=[window.pk for window in asked]).update(finished_at=None, cursor={}, records=0)
            waiting = _windows(streams, days)
    return waiting


def _windows(streams: Sequence[Stream], days: Days) -> list[Window]:
    """Give the window of each month and stream in the order of reading, those that were never read before made now."""
    asked = [
        Window(
            org_id=stream.org_id, stream=stream, purpose=Window.Purpose.BACKFILL,
            starts=span.first.isoformat(), ends=(span.last + dt.timedelta(days=1)).isoformat(),
        )
        for span in months(days)
        for stream in streams
    ]  # fmt: skip
    Window.objects.bulk_create(asked, ignore_conflicts=True)
    stored = Window.objects.filter(stream__in=streams, purpose=Window.Purpose.BACKFILL).select_related("stream")
    found = {_place(window): window for window in stored}
    return [found[_place(window)] for window in asked]


def _place(window: Window) -> tuple[int, str, str]:
    return window.stream_id, window.starts, window.ends


def read_window(
    run: RunHandle, org: Org, http: HttpClient, window: Window, endpoint: Endpoint, spec: StreamSpec
) -> Stored:
    """Read one window to its end, going on where a reading of it broke off."""
    params = {"createdOnOrAfter": _midnight(org, window.starts), "createdBefore": _midnight(org, window.ends)}
    at = int(window.cursor.get("at", 0)) if endpoint.sorted else 0
    listing = Listing(http, endpoint, spec, params, at=at)
    stored = store_turns(run, window.stream, spec, listing.turns(), window=window)
    with run.work():
        Window.objects.filter(pk=window.pk).update(finished_at=timezone.now())
    return stored


def _midnight(org: Org, day: str) -> str:
    return instant(dt.datetime.combine(dt.date.fromisoformat(day), dt.time(), org.zone))
