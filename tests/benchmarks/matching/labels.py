"""What labels bring: a reviewer who never errs answers what the product asks, on one half of the people; the other half tells.

Each pair belongs to the half of its left row's person, so that every pair that a real queue holds is in exactly one half.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from aiop.identity.measure.pairs import Pair, best_line, lowest_line
from aiop.identity.people.layer import Kind, fit
from aiop.identity.people.vectors import patterns
from tests.benchmarks.matching.figures import AUTO_PRECISION, judged
from tests.benchmarks.matching.ours import compared

Bools = NDArray[np.bool_]
Reals = NDArray[np.float64]
# Given vectors, the mixture's posterior of them, which pairs are labelled and what the reviewer said: the score of all.
Refit = Callable[[NDArray[Any], Reals, NDArray[np.int64], Bools], Reals]
ROUNDS = (50, 100, 150, 200, 250, 400, 600, 800, 1000, 1300, 1600, 2000)
_FOLDS = 5
_NEAR_THE_LINE = (0.9, 0.9995)


@dataclass(frozen=True)
class Judged:
    """Pairs with the truth: vectors, posterior and score without labels, which are the same, half of each, true per half."""

    vectors: NDArray[Any]
    prior: Reals
    score: Reals
    same: Bools
    half: NDArray[np.int64]
    true: tuple[int, int]


@dataclass(frozen=True)
class AfterLabels:
    """How well the unseen half is matched after so many labels."""

    labels: int
    f1: float
    auto_recall: float


def split(folder: Path, truth: set[Pair]) -> Judged:
    """Compare a set's pairs and split them, and all true pairs, by the person of the left row."""
    found, matcher, vec = compared(folder)
    person = people(truth)
    halves = np.array([_half(person.get(row, row)) for row in found.left.tolist()], np.int64)
    first = sum(_half(person[pair[0]]) == 0 for pair in truth)
    return Judged(vec, matcher.prior(vec), found.score, judged(found, truth), halves, (first, len(truth) - first))


def refit(vec: NDArray[Any], prior: Reals, asked: NDArray[np.int64], said: Bools) -> Reals:
    """Fit the layer that says held-out labels better, as the product does: logistic, or trees as its challenger."""
    kinds: list[Kind] = ["logistic", "trees"]
    kind = min(kinds, key=lambda kind: _loss_unseen(vec[asked], prior[asked], said, kind))
    distinct, where, _ = patterns(vec)
    first = np.zeros(len(distinct), np.int64)
    first[where] = np.arange(len(vec))
    return fit(vec[asked], prior[asked], said, kind=kind).probability(distinct, prior[first])[where]


def _loss_unseen(vec: NDArray[Any], prior: Reals, said: Bools, kind: Kind) -> float:
    """Give the surprise at each fifth of the labels when the layer has learnt from the others."""
    fold = np.arange(len(said)) % _FOLDS
    losses = []
    for held in range(_FOLDS):
        inside, outside = fold != held, fold == held
        layer = fit(vec[inside], prior[inside], said[inside], kind=kind)
        chance = np.clip(layer.probability(vec[outside], prior[outside]), 1e-6, 1 - 1e-6)
        losses.append(-np.log(np.where(said[outside], chance, 1 - chance)).mean())
    return float(np.mean(losses))


def people(truth: set[Pair]) -> dict[int, int]:
    """Give for every row that has a double the smallest row of its person; truth is closed, so it stands in a pair with each."""
    person: dict[int, int] = {}
    for left, right in truth:
        person[left] = min(person.get(left, left), left)
        person[right] = min(person.get(right, right), left)
    return person


def _half(person: int) -> int:
    return (person * 2_654_435_761 >> 16) & 1


def simulate(case: Judged, *, seed: int, measured: Iterable[int], learn: Refit = refit) -> Iterator[AfterLabels]:
    """Ask, label and fit again, round by round; give the figures at the numbers of labels that are measured."""
    rng = np.random.default_rng(seed)
    asked = np.zeros(0, np.int64)
    pool = np.flatnonzero(case.half == 0)
    score = case.score
    for goal in ROUNDS:
        fresh = np.setdiff1d(pool, asked)
        asked = np.concatenate((asked, chosen(rng, score, fresh, goal - len(asked))))
        score = learn(case.vectors, case.prior, asked, case.same[asked])
        if goal in measured:
            yield _reached(case, score, goal)


def chosen(rng: np.random.Generator, score: Reals, fresh: NDArray[np.int64], count: int) -> NDArray[np.int64]:
    """Choose what to ask: half uncertain pairs, half around the line from which nobody would be asked any more."""
    doubt = score[fresh] * (1 - score[fresh])
    uncertain = _drawn(rng, fresh, doubt**2, count // 2)
    rest = np.setdiff1d(fresh, uncertain)
    low, high = _NEAR_THE_LINE
    near = ((score[rest] > low) & (score[rest] < high)).astype(float)
    return np.concatenate((uncertain, _drawn(rng, rest, near, count - len(uncertain))))


def _drawn(rng: np.random.Generator, among: NDArray[np.int64], weight: Reals, count: int) -> NDArray[np.int64]:
    """Draw without repetition, those of weight first; those of none only when there are too few others."""
    shaken = rng.random(len(among)) ** (1 / np.maximum(weight, 1e-12))
    return among[np.argsort(-shaken, kind="stable")[:count]]


def _reached(case: Judged, score: Reals, count: int) -> AfterLabels:
    unseen = case.half == 1
    scores, same, true = score[unseen].tolist(), case.same[unseen].tolist(), case.true[1]
    best, auto = best_line(scores, same, true=true), lowest_line(scores, same, true=true, precision=AUTO_PRECISION)
    return AfterLabels(count, best.counts.f1 if best else 0.0, auto.counts.recall if auto else 0.0)
