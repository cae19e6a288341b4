"""Pages into raw pages and records, in bulk: staged with COPY, compared, and only what differs is written.

The cursor moves in the same transaction, and the transaction commits only while the run is ours. A page that brought
nothing new leaves no trace but the cursor.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import DataError, connection, transaction

from aiop.loading.cells import NULL, copy_text
from aiop.runs.running import RunHandle
from aiop.sources import completeness, drift, staging_sql
from aiop.sources.answers import Answer, JsonPage
from aiop.sources.models import RawPage, Stream, Window
from aiop.sources.records import Row, Unreadable, make_ready
from aiop.sources.shape import Shape
from aiop.sources.systems import StreamSpec

_COLUMNS = "page_no, place, source_id, payload, sha256, modified_at, deleted, merged_to"
# Level 1: a body shrinks to a sixth at a quarter of the usual level's cost.
_ZIP_LEVEL = 1


@dataclass(slots=True)
class Stored:
    """What storing pages did. `older` counts versions that came after a newer one was stored, and were left out."""

    read: int = 0
    new: int = 0
    changed: int = 0
    same: int = 0
    older: int = 0
    gone: int = 0
    unreadable: int = 0
    pages: list[int] = field(default_factory=list)

    def add(self, more: Stored) -> None:
        """Add what storing more pages did."""
        for name in ("read", "new", "changed", "same", "older", "gone", "unreadable"):
            setattr(self, name, getattr(self, name) + getattr(more, name))
        self.pages += more.pages

    def counts(self) -> dict[str, int]:
        """Give what a run counts."""
        names = ("read", "new", "changed", "same", "older", "gone", "unreadable")
        return {f"raw_{name}": number for name in names if (number := getattr(self, name))}


@dataclass(frozen=True, slots=True)
class _Staged:
    page_no: int
    place: int
    row: Row


def store(
    run: RunHandle,
    stream: Stream,
    spec: StreamSpec,
    pages: Sequence[JsonPage],
    *,
    cursor: Mapping[str, Any] | None = None,
    window: Window | None = None,
) -> Stored:
    """Store pages of a stream and move its cursor, or the window's where one is given, in one transaction.

    None leaves the cursor where it is. Raises LeaseLost, with nothing written, when the run is no longer ours.
    """
    stored = Stored()
    ready = [make_ready(page, spec) for page in pages]
    with run.work():
        locked = Stream.objects.select_for_update(no_key=True).get(pk=stream.pk)
        staged, unreadable = _sort(ready)
        _learn(locked, spec, pages, staged, unreadable, run.id)
        fresh = _not_known(locked, staged)
        unreadable += _stage(fresh) if fresh else []
        stored.read, stored.unreadable = sum(len(rows) for rows, _ in ready), len(unreadable)
        stored.same = stored.read - stored.unreadable
        late = _write(run, locked, spec.partial, pages, [body for _, body in ready], stored) if fresh else 0.0
        if window is None or window.purpose == Window.Purpose.SWEEP:
            completeness.note_lateness(locked, late)
        _move(locked, window, cursor, stored.read)
        drift.note_unreadable(locked, [(bad.text, bad.reason) for bad in unreadable], run.id)
    run.count(**stored.counts())
    return stored


def _sort(ready: Sequence[tuple[list[Row | Unreadable], bytes]]) -> tuple[list[_Staged], list[Unreadable]]:
    staged: list[_Staged] = []
    bad: list[Unreadable] = []
    for page_no, (rows, _) in enumerate(ready):
        for place, row in enumerate(rows):
            if isinstance(row, Unreadable):
                bad.append(row)
            else:
                staged.append(_Staged(page_no, place, row))
    return staged, bad


def _learn(
    stream: Stream,
    spec: StreamSpec,
    pages: Sequence[JsonPage],
    staged: Sequence[_Staged],
    unreadable: Sequence[Unreadable],
    run_id: int,
) -> None:
    """Take the records' shape in, and note what surprises about it."""
    shape = Shape(stream.shape, settled=stream.read_at is not None)
    for item in staged:
        value: Mapping[str, Any] = item.row.value
        if spec.kept:
            # That there is another field is news; what stands in it is not for us.
            given = pages[item.page_no].records[item.place].value
            value = {name: inner if name in spec.kept else None for name, inner in given.items()}
        shape.observe(item.row.source_id, value)
    stream.shape = shape.state
    drift.note_surprises(stream, list(shape.surprises.values()), run_id)


def _not_known(stream: Stream, staged: Sequence[_Staged]) -> list[_Staged]:
    """Leave out what is stored to the letter: a look back meets the same records again and again."""
    if not staged:
        return []
    bound: dict[str, Any] = {"org": stream.org_id, "stream": stream.pk, "ids": [item.row.source_id for item in staged]}
    with connection.cursor() as cursor:
        cursor.execute(staging_sql.STORED, bound)
        known = {source_id: (bytes(sha256), gone, merged) for source_id, sha256, gone, merged in cursor.fetchall()}
    return [
        item
        for item in staged
        if known.get(item.row.source_id) != (item.row.sha256, item.row.deleted, item.row.merged_to)
    ]


def _stage(staged: Sequence[_Staged]) -> list[Unreadable]:
    """Copy rows into the staging table; give those that the database cannot hold as JSON."""
    with connection.cursor() as cursor:
        cursor.execute(staging_sql.MAKE)
        bad = _copy(cursor, staged)
        cursor.execute(staging_sql.ANALYZE)
        cursor.execute(staging_sql.KEEP_NEWEST)
    return bad


def _copy(cursor: Any, staged: Sequence[_Staged]) -> list[Unreadable]:
    """Copy rows; where one of them cannot be held, halve until it stands alone."""
    try:
        with (
            transaction.atomic(),
            connection.wrap_database_errors,
            cursor.copy(f"COPY sources_stage ({_COLUMNS}) FROM STDIN") as copy,
        ):
            for start in range(0, len(staged), 500):
                copy.write("".join(map(_line, staged[start : start + 500])).encode("utf-8", "replace"))
    except DataError as error:
        if len(staged) == 1:
            return [Unreadable(staged[0].row.text, str(error).partition("\n")[0])]
        middle = len(staged) // 2
        return _copy(cursor, staged[:middle]) + _copy(cursor, staged[middle:])
    return []


def _line(item: _Staged) -> str:
    row = item.row
    modified = row.modified_at.isoformat() if row.modified_at else NULL
    # What the source wrote is all that COPY could misread.
    source_id, text, merged = copy_text(row.source_id), copy_text(row.text), copy_text(row.merged_to)
    digest = row.sha256.hex()
    return f"{item.page_no}\t{item.place}\t{source_id}\t{text}\t\\\\x{digest}\t{modified}\t{row.deleted}\t{merged}\n"


def _write(
    run: RunHandle,
    stream: Stream,
    partial: frozenset[str],
    pages: Sequence[JsonPage],
    bodies: Sequence[bytes],
    stored: Stored,
) -> float:
    """Write what differs with the pages that brought it; gives the latest arrival in seconds, 0 when none was late."""
    bound: dict[str, Any] = {"org": stream.org_id, "stream": stream.pk, "before": stream.read_at}
    bound["partial"] = sorted(partial)
    with connection.cursor() as cursor:
        cursor.execute(staging_sql.JUDGE, bound)
        cursor.execute(staging_sql.COUNT, bound)
        stored.new, stored.changed, stored.older, stored.gone, late = cursor.fetchone()
        cursor.execute(staging_sql.BY_PAGE)
        brought: dict[int, int] = dict(cursor.fetchall())
        kept = _keep_pages(run, stream, pages, bodies, brought)
        bound |= {"page_nos": list(kept), "page_ids": list(kept.values())}
        if stored.new:
            cursor.execute(staging_sql.INSERT, bound)
        if stored.changed:
            cursor.execute(staging_sql.UPDATE, bound)
        cursor.execute(staging_sql.DROP)
    stored.same -= stored.new + stored.changed + stored.older
    stored.pages = list(kept.values())
    return float(late or 0)


def _keep_pages(
    run: RunHandle, stream: Stream, pages: Sequence[JsonPage], bodies: Sequence[bytes], brought: Mapping[int, int]
) -> dict[int, int]:
    """Keep the pages that brought something; gives their ids by number."""
    numbers = sorted(brought)
    rows = [
        page_row(run, stream, pages[n].answer, body=bodies[n], records=len(pages[n].records), brought=brought[n])
        for n in numbers
    ]
    return {n: row.pk for n, row in zip(numbers, RawPage.objects.bulk_create(rows), strict=True)}


def page_row(run: RunHandle, stream: Stream, answer: Answer, *, body: bytes, records: int, brought: int) -> RawPage:
    """Give a page as it is kept, not yet saved; `body` is what of the answer may be kept."""
    return RawPage(
        org_id=stream.org_id,
        stream=stream,
        run_id=run.id,
        at=answer.at,
        url=answer.url,
        status=answer.status,
        records=records,
        brought=brought,
        sha256=hashlib.sha256(body).digest(),
        body=zlib.compress(body, _ZIP_LEVEL),
    )


def _move(stream: Stream, window: Window | None, cursor: Mapping[str, Any] | None, read: int) -> None:
    """Save what the stream has learnt, and the cursor of whoever reads."""
    if cursor is not None and window is None:
        stream.cursor = dict(cursor)
    stream.save(update_fields=["cursor", "shape", "late_arrivals", "lateness"])
    if window is not None:
        window.cursor = window.cursor if cursor is None else dict(cursor)
        window.records += read
        window.save(update_fields=["cursor", "records"])
