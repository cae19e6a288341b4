"""Time entries of the last thirty days: visits, ways, the shop and the office, with overtime above forty hours a week."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from hvac.sandbox.chance import Named, Row, day, hours, moment
from hvac.sandbox.company import Company, Technician
from hvac.sandbox.season import SATURDAY, weekday

DAYS = 30
_WEEK, _DAY = 2_400, 480
_OPENS, _CLOSES = 450, 1_140
_Span = tuple[int, int, int | None, str, int]  # from and to in minutes, call, type, break


class Timesheet:
    """Clocks people in and out, day after day."""

    def __init__(self, company: Company) -> None:
        """Begin thirty days before the company's day."""
        self.company = company
        self.chance = company.chance("timesheet")
        self._week: dict[int, int] = {}
        office = {number for numbers in company.staff.values() for number in numbers}
        self._office = sorted(office)

    def day(self, today: int) -> Iterator[Named]:
        """Give the entries of a day, once its visits are known."""
        if today < self.company.as_of - DAYS:
            return
        if weekday(today) == 0:
            self._week.clear()
        for one in self.company.technicians:
            if one.hired <= today and not (one.left and one.left <= today):
                for span in self._spans(one, today):
                    yield "time_tracking", self._entry(one.id, today, span)
        if weekday(today) < SATURDAY:
            for number in self._office:
                begun = 480 + 6 * self.chance.between(0, 8)
                yield "time_tracking", self._entry(number, today, (begun, begun + 510, None, "regular", 60))

    def _spans(self, one: Technician, today: int) -> list[_Span]:
        visits = sorted(one.visits) if one.day == today else []
        if not visits:
            if weekday(today) >= SATURDAY:
                return []
            absent = self.chance.random()
            kind = "pto" if absent < 0.05 else "sick" if absent < 0.07 else "training" if absent < 0.11 else "regular"
            return [(480, 1_020, None, kind, 60)]
        spans: list[_Span] = [(start, start + minutes, call, "regular", 0) for start, minutes, call in visits]
        spans += self._ways(visits)
        if weekday(today) < SATURDAY:
            spans += self._shop(spans)
        return sorted(spans, key=lambda span: span[0])

    def _ways(self, visits: list[tuple[int, int, int]]) -> Iterator[_Span]:
        for (start, minutes, _), (later, _, _) in itertools.pairwise(visits):
            if later - start - minutes <= 60 and self.chance.happens(0.6):
                yield start + minutes, later, None, "travel", 0

    def _shop(self, spans: list[_Span]) -> Iterator[_Span]:
        """Fill the day up to eight hours in its longest gap."""
        missing = _DAY - sum(to - begun for begun, to, *_ in spans)
        taken = sorted((begun, to) for begun, to, *_ in spans)
        edges = [(_OPENS, taken[0][0]), *((a[1], b[0]) for a, b in itertools.pairwise(taken))]
        begun, to = max([*edges, (taken[-1][1], _CLOSES)], key=lambda edge: edge[1] - edge[0])
        length = min(missing, to - begun - 12) // 6 * 6
        if length >= 60:
            yield begun + 6, begun + 6 + length, None, "regular", 30 if length >= 240 else 0

    def _entry(self, employee: int, today: int, span: _Span) -> Row:
        begun, to, call, kind, pause = span
        over = self._over(employee, to - begun - pause) if kind not in ("pto", "sick") else 0
        return {
            "time_entry_id": self.company.number("time_tracking"), "employee_id": employee, "service_call_id": call,
            "date": day(today), "clock_in_time": moment(today, begun), "clock_out_time": moment(today, to),
            "break_duration": pause, "overtime_hours": hours(over), "time_type": "overtime" if over else kind,
        }  # fmt: skip

    def _over(self, employee: int, worked: int) -> int:
        """Give the minutes of an entry that are beyond forty hours of its week."""
        before = self._week.get(employee, 0)
        self._week[employee] = before + worked
        return max(0, before + worked - _WEEK) - max(0, before - _WEEK)
