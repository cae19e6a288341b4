"""What a run comes to: the figures of one contender on one set, and the table of all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from aiop.identity.measure.calibration import calibration_error
from aiop.identity.measure.pairs import Pair, PairCounts, at_line, best_line, lowest_line
from tests.benchmarks.matching.contender import Found, Run
from tests.benchmarks.matching.sets import MatchingSet

SURE, AUTO_PRECISION = 0.99, 0.999


@dataclass(frozen=True)
class Figures:
    """One contender on one set. F1 at the best line; zones maps a zone to what stands in it or above it."""

    set_name: str
    contender: str
    f1: float
    f1_at_half: float
    sure: PairCounts
    auto_recall: float
    calibration: float
    pairs_per_row: float
    blocking_recall: float
    cleaning: float
    matching: float
    memory: float
    zones: Mapping[str, PairCounts] = field(default_factory=dict)


def figures(contender: str, of: MatchingSet, run: Run) -> Figures:
    """Hold what a contender found against the truth of the set."""
    truth = of.truth()
    found = _across(run.found, of.between) if of.between else run.found
    same = judged(found, truth)
    scores, verdicts, true = found.score.tolist(), same.tolist(), len(truth)
    best, auto = (
        best_line(scores, verdicts, true=true),
        lowest_line(scores, verdicts, true=true, precision=AUTO_PRECISION),
    )
    return Figures(
        of.name,
        contender,
        best.counts.f1 if best else 0.0,
        at_line(scores, verdicts, 0.5, true=true).f1,
        at_line(scores, verdicts, SURE, true=true),
        auto.counts.recall if auto else 0.0,
        calibration_error(np.clip(found.score, 0, 1).tolist(), verdicts),
        len(scores) / run.rows,
        sum(verdicts) / true,
        run.cleaning,
        run.matching,
        run.memory,
        _zones(found, same, true),
    )


def judged(found: Found, truth: Iterable[Pair]) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Tell of each found pair whether it is true."""
    true = np.array(sorted((left << 32) | right for left, right in truth), np.int64)
    return np.isin((found.left << 32) | found.right, true)


def _across(found: Found, between: int) -> Found:
    """Keep pairs with one row in either file, as anybody would who knows that neither file repeats a person."""
    kept = (found.left <= between) & (found.right > between)
    return Found(found.left[kept], found.right[kept], found.score[kept], found.zone[kept])


def _zones(found: Found, same: np.ndarray[tuple[int], np.dtype[np.bool_]], true: int) -> dict[str, PairCounts]:
    """Count the zones whose pairs are merged unseen or together: the narrow one, and the narrow one with the wider."""
    counted = {}
    for name, members in (("auto", ("auto",)), ("bulk", ("auto", "bulk"))):
        inside = np.isin(found.zone, members)
        if inside.any():
            right = int(same[inside].sum())
            counted[name] = PairCounts(right, int(inside.sum()) - right, true - right)
    return counted


_HEADS = (
    "set", "contender", "F1", "F1 p>=.5", "p>=.99 prec", "recall", "auto recall", "calib.", "pairs/row", "blocking",
    "auto zone", "bulk zone", "clean s", "match s", "MiB",
)  # fmt: skip


def table(results: Sequence[Figures]) -> str:
    """Lay the figures out as a table in Markdown."""
    rows = [_HEADS, tuple("---" for _ in _HEADS), *(_cells(result) for result in results)]
    widths = [max(len(row[n]) for row in rows) for n in range(len(_HEADS))]
    return "\n".join(
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |" for row in rows
    )


def _cells(result: Figures) -> tuple[str, ...]:
    return (
        result.set_name,
        result.contender,
        f"{result.f1:.4f}",
        f"{result.f1_at_half:.4f}",
        f"{result.sure.precision:.4f}",
        f"{result.sure.recall:.3f}",
        f"{result.auto_recall:.3f}",
        f"{result.calibration:.4f}",
        f"{result.pairs_per_row:.2f}",
        f"{result.blocking_recall:.4f}",
        _zone(result.zones.get("auto")),
        _zone(result.zones.get("bulk")),
        f"{result.cleaning:.2f}",
        f"{result.matching:.2f}",
        f"{result.memory:.0f}",
    )


def _zone(counts: PairCounts | None) -> str:
    return f"{counts.precision:.4f} / {counts.recall:.3f}" if counts else ""
