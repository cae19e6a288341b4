"""The mixture: a pair that shares a block key is the same person, two people of one household, or strangers who look alike.

Each class is made of a few kinds (a clean double, one who has moved, …), so that what goes together within a class is not counted
twice. How kinds look is learnt once and shipped; a run estimates only how frequent they are in its data.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from aiop.identity.people.fields import FIELDS, WIDTHS
from aiop.identity.people.vectors import Vectors, patterns

Reals = NDArray[np.float64]
SAME, HOUSEHOLD, STRANGERS = 0, 1, 2
CLASSES = ("same", "household", "strangers")
UNKNOWN = -1

_ROUNDS = 200
_SETTLED = 1e-7
_SMOOTHING = 0.5  # pairs added to every grade of a kind
_BELIEF, _LEAST_BELIEF, _MOST_BELIEF = 0.015, 300.0, 30_000.0  # pairs per kind that the shipped tables stand for
_ADAPTING_ROUNDS = 60
_PRIOR_PAIRS = 60.0  # pairs' worth of belief in the shipped shares


@dataclass(frozen=True, slots=True)
class ClassTables:
    """How likely each grade of each field is for each kind of pair; `kinds` gives each kind's class, `usual` its usual share."""

    version: str
    kinds: tuple[int, ...]
    usual: Reals
    logs: tuple[Reals, ...]  # per field: kinds x grades, natural logarithms; 0 for what is not known

    def to_json(self) -> str:
        """Write as JSON, rounded so that a file read back scores the same to the bit."""
        fields = {field.name: np.round(log, 6).tolist() for field, log in zip(FIELDS, self.logs, strict=True)}
        whole = {
            "version": self.version,
            "kinds": self.kinds,
            "usual": np.round(self.usual, 6).tolist(),
            "fields": fields,
        }
        return json.dumps(whole, indent=1) + "\n"

    @classmethod
    def from_mapping(cls, stored: Mapping[str, Any]) -> "ClassTables":
        """Read what `to_json` wrote; ValueError when it was made for other fields or grades."""
        logs = tuple(np.array(stored["fields"].get(field.name, []), float) for field in FIELDS)
        kinds = tuple(stored["kinds"])
        if any(log.shape != (len(kinds), width) for log, width in zip(logs, WIDTHS, strict=True)):
            raise ValueError("these class tables are for other fields; learn them again")
        return cls(stored["version"], kinds, np.array(stored["usual"]), logs)

    def log_likelihood(self, vec: Vectors) -> Reals:
        """Give for each pair and kind the logarithm of how likely such a pair is."""
        out = np.zeros((len(vec), len(self.kinds)))
        for column, log in enumerate(self.logs):
            out += log.T[vec[:, column]]
        return out


@cache
def shipped() -> ClassTables:
    """Give the tables that come with the product."""
    text = files("aiop.identity.people").joinpath("class_tables.json").read_text(encoding="utf-8")
    return ClassTables.from_mapping(json.loads(text))


def shares(vec: Vectors, tables: ClassTables) -> Reals:
    """Estimate how frequent each kind is among these pairs; the tables stay as they are."""
    distinct, _, counts = patterns(vec)
    return _shares(tables.log_likelihood(distinct), counts.astype(float), tables.usual)


def adapted(vec: Vectors, tables: ClassTables) -> tuple[ClassTables, Reals]:
    """Move the shipped tables towards these pairs, as far as the pairs outweigh them, and give the kinds' shares as well.

    Left free, EM drifts off to whatever is most frequent; held entirely, tables judge strangers' data by other people's slips.
    """
    distinct, _, counts = patterns(vec)
    strength = min(max(_BELIEF * len(vec), _LEAST_BELIEF), _MOST_BELIEF)
    held = [np.exp(log[:, 1:]) * strength for log in tables.logs]
    current, kind_shares = tables, _shares(tables.log_likelihood(distinct), counts.astype(float), tables.usual)
    for _ in range(_ADAPTING_ROUNDS):
        mass = _responsibilities(current.log_likelihood(distinct), kind_shares) * counts[:, None]
        current = replace(current, logs=_logs(distinct, mass, held))
        whole = mass.sum(axis=0) + _PRIOR_PAIRS * tables.usual
        kind_shares = whole / whole.sum()
    return replace(current, logs=tuple(np.round(log, 6) for log in current.logs)), np.round(kind_shares, 9)


def posterior(vec: Vectors, tables: ClassTables, kind_shares: Reals) -> Reals:
    """Give for each pair how likely it is the same person, a household, strangers."""
    distinct, where, _ = patterns(vec)
    kinds = _responsibilities(tables.log_likelihood(distinct), kind_shares)
    return (kinds @ _membership(tables.kinds))[where]


def learn(
    vec: Vectors,
    classes: NDArray[np.int8],
    *,
    kinds: Sequence[int] = (SAME, SAME, SAME, HOUSEHOLD, HOUSEHOLD, STRANGERS, STRANGERS),
    weights: Reals | None = None,
    version: str = "1",
) -> ClassTables:
    """Learn tables by EM: `classes` holds what is known of each pair (UNKNOWN where nothing), `weights` what each counts."""
    known = np.column_stack((vec, classes.astype(np.int8) + 1))
    distinct, where = np.unique(known, axis=0, return_inverse=True)
    counts = np.bincount(where.reshape(-1), weights, len(distinct)).astype(float)
    grades, labels = distinct[:, :-1], distinct[:, -1].astype(int) - 1
    allowed = (labels[:, None] == UNKNOWN) | (labels[:, None] == np.array(kinds)[None, :])
    belief = _first_belief(grades, allowed, kinds)
    tables = ClassTables(version, tuple(kinds), np.full(len(kinds), 1 / len(kinds)), ())
    for _ in range(_ROUNDS):
        tables = _maximised(tables, grades, belief * counts[:, None])
        fresh = _responsibilities(tables.log_likelihood(grades), tables.usual, allowed)
        moved = float(np.abs(fresh - belief).max(initial=0))
        belief = fresh
        if moved < _SETTLED:
            break
    return tables


def weights(vec: Vectors, tables: ClassTables, kind_shares: Reals) -> Reals:
    """Give for each pair the bits with which each field speaks for the same person rather than for all else.

    A field counts for what it adds to those before it, so that nothing counts twice; with the prior they sum up to the whole.
    """
    log = np.repeat(np.log(np.maximum(kind_shares, 1e-300))[None, :], len(vec), axis=0)
    same = _membership(tables.kinds)[:, SAME] > 0
    bits, before = np.zeros((len(vec), len(FIELDS))), _log_odds(log, same)
    for column, table in enumerate(tables.logs):
        log += table.T[vec[:, column]]
        after = _log_odds(log, same)
        bits[:, column] = (after - before) / np.log(2)
        before = after
    return np.round(bits, 2)


def _log_odds(log: Reals, same: NDArray[np.bool_]) -> Reals:
    return np.asarray(np.logaddexp.reduce(log[:, same], axis=1) - np.logaddexp.reduce(log[:, ~same], axis=1))


def _shares(likelihood: Reals, counts: Reals, usual: Reals) -> Reals:
    current = usual
    for _ in range(_ROUNDS):
        mass = counts @ _responsibilities(likelihood, current) + _PRIOR_PAIRS * usual
        fresh: Reals = mass / mass.sum()
        if float(np.abs(fresh - current).max()) < _SETTLED:
            break
        current = fresh
    return np.round(fresh, 9)


def _responsibilities(likelihood: Reals, kind_shares: Reals, allowed: NDArray[np.bool_] | None = None) -> Reals:
    log = likelihood + np.log(np.maximum(kind_shares, 1e-300))
    if allowed is not None:
        log = np.where(allowed, log, -np.inf)
    log = np.exp(log - log.max(axis=1, keepdims=True))
    return np.asarray(log / log.sum(axis=1, keepdims=True))


def _membership(kinds: Sequence[int]) -> Reals:
    return np.eye(len(CLASSES))[list(kinds)]


def _maximised(tables: ClassTables, grades: Vectors, mass: Reals) -> ClassTables:
    total = mass.sum(axis=0) + 1
    held = [np.full((mass.shape[1], width - 1), _SMOOTHING) for width in WIDTHS]
    return replace(tables, usual=total / total.sum(), logs=_logs(grades, mass, held))


def _logs(grades: Vectors, mass: Reals, held: Sequence[Reals]) -> tuple[Reals, ...]:
    """Give the logarithms of how often each kind has each grade, from pairs' mass and pairs held beside them."""
    logs = []
    for column, width in enumerate(WIDTHS):
        sums = np.stack([np.bincount(grades[:, column], mass[:, kind], width) for kind in range(mass.shape[1])])
        known = np.asarray(sums[:, 1:], np.float64) + held[column]
        # What is not known (grade 0) is no evidence.
        logs.append(np.pad(np.log(known / known.sum(axis=1, keepdims=True)), ((0, 0), (1, 0))))
    return tuple(logs)


def _first_belief(grades: Vectors, allowed: NDArray[np.bool_], kinds: Sequence[int]) -> Reals:
    """Part a class's pairs among its kinds by how many fields say "the same", the strongest first."""
    strong = ((grades == 1) | (grades == 2)).sum(axis=1) + 0.01 * grades.sum(axis=1) % 1
    belief = allowed.astype(float)
    for kind_class in range(len(CLASSES)):
        own = [n for n, kind in enumerate(kinds) if kind == kind_class]
        for place, kind in enumerate(own):
            centre = np.quantile(strong, 1 - (place + 0.5) / len(own)) if len(strong) else 0
            belief[:, kind] *= np.exp(-0.5 * np.abs(strong - centre))
    return np.asarray(belief / belief.sum(axis=1, keepdims=True).clip(1e-300))
