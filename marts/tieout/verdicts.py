"""Whether a figure ties: the tolerances, and what a comparison of one KPI comes to. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

HUNDRED = Decimal(100)


class Verdict(StrEnum):
    """What a comparison came to, best first."""

    RECONCILED = "reconciled"
    ACCEPTED = "accepted"
    FAILED = "failed"
    NOT_COMPARABLE = "not comparable"


@dataclass(frozen=True)
class Tolerance:
    """What passes: `exact` and `accepted` in points of a percentage, records of a count, or a share of a sum.

    `explained` asks for a cause of every differing record before anything but an exact figure is accepted.
    """

    exact: Decimal = Decimal(0)
    accepted: Decimal | None = None
    is_share: bool = False
    explained: bool = False


TOLERANCES = {
    "leads": Tolerance(accepted=Decimal(1), explained=True),
    "num_estimates": Tolerance(accepted=Decimal(1), explained=True),
    "total_booked": Tolerance(),
    "dollars_produced": Tolerance(accepted=Decimal("0.5"), is_share=True, explained=True),
    "dollars_collected": Tolerance(accepted=Decimal("0.1"), is_share=True),
    "close_rate_percent": Tolerance(accepted=Decimal(100), explained=True),
    "gpm_percent": Tolerance(Decimal("0.1"), Decimal(1)),
    "warranty_percent": Tolerance(Decimal("0.01"), Decimal("0.1")),
    "future_bookings": Tolerance(accepted=Decimal(1), is_share=True),
    "outstanding_ar": Tolerance(accepted=Decimal(1), is_share=True),
}
# Overall margin must come closer than that of a unit.
GPM_OVERALL = Decimal("0.5")


@dataclass(frozen=True, slots=True)
class Compared:
    """One KPI of one unit in one week: the report's value and ours (None: unknown), and what of it has no cause."""

    theirs: Decimal | None
    ours: Decimal | None
    unexplained: Decimal = Decimal(0)

    @property
    def difference(self) -> Decimal | None:
        """The report's value less ours; None where either is unknown."""
        return None if self.theirs is None or self.ours is None else self.theirs - self.ours


def judge(kpi: str, one: Compared, *, overall: bool = False) -> Verdict:
    """Judge one figure by its KPI's tolerance; both unknown is the same."""
    if one.theirs is None and one.ours is None:
        return Verdict.RECONCILED
    if one.theirs is None or one.ours is None:
        return Verdict.NOT_COMPARABLE
    allowed = TOLERANCES[kpi]
    off = abs(one.theirs - one.ours)
    if off <= allowed.exact:
        return Verdict.RECONCILED
    accepted = GPM_OVERALL if overall and kpi == "gpm_percent" else allowed.accepted
    if accepted is None or (allowed.explained and one.unexplained):
        return Verdict.FAILED
    if allowed.is_share:
        off = off / abs(one.theirs) * HUNDRED if one.theirs else HUNDRED
    return Verdict.ACCEPTED if off <= accepted else Verdict.FAILED


def worst(verdicts: Sequence[Verdict]) -> Verdict:
    """Give the worst of several verdicts; nothing to compare is not comparable."""
    order = list(Verdict)
    return max(verdicts, key=order.index, default=Verdict.NOT_COMPARABLE)
