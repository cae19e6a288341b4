"""The rental fleet by what each unit does, and what it earns: what `mart_rental_fleet` holds. Pure."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from marts.build.sales_daily import is_internal
from marts.build.worked import Worked, cents, quotient
from marts.sources.softbase.records import ZERO, Invoice, Rental, Unit, WorkOrder

CHARGERS, ALLIED, UNSPECIFIED, UNASSIGNED = "Batteries & Chargers", "Allied", "Unspecified", "Unassigned"
HOLD_ONLY, HOLD_OR_ORDER = "hold_only", "hold_or_open_wo"
_CHARGES = re.compile("batter|batt|charge", re.IGNORECASE)
_SHOP_KINDS = frozenset({"S", "SH", "PM"})
_HOLD = "hold"


@dataclass(frozen=True, slots=True)
class Said:
    """What an organisation says of its fleet."""

    fiscal_month: int = 1
    maintenance_rule: str = HOLD_OR_ORDER
    internal: Collection[str] = ()
    counts_internal: bool = False
    counts_reserved: bool = False  # a unit on an order that begins later is on rent already


@dataclass(slots=True)
class Fleet:
    """The units by serial number, else by unit number; those with neither are counted."""

    units: dict[str, Unit] = field(default_factory=dict)
    by_number: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    unidentified: int = 0

    @classmethod
    def of(cls, rows: Iterable[Unit]) -> Fleet:
        """Take units; one serial number is one unit."""
        fleet = cls()
        for unit in rows:
            key = unit.serial or unit.unit
            if not key:
                fleet.unidentified += 1
            elif key not in fleet.units:
                fleet.units[key] = unit
                fleet.by_number[unit.unit].append(key)
        return fleet

    def find(self, serial: str, number: str) -> str | None:
        """Give the one unit that is meant: by serial number where there is one, else the truck of that unit number."""
        if serial:
            return serial if serial in self.units else None
        keys = self.by_number.get(number, []) if number else []
        return min(keys, key=lambda key: (kind_of(self.units[key]) == CHARGERS, key), default=None)


def kind_of(unit: Unit) -> str:
    """Give the type of a unit: its model's group, else what its make and model say, else its make."""
    if unit.group:
        return unit.group
    said = f"{unit.make} {unit.model}"
    if _CHARGES.search(said):
        return CHARGERS
    return ALLIED if "allied" in said.casefold() else unit.make or UNSPECIFIED


def fleet_days(
    days: Iterable[dt.date],
    units: Iterable[Unit],
    rentals: Sequence[Rental],
    orders: Sequence[WorkOrder],
    invoices: Sequence[Invoice],
    said: Said,
    *,
    today: dt.date,
) -> list[Worked]:
    """Give a row for each day. Of past days it is not known any more which units were held, nor which were free."""
    fleet = Fleet.of(units)
    billed = [one for one in invoices if said.counts_internal or not is_internal(one, said.internal)]
    kinds = {one.number: _kind_of_invoice(one, fleet, rentals) for one in billed}
    found = []
    for day in days:
        row: dict[str, Any] = {"snapshot_date": day, "year": day.year, "month": day.month}
        row |= _standing(day, fleet, rentals, orders, said, is_live=day >= today)
        row |= _revenue(day, billed, kinds, said.fiscal_month)
        found.append(_audited(Worked(row)))
    return found


def _standing(
    day: dt.date, fleet: Fleet, rentals: Sequence[Rental], orders: Sequence[WorkOrder], said: Said, *, is_live: bool
) -> dict[str, Any]:
    out = [(fleet.find(one.serial, one.unit), one) for one in rentals if _is_open(one.closed, day)]
    counts_reserved = said.counts_reserved and is_live
    on_rent = [(key, one) for key, one in out if key is not None and (counts_reserved or one.opened <= day)]
    rented = {key for key, _ in on_rent}
    customers = {one.customer for _, one in on_rent} - set(said.internal) - {""}
    known: dict[str, Any] = {
        "total_units": len(fleet.units),
        "rented_units": len(rented),
        "utilization_rate": quotient(100 * len(rented), len(fleet.units)),
        "active_rental_customers": len(customers),
        "unidentified_units": fleet.unidentified,
        "maintenance_rule": said.maintenance_rule,
    }
    stopped = _in_maintenance(day, fleet, orders, said) - rented
    if is_live:
        known["maintenance_units"] = len(stopped)
        known["available_units"] = len(fleet.units) - len(rented) - len(stopped)
        known["reserved_units"] = len({key for key, one in out if key is not None and one.opened > day} - rented)
    known["units_by_type"] = _by_type(fleet, rented, stopped if is_live else None)
    return known


def _in_maintenance(day: dt.date, fleet: Fleet, orders: Sequence[WorkOrder], said: Said) -> set[str]:
    held = {key for key, unit in fleet.units.items() if unit.status.casefold() == _HOLD}
    if said.maintenance_rule == HOLD_ONLY:
        return held
    shop = (one for one in orders if one.kind in _SHOP_KINDS and one.opened <= day and _is_open(one.closed, day))
    return held | {key for one in shop if (key := fleet.find(one.serial, one.unit)) is not None}


def _by_type(fleet: Fleet, rented: set[str], stopped: set[str] | None) -> dict[str, dict[str, int]]:
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for key, unit in fleet.units.items():
        kind = counts[kind_of(unit)]
        kind["total"] += 1
        state = "rented" if key in rented else "maintenance" if stopped and key in stopped else "available"
        kind[state] += 1
    told = ("total", "rented") if stopped is None else ("total", "rented", "available", "maintenance")
    return {name: {what: counted[what] for what in told} for name, counted in sorted(counts.items())}


def _revenue(day: dt.date, invoices: Sequence[Invoice], kinds: Mapping[int, str], fiscal_month: int) -> dict[str, Any]:
    month = day.replace(day=1)
    year = dt.date(day.year if day.month >= fiscal_month else day.year - 1, fiscal_month, 1)
    sums: dict[str, dict[str, Decimal]] = defaultdict(lambda: {"mtd": ZERO, "ytd": ZERO})
    for one in invoices:
        amount = one.revenue["rental"]
        if month <= one.day <= day:
            sums[kinds[one.number]]["mtd"] += amount
        if year <= one.day <= day:
            sums[kinds[one.number]]["ytd"] += amount
    return {
        "rental_revenue_mtd": cents(sum((kind["mtd"] for kind in sums.values()), ZERO)),
        "rental_revenue_ytd": cents(sum((kind["ytd"] for kind in sums.values()), ZERO)),
        "revenue_by_type": {
            name: {what: str(cents(amount)) for what, amount in kind.items()} for name, kind in sorted(sums.items())
        },
    }


def _kind_of_invoice(invoice: Invoice, fleet: Fleet, rentals: Sequence[Rental]) -> str:
    key = fleet.find(invoice.serial, "") if invoice.serial else None
    if key is None and invoice.order:
        on_order = next((one for one in rentals if one.order == invoice.order), None)
        key = fleet.find(on_order.serial, on_order.unit) if on_order else None
    return kind_of(fleet.units[key]) if key is not None else UNASSIGNED


def _is_open(closed: dt.date | None, day: dt.date) -> bool:
    return closed is None or closed > day


def _audited(worked: Worked) -> Worked:
    row = worked.row
    kinds = row["units_by_type"].values()
    worked.hold("Units by type and in all", sum(kind["total"] for kind in kinds), row["total_units"])
    worked.hold("Units on rent by type and in all", sum(kind["rented"] for kind in kinds), row["rented_units"])
    if "available_units" in row:
        parts = row["available_units"] + row["rented_units"] + row["maintenance_units"]
        worked.hold("Units free, rented and held, and all", parts, row["total_units"])
    billed = sum((Decimal(kind["mtd"]) for kind in row["revenue_by_type"].values()), ZERO)
    worked.hold("Rental of the month by type and in all", billed, row["rental_revenue_mtd"])
    return worked
