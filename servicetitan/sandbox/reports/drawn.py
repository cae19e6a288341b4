"""Figures counted in any way that somebody may once have chosen: what a search for a definition is given to find.

It counts from the world's facts, and shares no code with the reports that are run by the usual definitions.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from servicetitan.sandbox.books import start_day
from servicetitan.sandbox.moments import DAY, local_day
from servicetitan.sandbox.records import Facts, Record
from servicetitan.sandbox.reference import JOB_TYPES
from servicetitan.sandbox.staff import FIRST_TYPE
from servicetitan.sandbox.world import TenantWorld

# Counting on days: unit to figure, in cents where it is money.
Figures = dict[int, int]
Known = dict[str, list[Facts]]


@dataclass(frozen=True)
class Counting:
    """A way to count jobs, revenue, sales or collections; the words are those of a person who describes a report."""

    what: str  # jobs, revenue, sales, collected
    date: str
    statuses: frozenset[str] | None = None
    utc: bool = False
    unit: str = "job"
    types: str = "any"  # any, estimate, not excluded, warranty, estimate but not commercial
    distinct: bool = False
    tests: bool = True
    tax: bool = False
    adjustments: bool = True
    unapplied: bool = True


@dataclass
class Entry:
    """One thing that may be counted: its states, moments by name (days as their first moment in UTC), units, and cents."""

    status: str
    type: int | None
    units: dict[str, int | None]
    moments: dict[str, int | None]
    customer: int = 0
    cents: int = 1
    tax: int = 0
    adjusts: bool = False
    applied: bool = True
    days: frozenset[str] = field(default_factory=frozenset)  # which moments are calendar days, that no zone shifts


def figures(world: TenantWorld, way: Counting, periods: Sequence[tuple[int, int]]) -> list[Figures]:
    """Count in a way for each period of days, both ends included, by the unit that the way names."""
    at = world.now()
    people = _people(world)
    sums: list[Figures] = [defaultdict(int) for _ in periods]
    met: list[set[tuple[int, int]]] = [set() for _ in periods]
    for entry in _entries(world, way.what, at):
        person, is_test = people.get(entry.customer, (entry.customer, False))
        unit, day = entry.units[way.unit], _day(entry, way)
        if unit is None or day is None or not _kept(entry, way, is_test=is_test):
            continue
        for nth, (since, until) in enumerate(periods):
            if since <= day <= until and not (way.distinct and (unit, person) in met[nth]):
                met[nth].add((unit, person))
                sums[nth][unit] += entry.cents + (entry.tax if way.tax else 0)
    return [dict(found) for found in sums]


def _kept(entry: Entry, way: Counting, *, is_test: bool) -> bool:
    return (
        (way.statuses is None or entry.status in way.statuses)
        and (way.types == "any" or _of_types(entry.type, way.types))
        and (way.tests or not is_test)
        and (way.adjustments or not entry.adjusts)
        and (way.unapplied or entry.applied)
    )


def _of_types(type_id: int | None, types: str) -> bool:
    if type_id is None:
        return types == "not excluded"
    named = JOB_TYPES[type_id - FIRST_TYPE]
    if types == "estimate but not commercial":
        return named.use == "estimate" and "comm" not in named.name.casefold()
    return named.use != "excluded" if types == "not excluded" else named.use == types


def _day(entry: Entry, way: Counting) -> int | None:
    moment = entry.moments[way.date]
    if moment is None:
        return None
    return moment // DAY if way.utc or way.date in entry.days else local_day(moment)


def _people(world: TenantWorld) -> dict[int, tuple[int, bool]]:
    """Give for each customer who it is after all merges, and whether its name says test."""
    states = {state["id"]: state for state in world.states("customers")}

    def survivor(number: int) -> int:
        seen = {number}
        while (into := states.get(number, {}).get("merged_to")) and into not in seen:
            seen.add(into)
            number = into
        return number

    return {number: (survivor(number), "test" in state["name"].casefold()) for number, state in states.items()}


def _entries(world: TenantWorld, what: str, at: int) -> Iterator[Entry]:
    invoices = {state["id"]: state for state in world.states("invoices", at)} if what == "collected" else {}
    for case in world.cases():
        known = {name: _live(records, at) for name, records in case.items()}
        if what == "collected":
            yield from _collected(known, invoices)
        else:
            jobs = {job["id"]: job for job in known.get("jobs", ())}
            yield from {"jobs": _jobs, "revenue": _revenue, "sales": _sales}[what](known, jobs)


def _live(records: list[Record], at: int) -> list[Facts]:
    states = (record.state(at) for record in records)
    return [state for state in states if state and (state.get("active", True) or records[0].entity == "appointments")]


def _start(job: Facts, known: Known) -> int:
    """Give a moment of the job's first day in Phoenix: that of the visit itself, so that UTC may see another day."""
    visits = [visit for visit in known.get("appointments", ()) if visit["job"] == job["id"]]
    day = start_day(job, visits)
    moments: list[int] = [visit["start"] for visit in visits] or [job["completed"] or job["created"]]
    return min(moment for moment in moments if local_day(moment) == day)


def _jobs(known: Known, jobs: dict[int, Facts]) -> Iterator[Entry]:
    for job in jobs.values():
        moments = {"creation": job["created"], "completion": job["completed"], "start": _start(job, known)}
        yield Entry(job["status"], job["type"], {"job": job["unit"]}, moments, job["customer"])


def _revenue(known: Known, jobs: dict[int, Facts]) -> Iterator[Entry]:
    for bill in known.get("invoices", ()):
        if job := jobs.get(bill["job"]):
            moments = {
                "start": _start(job, known), "completion": job["completed"], "creation": job["created"], "invoice": bill["day"] * DAY,
            }  # fmt: skip
            yield Entry(
                job["status"], job["type"], {"job": job["unit"], "invoice": bill["unit"]}, moments, job["customer"], bill["subtotal"],
                bill["tax"], bill["adjusts"] is not None, days=frozenset({"invoice"}),
            )  # fmt: skip


def _sales(known: Known, jobs: dict[int, Facts]) -> Iterator[Entry]:
    for offer in known.get("estimates", ()):
        if job := jobs.get(offer["job"]):
            cents = sum(quantity * each for quantity, each in offer["lines"])
            moments = {
                "sale": offer["sold"],
                "creation of the estimate": offer["created"],
                "creation of the job": job["created"],
            }
            units = {"job": job["unit"], "estimate": offer["unit"]}
            yield Entry(offer["status"], job["type"], units, moments, job["customer"], cents)


def _collected(known: Known, invoices: dict[int, Facts]) -> Iterator[Entry]:
    for payment in known.get("payments", ()):
        moments, days = {"payment": payment["day"] * DAY}, frozenset({"payment"})
        left = payment["total"]
        for _, invoice, cents, _ in payment["applied"]:
            left -= cents
            unit = invoices[invoice]["unit"] if invoice in invoices else payment["unit"]
            yield Entry("", None, {"invoice": unit, "payment": payment["unit"]}, moments, cents=cents, days=days)
        if left:
            units = {"invoice": payment["unit"], "payment": payment["unit"]}
            yield Entry("", None, units, moments, cents=left, applied=False, days=days)
