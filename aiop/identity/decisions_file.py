"""Decisions out of a spreadsheet: left, right, verdict, by, note. Every line is either decided, was decided before, or refused by name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

from aiop.files.reading.headers import header_key
from aiop.files.reading.source import Refused, open_tabular
from aiop.identity.candidates import Answers, answers_around
from aiop.identity.copying import fetch
from aiop.identity.decide import CannotDecide, NotNow, different, same_many, unsure, wait_for_turn
from aiop.identity.entity import Entity
from aiop.identity.files import make_ids
from aiop.identity.models import Decision

_COLUMNS = {
    "left": {"left", "left id", "left node", "a"},
    "right": {"right", "right id", "right node", "b"},
    "verdict": {"verdict", "decision", "same different unsure"},
    "by": {"by", "reviewer", "decided by", "merged by"},
    "note": {"note", "notes", "comment", "reason given"},
}
_VERDICTS = {
    **dict.fromkeys(("same", "match", "merge", "yes", "duplicate"), "same"),
    **dict.fromkeys(("different", "not a match", "no match", "no", "distinct"), "different"),
    **dict.fromkeys(("unsure", "maybe", "park", "?"), "unsure"),
}
_NODES = "SELECT file_id, array_agg(node) FROM export_id WHERE file_id = ANY(%(ids)s) GROUP BY file_id"


class Line(NamedTuple):
    """One line of the file, as it was written."""

    number: int
    left: str
    right: str
    verdict: str
    by: str
    note: str


class Problem(NamedTuple):
    """Why a line was refused: which cell, what stands in it, what is wrong."""

    line: int
    column: str
    value: str
    reason: str


@dataclass(slots=True)
class Outcome:
    """What became of a file's lines; `blank` ones have no verdict yet."""

    read: int = 0
    decided: dict[str, int] = field(default_factory=lambda: {"same": 0, "different": 0, "unsure": 0})
    before: int = 0
    blank: int = 0
    waiting: int = 0
    refused: list[Problem] = field(default_factory=list)
    change_sets: list[int] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """Give what the command prints."""
        return {
            "read": self.read, **self.decided, "before": self.before, "blank": self.blank, "waiting": self.waiting,
            "refused": [problem._asdict() for problem in self.refused], "change_sets": self.change_sets,
        }  # fmt: skip


class _Pair(NamedTuple):
    line: Line
    left: int
    right: int
    verdict: str


def decide_file(org_id: int, entity: Entity, path: Path, *, by: str) -> Outcome:
    """Decide what a file says, in this transaction; `by` is who decided where the file does not say. Raises Refused."""
    try:
        wait_for_turn(org_id)
    except NotNow as busy:
        raise Refused(str(busy)) from busy
    outcome = Outcome()
    lines = list(_read(path, outcome))
    pairs = _recognised(org_id, entity, lines, outcome)
    for (verdict, who, note), group in groupby(pairs, key=lambda p: (p.verdict, p.line.by or by, p.line.note)):
        how = {"by": who, "note": note, "method": Decision.Method.FILE.value}
        _decide(org_id, entity.name, verdict, list(group), how, outcome)
    outcome.refused.sort()
    return outcome


def _decide(org_id: int, entity: str, verdict: str, pairs: list[_Pair], how: dict[str, Any], outcome: Outcome) -> None:
    answers = answers_around(org_id, entity, {node for pair in pairs for node in (pair.left, pair.right)})
    fresh = [pair for pair in pairs if not _is_answered(answers, pair)]
    outcome.before += len(pairs) - len(fresh)
    if verdict == "same":
        _merge(org_id, entity, fresh, how, outcome)
        return
    decide = different if verdict == "different" else unsure
    for pair in fresh:
        try:
            decided = decide(org_id, entity, pair.left, pair.right, **how)
        except CannotDecide as reason:
            outcome.refused.append(_refusal(pair, str(reason)))
        else:
            _note(outcome, decided.change_set_id, verdict, 1)


def _merge(org_id: int, entity: str, pairs: list[_Pair], how: dict[str, Any], outcome: Outcome) -> None:
    if not pairs:
        return
    decided = same_many(org_id, entity, [(pair.left, pair.right) for pair in pairs], **how)
    left_out = dict(decided.left_out)
    refused = [pair for pair in pairs if (min(pair.left, pair.right), max(pair.left, pair.right)) in left_out]
    outcome.refused += [_refusal(p, left_out[(min(p.left, p.right), max(p.left, p.right))]) for p in refused]
    outcome.waiting += len(pairs) - len(refused) if decided.waits else 0
    _note(outcome, decided.change_set_id, "same", len(pairs) - len(refused))


def _note(outcome: Outcome, change_set: int | None, verdict: str, lines: int) -> None:
    outcome.decided[verdict] += lines
    if change_set is not None:
        outcome.change_sets.append(change_set)


def _is_answered(answers: Answers, pair: _Pair) -> bool:
    """Tell whether the same was decided before, so that a file may come twice."""
    together = pair.right in answers.clusters.members(pair.left)
    if pair.verdict == "same":
        return together
    if pair.verdict == "different":
        return not together and answers.told_apart(pair.left, pair.right)
    return (min(pair.left, pair.right), max(pair.left, pair.right)) in answers.unsure


def _refusal(pair: _Pair, reason: str) -> Problem:
    return Problem(pair.line.number, "verdict", pair.line.verdict, reason)


def _recognised(org_id: int, entity: Entity, lines: list[Line], outcome: Outcome) -> list[_Pair]:
    """Find the records and the verdict of each line; what cannot be understood is refused."""
    make_ids(org_id, entity)
    ids = sorted({text for line in lines for text in (line.left, line.right)})
    nodes: dict[str, list[int]] = dict(fetch(_NODES, {"ids": ids}))
    pairs: list[_Pair] = []
    for line in lines:
        if not line.verdict:
            outcome.blank += 1
            continue
        problem = _problem(line, nodes, entity)
        if problem is not None:
            outcome.refused.append(problem)
        else:
            pairs.append(_Pair(line, nodes[line.left][0], nodes[line.right][0], _VERDICTS[line.verdict.casefold()]))
    return pairs


def _problem(line: Line, nodes: dict[str, list[int]], entity: Entity) -> Problem | None:
    for column, text in (("left", line.left), ("right", line.right)):
        found = nodes.get(text, [])
        if not found:
            reason = "is blank" if not text else f"is no {entity.title.lower()} of this organisation"
            return Problem(line.number, column, text, reason)
        if len(found) > 1:
            return Problem(line.number, column, text, f"stands for {len(found)} records")
    if line.left == line.right:
        return Problem(line.number, "right", line.right, "is the same record as left")
    if line.verdict.casefold() not in _VERDICTS:
        return Problem(line.number, "verdict", line.verdict, "is not same, different or unsure")
    return None


def _read(path: Path, outcome: Outcome) -> Iterator[Line]:
    with open_tabular(path) as file:
        places = _places(file.sheet.header)
        for batch in file.batches():
            for number, row in zip(batch.lines, batch.rows, strict=True):
                outcome.read += 1
                texts = {name: row[place].strip() for name, place in places.items()}
                yield Line(number, *(texts.get(name, "") for name in Line._fields[1:]))
            for bad in file.bad:
                outcome.read += 1
                outcome.refused.append(Problem(bad.line, "", bad.raw[:200], bad.reason))
            file.bad.clear()


def _places(header: Iterable[str]) -> dict[str, int]:
    places: dict[str, int] = {}
    for place, cell in enumerate(header):
        for name, known in _COLUMNS.items():
            if header_key(cell) in known:
                places.setdefault(name, place)
    missing = [name for name in ("left", "right", "verdict") if name not in places]
    if missing:
        raise Refused(f"A file of decisions needs the columns left, right and verdict; “{missing[0]}” is missing.")
    return places
