"""All ids that the source has against all that we have: what was missed comes in, what is gone gets a tombstone."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone

from aiop.runs.running import RunHandle
from aiop.sources.errors import GiveUp
from aiop.sources.http import HttpClient
from aiop.sources.models import Stream, Window
from aiop.sources.reading import store_turns
from aiop.sources.staging import Stored
from aiop.sources.sweeping import find_missing, mark_missing
from aiop.sources.systems import StreamSpec
from servicetitan.endpoints import MOST_IDS, Endpoint
from servicetitan.extract.listing import Listing


class ListingShort(GiveUp):
    """A list showed fewer records than it says it has; nothing was marked."""


def sweep(run: RunHandle, http: HttpClient, stream: Stream, endpoint: Endpoint, spec: StreamSpec) -> Stored:
    """Read the whole list, store what differs, and mark what is in it no more once the source has confirmed it."""
    began = timezone.now()
    with run.work():
        window, _ = Window.objects.get_or_create(
            org_id=stream.org_id, stream=stream, purpose=Window.Purpose.SWEEP, starts="", ends=""
        )
    listing = Listing(http, endpoint, spec, counted=True)
    stored = store_turns(run, stream, spec, listing.turns(), window=window)
    present = listing.seen
    missing = [name for name in find_missing(run, stream, present, began=began) if name not in present]
    for found in _asked_by_id(http, endpoint, spec, [name for name in missing if name.isdecimal()]):
        stored.add(store_turns(run, stream, spec, found.turns(), window=window))
        present |= found.seen
    nameless = {name for name in missing if not name.isdecimal()}
    if nameless and not listing.is_whole:
        # Nobody can be asked about a record without an id, so only a whole list tells that it is gone.
        raise ListingShort(f"{len(listing.seen):,} of {listing.total or 0:,} records of {stream} were listed.")
    stored.gone += mark_missing(run, stream, present, began=began)
    return stored


def _asked_by_id(http: HttpClient, endpoint: Endpoint, spec: StreamSpec, ids: list[str]) -> Iterator[Listing]:
    for first in range(0, len(ids), MOST_IDS):
        yield Listing(http, endpoint, spec, {"ids": ",".join(ids[first : first + MOST_IDS])})
