"""The rental fleet of the invented dealer: units that are rented, held, in the shop or sold, and what they earn. Pure."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from marts.sources.softbase.sandbox.invoices import CUSTOMERS, Invoices
from marts.sources.softbase.sandbox.known import Known, Span, noon
from marts.sources.softbase.sandbox.orders import Happened, Orders

DEPARTMENT = 60
GROUPS = ("Reach trucks", "Counterbalance", "Pallet trucks")
CHARGERS = "Batteries & Chargers"


@dataclass
class Stint:
    """A time on rent: which unit, for whom, from when until when."""

    serial: str
    customer: str
    order: Happened


@dataclass
class Machine:
    """A unit of the fleet: how it is classed, when it was held, when it was sold."""

    serial: str
    unit: str
    group: str
    held: tuple[dt.date, dt.date] | None = None
    sold: dt.date | None = None


@dataclass
class Fleet:
    """All units, what they were rented for, and their stays in the shop."""

    known: Known
    rng: random.Random
    invoices: Invoices
    orders: Orders
    machines: list[Machine] = field(default_factory=list)
    stints: list[Stint] = field(default_factory=list)
    shop: list[tuple[str, Happened]] = field(default_factory=list)

    def write(self, span: Span, size: int) -> None:
        """Write so many trucks, a charger to each fourth, and units that are not the fleet's."""
        for number in range(size):
            self._truck(number, span)
        for number in range(size // 8):
            self._other(number)

    def _truck(self, number: int, span: Span) -> None:
        serial, unit = f"S{number:04}", f"U{number:04}"
        machine = Machine(serial, unit, self.rng.choice(GROUPS))
        day = self._day(span)
        if self.rng.random() < 0.15:
            machine.held = (day, day + dt.timedelta(days=self.rng.randint(3, 40)))
        elif self.rng.random() < 0.06:
            machine.sold = day
        self._equip(machine, model="X20", group=machine.group)
        if number % 4 == 0:
            self._equip(Machine(f"B{number:04}", unit, CHARGERS), model="Charger 48V", group=None)
        self._rent(machine, span)
        if self.rng.random() < 0.2:
            self._to_shop(machine, span)

    def _equip(self, machine: Machine, *, model: str, group: str | None) -> None:
        self.machines.append(machine)
        row: dict[str, Any] = {
            "UnitNo": machine.unit, "SerialNo": machine.serial.ljust(12), "Make": "Linder", "Model": model, "ModelGroup": group,
            "RentalStatus": None, "InventoryDept": DEPARTMENT, "Customer": False, "DeletionTime": None,
        }  # fmt: skip
        steps = [(dt.datetime(2000, 1, 1, tzinfo=dt.UTC), row)]
        if machine.held:
            steps += [
                (noon(machine.held[0]), {**row, "RentalStatus": "Hold"}),
                (noon(machine.held[1]), {**row, "RentalStatus": "Ready To Rent"}),
            ]
        if machine.sold:
            steps.append((noon(machine.sold), {**row, "RentalStatus": "Sold"}))
        self.known.states("Equipment", steps)

    def _other(self, number: int) -> None:
        """Write a unit that belongs to a customer, one of another department, and one that is deleted."""
        row = {
            "UnitNo": f"N{number}", "Make": "Linder", "Model": "X20", "ModelGroup": GROUPS[0], "RentalStatus": None,
            "InventoryDept": DEPARTMENT, "Customer": False, "DeletionTime": None,
        }  # fmt: skip
        self.known.add("Equipment", {**row, "SerialNo": f"NC{number}", "Customer": True})
        self.known.add("Equipment", {**row, "SerialNo": f"ND{number}", "InventoryDept": 10})
        self.known.add("Equipment", {**row, "SerialNo": f"NX{number}", "DeletionTime": dt.datetime(2020, 1, 1)})  # noqa: DTZ001

    def _rent(self, machine: Machine, span: Span) -> None:
        """Rent a unit out again and again, with pauses, until it is sold."""
        day = span.start + dt.timedelta(days=self.rng.randint(0, 30))
        while day < (machine.sold or span.end):
            back = day + dt.timedelta(days=self.rng.randint(5, 70))
            back = min(back, machine.sold) if machine.sold else back
            customer = self.rng.choice(CUSTOMERS)
            order = Happened(day, None, back, noon(back), kind="R", is_quote=self.rng.random() < 0.1)
            number = self.orders.write_one(order, ship_to=customer)
            by_serial = self.rng.random() < 0.8
            row = {"WONo": number, "UnitNo": machine.unit, "SerialNo": machine.serial if by_serial else None}
            self.known.add("WORental", row, noon(day))
            self.stints.append(Stint(machine.serial, customer, order))
            if not order.is_quote:
                self._earn(machine, order, number, span)
            day = back + dt.timedelta(days=self.rng.randint(1, 40))

    def _earn(self, machine: Machine, order: Happened, number: str, span: Span) -> None:
        """Bill a stint every four weeks, by serial number or by order."""
        day = order.opened + dt.timedelta(days=27)
        while order.closed and day < order.closed and day <= span.end:
            amount = {"rental": Decimal(self.rng.randint(40_000, 220_000)).scaleb(-2)}
            by_serial = self.rng.random() < 0.7
            self.invoices.bill(
                day, amount, noon(day), serial=machine.serial if by_serial else "", order="" if by_serial else number,
                group=machine.group,
            )  # fmt: skip
            day += dt.timedelta(days=28)

    def _to_shop(self, machine: Machine, span: Span) -> None:
        day = self._day(span)
        done = day + dt.timedelta(days=self.rng.randint(1, 15))
        order = Happened(day, done, done, noon(done), kind="SH")
        self.orders.write_one(order, unit=machine.unit, serial=machine.serial)
        self.shop.append((machine.serial, order))

    def _day(self, span: Span) -> dt.date:
        return self.rng.choice(span.days)
