"""The tenant itself: its units, job types, campaigns and technicians as records with a history, and what cases ask of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from aiop.sandbox.names import FIRST_NAMES, LAST_NAMES
from servicetitan.sandbox.moments import at_local
from servicetitan.sandbox.plan import REGION_KEYS, Plan
from servicetitan.sandbox.records import Numbers, Record
from servicetitan.sandbox.reference import CAMPAIGN_GROUPS, JOB_TYPES, UNITS, TypeName

FIRST_UNIT, FIRST_TYPE, FIRST_CAMPAIGN, FIRST_TECHNICIAN = 101, 2001, 3001, 9001
STAFF_CASE = 1 << 40  # streams of chance beyond any case
# When the west was closed and when its units were renamed once more, as shares of history; and what is renamed after the tenant's moment.
WEST_CLOSED, WEST_RENAMED = 0.45, 0.7
_LATER_NAMES = {
    "ANDYS-sales": (1.04, "Andy’s Painting-Sales"),
    "GUAR_TX-production": (1.07, "Guaranteed Painting-Production "),
}


@dataclass
class Tenant:
    """What every case shares."""

    plan: Plan
    numbers: Numbers
    reference: dict[str, list[Record]] = field(default_factory=dict)
    types_by_use: dict[str, list[tuple[int, TypeName]]] = field(default_factory=dict)
    # How many records of each kind were still missing at the tenant's moment, and are made by cases that fill up.
    missing: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Make the reference records."""
        self.reference = {
            "business_units": _units(self.plan),
            "job_types": _types(self.plan),
            "campaigns": _campaigns(self.plan),
            "technicians": _technicians(self.plan),
        }
        for at, named in enumerate(JOB_TYPES):
            self.types_by_use.setdefault(named.use, []).append((FIRST_TYPE + at, named))

    def region(self, case: int) -> str:
        """Give the region that a case falls to; what was the west's is Phoenix's after it closed."""
        region = REGION_KEYS[self.plan.region[case]]
        closed = region == "WEST" and self.plan.starts[case] >= at_local(self.plan.day(WEST_CLOSED), 0)
        return "PHX" if closed else region

    def unit(self, region: str, role: str) -> int:
        """Give the id of a region's unit."""
        return FIRST_UNIT + next(at for at, unit in enumerate(UNITS) if unit.region == region and unit.role == role)

    def types(self, use: str, *, commercial: bool | None = None) -> list[tuple[int, TypeName]]:
        """List job types of a use, the commercial ones or the others."""
        return [found for found in self.types_by_use[use] if commercial is None or found[1].commercial == commercial]

    def known(self, entity: str, id: int, at: int) -> dict[str, Any]:  # noqa: A002 - the API's name
        """Give what is known of a reference record at a moment; its first state before it was made."""
        records = self.reference[entity]
        record = records[id - records[0].id]
        return record.state(max(at, record.created)) or {}


def unit_key(unit: int) -> str:
    """Give our own name of a unit by its id."""
    return UNITS[unit - FIRST_UNIT].key


def _units(plan: Plan) -> list[Record]:
    made = at_local(plan.first_day - 30, 540)
    renamed = [at_local(plan.day(share), 700) for share in (WEST_CLOSED, WEST_RENAMED)]
    records = []
    for at, unit in enumerate(UNITS):
        record = Record(
            "business_units", FIRST_UNIT + at, made + at * 1_000_000, {"name": unit.names[0], "region": unit.region}
        )
        for moment, name in zip(renamed, unit.names[1:], strict=False):
            record.change(moment, name=name, active=False)
        if later := _LATER_NAMES.get(unit.key):
            record.change(at_local(plan.day(later[0]), 610), name=later[1])
        records.append(record)
    return records


def _types(plan: Plan) -> list[Record]:
    made = at_local(plan.first_day - 30, 600)
    records = []
    for at, named in enumerate(JOB_TYPES):
        facts = {
            "name": named.name,
            "no_charge": named.no_charge,
            "threshold": named.threshold,
            "commercial": named.commercial,
        }
        record = Record("job_types", FIRST_TYPE + at, made + at * 1_000_000, facts)
        if not named.active:
            record.change(at_local(plan.day(0.3), 640), active=False)
        records.append(record)
    return records


def _campaigns(plan: Plan) -> list[Record]:
    made = at_local(plan.first_day - 30, 660)
    named = [(group, name) for group, names in CAMPAIGN_GROUPS.items() for name in names]
    records = [
        Record("campaigns", FIRST_CAMPAIGN + at, made + at * 1_000_000, {"name": name, "group": group})
        for at, (group, name) in enumerate(named)
    ]
    records[5].change(at_local(plan.day(0.5), 600), active=False)
    records[12].change(at_local(plan.day(1.05), 600), name="Yard Signs")
    return records


def _technicians(plan: Plan) -> list[Record]:
    chance = plan.chance(STAFF_CASE)
    records = []
    for at in range(plan.scale.technicians):
        # One in three sells; the others paint.
        units = [
            FIRST_UNIT + n for n, unit in enumerate(UNITS) if unit.role == ("sales" if at % 3 == 0 else "production")
        ]
        facts = {
            "name": f"{chance.choice(FIRST_NAMES)} {chance.choice(LAST_NAMES)}",
            "unit": chance.choice(units),
            "sells": at % 3 == 0,
        }
        record = Record(
            "technicians", FIRST_TECHNICIAN + at, at_local(plan.first_day - 30, 480) + at * 1_000_000, facts
        )
        if chance.random() < 0.3:
            record.change(at_local(plan.day(chance.uniform(0.2, 1.4)), 900), active=False)
        records.append(record)
    return records
