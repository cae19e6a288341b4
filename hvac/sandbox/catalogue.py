"""What the company installs and what it puts in: models of equipment, parts and who sells them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from hvac.sandbox.chance import Chance, Named, usd
from hvac.sandbox.company import Company, Equipment, Part

BRANDS = ("Carrier", "Trane", "Lennox", "Rheem", "Goodman", "York", "Daikin")
_SERIES = ("X", "Pro", "Elite", "Prime")
_KINDS = (
    "Central AC",
    "Central AC",
    "Heat Pump",
    "Heat Pump",
    "Furnace",
    "Furnace",
    "Ductless Mini-Split",
    "Package Unit",
)
_TONS = (18_000, 24_000, 36_000, 48_000, 60_000)


@dataclass(frozen=True, slots=True)
class Shelf:
    """A category of parts: what it costs in cents, how many go into a call, how often, and how its parts are called."""

    low: int
    high: int
    most: int
    weight: float
    words: tuple[str, ...]


SHELVES = {
    "Filter": Shelf(600, 3_800, 4, 3.0, ("Pleated 16x25x1", "Pleated 20x20x1", "Media 4 in", "HEPA 20x25", "Washable")),
    "Compressor": Shelf(28_000, 50_000, 1, 0.15, ("Scroll 2 t", "Scroll 3 t", "Rotary", "Two-Stage", "Inverter")),
    "Coil": Shelf(14_000, 42_000, 1, 0.25, ("Evaporator A", "Condenser", "Slab", "Cased 3 t", "Cased 4 t")),
    "Fan Motor": Shelf(8_500, 26_000, 1, 0.6, ("ECM 1/2 hp", "PSC 1/3 hp", "Condenser 1/4 hp", "Inducer", "Blower 3/4 hp")),
    "Thermostat": Shelf(4_200, 24_000, 1, 0.7, ("Programmable", "Smart", "Heat Pump", "Two-Wire", "Zoned")),
    "Capacitor": Shelf(800, 4_500, 1, 1.6, ("35/5 uF", "45/5 uF", "Start 88 uF", "Run 10 uF", "Dual 60/5 uF")),
    "Contactor": Shelf(1_500, 6_000, 1, 1.2, ("1-Pole 30 A", "2-Pole 40 A", "3-Pole 40 A", "Definite Purpose", "24 V Coil")),
    "Refrigerant": Shelf(6_000, 22_000, 3, 0.8, ("R-410A 10 lb", "R-32 9 kg", "R-454B 10 lb", "R-407C 10 lb", "R-134a")),
    "Ductwork": Shelf(1_200, 9_000, 5, 0.7, ("Flex 6 in", "Plenum", "Elbow 8 in", "Register Boot", "Flex 10 in")),
    "Valve": Shelf(2_500, 14_000, 2, 0.6, ("TXV 3 t", "Reversing", "Gas 1/2 in", "Service", "Check")),
}  # fmt: skip
# What a visit of each kind takes from the shelves: how many lines, and of which categories.
USES = {
    "Maintenance": ((1, 1, 2, 2, 3), ("Filter", "Filter", "Filter", "Capacitor", "Thermostat")),
    "Repair": ((1, 2, 3, 3), ("Capacitor", "Contactor", "Fan Motor", "Refrigerant", "Valve", "Coil", "Thermostat", "Filter")),
    "Installation": ((3, 4, 4, 5), ("Ductwork", "Thermostat", "Filter", "Refrigerant", "Valve", "Contactor")),
    "Emergency": ((1, 1, 2, 3), ("Capacitor", "Contactor", "Compressor", "Fan Motor", "Valve", "Refrigerant")),
    "Inspection": ((0, 0, 1, 1), ("Filter", "Capacitor")),
}  # fmt: skip
_VENDOR_NAMES = (
    "Buckeye HVAC Supply", "Tri-State Air Parts", "Ohio Valley Controls", "Great Lakes Refrigerants", "Miami River Filters",
    "Hoosier Duct & Metal", "Queen City Motors", "Franklin Compressor Exchange", "Bluegrass Thermal", "Summit Coil Works",
    "Riverbend Valves", "Three Rivers Electric Supply", "Crossroads Equipment", "Capital City Wholesale", "Northcoast Air",
)  # fmt: skip


def vendor_name(number: int) -> str:
    """Give the name of a vendor by its number."""
    round_, at = divmod(number - 1, len(_VENDOR_NAMES))
    return _VENDOR_NAMES[at] + (f" {round_ + 1}" if round_ else "")


def stock_catalogue(company: Company) -> None:
    """Draw the models on offer and the parts on the shelves."""
    _draw_equipment(company, company.chance("equipment"))
    _draw_parts(company, company.chance("parts"))


def _draw_equipment(company: Company, chance: Chance) -> None:
    taken: set[tuple[str, str]] = set()
    while len(company.equipment) < company.grown(50):
        brand, model = chance.pick(BRANDS), f"{chance.pick(_SERIES)}{chance.between(100, 999)}"
        if (brand, model) in taken:
            continue
        taken.add((brand, model))
        kind = _KINDS[len(company.equipment) % len(_KINDS)]
        # Furnaces state the share of fuel that becomes heat, all others a SEER2.
        rating = chance.between(800, 985) if kind == "Furnace" else chance.between(134, 215)
        company.equipment.append(
            Equipment(
                len(company.equipment) + 1, brand, model, kind, chance.pick(_TONS), f"{rating // 10}.{rating % 10}"
            )
        )


def _draw_parts(company: Company, chance: Chance) -> None:
    vendors, categories = company.grown(15), tuple(SHELVES)
    for number in range(1, company.grown(200) + 1):
        category = categories[number % len(categories)]
        shelf = SHELVES[category]
        word = shelf.words[number // len(categories) % len(shelf.words)]
        # Within a shelf a few parts are used by far the most.
        part = Part(
            number,
            f"{category} - {word} {chr(65 + number // 50 % 26)}{number:03d}",
            category,
            chance.between(shelf.low, shelf.high),
            1 + (number * 7 + number // 10) % vendors,
            shelf.weight / (1 + number // len(categories) % 20),
            chance.between(3, 14),
        )
        company.parts.append(part)


def equipment_rows(company: Company) -> Iterator[Named]:
    """Give the models on offer."""
    for model in company.equipment:
        yield "equipment_types", {
            "equipment_id": model.id, "brand": model.brand, "model": model.model, "equipment_type": model.kind,
            "btu_rating": model.btu, "energy_rating": model.rating,
        }  # fmt: skip


def part_rows(company: Company) -> Iterator[Named]:
    """Give the parts on the shelves."""
    for part in company.parts:
        yield "parts", {
            "part_id": part.id, "part_name": part.name, "part_category": part.category, "unit_cost": usd(part.cost),
            "supplier": vendor_name(part.vendor),
        }  # fmt: skip
