"""Invented cases as they become known, and the server that shows them. Columns about people hold a canary."""

from __future__ import annotations

import datetime as dt
import random
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from aiop.sandbox.clock import SimulatedClock, WallClock
from aiop.sandbox.sources import TwinOptions
from aiop.sandbox.tds.engine import Engine, Stored
from aiop.sandbox.tds.server import SqlTwin
from aiop.sandbox.world import World
from marts.sources.azure_sql.columns import TABLE

DATABASE, USER, PASSWORD = "vital", "aiop_cases", "invented-cases-9"
# Whoever finds this text outside of the twin has found a leak.
CANARY = "CANARY-7431 Ada Example 555-0143"
PERSONAL = ("Case Manager", "Primary Counselor Name", "Satisfaction Comments", "Organization")
_DATES = ("Case Create Date", "Date Opened", "Date Closed")
_TEXTS = ("Workflow Status", "Case Type", "Primary Presenting Problem", "Solution", *PERSONAL)
_COLUMNS = {
    **dict.fromkeys(_DATES, "DATE"),
    **dict.fromkeys(_TEXTS, "VARCHAR"),
    "TAT - Client Contact to First Session": "INTEGER",
}
_KINDS = ("Counseling", "Coaching", "Crisis", None)
_PROBLEMS = ("Anxiety", "Work stress", "Family", "Legal", " ", None)


@dataclass(frozen=True)
class Case:
    """One invented case: what it is, and when its opening and closing became known; the ledger is read of these."""

    created: dt.date
    closed: dt.date | None
    kind: str | None
    problem: str | None
    tat: int | None


class CaseWorld:
    """Cases of some years; some are entered days late."""

    def __init__(self, seed: int, start: dt.date, end: dt.date, *, a_day: int = 3) -> None:
        """Invent them."""
        rng = World(seed, "cases").rng("cases")
        self.cases: list[tuple[dt.datetime, dt.datetime | None, Case]] = []
        for number in range((end - start).days + 1):
            for _ in range(rng.randint(0, a_day)):
                self._add(start + dt.timedelta(days=number), rng)

    def _add(self, day: dt.date, rng: random.Random) -> None:
        closed = day + dt.timedelta(days=rng.randint(1, 90)) if rng.random() < 0.8 else None
        tat = rng.randint(0, 14) if rng.random() < 0.9 else None
        case = Case(day, closed, rng.choice(_KINDS), rng.choice(_PROBLEMS), tat)
        known = _noon(day + dt.timedelta(days=rng.choice([0, 0, 0, 2, 5])))
        closing = max(known, _noon(closed + dt.timedelta(days=rng.choice([0, 0, 3])))) if closed else None
        self.cases.append((known, closing, case))

    def truth(self, at: dt.datetime) -> dict[str, Any]:
        """Give what is true at a moment, read of the cases one by one."""
        day = at.date()
        known = [(case, closing is not None and closing <= at) for since, closing, case in self.cases if since <= at]
        recent = day - dt.timedelta(days=29)
        return {
            "total_cases": len(known),
            "open_cases": sum(not is_closed for _, is_closed in known),
            "new_cases_30d": sum(recent <= case.created <= day for case, _ in known),
            "closed_cases_30d": sum(
                is_closed and case.closed is not None and recent <= case.closed <= day for case, is_closed in known
            ),
            "cases_by_type": dict(Counter(case.kind or "Unknown" for case, _ in known)),
            "cases_by_category": dict(Counter((case.problem or "").strip() or "Unknown" for case, _ in known)),
            "cases_by_status": dict(Counter("Closed" if is_closed else "Open" for _, is_closed in known)),
        }

    def stored(self) -> Stored:
        """Give the table, each case in its states."""
        rows: list[tuple[dt.datetime | None, dt.datetime | None, list[Any]]] = []
        for known, closing, case in self.cases:
            rows.append((known, closing, _row(case, is_closed=False)))
            if closing is not None:
                rows.append((closing, None, _row(case, is_closed=True)))
        return Stored(TABLE, _COLUMNS, rows)


def twin_of(world: CaseWorld, clock: SimulatedClock, *, port: int = 0, faults: float = 0.0, seed: int = 1) -> SqlTwin:
    """Serve cases as they stand by a clock."""
    engine = Engine("dbo", [world.stored()], clock)
    return SqlTwin(engine, user=USER, password=PASSWORD, port=port, faults=faults, seed=seed)


def told(twin: SqlTwin) -> dict[str, str]:
    """Give what a connection to the twin must be told."""
    return {"server": "127.0.0.1", "port": str(twin.port), "database": DATABASE, "user": USER, "password": PASSWORD}


def build(options: TwinOptions) -> tuple[SqlTwin, dict[str, str]]:
    """Build the twin of a year of cases and more, as of now; they stay the same as long as the year lasts."""
    now = dt.datetime.now(dt.UTC)
    years = 2 if options.scale == "full" else 1
    world = CaseWorld(options.seed, dt.date(now.year - years, 7, 1), dt.date(now.year, 12, 31))
    faults = 0.2 if options.hostile else 0.0
    twin = twin_of(world, WallClock(now, time.monotonic), port=options.port, faults=faults, seed=options.seed)
    return twin, told(twin)


def _row(case: Case, *, is_closed: bool) -> list[Any]:
    row: Mapping[str, Any] = {
        "Case Create Date": case.created, "Date Opened": case.created, "Date Closed": case.closed if is_closed else None,
        "Workflow Status": "Closed" if is_closed else "Open", "Case Type": case.kind, "Primary Presenting Problem": case.problem,
        "Solution": "EAP", "TAT - Client Contact to First Session": case.tat, **dict.fromkeys(PERSONAL, CANARY),
    }  # fmt: skip
    return [row[name] for name in _COLUMNS]


def _noon(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(12), dt.UTC)
