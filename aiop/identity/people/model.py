"""The matcher: everything that turns pairs into probabilities, in one value that a run keeps and the next one reuses."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from aiop.identity.people import mixture
from aiop.identity.people.guards import Rules, zone_rules
from aiop.identity.people.layer import Layer
from aiop.identity.people.mixture import HOUSEHOLD, SAME, ClassTables, Reals
from aiop.identity.people.snapshot import Snapshot, take
from aiop.identity.people.table import Table
from aiop.identity.people.vectors import Rows, Vectors, patterns, vectors

_DECIMALS = 6  # beyond them processors may differ
_LEAST = 1e-12
# Odds that were learnt on other people's data are drawn in from here on: 99.6 % there is given as 99 % here.
_SURE, _DRAW = 2.0, 0.75


@dataclass(frozen=True, slots=True)
class Scored:
    """Pairs with their probabilities, grades and guard rules (numbers in `guards.RULES`), row by row."""

    probability: Reals
    household: Reals
    vector: Vectors
    rule: Rules
    pattern: NDArray[np.intp]
    pattern_weights: Reals

    @property
    def weights(self) -> Reals:
        """Give each pair's bits of evidence by field."""
        return self.pattern_weights[self.pattern]

    def weights_of(self, pair: int) -> list[float]:
        """Give one pair's bits of evidence by field."""
        return [float(bits) for bits in self.pattern_weights[self.pattern[pair]]]


@dataclass(frozen=True, slots=True)
class Matcher:
    """Class tables, how frequent their kinds are, what values are common or shared, and two corrections.

    `experience` is learnt from invented people and shipped, `layer` from this organisation's reviewers.
    """

    tables: ClassTables
    shares: Reals
    snapshot: Snapshot
    experience: Layer | None = None
    layer: Layer | None = None

    @property
    def version(self) -> str:
        """The name that candidates carry: tables, then the layer with its labels."""
        return (
            self.tables.version if self.layer is None else f"{self.tables.version}+{self.layer.kind}{self.layer.labels}"
        )

    @classmethod
    def for_data(
        cls,
        table: Table,
        left: Rows,
        right: Rows,
        *,
        tables: ClassTables | None = None,
        experience: Layer | None = None,
        layer: Layer | None = None,
        shared: Mapping[str, Mapping[str, int]] | None = None,
    ) -> "tuple[Matcher, Scored]":
        """Fit to all the people there are and score their pairs: the full run."""
        snapshot = take(table, shared)
        vec = vectors(table, left, right, snapshot)
        own, shares = mixture.adapted(vec, tables or mixture.shipped())
        matcher = cls(own, shares, snapshot, experience if tables else shipped_experience(), layer)
        return matcher, matcher.score_vectors(vec)

    def score(self, table: Table, left: Rows, right: Rows) -> Scored:
        """Score pairs of any table as the full run would: the incremental path."""
        return self.score_vectors(vectors(table, left, right, self.snapshot))

    def score_vectors(self, vec: Vectors) -> Scored:
        """Score pairs that were compared before."""
        distinct, where, _ = patterns(vec)
        prior = self.prior(distinct)
        same = prior[:, SAME] if self.layer is None else self.layer.probability(distinct, prior)
        same = np.round(same, _DECIMALS)
        rest = np.maximum(prior[:, 1:].sum(axis=1), _LEAST)
        household = np.round((1 - same) * prior[:, HOUSEHOLD] / rest, _DECIMALS)
        rules = zone_rules(distinct, same)
        bits = mixture.weights(distinct, self.tables, self.shares)
        return Scored(same[where], household[where], vec, rules[where], where, bits)

    def prior(self, vec: Vectors) -> Reals:
        """Give what is believed of compared pairs without reviewers: what a layer is learnt from."""
        believed = mixture.posterior(vec, self.tables, self.shares)
        if self.experience is None:
            return believed
        same = _drawn_in(self.experience.probability(vec, believed))
        rest = believed[:, 1:] / np.maximum(believed[:, 1:].sum(axis=1, keepdims=True), _LEAST)
        return np.column_stack((same, (1 - same)[:, None] * rest))

    def taught(self, layer: Layer | None) -> "Matcher":
        """Give the same matcher with another layer."""
        return replace(self, layer=layer)

    def to_json(self) -> str:
        """Write the whole matcher; read back it scores the same."""
        return json.dumps(
            {
                "tables": json.loads(self.tables.to_json()),
                "shares": self.shares.tolist(),
                "snapshot": {column: dict(bands) for column, bands in self.snapshot.bands.items()},
                "experience": None if self.experience is None else json.loads(self.experience.to_json()),
                "layer": None if self.layer is None else json.loads(self.layer.to_json()),
            }
        )

    @classmethod
    def from_mapping(cls, stored: Mapping[str, Any]) -> "Matcher":
        """Read what `to_json` wrote."""
        experience, layer = (
            None if stored[name] is None else Layer.from_mapping(stored[name]) for name in ("experience", "layer")
        )
        return cls(
            ClassTables.from_mapping(stored["tables"]),
            np.array(stored["shares"], float),
            Snapshot(stored["snapshot"]),
            experience,
            layer,
        )


@cache
def shipped_experience() -> Layer:
    """Give the correction that comes with the product, learnt on many invented towns of different carelessness."""
    text = files("aiop.identity.people").joinpath("experience.json").read_text(encoding="utf-8")
    return Layer.from_mapping(json.loads(text))


def _drawn_in(probability: Reals) -> Reals:
    safe = np.clip(probability, _LEAST, 1 - _LEAST)
    odds = np.log(safe / (1 - safe))
    odds = np.where(odds > _SURE, _SURE + (odds - _SURE) * _DRAW, odds)
    return np.asarray(1 / (1 + np.exp(-odds)))
