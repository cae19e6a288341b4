"""Records of the invented tenant: each has a history of versions, and the tenant's truth at a moment is what had been seen by then."""

from __future__ import annotations

from typing import Any

from servicetitan.sandbox.moments import MINUTE, moment, parsed

Facts = dict[str, Any]

ENTITIES = (
    "business_units", "job_types", "campaigns", "technicians", "customers", "locations", "jobs", "appointments", "estimates", "invoices",
    "payments", "gross_pay_items", "payroll_adjustments", "purchase_orders", "returns",
)  # fmt: skip
_CODE = {name: code for code, name in enumerate(ENTITIES)}
_CODES = 16
_TICK = 10 * MINUTE
_FIRST_TICK = parsed("2015-01-01T00:00:00Z") // _TICK


class Record:
    """One record of the API: when it was made, and versions of what is known of it, in the order in which they were seen."""

    __slots__ = ("created", "entity", "id", "versions")

    def __init__(self, entity: str, id: int, created: int, facts: Facts, *, late: int = 0) -> None:  # noqa: A002 - the API's name
        """Make a record; `late` is how long after its making it first shows, in microseconds."""
        self.entity = entity
        self.id = id
        self.created = created
        # When it could be seen, what it then says of its modification, what changed.
        self.versions: list[tuple[int, int, Facts]] = [(created + late, created, facts)]

    def change(self, at: int, **facts: Any) -> None:
        """Change facts at a moment; never earlier than the change before."""
        seen, stamp, _ = self.versions[-1]
        self.versions.append((max(at, seen), max(at, stamp), facts))

    def vanish(self, at: int) -> None:
        """Be deleted without a trace."""
        self.change(at, gone=True)

    def state(self, at: int) -> Facts | None:
        """Give what is known at a moment, with `id`, `created`, `modified` and `seen`; None before it shows and after it is gone."""
        if self.versions[0][0] > at:
            return None
        known: Facts = {"id": self.id, "created": self.created}
        for seen, stamp, facts in self.versions:
            if seen > at:
                break
            known.update(facts)
            known["modified"], known["seen"] = stamp, seen
        return None if known.get("gone") else known

    def latest(self) -> Facts:
        """Give what will be known in the end, as its story needs it while it is told."""
        known: Facts = {}
        for _, _, facts in self.versions:
            known.update(facts)
        return known


class Numbers:
    """Ids that grow with time, as the system's do, and that tell the case they belong to."""

    def __init__(self, cases: int) -> None:
        """Make room for a number of cases."""
        self.stride = cases

    def make(self, entity: str, created: int, case: int) -> int:
        """Give the id of a record; one case makes at most one record of an entity in ten minutes."""
        return ((created // _TICK - _FIRST_TICK) * self.stride + case) * _CODES + _CODE[entity]

    def case_of(self, id: int) -> int:  # noqa: A002 - the API's name
        """Give the case that an id belongs to."""
        return id // _CODES % self.stride

    @staticmethod
    def entity_of(id: int) -> str | None:  # noqa: A002 - the API's name
        """Give the entity that an id belongs to."""
        code = id % _CODES
        return ENTITIES[code] if code < len(ENTITIES) else None

    def made_by(self, id: int, at: int) -> bool:  # noqa: A002 - the API's name
        """Say whether a record had been made at a moment."""
        return (id // _CODES // self.stride + _FIRST_TICK) * _TICK <= at

    @staticmethod
    def tick(created: int) -> int:
        """Give the ten minutes in which a moment lies."""
        return created // _TICK


TICK = _TICK
__all__ = ["ENTITIES", "TICK", "Facts", "Numbers", "Record", "moment"]
