"""What an id leads to today, as commands and programs are told: the record, who stands for it, everyone who is one with it, and why."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from aiop.identity.entity import Entity, node_of
from aiop.identity.history import DecisionRow, Resolved, decisions_of, resolve

_KEYS = ("decision", "at", "kind", "method", "by", "stands", "note")


@dataclass(frozen=True, slots=True)
class Who:
    """A resolved id with all decisions about those who are one."""

    entity: Entity
    found: Resolved
    decisions: list[DecisionRow]

    @property
    def rows(self) -> list[tuple[Any, ...]]:
        """The decisions, the latest first: number, when, what, how, by whom, whether it stands, note."""
        return [_row(row) for row in self.decisions]

    def as_json(self) -> dict[str, Any]:
        """Give what programs get."""
        history = [dict(zip(_KEYS, row, strict=True)) for row in self.rows]
        told = {"entity": self.entity.name, **asdict(self.found)}
        return {**told, "is_merged": self.found.is_merged, "history": history}


def who(org_id: int, entity: Entity, known_by: str) -> Who | None:
    """Look up an id, as files have it or the record's number; None where it never was. Call inside `org_context`."""
    found = resolve(org_id, entity.name, known_by)
    if found is None:
        return None
    return Who(entity, found, decisions_of(org_id, entity.name, [node_of(member) for member in found.members]))


def _row(row: DecisionRow) -> tuple[Any, ...]:
    decision = row.decision
    stands = "waits" if row.waits else row.stands
    return decision.pk, decision.at, decision.kind, decision.method, decision.by, stands, decision.note
