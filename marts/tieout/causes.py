"""Why a record differs: causes with the evidence for each, until every cent has one or is UNKNOWN. Pure."""

from __future__ import annotations

import datetime as dt
import itertools
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar


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


Key = TypeVar("Key", bound=Hashable)
# A cause that may explain a record's difference, with the evidence for it.
Candidate = tuple[Cause, str]


@dataclass(frozen=True)
class Known:
    """What we know of a record; days as the KPI counts them.

    `listed` tells whether the definition's lists let its type through; None where the KPI asks for no list. `asks_types` tells
    that the KPI counts what stands on a list, in every status.
    """

    exists: bool = False
    voided: bool = False
    changed_at: dt.datetime | None = None
    day: dt.date | None = None
    utc_day: dt.date | None = None
    earliest_day: dt.date | None = None
    status: str = ""
    status_counts: bool = True
    asks_types: bool = False
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
    """What both sides were asked: the week, when the report was taken, and what the report is seen to leave out.

    `refuted` are causes that a record which both sides have alike speaks against.
    """

    start: dt.date
    end: dt.date
    extracted_at: dt.datetime | None = None
    statuses: frozenset[str] = frozenset()
    types: frozenset[str] = frozenset()
    refuted: frozenset[Cause] = frozenset()

    def holds(self, day: dt.date | None) -> bool:
        """Tell whether a day lies in the week."""
        return day is not None and self.start <= day <= self.end


@dataclass(frozen=True)
class Elsewhere:
    """Where the report has a record that it lacks here: under which unit, in the week of which Monday; and whether rows are
    missing at the report's end where this one would stand."""

    unit: str = ""
    week: dt.date | None = None
    is_beyond_end: bool = False


def only_theirs(known: Known, setting: Setting, unit_id: int) -> list[Candidate]:
    """List what may explain that the report has a record under a unit and week where we have none.

    What settles the matter stands alone; an empty list means that we should have it, so that its amount is to be explained.
    """
    if not known.exists:
        return [(Cause.MISSING_RECORD, "It has not come in.")]
    if _late(known, setting):
        return [_timing(known)]
    if known.voided:
        return [(Cause.VOIDED, "It is voided or deleted at the source.")]
    return list(_why_we_lack(known, setting, unit_id))


def _why_we_lack(known: Known, setting: Setting, unit_id: int) -> Iterator[Candidate]:
    yield from _by_day(known, setting)
    if known.is_test:
        yield Cause.TEST_CUSTOMER, "We leave it out: its customer counts as a test."
    if known.listed is False:
        yield Cause.TYPE_LIST, f"We leave it out: the lists do not let “{known.type_name}” through."
    if not known.status_counts:
        yield Cause.STATUS, f"We leave it out: its status is {known.status or 'unknown'}."
    if known.is_no_charge:
        yield Cause.NO_CHARGE, "We leave it out: it is free of charge."
    if known.unit_id == 0:
        yield Cause.UNIT_UNMAPPED, f"It counts under no unit here: nobody has placed {known.unit_name or 'its unit'}."
    elif known.unit_id != unit_id:
        yield Cause.UNIT_ATTRIBUTION, f"We have it under another unit: {known.unit_name}."


def _by_day(known: Known, setting: Setting) -> Iterator[Candidate]:
    if known.day is None:
        yield Cause.DATE_BOUNDARY, "It has no such day here."
    elif not setting.holds(known.day):
        # Every record of another day is at a boundary, so the zone, which says more, goes before.
        if setting.holds(known.utc_day) and Cause.TIME_ZONE not in setting.refuted:
            yield Cause.TIME_ZONE, f"We have it on {known.day}; by UTC it falls on {known.utc_day}."
        else:
            yield Cause.DATE_BOUNDARY, f"We have it on {known.day}."


def only_ours(known: Known, setting: Setting, found: Elsewhere) -> list[Candidate]:
    """List what may explain that we have a record where the report has none; what settles the matter stands alone."""
    if known.is_unapplied:
        return [(Cause.UNAPPLIED_PAYMENT, "It is money that no invoice has been given yet.")]
    if _late(known, setting):
        return [_timing(known)]
    if found.unit:
        return [(Cause.UNIT_ATTRIBUTION, f"The report has it under {found.unit}.")]
    if found.is_beyond_end:
        return [
            (Cause.REPORT_CUT, "The report ends before the place where it would stand, and lacks all that follows.")
        ]
    return [one for one in _why_they_lack(known, setting, found) if one[0] not in setting.refuted]


def _why_they_lack(known: Known, setting: Setting, found: Elsewhere) -> Iterator[Candidate]:
    if known.earliest_day is not None and not setting.holds(known.earliest_day):
        yield Cause.DATE_BOUNDARY, f"Its earliest visit, which does not count here, was on {known.earliest_day}."
    if known.utc_day is not None and not setting.holds(known.utc_day):
        yield Cause.TIME_ZONE, f"By UTC it falls on {known.utc_day}, outside the week."
    if found.week is not None:
        yield Cause.DATE_BOUNDARY, f"The report has it in the week of {found.week}."
        return
    if known.is_test:
        yield Cause.TEST_CUSTOMER, "Its customer's name contains “test”."
    if known.is_no_charge:
        yield Cause.NO_CHARGE, "It is free of charge."
    by_status = bool(setting.statuses and known.status) and known.status not in setting.statuses
    by_type = bool(setting.types and known.type_name) and known.type_name.strip().casefold() not in setting.types
    status = [(Cause.STATUS, f"The report has no record of status {known.status}.")] if by_status else []
    types = [(Cause.TYPE_LIST, f"The report has no record of type “{known.type_name}”.")] if by_type else []
    # What the KPI itself asks for is what two who count it are at odds about, before what it takes as it comes.
    yield from [*types, *status] if known.asks_types else [*status, *types]


def _late(known: Known, setting: Setting) -> bool:
    return setting.extracted_at is not None and known.changed_at is not None and known.changed_at > setting.extracted_at


def _timing(known: Known) -> Candidate:
    return Cause.TIMING, f"It was changed on {known.changed_at:%d %b %Y, %H:%M} UTC, after the report was taken."


# What may explain an amount that differs, and which part of the record would have to be that large.
_AMOUNTS = (
    (Cause.ADJUSTMENT_INVOICE, "adjustments", "adjustment invoices come to {amount:,}"),
    (Cause.TAX, "tax", "tax comes to {amount:,}"),
)


def differing(difference: Decimal, known: Known, setting: Setting, *, times: int = 1) -> list[Candidate]:
    """List what may explain a record that both have with different amounts (report less ours)."""
    if times > 1:
        return [(Cause.DUPLICATE, f"The report prints it {times} times.")]
    if _late(known, setting):
        return [_timing(known)]
    return [
        (cause, f"Its {words.format(amount=amount)}.")
        for cause, name, words in _AMOUNTS
        if (amount := known.parts.get(name, Decimal(0))) and abs(difference) == abs(amount)
    ]


def refuted(alike: Iterable[Known], setting: Setting) -> frozenset[Cause]:
    """Give the causes that records which both sides have alike speak against: the report does not leave such records out."""
    found: set[Cause] = set()
    for known in alike:
        if known.utc_day is not None and not setting.holds(known.utc_day):
            found.add(Cause.TIME_ZONE)
        if known.earliest_day is not None and not setting.holds(known.earliest_day):
            found.add(Cause.DATE_BOUNDARY)
        if known.is_test:
            found.add(Cause.TEST_CUSTOMER)
        if known.is_no_charge:
            found.add(Cause.NO_CHARGE)
    return frozenset(found)


def chosen(candidates: Mapping[Key, Sequence[Candidate]]) -> dict[Key, Candidate]:
    """Choose a cause for each record: of those that may explain it the one that explains most of the others too."""
    reach = Counter(cause for offered in candidates.values() for cause in {cause for cause, _ in offered})
    # The first of several that reach as far: `max` keeps the order in which they were offered.
    return {key: max(offered, key=lambda one: reach[one[0]]) for key, offered in candidates.items() if offered}


UNEXPLAINED = "Nothing that we know of it explains this."


def complete(reasons: Iterable[Reason], difference: Decimal) -> list[Reason]:
    """Add what no cause explains as UNKNOWN, so that the causes add up to the difference."""
    given = [reason for reason in reasons if reason.amount]
    rest = difference - sum((reason.amount for reason in given), Decimal(0))
    return [*given, Reason(Cause.UNKNOWN, rest, UNEXPLAINED)] if rest else given


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
