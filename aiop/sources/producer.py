"""Raw records as the one door takes them: the texts of their fields under the headers of a kind."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from aiop.loading.kind import Kind
from aiop.loading.producer import RowBatch, UnreadableRow
from aiop.sources import paths
from aiop.sources.models import Stream
from aiop.sources.systems import Typed

ROWS_PER_BATCH = 2_000
_THESE = "r.org_id = %(org)s AND r.stream_id = %(stream)s AND r.page_id = ANY(%(pages)s)"
_RECORDS = f"SELECT r.source_id FROM sources_rawrecord r WHERE {_THESE} ORDER BY r.id"


@dataclass(slots=True)
class _Batch:
    lines: list[int]
    rows: list[list[str]]


class RecordRows:
    """The rows of one kind that a stream's records hold, with the page and the record of each as two cells more.

    The records are those whose newest version the given pages brought; their ids are `records`. They are read when this
    is made, because the session is busy with COPY while the door asks for rows: so give it a bounded number of pages.
    """

    def __init__(self, kind: Kind, typed: Typed, stream: Stream, pages: Sequence[int]) -> None:
        self.header: Sequence[str] = [*paths.headers(kind), paths.PAGE, paths.RECORD]
        bound: dict[str, Any] = {"org": stream.org_id, "stream": stream.pk, "pages": list(pages)}
        with connection.cursor() as cursor:
            cursor.execute(_RECORDS, bound)
            self.records: list[str] = [source_id for (source_id,) in cursor.fetchall()]
            cursor.execute(paths.select(kind, typed, _THESE), bound)
            self._rows = [list(row) for row in cursor.fetchall()]

    def __len__(self) -> int:
        return len(self._rows)

    def batches(self) -> Iterator[RowBatch]:
        """Give the rows in the order of their records, numbered from 1."""
        for start in range(0, len(self._rows), ROWS_PER_BATCH):
            rows = self._rows[start : start + ROWS_PER_BATCH]
            yield _Batch(list(range(start + 1, start + 1 + len(rows))), rows)

    def drain(self) -> Sequence[UnreadableRow]:
        """Give nothing: a record that is no object never became a raw record."""
        return ()

    def position(self) -> tuple[int, int]:
        """Tell that all is read."""
        return len(self._rows), len(self._rows)
