"""One call for work and all that came of it, told from its own stream of chance, so that any case can be told alone."""

from __future__ import annotations

from typing import Any

from aiop.sandbox.names import FIRST_NAMES, LAST_NAMES
from servicetitan.sandbox.moments import DAY, MICRO, MINUTE, at_local, local_day, weekday
from servicetitan.sandbox.plan import NOBODY, REGION_KEYS, days_between
from servicetitan.sandbox.records import TICK, Numbers, Record
from servicetitan.sandbox.staff import Tenant

LONGEST_LATENESS = 180 * DAY
_CITIES = {
    "PHX": ("Phoenix", "AZ", "85016"), "WEST": ("Glendale", "AZ", "85301"), "TUC": ("Tucson", "AZ", "85705"),
    "NEV": ("Henderson", "NV", "89002"), "ANDYS": ("Albuquerque", "NM", "87102"), "GUAR_TX": ("College Station", "TX", "77840"),
    "COMM_AZ": ("Tempe", "AZ", "85281"), "TUC_COMM": ("Tucson", "AZ", "85710"),
}  # fmt: skip
_STREETS = ("Ocotillo", "Palo Verde", "Saguaro", "Agave", "Mesquite", "Juniper", "Cholla", "Ironwood", "Yucca", "Sage")
_TESTS = ("Test Customer", "TEST - do not call", "Office test account")


class Case:
    """The records of one call for work, by entity, in the order in which they were made."""

    def __init__(self, tenant: Tenant, number: int) -> None:
        """Open a case; `stories` tells it."""
        self.tenant = tenant
        self.plan = tenant.plan
        self.number = number
        self.chance = tenant.plan.chance(number)
        self.records: dict[str, list[Record]] = {}
        self._ticks: set[tuple[str, int]] = set()
        self._who: dict[str, Any] | None = None
        self.start = tenant.plan.starts[number]
        self.region = tenant.region(number)
        self.fills = number >= tenant.plan.cases

    def who(self) -> dict[str, Any]:
        """Give the customer of the case: name, kind, address, site."""
        if self._who is None:
            self._who = person(self.tenant, self.plan.owner[self.number])
        return self._who

    def add(self, entity: str, created: int, *, prompt: bool = False, **facts: Any) -> Record:
        """Make a record at a moment, or some minutes later if the case made one of its kind just then; `prompt` ones never show late."""
        while (entity, Numbers.tick(created)) in self._ticks:
            created += TICK
        self._ticks.add((entity, Numbers.tick(created)))
        late = 0 if prompt or self.fills else self._lateness()
        record = Record(entity, self.tenant.numbers.make(entity, created, self.number), created, facts, late=late)
        self.records.setdefault(entity, []).append(record)
        return record

    def _lateness(self) -> int:
        if self.plan.harsh and self.chance.random() < 0.003:
            return self.chance.randrange(DAY, LONGEST_LATENESS)
        return self.chance.randrange(20 * MINUTE) if self.chance.random() < 0.01 else 0

    def after(self, at: int, least: float, most: float, mean: float) -> int:
        """Give a moment some days later, in the hours in which people work."""
        day = local_day(at + days_between(self.chance, least, most, mean))
        when = at_local(day, self.chance.uniform(7.5 * 60, 20 * 60)) + self.chance.randrange(MICRO)
        return max(when, at + 5 * MINUTE)

    def working_day(self, at: int, least: float, most: float, mean: float) -> int:
        """Give a day of work some days later."""
        day = local_day(at + days_between(self.chance, least, most, mean))
        while weekday(day) == 6:
            day += 1
        return max(day, local_day(at) + 1)


def customer_id(tenant: Tenant, case: int) -> int:
    """Give the id of a case's customer, who may have called before."""
    first = tenant.plan.owner[case]
    return tenant.numbers.make("customers", tenant.plan.starts[first], first)


def location_id(tenant: Tenant, case: int) -> int:
    """Give the id of a case's site: of the first call of its customer, whose house it is."""
    first = tenant.plan.owner[case]
    return tenant.numbers.make("locations", tenant.plan.starts[first], first)


def person(tenant: Tenant, case: int) -> dict[str, Any]:
    """Invent the customer of a first call: name, kind, address."""
    chance = tenant.plan.chance(case, 1)
    region = REGION_KEYS[tenant.plan.region[case]]
    family = chance.choice(LAST_NAMES)
    commercial = region in {"COMM_AZ", "TUC_COMM"} or chance.random() < 0.04
    name = f"{family} Properties LLC" if commercial else f"{chance.choice(FIRST_NAMES)} {family}"
    if chance.random() < 0.012:
        name = chance.choice(_TESTS)
    city, state, area = _CITIES[region]
    street = f"{chance.randrange(100, 9900)} E {chance.choice(_STREETS)} {chance.choice(('St', 'Ave', 'Dr', 'Ln'))}"
    address = {"street": street, "unit": None, "city": city, "state": state, "zip": area, "country": "USA"}
    kind = "Commercial" if commercial else "Residential"
    return {"name": name, "type": kind, "address": address, "site": f"{name} - {street}"}


def tell_people(case: Case) -> None:
    """Add the customer and the site where this is the first call, and what becomes of them."""
    tenant, number = case.tenant, case.number
    if tenant.plan.owner[number] != number:
        return
    who = case.who()
    chance = tenant.plan.chance(number, 2)
    customer = case.add(
        "customers", case.start, prompt=True, name=who["name"], type=who["type"], address=who["address"]
    )
    location = case.add(
        "locations", case.start, prompt=True, name=who["site"], address=who["address"], customer=customer.id
    )
    if chance.random() < 0.03:
        customer.change(case.after(case.start, 20, 400, 90), name=f"{who['name'].removesuffix(' LLC')} & Co")
    if (survivor := tenant.plan.merged_to[number]) != NOBODY:
        merged = case.after(case.start, 5, 500, 120)
        customer.change(merged, active=False, merged_to=customer_id(tenant, survivor))
        if chance.random() < 0.3:
            location.change(merged, active=False, merged_to=location_id(tenant, survivor))
        if chance.random() < 0.05:
            customer.change(case.after(merged, 1, 40, 10), active=True, merged_to=None)
