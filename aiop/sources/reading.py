"""Reading a stream from where it stands to its end: pages are stored in batches, each with the cursor behind it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from aiop.orgs.models import Org
from aiop.runs.running import RunHandle
from aiop.sources.completeness import Pass, begin_pass, finish_pass
from aiop.sources.errors import SourceFailed
from aiop.sources.models import Connection, Stream, Window
from aiop.sources.paging import Turn
from aiop.sources.staging import Stored, store
from aiop.sources.systems import StreamSpec

RECORDS_PER_BATCH = 5_000
BYTES_PER_BATCH = 8 * 1024 * 1024


def stream_of(run: RunHandle, org: Org, connection: Connection, spec: StreamSpec) -> Stream:
    """Give the row of a stream, made when it is first read."""
    with run.work():
        stream, _ = Stream.objects.get_or_create(org=org, connection=connection, name=spec.name)
    return stream


def read_pass(
    run: RunHandle,
    stream: Stream,
    spec: StreamSpec,
    pages: Callable[[Pass], Iterable[Turn]],
    *,
    cursor: Mapping[str, Any] | None = None,
) -> Stored:
    """Read everything that changed since the last reading, or go on with one that broke off, and say how far it is.

    `pages` gives the pages of the reading it is told; `cursor` is where a new one begins (None: where the last one ended).
    """
    begun = begin_pass(run, stream, cursor=cursor)
    stored = store_turns(run, stream, spec, pages(begun))
    finish_pass(run, stream)
    return stored


def store_turns(
    run: RunHandle, stream: Stream, spec: StreamSpec, turns: Iterable[Turn], *, window: Window | None = None
) -> Stored:
    """Store pages in batches bounded by records and by bytes, the cursor of the last page of each with it."""
    total = Stored()
    for batch in _batches(turns):
        pages = [turn.page for turn in batch]
        stored = store(run, stream, spec, pages, cursor=batch[-1].cursor, window=window)
        total.add(stored)
        run.progress(total.read, None, step=f"Reading {spec.title.lower()}")
    return total


def _batches(turns: Iterable[Turn]) -> Iterator[list[Turn]]:
    batch: list[Turn] = []
    records = size = 0
    source = iter(turns)
    while True:
        try:
            turn = next(source, None)
        except SourceFailed:
            # What was read until the source failed is good, and the cursor behind it too.
            if batch:
                yield batch
            raise
        if turn is None:
            break
        batch.append(turn)
        records += len(turn.page.records)
        size += len(turn.page.answer.body)
        if records >= RECORDS_PER_BATCH or size >= BYTES_PER_BATCH:
            yield batch
            batch, records, size = [], 0, 0
    if batch:
        yield batch
