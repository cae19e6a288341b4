"""Why a record differs: causes with the evidence for each, until every cent has one or is UNKNOWN. Pure."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum


class Cause(StrEnum):
    """The codes of causes."""

    TIMING = "TIMING"
    MISSING_RECORD = "MISSING_RECORD"
    VOIDED = "VOIDED"
    STATUS = "STATUS"
    DATE_BOUNDARY = "DATE_BOUNDARY"
    TIME_ZONE = "TIME_ZONE"
    UNIT_ATTRIBUTION = "UNIT_ATTRIBUTION"
    UNIT_UNMAPPED = "UNIT_UNMAPPED"
    TYPE_LIST = "TYPE_LIST"
    NO_CHARGE = "NO_CHARGE"
    TEST_CUSTOMER = "TEST_CUSTOMER"
    DUPLICATE = "DUPLICATE"
    ADJUSTMENT_INVOICE = "ADJUSTMENT_INVOICE"
    TAX = "TAX"
    COST_LABOUR = "COST_LABOUR"
    COST_MATERIAL = "COST_MATERIAL"
    COST_RETURN = "COST_RETURN"
    UNAPPLIED_PAYMENT = "UNAPPLIED_PAYMENT"
    REPORT_CUT = "REPORT_CUT"
    BASELINE_ERROR = "BASELINE_ERROR"
    UNKNOWN = "UNKNOWN"


@dataclass(frozen=True, slots=True)
class Reason:
    """A cause, what of the difference it explains, and the evidence in words."""

    cause: Cause
    amount: Decimal
    evidence: str


@dataclass(frozen=True)
class Known:
    """What we know of a record that one side lacks or shows otherwise; days as the KPI counts them.

    `listed` tells whether the definition's lists let its type through; None where the KPI asks for no list.
    """

    exists: bool = False
    voided: bool = False
    changed_at: dt.datetime | None = None
    day: dt.date | None = None
    utc_day: dt.date | None = None
    earliest_day: dt.date | None = None
    status: str = ""
    status_counts: bool = True
    type_name: str = ""
    listed: bool | None = None
    is_test: bool = False
    is_no_charge: bool = False
    unit_id: int = -1
    unit_name: str = ""
    is_unapplied: bool = False
    parts: Mapping[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True)
class Setting:
    """What both sides were asked: the week, when the report was taken, and what the report is seen to leave out."""

    start: dt.date
    end: dt.date
    extracted_at: dt.datetime | None = None
    is_cut: bool = False
    statuses: frozenset[str] = frozenset()
    types: frozenset[str] = frozenset()

    def holds(self, day: dt.date | None) -> bool:
        """Tell whether a day lies in the week."""
        return day is not None and self.start <= day <= self.end


def only_theirs(known: Known, setting: Setting, unit_id: int) -> tuple[Cause, str]:
    """Say why the report has a record under a unit and week where we have none."""
    return next(_why_we_lack(known, setting, unit_id), (Cause.UNKNOWN, "Nothing that we know of it explains this."))


def _why_we_lack(known: Known, setting: Setting, unit_id: int) -> Iterator[tuple[Cause, str]]:
    if not known.exists:
        yield Cause.MISSING_RECORD, "It has not come in."
    if known.voided:
        yield Cause.VOIDED, "It is voided or deleted at the source."
    if _late(known, setting):
        yield Cause.TIMING, f"It was changed on {known.changed_at:%d %b %Y, %H:%M} UTC, after the report was taken."
    yield from _by_day(known, setting, "We have it on")
    if known.is_test:
        yield Cause.TEST_CUSTOMER, "We leave it out: its customer counts as a test."
    if known.listed is False:
        yield Cause.TYPE_LIST, f"We leave it out: the lists do not let “{known.type_name}” through."
    if not known.status_counts:
        yield Cause.STATUS, f"We leave it out: its status is {known.status or 'unknown'}."
    if known.is_no_charge:
        yield Cause.NO_CHARGE, "We leave it out: it is free of charge."
    if known.unit_id == 0:
        yield Cause.UNIT_UNMAPPED, f"We have it under no unit: nobody has placed {known.unit_name or 'its unit'}."
    if known.unit_id != unit_id:
        yield Cause.UNIT_ATTRIBUTION, f"We have it under another unit: {known.unit_name}."


def only_ours(known: Known, setting: Setting, theirs_elsewhere: str = "") -> tuple[Cause, str]:
    """Say why we have a record where the report has none; `theirs_elsewhere` is where it has it instead."""
    why = _why_they_lack(known, setting, theirs_elsewhere)
    return next(why, (Cause.UNKNOWN, "Nothing that we know of it explains this."))


def _why_they_lack(known: Known, setting: Setting, theirs_elsewhere: str) -> Iterator[tuple[Cause, str]]:
    if known.is_unapplied:
        yield Cause.UNAPPLIED_PAYMENT, "It is money that no invoice has been given yet."
    if theirs_elsewhere and known.unit_id == 0:
        yield (
            Cause.UNIT_UNMAPPED,
            f"Nobody has placed {known.unit_name or 'its unit'}; the report has it under {theirs_elsewhere}.",
        )
    if theirs_elsewhere:
        yield Cause.UNIT_ATTRIBUTION, f"The report has it under {theirs_elsewhere}."
    if _late(known, setting):
        yield Cause.TIMING, f"It was changed on {known.changed_at:%d %b %Y, %H:%M} UTC, after the report was taken."
    if setting.is_cut:
        yield Cause.REPORT_CUT, "The report ends at a round number of rows and prints no total that agrees."
    if known.earliest_day is not None and not setting.holds(known.earliest_day):
        yield Cause.DATE_BOUNDARY, f"Its earliest visit, which does not count here, was on {known.earliest_day}."
    yield from _by_class(known, setting)


def _by_class(known: Known, setting: Setting) -> Iterator[tuple[Cause, str]]:
    """Say what sets the record apart from all that the report has."""
    if known.utc_day is not None and not setting.holds(known.utc_day):
        yield Cause.TIME_ZONE, f"By UTC it falls on {known.utc_day}, outside the week."
    if known.is_test:
        yield Cause.TEST_CUSTOMER, "Its customer's name contains “test”."
    if known.is_no_charge:
        yield Cause.NO_CHARGE, "It is free of charge."
    if setting.statuses and known.status and known.status not in setting.statuses:
        yield Cause.STATUS, f"The report has no record of status {known.status}."
    if setting.types and known.type_name and known.type_name.strip().casefold() not in setting.types:
        yield Cause.TYPE_LIST, f"The report has no record of type “{known.type_name}”."


def _by_day(known: Known, setting: Setting, have: str) -> Iterator[tuple[Cause, str]]:
    if known.day is None:
        yield Cause.DATE_BOUNDARY, "It has no such day here."
    elif not setting.holds(known.day):
        if setting.holds(known.utc_day):
            yield Cause.TIME_ZONE, f"{have} {known.day}; by UTC it falls on {known.utc_day}."
        yield Cause.DATE_BOUNDARY, f"{have} {known.day}."


def _late(known: Known, setting: Setting) -> bool:
    return setting.extracted_at is not None and known.changed_at is not None and known.changed_at > setting.extracted_at


# What may explain an amount that differs, and which part of the record would have to be that large.
_AMOUNTS = (
    (Cause.ADJUSTMENT_INVOICE, "adjustments", "adjustment invoices come to {amount:,}"),
    (Cause.TAX, "tax", "tax comes to {amount:,}"),
)


def differing(difference: Decimal, known: Known, setting: Setting, *, times: int = 1) -> list[Reason]:
    """Explain a record that both have with different amounts: report less ours."""
    if times > 1:
        return [Reason(Cause.DUPLICATE, difference, f"The report prints it {times} times.")]
    if _late(known, setting):
        words = f"It was changed on {known.changed_at:%d %b %Y, %H:%M} UTC, after the report was taken."
        return [Reason(Cause.TIMING, difference, words)]
    for cause, name, words in _AMOUNTS:
        amount = known.parts.get(name, Decimal(0))
        if amount and abs(difference) == abs(amount):
            return [Reason(cause, difference, f"Its {words.format(amount=amount)}.")]
    return [Reason(Cause.UNKNOWN, difference, "Nothing that we know of it explains this.")]


_COSTS = (("labour", Cause.COST_LABOUR), ("materials", Cause.COST_MATERIAL), ("returns", Cause.COST_RETURN))


def costs(theirs: Mapping[str, Decimal], ours: Mapping[str, Decimal]) -> list[Reason]:
    """Explain a margin that differs by its costs, each as much as it lowers the margin."""
    return [
        Reason(cause, ours[name] - theirs[name], f"{name.capitalize()}: {theirs[name]:,} there, {ours[name]:,} here.")
        for name, cause in _COSTS
        if theirs[name] != ours[name]
    ]


def totals(difference: Decimal, hypotheses: Mapping[Cause, Decimal]) -> list[Reason]:
    """Explain a total that differs without records: the fewest causes whose amounts add up to it, else UNKNOWN."""
    likely = [(cause, amount) for cause, amount in hypotheses.items() if amount]
    for size in range(1, min(3, len(likely)) + 1):
        for chosen in itertools.combinations(likely, size):
            if sum((amount for _, amount in chosen), Decimal(0)) == difference:
                return [Reason(cause, amount, "Counted so, the totals agree.") for cause, amount in chosen]
    return [Reason(Cause.UNKNOWN, difference, "No reading of our records gives the report's total.")]
