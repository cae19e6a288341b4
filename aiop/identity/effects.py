"""What a decision did, or would do: who was merged into whom, which rows moved, which stay, and what the result looks like."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Moved:
    """One related row that follows its record, or stays where it is for a reason."""

    title: str
    table: str
    row_id: int
    before: int | None
    after: int | None
    reason: str = ""


@dataclass(slots=True)
class Effect:
    """Everything that settling wrote."""

    merged: dict[int, int | None] = field(
        default_factory=dict
    )  # record → survivor, None where it stands for itself again
    moved: list[Moved] = field(default_factory=list)
    stays: list[Moved] = field(default_factory=list)
    edited: list[Moved] = field(
        default_factory=list
    )  # links that somebody changed by hand since; they stay as they are
    golden: dict[int, dict[str, Any]] = field(default_factory=dict)  # survivor's node → golden values
    touched: list[int] = field(default_factory=list)  # record ids whose links or cluster changed

    @property
    def moved_counts(self) -> dict[str, int]:
        """Rows that moved, by what people call them."""
        return dict(Counter(row.title for row in self.moved))

    def as_json(self) -> dict[str, Any]:
        """Give counts for storing and for the command line."""
        return {
            "merged": {str(record): survivor for record, survivor in sorted(self.merged.items())},
            "moved": self.moved_counts,
            "stays": len(self.stays),
            "edited": len(self.edited),
        }


@dataclass(slots=True)
class Decided:
    """What came of asking for a decision."""

    decision_id: int | None
    change_set_id: int | None
    effect: Effect
    left_out: list[tuple[tuple[int, ...], str]] = field(default_factory=list)
    waits: bool = False  # for a second person
