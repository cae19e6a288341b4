"""Each record that differs with its cause: what may explain it, and of that what explains most of the others too."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property

from marts.tieout import causes
from marts.tieout.causes import Candidate, Cause, Elsewhere, Known, Reason, Setting, complete
from marts.tieout.cut import End, Spot
from marts.tieout.reports import Part, Row

Key = tuple[dt.date, int, str]  # week, reporting unit, record
Amounts = dict[Key, Decimal]
NOTHING = Decimal(0)
# Sums that hold costs, which differ by labour, material or returns.
COSTED = {"gpm_percent", "warranty_percent"}


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
class Side:
    """The report's records of one sum: amounts, how often each is printed, and the rows themselves."""

    amounts: Amounts = field(default_factory=lambda: defaultdict(Decimal))
    times: dict[Key, int] = field(default_factory=lambda: defaultdict(int))
    rows: dict[str, Row] = field(default_factory=dict)

    @cached_property
    def places(self) -> dict[str, list[tuple[dt.date, int]]]:
        """Where the report has each record: week and unit."""
        found: defaultdict[str, list[tuple[dt.date, int]]] = defaultdict(list)
        for week, unit, record in self.amounts:
            found[record].append((week, unit))
        return found


def monday(day: dt.date) -> dt.date:
    """Give the Monday of a day's week."""
    return day - dt.timedelta(days=day.weekday())


@dataclass
class Explainer:
    """Gives the causes of the records of one sum that differ. `alike` are records that do not, and speak against some causes."""

    part: Part
    side: Side
    mine: Amounts
    unplaced: Mapping[tuple[dt.date, str], Decimal]
    known: Mapping[str, Known]
    names: Mapping[int, str]
    setting: Setting
    alike: Sequence[Key]
    end: End | None = None

    def of(self, off: Sequence[Key]) -> Iterator[Difference]:
        """Explain what differs."""
        weeks = {week: self._of_week(week) for week, _, _ in off}
        offered = {key: self._offered(key, weeks[key[0]]) for key in off}
        chosen = causes.chosen(offered)
        for key in off:
            yield from self._explained(key, chosen.get(key))

    def _of_week(self, week: dt.date) -> Setting:
        setting = self.setting
        if week == monday(week) and week >= setting.start:
            setting = replace(setting, start=week, end=min(week + dt.timedelta(days=6), setting.end))
        alike = [self.known[record] for when, _, record in self.alike if when == week and record in self.known]
        return replace(setting, refuted=causes.refuted(alike, setting))

    def _offered(self, key: Key, setting: Setting) -> list[Candidate]:
        """List what may explain a record's difference."""
        known = self.known.get(key[2], Known())
        if key not in self.side.amounts:
            return causes.only_ours(known, setting, self._elsewhere(key, known))
        lacking = [] if key in self.mine else causes.only_theirs(known, setting, key[1])
        return lacking or causes.differing(self._difference(key), known, setting, times=self.side.times[key])

    def _difference(self, key: Key) -> Decimal:
        return self.side.amounts.get(key, NOTHING) - self.mine.get(key, NOTHING)

    def _elsewhere(self, key: Key, known: Known) -> Elsewhere:
        """Tell where else the report has a record, other than where we have it too."""
        week, _, record = key
        others = [(when, at) for when, at in self.side.places.get(record, ()) if (when, at, record) not in self.mine]
        unit = next((self._named(record, at) for when, at in others if when == week), "")
        spot = Spot(known.unit_name.strip(), known.day, record)
        beyond = self.end is not None and record not in self.side.rows and self.end.is_before(spot)
        return Elsewhere(unit, next((when for when, _ in others if when != week), None), beyond)

    def _named(self, record: str, unit: int) -> str:
        return self.names.get(unit, "another unit") if unit else self.side.rows[record].texts.get("unit", "no unit")

    def _explained(self, key: Key, cause: Candidate | None) -> Iterator[Difference]:
        week, unit, record = key
        theirs, here = self.side.amounts.get(key), self.mine.get(key)
        where = "ours" if theirs is None else "both" if here is not None else "theirs"
        for reason in complete(self._reasons(key, cause), self._difference(key)):
            yield Difference(week, unit, self.part.kpi, self.part.part, record, where, theirs, here, reason)

    def _reasons(self, key: Key, cause: Candidate | None) -> list[Reason]:
        week, _, record = key
        has_costs = self.part.kpi in COSTED and self.part.part == "numerator" and key in self.side.amounts
        if cause is None:
            return self._costs(record) if has_costs else []
        if cause[0] is Cause.UNIT_UNMAPPED and (amount := self.unplaced.get((week, record))):
            # What we have under no unit; if the report has it otherwise, that has a cause of its own.
            rest = self._difference(key) - amount
            also = causes.differing(rest, self.known[record], self.setting, times=self.side.times[key]) if rest else []
            beside = [Reason(also[0][0], rest, also[0][1])] if also else self._costs(record) if has_costs else []
            return [Reason(cause[0], amount, cause[1]), *beside]
        return [Reason(cause[0], self._difference(key), cause[1])]

    def _costs(self, record: str) -> list[Reason]:
        row, known = self.side.rows[record], self.known.get(record, Known())
        theirs = {
            "labour": row.amount("labour") + row.amount("adjustments"),
            "materials": row.amount("materials"),
            # The report prints returns as zero or negative.
            "returns": -abs(row.amount("returns")),
        }
        here = {name: known.parts.get(name, NOTHING) for name in theirs}
        here["returns"] = -here["returns"]
        reasons = causes.costs(theirs, here)
        if self.part.kpi == "gpm_percent":
            return reasons
        return [Reason(one.cause, -one.amount, one.evidence) for one in reasons]
