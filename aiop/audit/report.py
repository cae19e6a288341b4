"""What an undo did, or would do: what went back, what stays because somebody edited it since, what cannot go back and why."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

# The report names this many rows one by one; the counts are always of all.
NAMED = 1_000


@dataclass(frozen=True, slots=True)
class Row:
    """One row that did not, or not wholly, go back."""

    table: str
    row_id: int
    reason: str
    columns: tuple[str, ...] = ()
    change_set: int | None = None


@dataclass(slots=True)
class Report:
    """Counts by table, and the rows that stay as they are."""

    change_set: int | None = None  # the undo's own, by which it can itself be taken back
    removed: dict[str, int] = field(default_factory=dict)  # rows that the change set had added
    restored: dict[str, int] = field(default_factory=dict)  # rows that it had altered
    put_back: dict[str, int] = field(default_factory=dict)  # rows that it had deleted
    unlinked: dict[str, int] = field(default_factory=dict)  # links from other rows to removed ones
    kept: list[Row] = field(default_factory=list)
    kept_count: int = 0
    impossible: list[Row] = field(default_factory=list)
    impossible_count: int = 0
    since: list[Row] = field(default_factory=list)  # rows that came later and stay where they are, to be looked at
    since_count: int = 0

    @property
    def reversed(self) -> int:
        """Number of rows that went back."""
        return sum(sum(counts.values()) for counts in (self.removed, self.restored, self.put_back))

    def count(self, counts: dict[str, int], table: str, rows: int) -> None:
        """Add rows to one of the counts, if there are any."""
        if rows > 0:
            counts[table] = counts.get(table, 0) + rows

    def unlink(self, link: str, rows: int) -> None:
        """Count links (`table.column`) that were emptied because what they pointed to is gone."""
        self.count(self.unlinked, link, rows)

    def keep(self, rows: list[Row]) -> None:
        """Note rows that stay because somebody edited them since."""
        self.kept_count += len(rows)
        self.kept += rows[: max(0, NAMED - len(self.kept))]

    def refuse(self, rows: list[Row]) -> None:
        """Note rows that cannot go back."""
        self.impossible_count += len(rows)
        self.impossible += rows[: max(0, NAMED - len(self.impossible))]

    def stay(self, rows: list[Row]) -> None:
        """Note rows that came after what is taken back, and are left for somebody to look at."""
        self.since_count += len(rows)
        self.since += rows[: max(0, NAMED - len(self.since))]

    def as_json(self) -> dict[str, Any]:
        """Give the report for storing and for the command line."""
        return {**asdict(self), "reversed": self.reversed}

    def sentence(self, *, done: bool = True) -> str:
        """Say it as a colleague would; not `done` for a preview."""
        parts = [f"{self.reversed:,} rows {'went' if done else 'would go'} back"]
        if self.kept_count:
            parts.append(f"{self.kept_count:,} stay because they were edited since")
        if self.impossible_count:
            parts.append(f"{self.impossible_count:,} cannot go back")
        if self.since_count:
            parts.append(f"{self.since_count:,} came later and stay where they are")
        return ", ".join(parts) + "."
