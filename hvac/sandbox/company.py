"""What a company remembers while its files are written: who works there, what it sells, whom it serves."""

from __future__ import annotations

import datetime as dt
import math
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import count

from aiop.sandbox.world import World
from hvac.sandbox.chance import Chance
from hvac.sandbox.places import METROS, Metro

YEAR = 365


@dataclass(slots=True)
class Technician:
    """Somebody who goes to customers, with the day that is being planned; minutes count from midnight."""

    id: int
    name: str
    phone: str
    level: str
    rate: int
    hired: int
    years: int
    rank: str
    skills: dict[str, int]
    metro: int
    left: int = 0
    day: int = 0
    free: int = 0
    worked: int = 0
    visits: list[tuple[int, int, int]] = field(default_factory=list)
    first_day: int = 0
    first_calls: list[int] = field(default_factory=list)


@dataclass(slots=True)
class Equipment:
    """A model on offer."""

    id: int
    brand: str
    model: str
    kind: str
    btu: int
    rating: str


@dataclass(slots=True)
class Part:
    """A part and its vendor; cost in cents, `weight` says how often it is used, `lead` the days until it comes."""

    id: int
    name: str
    category: str
    cost: int
    vendor: int
    weight: float
    lead: int
    stock: int = 0
    used: int = 0
    reorder: int = 0
    most: int = 0
    on_order: bool = False
    received: int = 0
    received_quantity: int = 0


@dataclass(slots=True)
class Customer:
    """A household or firm; `payer` is 0 for one who pays in time, 1 for a slow one, 2 for one who hardly pays."""

    id: int
    name: str
    address: str
    zip: str
    phone: str
    commercial: bool
    since: int
    metro: int
    payer: int
    subscribed: bool = False
    plan: tuple[int, int] = (0, 0)
    promised_hours: int = 0
    promised: tuple[int, int] = (0, 0)
    devices: list[Device] = field(default_factory=list)
    calls: int = 0
    first_call: tuple[int, int] = (0, 0)
    bought: int = 0


@dataclass(slots=True)
class Device:
    """One device at a customer."""

    id: int
    customer: Customer
    equipment: Equipment
    installed: int
    warranty: int
    serial: str
    place: str
    status: str = "Active"
    maintained: int = 0


@dataclass(slots=True)
class Call:
    """A visit: when it was asked for (in minutes since day 0), when it began, how long it took; money in cents."""

    id: int
    customer: Customer
    technician: Technician
    device: Device
    kind: str
    day: int
    start: int
    minutes: int
    asked: int
    labor: int
    parts: list[tuple[Part, int]]
    again: bool = False

    @property
    def parts_cost(self) -> int:
        """What the parts cost the company."""
        return sum(part.cost * quantity for part, quantity in self.parts)

    @property
    def total(self) -> int:
        """Labour and parts."""
        return self.labor + self.parts_cost


class Company:
    """One seeded company on one day; everything about it follows from the seed, the day and the scale."""

    def __init__(self, world: World, as_of: dt.date, scale: float) -> None:
        """Fix the company; the year of its calls ends on the eve of `as_of`."""
        self.world = world
        self.as_of = as_of.toordinal()
        self.start = self.as_of - YEAR
        self.scale = scale
        self.metros: tuple[Metro, ...] = METROS[: self.grown(3)]
        self.technicians: list[Technician] = []
        self.crews: list[list[Technician]] = [[] for _ in self.metros]
        self.equipment: list[Equipment] = []
        self.parts: list[Part] = []
        self.customers: list[Customer] = []
        self.devices: list[Device] = []
        # Employees by role, as their numbers; sales representatives have no other life here.
        self.staff: dict[str, list[int]] = defaultdict(list)
        # Invoices that are not paid in full.
        self.unpaid: set[int] = set()
        self._numbers: dict[str, count[int]] = {}

    def chance(self, name: str) -> Chance:
        """Give the stream of one purpose, which shifts no other."""
        return Chance(self.world.rng(name))

    def size(self, usual: int, least: int = 1) -> int:
        """Give how many of something there are at this scale."""
        return max(least, round(usual * self.scale))

    def grown(self, usual: int) -> int:
        """Give how many there are of what grows with the square root of the business."""
        return max(usual, round(usual * math.sqrt(self.scale)))

    def number(self, table: str) -> int:
        """Give the next number of a table's rows."""
        if table not in self._numbers:
            self._numbers[table] = count(1)
        return next(self._numbers[table])

    def year_of(self, ordinal: int) -> int:
        """Give the year of a day."""
        return dt.date.fromordinal(ordinal).year
