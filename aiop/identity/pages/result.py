"""What would survive of some records, field by field: by rule, or as somebody chose."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from aiop.identity.entity import Entity, Kept
from aiop.identity.golden import choices_for, golden_values
from aiop.identity.pages.records import Record, joined, label_of, title_of

RULES = {
    "latest": "most recent",
    "fullest": "most complete",
    "commonest": "most frequent",
    "trusted": "most trusted",
    "chosen": "chosen by hand",
    "typed": "written by hand",
    "empty": "no record has one",
}


class Sided(Protocol):
    """One of two sides of a pair."""

    @property
    def letter(self) -> str:
        """A or B."""

    @property
    def record(self) -> Record:
        """Its record."""


@dataclass(frozen=True, slots=True)
class Option:
    """A value that a person may choose: whose it is, its text, and what the form sends."""

    letter: str
    text: str
    sends: str


@dataclass(frozen=True, slots=True)
class Line:
    """What survives of one group of columns, and what may be chosen instead."""

    group: Kept
    title: str
    text: str
    source: str
    rule: str
    options: Sequence[Option]

    @property
    def key(self) -> str:
        """The name of the group in forms."""
        return self.group.columns[0]

    @property
    def is_open(self) -> bool:
        """Tell whether there is anything to choose."""
        return len({option.text for option in self.options if option.text}) > 1


@dataclass(frozen=True, slots=True)
class Result:
    """The golden record as it would be."""

    lines: Sequence[Line]


def result_of(
    org_id: int, entity: Entity, records: Sequence[Record], left: Sided, right: Sided, *, alone: bool
) -> Result:
    """Work out the golden record of some records and the choice between two of them; `alone` where nobody chose before."""
    members = [record.member for record in records if record.member is not None]
    if not entity.kept or not members:
        return Result(())
    choices = {} if alone else choices_for(org_id, entity.name, [member.node for member in members])
    values, provenance = golden_values(entity.kept, members, choices)
    letters = {left.record.node: left.letter, right.record.node: right.letter}
    return Result([_line(entity, group, values, provenance, letters, (left, right)) for group in entity.kept])


def _line(
    entity: Entity,
    group: Kept,
    values: Mapping[str, str | None],
    provenance: Mapping[str, dict[str, Any]],
    letters: Mapping[int, str],
    sides: Sequence[Sided],
) -> Line:
    why = provenance[group.columns[0]]
    node = why.get("node")
    source = letters.get(node) or label_of(entity, node) if node is not None else ""
    options = [_option(group, side) for side in sides if side.record.member is not None]
    text = joined([values[column] or "" for column in group.columns])
    return Line(group, group.title or title_of(group.columns[0]), text, source, RULES[why["rule"]], options)


def _option(group: Kept, side: Sided) -> Option:
    sends = json.dumps(dict.fromkeys(group.columns, side.record.node), separators=(",", ":"))
    return Option(side.letter, joined(side.record.kept(group)), sends)
