"""The layer that reviewers teach: once they have labelled enough pairs, it corrects what the mixture cannot know.

A ridge logistic regression on one-hot grades and the mixture's own odds, and boosted trees as its challenger.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from aiop.identity.people.fields import WIDTHS
from aiop.identity.people.mixture import HOUSEHOLD, SAME, STRANGERS, Reals
from aiop.identity.people.trees import Forest, Shape, grow
from aiop.identity.people.vectors import Vectors

Kind = Literal["logistic", "trees"]
FEWEST_LABELS = 200
_ROUNDS = 50
_RIDGE = 2.0
_FLOOR = 1e-9
_STEPS = 24  # bins of the mixture's odds for the trees
_REACH = 14.0  # natural logarithm of odds beyond which more says nothing


@dataclass(frozen=True, slots=True)
class Layer:
    """A learnt correction; `probability` is its only use."""

    kind: Kind
    coefficients: Reals
    forest: Forest
    labels: int

    def probability(self, vec: Vectors, prior: Reals) -> Reals:
        """Give for each pair how likely it is one person; `prior` is the mixture's posterior of the pairs."""
        if self.kind == "logistic":
            odds = _design(vec, prior) @ self.coefficients
        else:
            odds = self.forest.score(_binned(vec, prior))
        return np.asarray(1 / (1 + np.exp(-odds)))

    def to_json(self) -> str:
        """Write as JSON; read back it scores the same."""
        whole = {
            "kind": self.kind,
            "labels": self.labels,
            "coefficients": self.coefficients.tolist(),
            "forest": self.forest.to_mapping(),
        }
        return json.dumps(whole)

    @classmethod
    def from_mapping(cls, stored: Mapping[str, Any]) -> "Layer":
        """Read what `to_json` wrote; ValueError when it was learnt for other fields."""
        coefficients = np.array(stored["coefficients"], float)
        if stored["kind"] == "logistic" and len(coefficients) != _WIDTH:
            raise ValueError("this layer is for other fields; learn it again")
        return cls(stored["kind"], coefficients, Forest.from_mapping(stored["forest"]), int(stored["labels"]))


def fit(
    vec: Vectors,
    prior: Reals,
    labels: NDArray[np.bool_],
    *,
    kind: Kind = "logistic",
    weights: Reals | None = None,
    shape: Shape | None = None,
) -> Layer:
    """Learn from labelled pairs (true: the same person); deterministic."""
    known = np.ones(len(labels)) if weights is None else weights
    if kind == "trees":
        start = _odds(prior)[:, 0]
        forest = grow(_binned(vec, prior), labels, known, float(np.clip(start.mean(), -3, 3)), shape or Shape())
        return Layer(kind, np.zeros(0), forest, len(labels))
    coefficients = _logistic(_design(vec, prior), labels.astype(float), known)
    return Layer(kind, np.round(coefficients, 8), Forest.empty(), len(labels))


def _logistic(design: Reals, truth: Reals, known: Reals) -> Reals:
    """Fit by Newton's method; ties to the mixture's odds (coefficient 1) and to no correction (all others 0)."""
    centre = np.zeros(design.shape[1])
    centre[1] = 1.0
    ridge = np.full(design.shape[1], _RIDGE)
    ridge[0] = 0.01
    beta = centre.copy()
    for _ in range(_ROUNDS):
        chance = 1 / (1 + np.exp(-np.clip(design @ beta, -30, 30)))
        slope = design.T @ (known * (truth - chance)) - ridge * (beta - centre)
        curve = (design * (known * np.maximum(chance * (1 - chance), 1e-6))[:, None]).T @ design + np.diag(ridge)
        step = np.linalg.solve(curve, slope)
        beta = beta + step * min(1.0, 5.0 / max(float(np.abs(step).max()), 1e-12))
        if float(np.abs(step).max()) < 1e-8:
            break
    return beta


_WIDTH = 3 + sum(width - 1 for width in WIDTHS)


def _odds(prior: Reals) -> Reals:
    """Give the logarithms of the odds same against rest, and household against strangers."""
    safe = np.clip(prior, _FLOOR, 1)
    same = np.log(safe[:, SAME] / (safe[:, HOUSEHOLD] + safe[:, STRANGERS]))
    both = np.stack((same, np.log(safe[:, HOUSEHOLD] / safe[:, STRANGERS])), axis=1)
    return np.asarray(np.clip(both, -_REACH, _REACH))


def _design(vec: Vectors, prior: Reals) -> Reals:
    """Give one column of ones, the mixture's odds, and one per known grade of every field."""
    odds = _odds(prior)
    columns = [np.ones((len(vec), 1)), odds[:, :1], odds[:, 1:] / 4]
    columns += [np.eye(width)[vec[:, field]][:, 1:] for field, width in enumerate(WIDTHS)]
    return np.concatenate(columns, axis=1)


def _binned(vec: Vectors, prior: Reals) -> NDArray[np.uint8]:
    steps = np.floor((_odds(prior) + _REACH) / (2 * _REACH) * (_STEPS - 1))
    return np.concatenate((vec.astype(np.uint8), steps.astype(np.uint8)), axis=1)


@dataclass(frozen=True, slots=True)
class Contest:
    """How champion and challenger did on the same pairs of people neither has learnt from."""

    promoted: bool
    champion_f1: float
    challenger_f1: float
    champion_auto: float
    challenger_auto: float


def challenge(champion: Reals, challenger: Reals, truth: NDArray[np.bool_], precision: float = 0.999) -> Contest:
    """Compare probabilities of held-out pairs; promoted is who loses neither F1 nor recall at the automatic precision."""
    f1 = [_f1(chance >= 0.5, truth) for chance in (champion, challenger)]
    auto = [_recall_at(chance, truth, precision) for chance in (champion, challenger)]
    return Contest(f1[1] >= f1[0] and auto[1] >= auto[0], f1[0], f1[1], auto[0], auto[1])


def _f1(said: NDArray[np.bool_], truth: NDArray[np.bool_]) -> float:
    both = int(said.sum()) + int(truth.sum())
    return 2 * int((said & truth).sum()) / both if both else 1.0


def _recall_at(chance: Reals, truth: NDArray[np.bool_], precision: float) -> float:
    """Give the largest share of true pairs above a line above which so many are true."""
    order = np.argsort(-chance, kind="stable")
    found = np.cumsum(truth[order])
    last_of_its_chance = np.r_[np.diff(chance[order]) != 0, True] if len(order) else np.zeros(0, bool)
    good = found[last_of_its_chance & (found >= precision * np.arange(1, len(order) + 1))]
    return float(good.max(initial=0) / max(int(truth.sum()), 1))
