"""Told cases on disk, so that a record is found in microseconds and none is held: the file has no name and goes with its world."""

from __future__ import annotations

import marshal
import os
import tempfile
import weakref
from array import array

from servicetitan.sandbox.records import Record


class Archive:
    """Records of cases by number, each entity of a case by itself; read by any thread."""

    def __init__(self) -> None:
        """Open an unnamed file."""
        self._file = tempfile.TemporaryFile(buffering=1 << 20)  # noqa: SIM115 - it lives as long as its world
        weakref.finalize(self, self._file.close)
        self._offset = array("q", [0])
        self._written = 0

    def put(self, records: dict[str, list[Record]]) -> None:
        """Keep the next case; cases come in the order of their numbers."""
        kept = {
            entity: marshal.dumps([(record.id, record.created, record.versions) for record in found])
            for entity, found in records.items()
        }
        self._file.write(marshal.dumps(kept))
        self._offset.append(self._file.tell())

    def get(self, case: int, entity: str) -> list[Record]:
        """Give a case's records of one entity."""
        kept = self._kept(case).get(entity)
        return [] if kept is None else _records(entity, kept)

    def whole(self, case: int) -> dict[str, list[Record]]:
        """Give all records of a case."""
        return {entity: _records(entity, kept) for entity, kept in self._kept(case).items()}

    def _kept(self, case: int) -> dict[str, bytes]:
        first, end = self._offset[case], self._offset[case + 1]
        if end > self._written:
            self._file.flush()
            self._written = self._offset[-1]
        kept: dict[str, bytes] = marshal.loads(os.pread(self._file.fileno(), end - first, first))  # noqa: S302 - our own file
        return kept


def _records(entity: str, kept: bytes) -> list[Record]:
    records = []
    for number, created, versions in marshal.loads(kept):  # noqa: S302 - our own file
        record = Record(entity, number, created, {})
        record.versions = versions
        records.append(record)
    return records
