"""Customers, where they live, and the devices that stood there before the year began."""

from __future__ import annotations

from collections.abc import Iterator

from aiop.sandbox.names import FIRST_NAMES, LAST_NAMES
from hvac.sandbox.chance import Chance, Named, day, months_later, weighted
from hvac.sandbox.company import Company, Customer, Device
from hvac.sandbox.places import QUARTERS, address, phone

_TRADES = ("Dental", "Bakery", "Logistics", "Law Office", "Pharmacy", "Fitness", "Diner", "Print Shop", "Brewery", "Clinic",
           "Hardware", "Salon", "Realty", "Market", "Auto Body", "Daycare")  # fmt: skip
_FORMS = ("LLC", "Inc", "and Sons", "Group", "Co")
_PAYERS = weighted({0: 78, 1: 16, 2: 6})
PLACES = {
    "Central AC": ("Garage", "Main Floor", "Roof"), "Heat Pump": ("Garage", "Main Floor", "Basement"),
    "Furnace": ("Basement", "Basement", "Attic"), "Ductless Mini-Split": ("Main Floor", "Attic"),
    "Package Unit": ("Roof", "Roof", "Garage"),
}  # fmt: skip
_WARRANTY_MONTHS = (12, 24, 36, 60, 60)
NEW_SHARE = 0.18


def acquire(company: Company) -> None:
    """Draw the customers, oldest first, and the devices of those who were there before the year began."""
    chance = company.chance("customers")
    size = company.size(500, 40)
    new = round(size * NEW_SHARE)
    days = sorted(company.start - chance.between(10, 4 * 365) for _ in range(size - new))
    days += sorted(company.start + chance.between(0, 355) for _ in range(new))
    taken: set[str] = set()
    for number, since in enumerate(days, start=1):
        company.customers.append(_customer(company, chance, number, since, taken))
    _equip(company, company.chance("devices"))


def _customer(company: Company, chance: Chance, number: int, since: int, taken: set[str]) -> Customer:
    commercial = chance.happens(0.35)
    metro = min(chance.between(0, len(company.metros)), len(company.metros) - 1) if chance.happens(0.8) else 0
    where = company.metros[metro]
    zip_code = chance.pick(where.territory_zips(chance.between(0, len(QUARTERS) - 1)))
    name = _free_name(chance, taken, commercial=commercial)
    return Customer(
        number, name, address(chance, where, zip_code), zip_code, phone(chance, where), commercial, since, metro,
        chance.pick(_PAYERS),
    )  # fmt: skip


def _free_name(chance: Chance, taken: set[str], *, commercial: bool) -> str:
    while True:
        if commercial:
            name = f"{chance.pick(LAST_NAMES)} {chance.pick(_TRADES)} {chance.pick(_FORMS)}"
        else:
            initial = f"{chr(65 + chance.between(0, 25))}. " if chance.happens(0.4) else ""
            name = f"{chance.pick(FIRST_NAMES)} {initial}{chance.pick(LAST_NAMES)}"
        if name in taken:
            name = f"{name} {chance.between(2, 999)}" if commercial else f"{name}-{chance.pick(LAST_NAMES)}"
        if name not in taken:
            taken.add(name)
            return name


def _equip(company: Company, chance: Chance) -> None:
    """Install what stood there before the year began, oldest first."""
    old = [customer for customer in company.customers if customer.since < company.start]
    first = company.start - 2 * 365
    found = [(customer, max(first, customer.since)) for customer in old]
    while len(found) < company.size(560, len(old)):
        customer = chance.pick(old)
        found.append((customer, max(first, customer.since)))
    placed = sorted((chance.between(since, company.start - 1), customer.id) for customer, since in found)
    for installed, number in placed:
        install(company, chance, company.customers[number - 1], installed)


def install(company: Company, chance: Chance, customer: Customer, on: int) -> Device:
    """Install a device at a customer on a day."""
    model = chance.pick(company.equipment)
    serial = f"{chance.pick('ABCDEFGHJK')}{chance.pick('LMNPRSTUVW')}{on % 100:02d}-{chance.between(0, 9999):04d}"
    number = company.number("installed_devices")
    device = Device(
        number, customer, model, on, months_later(on, chance.pick(_WARRANTY_MONTHS)), f"{serial}-{number % 10_000:04d}",
        chance.pick(PLACES[model.kind]),
    )  # fmt: skip
    customer.devices.append(device)
    company.devices.append(device)
    return device


def customer_rows(company: Company) -> Iterator[Named]:
    """Give the customers."""
    for one in company.customers:
        yield "customers", {
            "customer_id": one.id, "customer_name": one.name, "address": one.address, "phone": one.phone,
            "customer_type": "commercial" if one.commercial else "residential", "created_at": day(one.since),
        }  # fmt: skip


def device_rows(company: Company) -> Iterator[Named]:
    """Give the devices, as they stand when the year is over."""
    for one in company.devices:
        yield "installed_devices", {
            "installation_id": one.id, "customer_id": one.customer.id, "equipment_id": one.equipment.id,
            "installation_date": day(one.installed), "warranty_end_date": day(one.warranty),
            "serial_number": one.serial, "installation_location": one.place, "status": one.status,
            "last_maintenance_date": day(one.maintained) if one.maintained else None,
        }  # fmt: skip
