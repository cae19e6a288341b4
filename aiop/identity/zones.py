"""What is to be done with a scored pair: merged by itself, offered for bulk approval, reviewed, or parked. Pure rules.

No single rule and no probability alone is safe enough to merge people by: the automatic zone takes both, and only after audits
have proven it. Where the lines stand is measured (`lines_from`) once there are audited labels.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from aiop.identity.measure.bounds import lower_bound
from aiop.identity.measure.thresholds import proven_line

Zone = Literal["auto", "bulk", "review", "park"]
Strength = Literal["auto", "bulk", ""]

FLOOR = 0.02  # probability under which a pair is nobody's question
LARGEST_CLUSTER = 5  # records that may become one without a person looking at them one by one
AUDITED_SHARE = 0.05
AUTO_PRECISION = 0.999  # what audits must prove, with 95 % certainty, before anything is merged by itself
BULK_PRECISION = 0.99
_PRIME, _LEFT, _RIGHT = 1_000_003, 7_919, 104_729


@dataclass(frozen=True, slots=True)
class Guard:
    """What a rule says of a pair beside its probability: how far it may go, by which rule, or why never by itself."""

    strength: Strength = ""
    rule: str = ""
    veto: str = ""


@dataclass(frozen=True, slots=True)
class Lines:
    """From which probability a pair of each zone is in it; `auto_on` once staff switched it on and audits have proven it."""

    auto: float = 0.9
    bulk: float = 0.99
    review: float = 0.1
    auto_on: bool = False


SHIPPED = Lines()


def zone_of(probability: float, guard: Guard, lines: Lines, cluster_size: int = 2) -> Zone:
    """Give the zone of a pair that would make a cluster of so many records; automatic pairs wait in bulk while that is off."""
    if probability < lines.review:
        return "park"
    if guard.veto or cluster_size > LARGEST_CLUSTER:
        return "review"
    if guard.strength == "auto" and probability >= lines.auto:
        return "auto" if lines.auto_on else "bulk"
    return "bulk" if guard.strength and probability >= lines.bulk else "review"


def is_audit(left: int, right: int) -> bool:
    """Tell whether a pair is in the audit sample: a twentieth of all, the same pairs in every run."""
    return (left % _PRIME * _LEFT + right % _PRIME * _RIGHT) % _PRIME % round(1 / AUDITED_SHARE) == 0


# The same in SQL, over columns "left" and "right".
IS_AUDIT_SQL = f"""mod(mod(mod("left", {_PRIME}) * {_LEFT} + mod("right", {_PRIME}) * {_RIGHT}, {_PRIME}), {round(1 / AUDITED_SHARE)}) = 0"""


@dataclass(frozen=True, slots=True)
class Audit:
    """One audited pair: what was said of it and whether it was one."""

    probability: float
    strength: Strength
    same: bool


def lines_from(audits: Sequence[Audit], *, switched_on: bool, precision: float = AUTO_PRECISION) -> Lines:
    """Give the lines that audits prove, the shipped ones where they prove none; ever stricter, never looser, than shipped."""
    sure = [audit for audit in audits if audit.strength == "auto" and audit.probability >= SHIPPED.auto]
    guarded = [audit for audit in audits if audit.strength]
    auto = proven_line([a.probability for a in sure], [a.same for a in sure], precision=precision)
    bulk = proven_line([a.probability for a in guarded], [a.same for a in guarded], precision=BULK_PRECISION)
    return Lines(
        auto=max(SHIPPED.auto, auto.score if auto else SHIPPED.auto),
        bulk=max(SHIPPED.auto, bulk.score) if bulk else SHIPPED.bulk,
        review=SHIPPED.review,
        auto_on=switched_on and auto is not None,
    )


def trips(audits: Sequence[Audit], *, precision: float = AUTO_PRECISION) -> bool:
    """Tell whether audit errors among what is merged by itself are more than its promise allows."""
    sure = [audit for audit in audits if audit.strength == "auto" and audit.probability >= SHIPPED.auto]
    wrong = sum(not audit.same for audit in sure)
    # Were the promise kept, so many errors or more would be a surprise of five in a hundred.
    return wrong > 0 and lower_bound(wrong, len(sure)) > 1 - precision
