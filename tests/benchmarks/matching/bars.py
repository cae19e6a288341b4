"""The bars that matching must pass, and in words which were missed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tests.benchmarks.matching.figures import Figures

MIB_PER_GB = 1e9 / 2**20
Read = Callable[[Figures], float]


@dataclass(frozen=True)
class Bar:
    """A figure that our run on a kind of set must reach: at least, or where `most` is set at most."""

    kind: str
    title: str
    read: Read
    limit: float
    most: bool = False

    def missed_by(self, result: Figures) -> bool:
        """Tell whether a run misses the bar."""
        value = self.read(result)
        return value > self.limit if self.most else value < self.limit


def _zone(name: str, part: str) -> Read:
    return lambda result: float(getattr(result.zones[name], part)) if name in result.zones else 0.0


BARS = (
    Bar("FEBRL3", "F1", lambda r: r.f1, 0.996),
    Bar("FEBRL3", "recall at precision .999", lambda r: r.auto_recall, 0.992),
    Bar("FEBRL4", "F1", lambda r: r.f1, 0.9990),
    Bar("pseudopeople", "F1", lambda r: r.f1, 0.962),
    Bar("pseudopeople", "precision of p >= .99", lambda r: r.sure.precision, 0.998),
    Bar("customers 100k", "F1", lambda r: r.f1, 0.945),
    Bar("customers 100k", "precision of p >= .99", lambda r: r.sure.precision, 0.997),
    Bar("customers 100k", "recall of p >= .99", lambda r: r.sure.recall, 0.58),
    Bar("customers 100k", "calibration error", lambda r: r.calibration, 0.02, most=True),
    Bar("customers 100k", "precision of the auto zone", _zone("auto", "precision"), 0.9994),
    Bar("customers 100k", "recall of the auto zone", _zone("auto", "recall"), 0.22),
    Bar("customers 100k", "precision of the bulk zone", _zone("bulk", "precision"), 0.998),
    Bar("customers 100k", "recall of the bulk zone", _zone("bulk", "recall"), 0.38),
    Bar("customers 100k", "seconds", lambda r: r.matching, 1.8, most=True),
    Bar("customers 10k", "seconds", lambda r: r.matching, 0.4, most=True),
    Bar("no households", "F1", lambda r: r.f1, 0.977),
    Bar("customers 1000k", "pairs per row", lambda r: r.pairs_per_row, 1.8, most=True),
    Bar("customers 1000k", "recall of blocking", lambda r: r.blocking_recall, 0.985),
    Bar("customers 1000k", "seconds", lambda r: r.matching, 15, most=True),
    Bar("customers 1000k", "peak MiB", lambda r: r.memory, 1.2 * MIB_PER_GB, most=True),
)
# After so many labels: F1, and recall at precision .999, on people whom no label showed.
LABEL_BARS = {250: (0.961, 0.53), 1000: (0.970, 0.60), 2000: (0.973, 0.69)}
LABEL_BARS_OF_A_MILLION = {1000: (0.0, 0.55)}


def kind_of(set_name: str) -> str:
    """Give the kind of a set by its name; a set without households is a kind of its own."""
    if set_name.endswith("no households"):
        return "no households"
    return set_name.partition(" seed ")[0]


def missed(results: Sequence[Figures]) -> list[str]:
    """Say of each bar that our runs miss what was reached; an anchor that does better is a bar too."""
    ours = [result for result in results if result.contender == "ours"]
    said = [
        f"{result.set_name}: {bar.title} is {bar.read(result):.4f}, and must be at {'most' if bar.most else 'least'} {bar.limit:.4f}"
        for result in ours
        for bar in BARS
        if bar.kind == kind_of(result.set_name) and bar.missed_by(result)
    ]
    anchors = [(mine, other) for mine in ours for other in results if other.set_name == mine.set_name]
    return said + [
        f"{mine.set_name}: F1 is {mine.f1:.4f}, and {other.contender} reaches {other.f1:.4f}"
        for mine, other in anchors
        if other.f1 > mine.f1
    ]
