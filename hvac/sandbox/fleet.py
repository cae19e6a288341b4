"""What the company drives and owns: vehicles, places, who and what belongs where, and assets that lose worth."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from hvac.sandbox.chance import Chance, Named, Row, day, usd
from hvac.sandbox.company import Company, Technician
from hvac.sandbox.places import QUARTERS, address, phone

_MODELS = (("Ford", "Transit", "Van"), ("Chevrolet", "Express", "Van"), ("Ram", "ProMaster", "Van"), ("GMC", "Savana", "Van"),
           ("Mercedes", "Sprinter", "Van"), ("Ford", "F-150", "Truck"), ("Chevrolet", "Tahoe", "SUV"))  # fmt: skip
_PRICES = {"Van": (38, 55), "Truck": (40, 65), "SUV": (35, 50)}
_LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ0123456789"
_VALUES = dict(
    zip("ABCDEFGHJKLMNPRSTUVWXYZ", (1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 7, 9, 2, 3, 4, 5, 6, 7, 8, 9), strict=True)
)
_WEIGHTS = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)
_OTHERS = (
    ("Shop Tools", "Sheet metal brake", 9, 84, 7), ("Service Equipment", "Recovery machine", 3, 60, 5),
    ("Computer", "Dispatch workstation", 2, 36, 5), ("Office Furniture", "Desks and chairs", 6, 84, 7),
    ("Leasehold Improvement", "Warehouse racks", 24, 180, 15), ("Service Equipment", "Combustion analyser", 2, 60, 5),
)  # fmt: skip
_METHODS = ("SL", "SL", "DDB", "SYD")


@dataclass(slots=True)
class Vehicle:
    """A vehicle of the fleet; cost in cents."""

    id: int
    make: str
    model: str
    body: str
    vin: str
    technician: Technician | None
    bought: int
    miles: int
    status: str
    cost: int


def buy_fleet(company: Company) -> list[Vehicle]:
    """Draw the vehicles: one for each technician who works, as far as they go, and some that stand."""
    chance, fleet = company.chance("fleet"), list[Vehicle]()
    drivers = [one for one in company.technicians if not one.left]
    for number in range(1, company.size(20, len(drivers) + 2) + 1):
        driver = drivers[number - 1] if number <= len(drivers) else None
        make, model, body = chance.pick(_MODELS)
        bought = company.as_of - chance.between(365, 8 * 365)
        low, high = _PRICES[body]
        idle = ("Maintenance", "Out of Service", "Retired", "Active")[number % 4]
        fleet.append(
            Vehicle(
                number,
                make,
                model,
                body,
                vin(chance),
                driver,
                bought,
                (company.as_of - bought) * chance.between(28, 45),
                "Active" if driver else idle,
                chance.between(low, high) * 100_000,
            )
        )
    return fleet


def vin(chance: Chance) -> str:
    """Make a vehicle identification number with its check digit."""
    drawn = (
        "1" + "".join(chance.pick(_LETTERS) for _ in range(7)) + "0" + "".join(chance.pick(_LETTERS) for _ in range(8))
    )
    return f"{drawn[:8]}{check_digit(drawn)}{drawn[9:]}"


def check_digit(number: str) -> str:
    """Give the ninth character that a vehicle identification number must have; its own is left out of the sum."""
    total = sum(
        (int(sign) if sign.isdigit() else _VALUES[sign]) * weight for sign, weight in zip(number, _WEIGHTS, strict=True)
    )
    return "0123456789X"[total % 11]


def vehicle_rows(company: Company, fleet: list[Vehicle]) -> Iterator[Named]:
    """Give the vehicles."""
    chance = company.chance("vehicle rows")
    for one in fleet:
        plate = f"{chr(65 + one.id % 26)}{chr(65 + one.id // 26 % 26)}{chr(65 + one.id // 676 % 26)} {chance.between(1000, 9999)}"
        yield "vehicle_fleet", {
            "vehicle_id": one.id, "vehicle_number": f"HVAC-{one.id:03d}", "make": one.make, "model": one.model,
            "year": company.year_of(one.bought) - chance.pick((0, 0, 1, 2)), "vehicle_type": one.body, "license_plate": plate,
            "vin": one.vin, "assigned_technician_id": one.technician.id if one.technician else None,
            "purchase_date": day(one.bought), "current_mileage": one.miles,
            "last_maintenance_date": day(company.as_of - chance.between(1, 180)),
            "next_maintenance_mileage": one.miles + chance.between(500, 8_000), "status": one.status,
            "fuel_type": chance.pick(("Gasoline", "Gasoline", "Diesel", "Hybrid")), "gps_enabled": chance.happens(0.85),
        }  # fmt: skip


def place_rows(company: Company, fleet: list[Vehicle]) -> Iterator[Named]:
    """Give branches, the warehouse and trucks, who and what belongs to them, and the territories."""
    chance, manager = company.chance("places"), company.staff["General Manager"][0]
    opened = company.as_of - 9 * 365
    for number, metro in enumerate(company.metros, start=1):
        head = next((one.id for one in company.crews[number - 1] if one.level == "lead"), manager)
        kind, boss = ("HQ", manager) if number == 1 else ("Branch", head)
        yield (
            "locations",
            _place(company, chance, number, number - 1, metro.code, f"{metro.city} {kind}", kind, boss, opened),
        )
    warehouse = len(company.metros) + 1
    yield "locations", _place(company, chance, warehouse, 0, "WH1", "Main Warehouse", "Warehouse", manager, opened)
    for one, place in trucks(company, fleet):
        metro_number = one.technician.metro if one.technician else 0
        code, name = f"TRK-{one.id:03d}", f"Truck of HVAC-{one.id:03d}"
        row = _place(company, chance, place, metro_number, code, name, "Truck", None, one.bought)
        yield "locations", {**row, "address": None, "zip5": None, "vehicle_id": one.id, "is_osha_establishment": False}
    yield from _assignments(company, fleet)
    yield from _territories(company, chance)


def trucks(company: Company, fleet: list[Vehicle]) -> Iterator[tuple[Vehicle, int]]:
    """Give the vehicles that carry stock, each with the number of its place."""
    first = len(company.metros) + 2
    return ((one, first + at) for at, one in enumerate(one for one in fleet if one.technician))


def _place(
    company: Company, chance: Chance, number: int, at: int, code: str, name: str, kind: str, manager: int | None, opened: int
) -> Row:  # fmt: skip
    metro = company.metros[at]
    zip_code = chance.pick(metro.territory_zips(0))
    return {
        "location_id": number, "location_code": code, "name": name, "location_type": kind,
        "parent_location_id": None if kind == "HQ" else at + 1 if kind == "Truck" else 1,
        "address": address(chance, metro, zip_code), "city": metro.city, "state": metro.state, "zip5": zip_code,
        "timezone": metro.zone, "phone": phone(chance, metro), "manager_employee_id": manager,
        "tax_jurisdiction": f"{metro.state}-{metro.city}", "is_osha_establishment": True, "opened_on": day(opened),
        "closed_on": None, "vehicle_id": None,
    }  # fmt: skip


def _assignments(company: Company, fleet: list[Vehicle]) -> Iterator[Named]:
    people = [(one.id, one.metro + 1, one.hired, one.left) for one in company.technicians]
    people += [(number, 1, company.as_of - 395, 0) for numbers in company.staff.values() for number in numbers]
    for employee, place, since, left in sorted(people):
        yield "employee_assignments", {
            "assignment_id": company.number("employee_assignments"), "employee_id": employee, "location_id": place,
            "from_date": day(since), "to_date": day(left) if left else None, "is_primary": True,
        }  # fmt: skip
    for one in fleet:
        driver = one.technician
        yield "vehicle_assignments", {
            "vehicle_assignment_id": company.number("vehicle_assignments"), "vehicle_id": one.id,
            "location_id": driver.metro + 1 if driver else 1, "technician_id": driver.id if driver else None,
            "from_date": day(max(one.bought, driver.hired if driver else 0)), "to_date": None,
        }  # fmt: skip


def _territories(company: Company, chance: Chance) -> Iterator[Named]:
    for at, metro in enumerate(company.metros):
        able = [one for one in company.crews[at] if one.level in ("lead", "specialist") and not one.left]
        crew = able or company.crews[at]
        for quarter, side in enumerate(QUARTERS):
            number = company.number("service_territories")
            yield "service_territories", {
                "territory_id": number, "territory_name": f"{metro.city} {side}",
                "zip_codes": ";".join(metro.territory_zips(quarter)),
                "assigned_technician_id": crew[quarter % len(crew)].id,
                "service_level": chance.pick(("Standard", "Standard", "Priority", "24/7")),
                "travel_time": chance.between(15, 55), "location_id": at + 1,
            }  # fmt: skip


def asset_rows(company: Company, fleet: list[Vehicle]) -> Iterator[Named]:
    """Give what loses worth over the years: the fleet, and what stands in shops and offices."""
    chance = company.chance("assets")
    for one in fleet:
        place = one.technician.metro + 1 if one.technician else 1
        gone = one.status == "Retired"
        yield "fixed_assets", {
            **_asset(company, chance, "Light Vehicle", f"{one.make} {one.model}", one.cost, one.bought, place, 60, 5),
            "vehicle_id": one.id, "status": "Disposed" if gone else "In Service",
            "disposal_date": day(company.as_of - 30) if gone else None,
            "disposal_proceeds": usd(one.cost * 18 // 100) if gone else None,
        }  # fmt: skip
    for at in range(company.size(30, 6)):
        kind, name, price, months, years = _OTHERS[at % len(_OTHERS)]
        since = company.as_of - chance.between(30, 5 * 365)
        cost = price * 100_000 + chance.between(0, 90_000)
        place = 1 + at % (len(company.metros) + 1)
        yield "fixed_assets", _asset(company, chance, kind, f"{name} {at + 1}", cost, since, place, months, years)


def _asset(
    company: Company, chance: Chance, kind: str, name: str, cost: int, since: int, place: int, months: int, years: int
) -> Row:  # fmt: skip
    number = company.number("fixed_assets")
    salvage = cost * 15 // 100 if kind == "Light Vehicle" else 0
    return {
        "asset_id": number, "asset_tag": f"FA-{number:05d}", "asset_class": kind, "description": name, "vehicle_id": None,
        "location_id": place, "vendor_id": None, "acquisition_date": day(since), "in_service_date": day(since),
        "cost": usd(cost), "salvage_value": usd(salvage), "book_method": chance.pick(_METHODS),
        "book_life_months": months, "expected_units": None, "tax_method": "MACRS GDS", "recovery_years": years,
        "convention": "Half-Year", "business_use_pct": "100", "status": "In Service", "disposal_date": None,
        "disposal_proceeds": None,
    }  # fmt: skip
