"""How good the candidates are against a list of true pairs: precision, recall, F1, calibration, and each zone by itself."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiop.identity.copying import escaped, fetch, fill, make_temp
from aiop.identity.entity import Entity
from aiop.identity.files import make_ids
from aiop.identity.measure.bounds import lower_bound
from aiop.identity.measure.calibration import calibration_error
from aiop.identity.measure.pairs import PairCounts, at_line, best_line, lowest_line
from aiop.identity.zones import AUTO_PRECISION

LINE = 0.5
_ZONES = ("auto", "bulk", "review", "park")
_KNOWN = """
    CREATE TEMPORARY TABLE true_pair ON COMMIT DROP AS
    SELECT DISTINCT least(l.node, r.node) AS "left", greatest(l.node, r.node) AS "right"
    FROM told_pair t JOIN export_id l ON l.file_id = t."left" JOIN export_id r ON r.file_id = t."right" WHERE l.node <> r.node
"""
_SCORED = """
    SELECT c.probability, c.zone, c.rule, t."left" IS NOT NULL
    FROM identity_candidate c LEFT JOIN true_pair t ON t."left" = c."left" AND t."right" = c."right"
    WHERE c.org_id = %(org)s AND c.entity = %(entity)s
"""


class BadTruth(Exception):  # noqa: N818  (an answer for people)
    """The file is no list of true pairs; the text says why."""


@dataclass(slots=True)
class Evaluation:
    """What was measured; shares between 0 and 1."""

    entity: str
    true_pairs: int
    unknown: int
    scored: int
    at_line: PairCounts
    best: tuple[float, PairCounts] | None
    auto: tuple[float, PairCounts] | None
    calibration_error: float
    zones: list[dict[str, Any]] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """Give what the command prints."""
        return {
            "entity": self.entity,
            "true_pairs": self.true_pairs,
            "unknown": self.unknown,
            "scored": self.scored,
            "line": LINE,
            **_shares(self.at_line),
            "best": None if self.best is None else {"line": self.best[0], **_shares(self.best[1])},
            "auto": None if self.auto is None else {"line": self.auto[0], **_shares(self.auto[1])},
            "calibration_error": round(self.calibration_error, 6),
            "zones": self.zones,
        }


def evaluate(org_id: int, entity: Entity, truth: Path) -> Evaluation:
    """Measure the stored candidates against true pairs (columns left and right, ids as in files); raises BadTruth."""
    make_ids(org_id, entity)
    make_temp("told_pair", '"left" text, "right" text')
    told = list(_read(truth))
    fill("told_pair", (f"{escaped(left)}\t{escaped(right)}" for left, right in told))
    true = _true_pairs()
    rows = fetch(_SCORED, {"org": org_id, "entity": entity.name})
    probabilities, same = [row[0] for row in rows], [row[3] for row in rows]
    best = best_line(probabilities, same, true=true)
    auto = lowest_line(probabilities, same, true=true, precision=AUTO_PRECISION)
    return Evaluation(
        entity.name,
        true,
        len(told) - true,
        len(rows),
        at_line(probabilities, same, LINE, true=true),
        (best.score, best.counts) if best else None,
        (auto.score, auto.counts) if auto else None,
        calibration_error(probabilities, same),
        _zones(rows, true),
    )


def _true_pairs() -> int:
    from aiop.identity.copying import execute

    execute("DROP TABLE IF EXISTS pg_temp.true_pair", {})
    count = execute(_KNOWN, {})
    execute('CREATE INDEX ON true_pair ("left", "right")', {})
    execute("ANALYZE true_pair", {})
    return count


def _zones(rows: list[tuple[Any, ...]], true: int) -> list[dict[str, Any]]:
    """Count each zone, and within the sure ones each rule, with the precision that is certain."""
    groups: dict[str, list[bool]] = {zone: [] for zone in _ZONES}
    for _, zone, rule, is_same in rows:
        groups[zone].append(is_same)
        if rule:
            groups.setdefault(f"{zone}, {rule}", []).append(is_same)
    return [
        {
            "zone": zone, "pairs": len(members), "right": sum(members), "precision": round(sum(members) / len(members), 6),
            "certain": round(lower_bound(sum(members), len(members)), 6), "recall": round(sum(members) / true, 6) if true else 0.0,
        }
        for zone, members in groups.items()
        if members
    ]  # fmt: skip


def _shares(counts: PairCounts) -> dict[str, float]:
    return {name: round(getattr(counts, name), 6) for name in ("precision", "recall", "f1")}


def _read(path: Path) -> Iterator[tuple[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        names = {name.strip().casefold(): name for name in reader.fieldnames or ()}
        if not {"left", "right"} <= names.keys():
            raise BadTruth(
                "A list of true pairs needs the columns left and right, each with ids as in the loaded file."
            )
        for row in reader:
            left, right = ((row[names[side]] or "").strip() for side in ("left", "right"))
            if left and right and left != right:
                yield left, right
