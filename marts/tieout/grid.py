"""The ways in which a figure may be counted: every combination that the search tries, simplest first. Pure."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields

KEPT, LEFT_OUT = "kept", "left out"
ANY = "any"


@dataclass(frozen=True, order=True)
class Way:
    """One way to count: which statuses, by which day in which zone, what is counted, under which unit, of which types."""

    status: str
    date: str
    zone: str
    counted: str
    unit: str
    types: str
    tests: str
    tax: str
    adjustments: str

    @property
    def words(self) -> str:
        """The way in one sentence."""
        parts = [f"{self.counted} by {self.date} in {self.zone}", f"unit of the {self.unit}"]
        parts += [f"status {self.status}"] if self.status != ANY else []
        parts += [f"types: {self.types}"] if self.types != ANY else []
        parts += ["test customers left out"] if self.tests == LEFT_OUT else []
        parts += ["with tax"] if self.tax == "with tax" else []
        parts += ["without adjustment invoices"] if self.adjustments == LEFT_OUT else []
        return "; ".join(parts)


@dataclass(frozen=True)
class Grid:
    """What may be combined; each axis lists its choices, the plainest first."""

    status: Mapping[str, frozenset[str] | None]
    date: tuple[str, ...]
    counted: tuple[str, ...]
    unit: tuple[str, ...] = ("job",)
    types: tuple[str, ...] = (ANY,)
    tests: tuple[str, ...] = (KEPT,)
    zone: tuple[str, ...] = ("the organisation's zone", "UTC")
    tax: tuple[str, ...] = ("before tax",)
    adjustments: tuple[str, ...] = (KEPT,)

    def ways(self) -> Iterator[Way]:
        """Go through every combination."""
        axes = [tuple(getattr(self, name)) for name in _AXES]
        for choices in itertools.product(*axes):
            yield Way(*choices)

    def cost(self, way: Way) -> int:
        """Say how far a way lies from the plainest: the sum of its places on each axis."""
        return sum(tuple(getattr(self, name)).index(getattr(way, name)) for name in _AXES)


_AXES = tuple(field.name for field in fields(Way))
_RUNNING = frozenset({"Completed", "Hold", "Scheduled", "InProgress"})
_JOB_STATUS: dict[str, frozenset[str] | None] = {
    ANY: None,
    "Completed": frozenset({"Completed"}),
    "not Canceled": frozenset({"Completed", "Hold", "Scheduled", "InProgress", "Dispatched"}),
    "Completed or Hold": frozenset({"Completed", "Hold"}),
    "neither Canceled nor Dispatched": _RUNNING,
}
_TYPES = (ANY, "estimate", "not excluded", "warranty", "estimate but not commercial")

GRIDS = {
    "jobs": Grid(
        status=_JOB_STATUS,
        date=("creation", "completion", "start", "opportunity"),
        counted=("jobs", "different customers"),
        types=_TYPES,
        tests=(KEPT, LEFT_OUT),
    ),
    "revenue": Grid(
        status=_JOB_STATUS,
        date=("start", "completion", "creation", "invoice"),
        counted=("revenue",),
        unit=("job", "invoice"),
        types=_TYPES,
        tax=("before tax", "with tax"),
        adjustments=(KEPT, LEFT_OUT),
    ),
    "sales": Grid(
        status={"Sold": frozenset({"Sold"}), ANY: None, "not Dismissed": frozenset({"Sold", "Open"})},
        date=("sale", "creation of the estimate", "creation of the job"),
        counted=("sales",),
        unit=("job", "estimate"),
        types=(ANY, "estimate", "estimate but not commercial"),
    ),
    "collected": Grid(
        status={ANY: None},
        date=("payment",),
        counted=("applied and unapplied", "applied"),
        unit=("invoice", "payment"),
        zone=("the organisation's zone",),
    ),
}
OF_KPI = {
    "leads": "jobs",
    "leads_distinct_customers": "jobs",
    "num_estimates": "jobs",
    "estimates_scheduled": "jobs",
    "dollars_produced": "revenue",
    "total_booked": "sales",
    "dollars_collected": "collected",
}
