"""One stream from where it stands to its end: by its feed, by what a list says was modified, or by the whole list."""

from __future__ import annotations

from collections.abc import Iterator

from aiop.runs.running import RunHandle
from aiop.sources.completeness import Pass
from aiop.sources.http import HttpClient
from aiop.sources.models import Stream
from aiop.sources.paging import Turn
from aiop.sources.reading import read_pass
from aiop.sources.staging import Stored
from aiop.sources.sweeping import mark_missing
from aiop.sources.systems import StreamSpec
from servicetitan.endpoints import Cursor, Endpoint
from servicetitan.extract.feeds import feed_turns, instant
from servicetitan.extract.listing import Listing


def read_stream(
    run: RunHandle, http: HttpClient, stream: Stream, endpoint: Endpoint, spec: StreamSpec, *, by_lists: bool = False
) -> Stored:
    """Read what changed; `by_lists` follows modified records where the connection has no right to feeds."""
    way: Cursor = "modified" if by_lists and endpoint.cursor == "export" else endpoint.cursor
    if way == "export":
        return read_pass(run, stream, spec, lambda begun: feed_turns(http, endpoint, begun))
    if way == "modified":
        return read_pass(run, stream, spec, lambda begun: _modified(http, endpoint, spec, begun), cursor={})
    return _read_whole(run, http, stream, endpoint, spec)


def _modified(http: HttpClient, endpoint: Endpoint, spec: StreamSpec, begun: Pass) -> Iterator[Turn]:
    """Give the pages of what was modified since the reading before, look back included.

    In the order of ids rows only ever enter such a list, which moves others to later pages: some come twice and none is skipped.
    An upper bound would let rows leave it. A list without an order has one all the same, and is kept apart by it.
    """
    params = {"modifiedOnOrAfter": instant(begun.since)} if begun.since else {}
    if not endpoint.sorted:
        params[endpoint.bound_param] = instant(begun.began)
    # A list without an order cannot be gone on with.
    at = int(begun.cursor.get("at", 0)) if endpoint.sorted else 0
    return Listing(http, endpoint, spec, params, at=at).turns()


def _read_whole(run: RunHandle, http: HttpClient, stream: Stream, endpoint: Endpoint, spec: StreamSpec) -> Stored:
    """Read a list that tells no changes, all of it, and mark what it has no more."""
    listing = Listing(http, endpoint, spec, counted=True)
    began = []

    def pages(begun: Pass) -> Iterator[Turn]:
        began.append(begun.began)
        return listing.turns()

    stored = read_pass(run, stream, spec, pages, cursor={})
    if listing.is_whole:
        stored.gone += mark_missing(run, stream, listing.seen, began=began[0])
    return stored
