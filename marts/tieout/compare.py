"""A report held against our figures: by KPI, unit and week, and record by record, every part of a difference with its cause."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from aiop.builders.windows import Window
from aiop.orgs.models import Org
from aiop.runs.running import Failed
from marts.kpi.definitions import BY_KEY
from marts.kpi.readings import published
from marts.kpi.terms import Definition
from marts.tieout import causes, ours
from marts.tieout.causes import Cause, Reason, Setting
from marts.tieout.cut import End, Spot, cut_at
from marts.tieout.explain import Amounts, Difference, Explainer, Side, monday
from marts.tieout.extract import Extract, day_of
from marts.tieout.reports import Part
from marts.tieout.totals import hypotheses
from servicetitan.api import name_key

Place = tuple[dt.date, int]  # week and reporting unit
# Of the records that both sides have alike, so many are asked what they speak against.
ASKED = 1000


class NotByUnit(Failed):
    """The rows of the report are of sellers or others: a different population, and no reference for units."""


@dataclass
class Comparison:
    """Both sides of every sum, and the differences with their causes."""

    window: Window
    sums: dict[tuple[dt.date, int, str, str], tuple[Decimal, Decimal]] = field(default_factory=dict)
    differences: list[Difference] = field(default_factory=list)
    unit_names: Mapping[int, str] = field(default_factory=dict)
    doubts: list[str] = field(default_factory=list)
    compared: int = 0
    equal: int = 0


def compare(org: Org, extract: Extract, window: Window, extracted_at: dt.datetime | None = None) -> Comparison:
    """Compare a report with our figures of the window (both ends given)."""
    units = ours.units_of(org)
    found = Comparison(window, unit_names=units.labels, doubts=list(extract.doubts))
    if extract.report.record:
        units = _with_other_names(org, extract, units, found)
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
    if one.where != "total" or one.reason.cause is not Cause.UNKNOWN or len(digits) != 1 or abs(one.reason.amount) < 10:
        return one
    place = (one.week, one.unit_id)
    beside = [kpi for week, unit, kpi, _ in found.sums if (week, unit) == place and kpi != one.kpi]
    differ = any(
        (other.week, other.unit_id) == place and other.kpi != one.kpi and other.reason.cause is not Cause.UNIT_UNMAPPED
        for other in found.differences
    )
    if not beside or differ:
        return one
    words = "One digit of the printed total differs, and every other figure of its row agrees with ours."
    return replace(one, reason=Reason(Cause.BASELINE_ERROR, one.reason.amount, words))


def _with_other_names(org: Org, extract: Extract, units: ours.Units, found: Comparison) -> ours.Units:
    """Learn names that nobody knows from their records: where all that we have are of one unit, it was called so then."""
    report = extract.report
    strangers: dict[str, set[str]] = defaultdict(set)
    for row in extract.rows:
        name = row.texts.get(report.unit, "")
        if name.strip() and units.find(name) is None:
            strangers[name].add(row.texts.get(report.record, "").strip())
    if not strangers:
        return units
    (definition,) = published(org, (BY_KEY[report.parts[0].kpi],))
    known = ours.known(org, definition, sorted(set().union(*strangers.values())), found.window)
    learnt = dict(units.named)
    for name, records in strangers.items():
        placed = {known[record].unit_id for record in records if record in known and known[record].unit_name}
        if len(placed) == 1:
            (unit,) = placed
            learnt[name_key(name) or ""] = unit
            found.doubts.append(f"The report calls {units.labels.get(unit, 'a unit')} by another name: {name}.")
    return replace(units, named=learnt)


def _theirs(extract: Extract, part: Part, definition: Definition, units: ours.Units, found: Comparison) -> Side:
    start = found.window.start
    assert start is not None  # noqa: S101  (a comparison has a window)
    side, report, strangers = Side(), extract.report, set()
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
    if strangers and not any(units.find(row.texts.get(report.unit, "")) is not None for row in extract.rows):
        raise NotByUnit(f"{report.title} names none of our units, but {min(strangers)!r}: run it by business unit.")
    doubts = [f"The report names a unit that we do not know: {name or 'blank'}." for name in sorted(strangers)]
    found.doubts += [doubt for doubt in doubts if doubt not in found.doubts]
    return side


def _by_record(
    org: Org,
    extract: Extract,
    part: Part,
    definition: Definition,
    side: Side,
    found: Comparison,
    extracted_at: dt.datetime | None,
) -> None:
    mine, unplaced = _ours(org, extract, part, definition, found.window)
    _note_sums(part, side.amounts, mine, found)
    keys = sorted({*side.amounts, *mine})
    found.compared += len(keys)
    off = [key for key in keys if side.amounts.get(key, Decimal(0)) != mine.get(key, Decimal(0))]
    found.equal += len(keys) - len(off)
    if not off:
        return
    alike = [key for key in keys if key in side.amounts and key in mine and key not in set(off)][:ASKED]
    known = ours.known(org, definition, sorted({record for _, _, record in (*off, *alike)}), found.window)
    setting = _setting(extract, found.window, extracted_at)
    explain = Explainer(part, side, mine, unplaced, known, found.unit_names, setting, alike)
    if any(key not in side.amounts for key in off):
        explain.end = _cut(org, extract, definition, found)
    found.differences += explain.of(off)


def _ours(
    org: Org, extract: Extract, part: Part, definition: Definition, window: Window
) -> tuple[Amounts, dict[tuple[dt.date, str], Decimal]]:
    """Give our records of a sum; apart from them, by week, what nobody has placed: it counts under no unit of ours."""
    mine: Amounts = defaultdict(Decimal)
    unplaced: dict[tuple[dt.date, str], Decimal] = defaultdict(Decimal)
    for week, unit, record, amount in ours.records(org, definition, part.part, window, weekly=bool(extract.report.day)):
        if unit:
            mine[week, unit, record] += amount
        else:
            unplaced[week, record] += amount
    return mine, unplaced


def _cut(org: Org, extract: Extract, definition: Definition, found: Comparison) -> End | None:
    """Tell where the report was cut, if it was, and say so once."""
    report = extract.report
    printed = [
        Spot(row.texts.get(report.unit, "").strip(), day_of(row, report), row.texts.get(report.record, "").strip())
        for row in extract.rows
    ]
    end = cut_at(printed, ours.population(org, definition, found.window, everything=report.prints_all))
    doubt = f"The report ends early: after its {len(printed):,} rows we know of more, and of next to none before."
    if end is not None and doubt not in found.doubts:
        found.doubts.append(doubt)
    return end


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
    return Setting(window.start, window.end, extracted_at, frozenset(statuses), frozenset(types))


def _by_total(
    org: Org, part: Part, definition: Definition, side: Side, found: Comparison, extracted_at: dt.datetime | None
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
        unplaced, here = (here, Decimal(0)) if unit == 0 else (Decimal(0), here)
        found.sums[week, unit, part.kpi, part.part] = (there, here)
        found.compared += 1
        if there == here:
            found.equal += 1
            continue
        guesses = hypotheses(org, definition, part.part, found.window, extracted_at) if guesses is None else guesses
        reasons = [Reason(Cause.UNIT_UNMAPPED, unplaced, "Nobody has placed the units of these records.")]
        reasons = (reasons if unplaced else []) + causes.totals(there - here - unplaced, guesses.get(unit, {}))
        found.differences += [
            Difference(week, unit, part.kpi, part.part, "", "total", there, here, reason)
            for reason in reasons
            if reason.amount
        ]
