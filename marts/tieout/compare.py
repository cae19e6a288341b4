"""A report held against our figures: by KPI, unit and week, and record by record, every part of a difference with its cause."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from aiop.builders.windows import Window
from aiop.orgs.models import Org
from aiop.runs.running import Failed
from marts.kpi.definitions import BY_KEY
from marts.kpi.readings import published
from marts.kpi.terms import Definition
from marts.tieout import causes, ours
from marts.tieout.causes import Cause, Known, Reason, Setting
from marts.tieout.extract import Extract, day_of
from marts.tieout.reports import Part, Row
from marts.tieout.totals import hypotheses

Place = tuple[dt.date, int]  # week and reporting unit
Amounts = dict[tuple[dt.date, int, str], Decimal]  # week, unit, record


class NotByUnit(Failed):
    """The rows of the report are of sellers or others: a different population, and no reference for units."""


@dataclass(frozen=True, slots=True)
class Difference:
    """Part of a difference with its cause."""

    week: dt.date
    unit_id: int
    kpi: str
    part: str
    record: str
    where: str
    theirs: Decimal | None
    ours: Decimal | None
    reason: Reason


@dataclass
class Comparison:
    """Both sides of every sum, and the differences with their causes."""

    window: Window
    sums: dict[tuple[dt.date, int, str, str], tuple[Decimal, Decimal]] = field(default_factory=dict)
    differences: list[Difference] = field(default_factory=list)
    unit_names: Mapping[int, str] = field(default_factory=dict)
    doubts: list[str] = field(default_factory=list)
    is_cut: bool = False
    compared: int = 0
    equal: int = 0


@dataclass
class _Side:
    """The report's records of one sum: amounts, how often each is printed, and the rows themselves."""

    amounts: Amounts = field(default_factory=lambda: defaultdict(Decimal))
    times: dict[tuple[dt.date, int, str], int] = field(default_factory=lambda: defaultdict(int))
    rows: dict[str, Row] = field(default_factory=dict)


def monday(day: dt.date) -> dt.date:
    """Give the Monday of a day's week."""
    return day - dt.timedelta(days=day.weekday())


def compare(org: Org, extract: Extract, window: Window, extracted_at: dt.datetime | None = None) -> Comparison:
    """Compare a report with our figures of the window (both ends given)."""
    units = ours.units_of(org)
    found = Comparison(window, unit_names=units.labels, doubts=list(extract.doubts))
    for part in extract.report.parts:
        (definition,) = published(org, (BY_KEY[part.kpi],))
        side = _theirs(extract, part, definition, units, found)
        if extract.report.record:
            _by_record(org, extract, part, definition, side, found, extracted_at)
        else:
            _by_total(org, part, definition, side, found, extracted_at)
    found.differences = [_misprinted(one, found) for one in found.differences]
    return found


def _misprinted(one: Difference, found: Comparison) -> Difference:
    """See a total that nothing explains as misprinted where one digit of it is off and all else of its row agrees."""
    digits = f"{abs(one.reason.amount.normalize()):f}".strip("0").replace(".", "")
    beside = [
        pair
        for (week, unit, kpi, _), pair in found.sums.items()
        if (week, unit) == (one.week, one.unit_id) and kpi != one.kpi
    ]
    if one.where != "total" or one.reason.cause is not Cause.UNKNOWN or len(digits) != 1 or abs(one.reason.amount) < 10:
        return one
    if not beside or any(there != here for there, here in beside):
        return one
    words = "One digit of the printed total differs, and every other figure of its row agrees with ours."
    return replace(one, reason=Reason(Cause.BASELINE_ERROR, one.reason.amount, words))


def _theirs(extract: Extract, part: Part, definition: Definition, units: ours.Units, found: Comparison) -> _Side:
    start = found.window.start
    assert start is not None  # noqa: S101  (a comparison has a window)
    side, report, strangers = _Side(), extract.report, set()
    for row in extract.rows:
        unit_name = row.texts.get(report.unit, "")
        unit = units.find(unit_name)
        if unit is None:
            strangers.add(unit_name)
            unit = 0
        day = day_of(row, report) if report.day else None
        key = (monday(day) if day else start, unit, row.texts.get(report.record, "").strip())
        if units.may_count(unit, definition.role) and part.counts(row):
            side.amounts[key] += part.amount(row)
            side.times[key] += 1
            side.rows[key[2]] = row
    if strangers and not any(unit for _, unit, _ in side.amounts):
        raise NotByUnit(f"{report.title} names none of our units, but {min(strangers)!r}: run it by business unit.")
    doubts = [f"The report names a unit that we do not know: {name or 'blank'}." for name in sorted(strangers)]
    found.doubts += [doubt for doubt in doubts if doubt not in found.doubts]
    return side


def _by_record(
    org: Org,
    extract: Extract,
    part: Part,
    definition: Definition,
    side: _Side,
    found: Comparison,
    extracted_at: dt.datetime | None,
) -> None:
    mine: Amounts = defaultdict(Decimal)
    for week, unit, record, amount in ours.records(
        org, definition, part.part, found.window, weekly=bool(extract.report.day)
    ):
        mine[week, unit, record] += amount
    _note_sums(part, side.amounts, mine, found)
    keys = sorted({*side.amounts, *mine})
    found.compared += len(keys)
    off = [key for key in keys if side.amounts.get(key, Decimal(0)) != mine.get(key, Decimal(0))]
    found.equal += len(keys) - len(off)
    known = ours.known(org, definition, sorted({record for _, _, record in off})) if off else {}
    setting = _setting(extract, found.window, extracted_at)
    found.is_cut |= setting.is_cut or _ends_early(extract, side, [key for key in off if key not in side.amounts])
    setting = replace(setting, is_cut=found.is_cut)
    explain = _Explainer(part, side, mine, known, found, setting)
    for key in off:
        found.differences += explain.of(key)


def _ends_early(extract: Extract, side: _Side, lacking: Sequence[tuple[dt.date, int, str]]) -> bool:
    """Tell whether a report of a round number of rows lacks nothing in the units that it had done with before its last."""
    if len(extract.rows) % 10 or len(lacking) < 3 or not side.amounts:
        return False
    record = extract.rows[-1].texts.get(extract.report.record, "").strip()
    last = next((unit for _, unit, one in side.amounts if one == record), None)
    done = {unit for _, unit, _ in side.amounts} - {last}
    return not any(unit in done for _, unit, _ in lacking)


def _note_sums(part: Part, theirs: Amounts, mine: Amounts, found: Comparison) -> None:
    sums: dict[Place, list[Decimal]] = defaultdict(lambda: [Decimal(0), Decimal(0)])
    for at, amounts in enumerate((theirs, mine)):
        for (week, unit, _), amount in amounts.items():
            sums[week, unit][at] += amount
    for (week, unit), (there, here) in sums.items():
        found.sums[week, unit, part.kpi, part.part] = (there, here)


def _setting(extract: Extract, window: Window, extracted_at: dt.datetime | None) -> Setting:
    assert window.start is not None  # noqa: S101
    assert window.end is not None  # noqa: S101
    statuses = {row.texts.get("status", "").replace(" ", "") for row in extract.rows} - {""}
    types = {row.text("type") for row in extract.rows} - {""}
    return Setting(window.start, window.end, extracted_at, extract.is_cut, frozenset(statuses), frozenset(types))


@dataclass
class _Explainer:
    """Gives the causes of one record's difference."""

    part: Part
    side: _Side
    mine: Amounts
    known: Mapping[str, Known]
    found: Comparison
    setting: Setting

    def of(self, key: tuple[dt.date, int, str]) -> Iterator[Difference]:
        """Explain what differs of a record in a week under a unit."""
        week, unit, record = key
        theirs, here = self.side.amounts.get(key), self.mine.get(key)
        known = self.known.get(record, Known())
        setting = self._of_week(week)
        difference = (theirs or Decimal(0)) - (here or Decimal(0))
        if here is None:
            where, reasons = "theirs", [self._theirs(key, known, setting, difference)]
        elif theirs is None:
            cause, evidence = causes.only_ours(known, setting, self._elsewhere(key))
            where, reasons = "ours", [Reason(cause, difference, evidence)]
        else:
            where, reasons = "both", self._both(record, difference, known, setting, self.side.times[key])
        for reason in _complete(reasons, difference):
            yield Difference(week, unit, self.part.kpi, self.part.part, record, where, theirs, here, reason)

    def _theirs(self, key: tuple[dt.date, int, str], known: Known, setting: Setting, difference: Decimal) -> Reason:
        cause, evidence = causes.only_theirs(known, setting, key[1])
        return Reason(cause, difference, evidence)

    def _elsewhere(self, key: tuple[dt.date, int, str]) -> str:
        week, unit, record = key
        names = self.found.unit_names
        others = [at for (when, at, one) in self.side.amounts if one == record and when == week and at != unit]
        return names.get(others[0], "another unit") if record and others else ""

    def _both(self, record: str, difference: Decimal, known: Known, setting: Setting, times: int) -> list[Reason]:
        whole = causes.differing(difference, known, setting, times=times)
        if self.part.kpi not in {"gpm_percent", "warranty_percent"} or whole[0].cause is not Cause.UNKNOWN:
            return whole
        if self.part.part == "denominator":
            return whole
        return self._costs(record, known)

    def _costs(self, record: str, known: Known) -> list[Reason]:
        row = self.side.rows[record]
        theirs = {
            "labour": row.amount("labour") + row.amount("adjustments"),
            "materials": row.amount("materials"),
            # The report prints returns as zero or negative.
            "returns": -abs(row.amount("returns")),
        }
        here = {**known.parts, "returns": -known.parts.get("returns", Decimal(0))}
        reasons = causes.costs(theirs, here)
        if self.part.kpi == "gpm_percent":
            return reasons
        return [Reason(one.cause, -one.amount, one.evidence) for one in reasons]

    def _of_week(self, week: dt.date) -> Setting:
        days = (week, min(week + dt.timedelta(days=6), self.setting.end)) if week == monday(week) else None
        if days is None or week < self.setting.start:
            return self.setting
        return Setting(*days, self.setting.extracted_at, self.setting.is_cut, self.setting.statuses, self.setting.types)


def _complete(reasons: Iterable[Reason], difference: Decimal) -> list[Reason]:
    """Add what no cause explains as UNKNOWN, so that the causes add up to the difference."""
    given = [reason for reason in reasons if reason.amount]
    rest = difference - sum((reason.amount for reason in given), Decimal(0))
    return [*given, Reason(Cause.UNKNOWN, rest, "Nothing that we know of it explains this.")] if rest else given


def _by_total(
    org: Org, part: Part, definition: Definition, side: _Side, found: Comparison, extracted_at: dt.datetime | None
) -> None:
    assert found.window.start is not None  # noqa: S101
    mine = ours.sums(org, definition, found.window)
    at = 0 if part.part == "numerator" else 1
    theirs: dict[int, Decimal] = defaultdict(Decimal)
    for (_, unit, _), amount in side.amounts.items():
        theirs[unit] += amount
    week = found.window.start
    guesses: dict[int, dict[Cause, Decimal]] | None = None
    for unit in sorted({*theirs, *mine}):
        there, here = theirs.get(unit, Decimal(0)), mine.get(unit, (Decimal(0), Decimal(0)))[at] or Decimal(0)
        found.sums[week, unit, part.kpi, part.part] = (there, here)
        found.compared += 1
        if there == here:
            found.equal += 1
            continue
        guesses = hypotheses(org, definition, part.part, found.window, extracted_at) if guesses is None else guesses
        for reason in causes.totals(there - here, guesses.get(unit, {})):
            found.differences.append(Difference(week, unit, part.kpi, part.part, "", "total", there, here, reason))
