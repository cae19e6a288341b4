"""What the door takes rows from: a file, a page of an API, an extract. A source produces staged rows and nothing more."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol


class RowBatch(Protocol):
    """Rows of equal length, each with the line (or record number) it begins on."""

    lines: list[int]
    rows: list[list[str]]


class UnreadableRow(Protocol):
    """A record that is no row: where it begins, its text cut to a storable length, and why."""

    @property
    def line(self) -> int: ...

    @property
    def raw(self) -> str: ...

    @property
    def reason(self) -> str: ...


class Producer(Protocol):
    """A stream of rows under a header; `drain` gives the unreadable records met since it was last called."""

    @property
    def header(self) -> Sequence[str]: ...

    def batches(self) -> Iterator[RowBatch]:
        """Give the rows, in order, once."""

    def drain(self) -> Sequence[UnreadableRow]:
        """Give and forget the unreadable records met so far."""

    def position(self) -> tuple[int, int]:
        """Tell how much is read, as (done, total) in bytes or records."""
