"""From what was measured to a verdict in words; pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from aiop.quality.checks import Check, Definition, Kind

CENT = Decimal("0.01")


class Status(StrEnum):
    """How a check came out; errored means that it could not be worked out."""

    PASSED = "passed"
    FAILED = "failed"
    ERRORED = "errored"


@dataclass(frozen=True, slots=True)
class Measured:
    """What the SQL said: failing rows, rows looked at (None where not counted), the value (None of nothing), in words."""

    failing: int
    total: int | None
    value: Decimal | None
    detail: str | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """A status with its value as shown and the sentence that explains it."""

    status: Status
    value: Decimal | None
    message: str


@dataclass(frozen=True, slots=True)
class Result:
    """How a check came out this time."""

    check: Check
    status: Status
    value: Decimal | None
    failing: int | None
    total: int | None
    message: str
    trend: str | None = None
    causes: dict[str, int] = field(default_factory=dict)


def judge(check: Check, measured: Measured) -> Verdict:
    """Hold what was measured against the check's threshold."""
    if check.kind is Kind.ROWS:
        return _judge_rows(check, measured)
    value = _shown(measured)
    if value is None:
        # The first monitoring called the rate of an empty table 0, and so raised an alarm about it.
        if check.definition is Definition.ORIGINAL:
            return Verdict(Status.FAILED, Decimal("0.00"), f"0.00 %: there are no rows; {_wanted(check)}.")
        return Verdict(Status.PASSED, None, _NOTHING[check.kind])
    if check.kind is Kind.LEVEL:
        return Verdict(Status.FAILED if measured.failing else Status.PASSED, value, measured.detail or f"{value} %.")
    return (_judge_rate if check.kind is Kind.RATE else _judge_age)(check, measured, value)


_NOTHING = {
    Kind.RATE: "No rows to check.",
    Kind.AGE: "It has not happened yet.",
    Kind.LEVEL: "Too little is known to expect anything.",
}


def _judge_rows(check: Check, measured: Measured) -> Verdict:
    failing = measured.failing
    status = Status.PASSED if failing <= check.threshold else Status.FAILED
    allowed = "none is allowed" if not check.threshold else f"up to {check.threshold:,} may be"
    message = f"{failing:,} {'row' if failing == 1 else 'rows'}; {allowed}." if failing else "No such rows."
    return Verdict(status, Decimal(failing), message)


def _judge_rate(check: Check, measured: Measured, value: Decimal) -> Verdict:
    total = measured.total or 0
    status = Status.PASSED if value >= check.threshold else Status.FAILED
    return Verdict(status, value, f"{value} % ({total - measured.failing:,} of {total:,}); {_wanted(check)}.")


def _judge_age(check: Check, measured: Measured, value: Decimal) -> Verdict:
    status = Status.PASSED if value <= check.threshold else Status.FAILED
    return Verdict(status, value, f"{value:.1f} days; at most {check.threshold:,} may pass.")


def _wanted(check: Check) -> str:
    return f"at least {check.threshold.quantize(CENT)} % is wanted"


def _shown(measured: Measured) -> Decimal | None:
    """Round to what is stored; a rate with failing rows never reads 100."""
    if measured.value is None:
        return None
    value = measured.value.quantize(CENT, ROUND_HALF_UP)
    return value - CENT if measured.failing and value == 100 else value
