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
        windows = [_window(stream, span) for span in months(days) for stream in streams]
        waiting = [window for window in windows if window.finished_at is None]
        if not waiting:
            pks = [window.pk for window in windows]
            Window.objects.filter(pk__in=pks).update(finished_at=None, cursor={}, records=0)
            waiting = list(Window.objects.filter(pk__in=pks).select_related("stream"))
            waiting.sort(key=lambda window: pks.index(window.pk))
    return waiting


def _window(stream: Stream, span: Days) -> Window:
    ends = span.last + dt.timedelta(days=1)
    window, _ = Window.objects.select_related("stream").get_or_create(
        org_id=stream.org_id, stream=stream, purpose=Window.Purpose.BACKFILL,
        starts=span.first.isoformat(), ends=ends.isoformat(),
    )  # fmt: skip
    return window


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
