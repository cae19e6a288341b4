"""From whom the company buys: vendors and their price lists."""

from __future__ import annotations

from collections.abc import Iterator

from aiop.sandbox.names import FIRST_NAMES, LAST_NAMES
from hvac.sandbox.catalogue import vendor_name
from hvac.sandbox.chance import Chance, Named, Row, day, rounded, usd
from hvac.sandbox.company import Company, Part
from hvac.sandbox.places import address, phone

_TYPES = (
    "Parts Distributor",
    "Parts Distributor",
    "Parts Distributor",
    "Refrigerant Supplier",
    "Equipment Manufacturer",
)
_TERMS = ("Net 30", "Net 30", "Net 45", "Net 15", "2/10 Net 30", "Due on Receipt", "COD")


def vendor_rows(company: Company) -> Iterator[Named]:
    """Give the vendors, then what they sell."""
    chance = company.chance("vendors")
    for number in range(1, company.grown(15) + 1):
        yield "vendors", _vendor(company, chance, number)
    for part in company.parts:
        yield from _offers(company, chance, part)


def _vendor(company: Company, chance: Chance, number: int) -> Row:
    name, metro = vendor_name(number), company.metros[number % len(company.metros)]
    contact = f"{chance.pick(FIRST_NAMES)} {chance.pick(LAST_NAMES)}"
    return {
        "vendor_id": number, "vendor_code": f"V-{number:04d}", "name": name, "legal_name": f"{name} LLC",
        "vendor_type": _TYPES[number % len(_TYPES)], "contact_name": contact, "email": f"orders{number}@vendor.test",
        "phone": phone(chance, metro), "address": address(chance, metro, chance.pick(metro.territory_zips(3))),
        "payment_terms": chance.pick(_TERMS), "tax_id": f"***-**-{chance.between(1000, 9999)}",
        "w9_on_file": chance.happens(0.9), "is_1099": chance.happens(0.2), "credit_limit": usd(chance.between(5, 50) * 100_000),
        "default_lead_time_days": chance.between(3, 14), "min_order_amount": usd(chance.pick((0, 5_000, 10_000, 25_000))),
        "status": "Active", "preferred": number <= 5,
    }  # fmt: skip


def _offers(company: Company, chance: Chance, part: Part) -> Iterator[Named]:
    """Give the price in force, at times an earlier one, and at times what another vendor asks."""
    begun = company.start - chance.between(30, 700)
    if chance.happens(0.3):
        lower = rounded(part.cost * chance.near(0.93, 0.03, 0.85, 0.99))
        since = begun - chance.between(100, 400)
        yield "vendor_parts", _offer(company, part, part.vendor, lower, since, begun - 1, preferred=True)
    yield "vendor_parts", _offer(company, part, part.vendor, part.cost, begun, None, preferred=True)
    if chance.happens(0.45):
        other = part.vendor % company.grown(15) + 1
        dearer = rounded(part.cost * chance.near(1.08, 0.05, 0.95, 1.3))
        yield "vendor_parts", _offer(company, part, other, dearer, begun + 7, None, preferred=False)


def _offer(
    company: Company, part: Part, vendor: int, cost: int, since: int, until: int | None, *, preferred: bool
) -> Row:
    number = company.number("vendor_parts")
    return {
        "vendor_part_id": number, "vendor_id": vendor, "part_id": part.id, "vendor_sku": f"{vendor:03d}-{part.id:05d}",
        "unit_cost": usd(cost), "min_order_qty": 1 + part.id % 3, "lead_time_days": part.lead, "is_preferred": preferred,
        "valid_from": day(since), "valid_to": day(until) if until else None,
    }  # fmt: skip
