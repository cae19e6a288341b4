"""Learning from reviewers: a layer on top of the mixture, fitted anew and put up against the one in use; a worse one is refused.

Imports NumPy: for workers and commands alone.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from aiop.identity.audits import Label, labels
from aiop.identity.bulk import components
from aiop.identity.entity import Entity
from aiop.identity.judge import graded, unpacked
from aiop.identity.match_people import matcher_of, read_people
from aiop.identity.measure.pairs import at_line, lowest_line
from aiop.identity.models import Basis, ModelVersion
from aiop.identity.people import layer
from aiop.identity.people.layer import FEWEST_LABELS, Kind, Layer
from aiop.identity.people.model import Matcher
from aiop.identity.turns import take_turn
from aiop.identity.zones import AUTO_PRECISION

State = ModelVersion.State
NEW_LABELS = 50  # from so many on it is worth learning anew
TREES_FROM = 500  # labels below which boosted trees are no challenger
AUDITS_ENOUGH = 100  # audited labels from which they alone measure: others were chosen, and flatter or harm
_FOLDS = 5
_HASH = 2_654_435_761
_NO_WORSE = 1e-9


@dataclass(slots=True)
class Learnt:
    """What came of learning."""

    entity: str
    labels: int
    promoted: bool = False
    version: str = ""
    reason: str = ""
    metrics: dict[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Give what the command prints."""
        return {
            "entity": self.entity, "labels": self.labels, "promoted": self.promoted, "version": self.version,
            "reason": self.reason, "metrics": self.metrics,
        }  # fmt: skip


class _Taught(NamedTuple):
    """Labelled pairs as they are learnt from: vectors, the mixture's posterior, the truth, fold of each, whether audited."""

    vectors: NDArray[np.int8]
    prior: NDArray[np.float64]
    same: NDArray[np.bool_]
    fold: NDArray[np.int64]
    audited: NDArray[np.bool_]


def new_labels(org_id: int, entity: Entity) -> int:
    """Count the labels since something was last learnt or refused."""
    latest = ModelVersion.objects.filter(org_id=org_id, entity=entity.name).order_by("-id").first()
    return len(labels(org_id, entity.name)) - (latest.labels if latest else 0)


def learn(org_id: int, entity: Entity, *, by: str) -> Learnt:
    """Fit a challenger to all labels and promote it unless it does worse on entities held out, in this transaction."""
    take_turn(org_id, entity.name)
    said = labels(org_id, entity.name)
    result = Learnt(entity.name, len(said))
    basis = Basis.objects.filter(org_id=org_id, entity=entity.name).exclude(matched_at=None).first()
    if entity.matcher != "people" or basis is None:
        result.reason = (
            "It is matched by rules and words, not by a learnt layer." if basis else "Nothing was matched yet."
        )
        return result
    matcher, current = matcher_of(org_id, entity, basis)
    taught = _taught(org_id, entity, matcher, said)
    if len(taught.same) < FEWEST_LABELS or len(set(taught.same.tolist())) < 2:
        result.reason = f"A layer takes {FEWEST_LABELS} labels of both kinds; there are {len(taught.same)}."
        return result
    _contest(org_id, entity, matcher, current, taught, result, by)
    return result


def _contest(
    org_id: int, entity: Entity, matcher: Matcher, current: str, taught: _Taught, result: Learnt, by: str
) -> None:
    """Let recipes meet on entities that none of them has seen, and store the winner or the refusal."""
    measured = taught.audited if taught.audited.sum() >= AUDITS_ENOUGH else np.ones(len(taught.same), bool)
    champion = _figures(_held_out(taught, matcher.layer.kind if matcher.layer else None), taught, measured)
    kinds: tuple[Kind, ...] = ("logistic", "trees") if len(taught.same) >= TREES_FROM else ("logistic",)
    figures = {kind: _figures(_held_out(taught, kind), taught, measured) for kind in kinds}
    kind = max(kinds, key=lambda one: (figures[one]["f1"] + figures[one]["auto_recall"], one))
    # The champion keeps what it was taught: where the recipe is the same, what it is worth is what it says of these pairs.
    if matcher.layer is not None:
        own = matcher.layer.probability(taught.vectors, taught.prior)
        champion = _worse(champion, _figures(own, taught, measured))
    challenger = figures[kind]
    result.metrics = {"champion": {"version": current, **champion}, "challenger": {"kind": kind, **challenger}}
    result.metrics["measured_on"] = int(measured.sum())
    result.promoted = all(challenger[name] >= champion[name] - _NO_WORSE for name in ("f1", "auto_recall"))
    result.reason = "" if result.promoted else "It does worse than the one in use, which stays."
    result.version = _store(
        org_id, entity, matcher, layer.fit(taught.vectors, taught.prior, taught.same, kind=kind), result, by
    )


def _worse(one: dict[str, float], other: dict[str, float]) -> dict[str, float]:
    return {name: min(value, other[name]) for name, value in one.items()}


def _held_out(taught: _Taught, kind: Kind | None) -> NDArray[np.float64]:
    """Give each pair's probability by a layer that was fitted without its entity; the mixture alone needs no fitting."""
    if kind is None:
        return taught.prior[:, 0]
    out = np.zeros(len(taught.same))
    for fold in range(_FOLDS):
        held = taught.fold == fold
        if held.any():
            fitted = layer.fit(taught.vectors[~held], taught.prior[~held], taught.same[~held], kind=kind)
            out[held] = fitted.probability(taught.vectors[held], taught.prior[held])
    return out


def _figures(probability: NDArray[np.float64], taught: _Taught, measured: NDArray[np.bool_]) -> dict[str, float]:
    scores, same = probability[measured].tolist(), taught.same[measured].tolist()
    true = sum(same)
    auto = lowest_line(scores, same, true=true, precision=AUTO_PRECISION)
    return {
        "f1": round(at_line(scores, same, 0.5, true=true).f1, 6),
        "auto_recall": round(auto.counts.recall, 6) if auto else 0.0,
    }


def _store(org_id: int, entity: Entity, matcher: Matcher, fitted: Layer, result: Learnt, by: str) -> str:
    versions = ModelVersion.objects.filter(org_id=org_id, entity=entity.name)
    name = f"{matcher.taught(fitted).version}.{versions.count() + 1}"
    if result.promoted:
        versions.filter(state=State.CHAMPION).update(state=State.RETIRED)
    ModelVersion.objects.create(
        org_id=org_id, entity=entity.name, name=name, kind=fitted.kind, parameters=json.loads(fitted.to_json()),
        state=State.CHAMPION if result.promoted else State.REFUSED, metrics=result.metrics, labels=result.labels, by=by,
    )  # fmt: skip
    return name


def _taught(org_id: int, entity: Entity, matcher: Matcher, said: list[Label]) -> _Taught:
    """Grade the labelled pairs as matching would today; pairs of whom one is gone teach nothing."""
    people = read_people(org_id, entity, {node for label in said for node in (label.left, label.right)})
    there = set(people.nodes.tolist())
    kept = [label for label in said if label.left in there and label.right in there]
    left, right = (
        np.searchsorted(people.nodes, np.array([label[side] for label in kept], np.int64)).astype(np.int32)
        for side in (0, 1)
    )
    vectors = unpacked(graded(people.table, left, right, matcher.snapshot, lambda done, total: None))
    group = {node: members[0] for members in components((one.left, one.right) for one in kept) for node in members}
    # All that is said of one person is learnt from or held out together.
    folds = [(group[label.left] * _HASH >> 16) % _FOLDS for label in kept]
    return _Taught(
        vectors,
        matcher.prior(vectors),
        np.array([label.verdict == "same" for label in kept], bool),
        np.array(folds, np.int64),
        np.array([label.is_audit for label in kept], bool),
    )
