"""How right a table is, in one number that says where it comes from; pure.

Each check of the table weighs 9 where it is critical, 3 where it warns, 1 where it is only to be noted. It earns its whole weight when
it holds; a failing rate earns the share of what is wanted that it reaches; anything else that fails earns nothing. The score is what
was earned in percent of what could be. Checks that could not be worked out earn nothing; those with nothing to check are left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal

from aiop.quality.checks import Check, Definition, Kind, Severity

WEIGHTS = {Severity.CRITICAL: 9, Severity.WARNING: 3, Severity.INFO: 1}


@dataclass(frozen=True)
class Standing:
    """How a check came out: its status and value."""

    status: str
    value: Decimal | None


@dataclass(frozen=True)
class Loss:
    """What one check costs a table, in points of its score."""

    check: Check
    points: Decimal


@dataclass(frozen=True)
class Score:
    """A table's score, how many of its checks hold, and what costs it points, the most first."""

    model: str
    value: Decimal
    holding: int
    checks: int
    losses: tuple[Loss, ...]


def scores(checks: Iterable[Check], standings: Mapping[str, Standing]) -> list[Score]:
    """Work out the score of each table that has results, the lowest first."""
    by_table: dict[str, list[tuple[Check, Standing]]] = {}
    for check in checks:
        standing = standings.get(check.name)
        if standing is not None and check.definition is Definition.CORRECTED and not _has_nothing(standing):
            by_table.setdefault(check.model, []).append((check, standing))
    return sorted(
        (_score(model, found) for model, found in by_table.items()), key=lambda score: (score.value, score.model)
    )


def _score(model: str, found: list[tuple[Check, Standing]]) -> Score:
    whole = sum(WEIGHTS[check.severity] for check, _ in found)
    lost = [(check, WEIGHTS[check.severity] * (1 - earned(check, standing))) for check, standing in found]
    losses = [Loss(check, 100 * weight / whole) for check, weight in lost if weight]
    value = 100 - sum((loss.points for loss in losses), Decimal(0))
    # Rounded down: what is not wholly right never reads 100.
    shown = value.quantize(Decimal("0.1"), ROUND_DOWN)
    return Score(
        model, shown, len(found) - len(losses), len(found), tuple(sorted(losses, key=lambda loss: -loss.points))
    )  # fmt: skip


def earned(check: Check, standing: Standing) -> Decimal:
    """Give the share of its weight that a check earns, from 0 to 1."""
    if standing.status == "passed":
        return Decimal(1)
    if standing.status == "failed" and check.kind is Kind.RATE and standing.value is not None:
        return min(standing.value / check.threshold, Decimal(1))
    return Decimal(0)


def _has_nothing(standing: Standing) -> bool:
    return standing.status == "passed" and standing.value is None
