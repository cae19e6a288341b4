"""Raw records into typed rows, through the one door: what pages have brought since, or everything again from raw.

Steps meet in a table: a page whose records are not in their tables yet has no `load_id`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from aiop.audit.record import within
from aiop.loading.door import Verdict
from aiop.loading.kind import Kind, Setting, kind_named
from aiop.loading.loads import Incoming, load_now, open_change_set
from aiop.orgs.models import Org
from aiop.runs.running import RunHandle
from aiop.sources import typed_sql
from aiop.sources.models import RawPage, Stream
from aiop.sources.paths import mapping, parent_column, path_of
from aiop.sources.producer import RecordRows
from aiop.sources.systems import StreamSpec, Typed
from aiop.values.errors import BadValue

# Bounds memory and the length of a transaction.
RECORDS_PER_LOAD = 20_000
# The page holds nothing any more that is the newest of its record.
NOTHING_NEWEST = 0


@dataclass(slots=True)
class Loaded:
    """What became of raw records: the verdict of each kind, and the change set they were written under, if any was."""

    change_set: int | None = None
    verdicts: dict[str, Verdict] = field(default_factory=dict)
    removed: int = 0

    def add(self, kind: str, verdict: Verdict) -> None:
        """Add the verdict of one load."""
        total = self.verdicts.setdefault(kind, Verdict())
        for name, number in verdict.counts().items():
            setattr(total, name, getattr(total, name) + number)

    def counts(self) -> dict[str, int]:
        """Give what a run counts of it."""
        names = ("new", "changed", "same", "quarantined")
        summed = {name: sum(getattr(verdict, name) for verdict in self.verdicts.values()) for name in names}
        return {name: number for name, number in {**summed, "removed": self.removed}.items() if number}

    @property
    def written(self) -> int:
        """Rows written or removed."""
        return self.removed + sum(verdict.new + verdict.changed for verdict in self.verdicts.values())


@dataclass(frozen=True, slots=True)
class _Batch:
    """Pages of a stream, whose records go to their tables in one transaction."""

    run: RunHandle
    org: Org
    stream: Stream
    pages: Sequence[int]

    @property
    def bound(self) -> dict[str, Any]:
        return {"org": self.org.pk, "stream": self.stream.pk, "pages": list(self.pages)}


def load_waiting(
    run: RunHandle, org: Org, stream: Stream, spec: StreamSpec, *, change_set: int | None = None
) -> Loaded:
    """Bring records into their tables whose pages wait for it, batch by batch, each batch a transaction.

    A change set is opened when there is something to compare; give that of the run, where one is open.
    """
    loaded = Loaded(change_set)
    while pages := _pages(run, stream, typed_sql.WAITING, after=0):
        _load(_Batch(run, org, stream, pages), spec, loaded)
    return loaded


def replay(run: RunHandle, org: Org, stream: Stream, spec: StreamSpec, *, change_set: int | None = None) -> Loaded:
    """Bring every record of a stream into its tables again from what is stored; no source is asked."""
    loaded, after = Loaded(change_set), 0
    while pages := _pages(run, stream, typed_sql.ALL_PAGES, after=after):
        _load(_Batch(run, org, stream, pages), spec, loaded)
        after = pages[-1]
    return loaded


def _pages(run: RunHandle, stream: Stream, sql: str, *, after: int) -> list[int]:
    """Give the next pages, as many as one load takes."""
    bound = {"org": stream.org_id, "stream": stream.pk, "most": RECORDS_PER_LOAD, "after": after}
    with run.work(), connection.cursor() as cursor:
        cursor.execute(sql, bound)
        return [page for (page,) in cursor.fetchall()]


def _load(batch: _Batch, spec: StreamSpec, loaded: Loaded) -> None:
    with batch.run.work():
        # Whoever stores pages of the stream waits, so that no record changes between its kinds.
        Stream.objects.select_for_update(no_key=True).get(pk=batch.stream.pk)
        numbers = [_load_kind(batch, typed, loaded) for typed in spec.typed]
        first = next((number for number in numbers if number), NOTHING_NEWEST)
        RawPage.objects.for_org(batch.org).filter(pk__in=batch.pages, load_id=None).update(load_id=first)


def _load_kind(batch: _Batch, typed: Typed, loaded: Loaded) -> int:
    """Load the rows of one kind; gives the load, 0 when there was nothing to load."""
    kind = kind_named(typed.kind)
    rows = RecordRows(kind, typed, batch.stream, batch.pages)
    if not rows.records:
        return NOTHING_NEWEST
    if loaded.change_set is None:
        title = f"Read {batch.stream} from {batch.stream.connection}"
        loaded.change_set = open_change_set(batch.org, batch.run, title)
    name = f"{batch.stream.connection} · {batch.stream}"
    told = {column: place for column, place in mapping(kind).items() if column not in typed.untold}
    incoming = Incoming(kind, rows, told, Setting(batch.org.zone, "YMD"), name)
    load, verdict = load_now(batch.org, incoming, change_set=loaded.change_set, run=batch.run)
    loaded.add(kind.name, verdict)
    if typed.each:
        with within(loaded.change_set):
            loaded.removed += _remove_items(batch, kind, typed, f"load_stage_{load.pk}")
    with connection.cursor() as cursor:
        bound: dict[str, Any] = {"org": batch.org.pk, "kind": kind.name, "load": load.pk, "records": rows.records}
        cursor.execute(typed_sql.SETTLE_EARLIER, bound)
    return load.pk


def _remove_items(batch: _Batch, kind: Kind, typed: Typed, stage: str) -> int:
    """Remove rows of items that their record lists no more; the record of changes keeps them. Gives how many.

    Where an item of a record is in quarantine, nothing of that record is removed: it may be the one.
    """
    parent = parent_column(kind, typed)
    with connection.cursor() as cursor:
        cursor.execute(typed_sql.parents(path_of(typed, parent)), batch.bound)
        values = list(_parsed(kind, parent.column, [text for (text,) in cursor.fetchall()], batch.org))
        cursor.execute(typed_sql.remove_items(kind, parent.column, stage), {**batch.bound, "parents": values})
        return max(int(cursor.rowcount), 0)


def _parsed(kind: Kind, column: str, texts: Sequence[str], org: Org) -> Iterator[Any]:
    found = kind.field_of(column)
    if found is None:
        return
    parse = found.parser(Setting(org.zone, "YMD"))
    for text in texts:
        try:
            yield parse(text)
        except BadValue:
            continue
