"""An invented dealer, whole, and the ledger of what is true of it at any moment. Pure."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

from aiop.sandbox.world import World
from marts.sources.softbase.sandbox.books import Books, true_month
from marts.sources.softbase.sandbox.fleet import CHARGERS, Fleet, Machine
from marts.sources.softbase.sandbox.invoices import INTERNAL, Invoices, Told
from marts.sources.softbase.sandbox.known import Known, Span, noon
from marts.sources.softbase.sandbox.orders import Orders

DEPARTMENTS = ("service", "parts", "rental", "sales")


class Dealer:
    """Everything that happens to a dealer between two days."""

    def __init__(self, seed: int, start: dt.date, end: dt.date, *, fleet: int = 40) -> None:
        """Invent it; the same seed and days give the same dealer."""
        world = World(seed, "dealer")
        self.span = Span(start, end)
        self.known = Known()
        self.invoices = Invoices(self.known, world.rng("invoices"))
        self.orders = Orders(self.known, world.rng("orders"))
        self.fleet = Fleet(self.known, world.rng("fleet"), self.invoices, self.orders)
        self.books = Books(self.known, world.rng("books"))
        self.invoices.write(self.span)
        self.orders.write(self.span)
        self.fleet.write(self.span, fleet)
        self.books.write(self.span)

    # The ledger

    def sales(self, day: dt.date, at: dt.datetime) -> dict[str, Decimal | int]:
        """Give what was invoiced on a day and how work orders stood at its end, as known at a moment."""
        told = [one for one in self._standing(at) if one.day == day]
        found: dict[str, Decimal | int] = {
            f"{name}_revenue": sum((one.amounts.get(name, Decimal(0)) for one in told), Decimal(0))
            for name in (*DEPARTMENTS, "misc")
        }
        found |= {f"{name}_invoices": sum(name in one.amounts for one in told) for name in DEPARTMENTS}
        found |= {
            "total_invoices": len(told),
            "total_revenue": _total(told),
            "tax_amount": sum((one.tax for one in told), Decimal(0)),
            "total_cost": sum((sum(one.costs.values(), Decimal(0)) for one in told), Decimal(0)),
            "external_revenue": _total(one for one in told if not one.is_internal),
        }
        return {**found, **self._orders(day, at)}

    def orders_of(self, kind: str | None, day: dt.date, at: dt.datetime) -> dict[str, Decimal | int]:
        """Give how orders of a type stood on a day, and what the open ones are worth, as known at a moment."""
        seen = [one for one in self.orders.happened if one.kind == kind and one.seen(at) and one.opened <= day]
        opened = [one for one in seen if (closed := one.closed_on(at)) is None or closed > day]
        waiting = [one for one in opened if one.completed and one.completed_by(day, at)]
        work = [(one, one.work) for one in opened if one.work]
        shop = [(one, told) for one, told in work if one.kind == "SH" and one.bill_to not in INTERNAL]
        over = [(max(Decimal(0), told.hours - told.quoted), one.rate) for one, told in shop if told.quoted is not None]
        return {
            "opened": sum(one.opened == day for one in seen), "closed": sum(one.closed_on(at) == day for one in seen),
            "completed": sum(one.completed == day and one.completed_by(day, at) for one in seen),
            "open_total": len(opened), "awaiting_invoice": len(waiting),
            "awaiting_over_3d": sum((day - one.completed).days > 3 for one in waiting if one.completed),
            "open_value_labor": sum((told.labor for _, told in work), Decimal(0)),
            "open_value_parts": sum((told.parts for _, told in work), Decimal(0)),
            "open_value_misc": sum((told.misc for _, told in work), Decimal(0)),
            "awaiting_value": sum((w.labor + w.parts + w.misc for one in waiting if (w := one.work)), Decimal(0)),
            **({"actual_hours": sum((told.hours for _, told in shop), Decimal(0)),
                "quoted_hours": sum((told.quoted for _, told in shop if told.quoted is not None), Decimal(0)),
                "overrun_hours": sum((more for more, _ in over), Decimal(0)),
                "overrun_value": sum((more * rate for more, rate in over), Decimal(0))} if shop else {}),
        }  # fmt: skip

    def bought(self, day: dt.date, at: dt.datetime) -> dict[str, dict[str, Decimal | int]]:
        """Give what each customer was invoiced up to a day, as known at a moment; its own accounts are none."""
        found: dict[str, list[Told]] = defaultdict(list)
        for one in self._standing(at):
            if one.day <= day and not one.is_internal:
                found[one.customer].append(one)
        return {customer: _bought(day, told) for customer, told in found.items()}

    def fleet_at(self, at: dt.datetime) -> dict[str, int]:
        """Give how the fleet stands at a moment, by unit."""
        day = at.date()
        fleet = [one for one in self.fleet.machines if not (one.sold and noon(one.sold) <= at)]
        rented = self._rented(day, at)
        shop = {serial for serial, order in self.fleet.shop if order.seen(at) and not order.closed_on(at)}
        units = {one.serial for one in fleet}
        idle = [one for one in fleet if one.serial not in rented]
        held = {one.serial for one in idle if _held(one, at) or one.serial in shop}
        return {
            "total_units": len(units),
            "rented_units": len(units & rented.keys()),
            "maintenance_units": len(held),
            "available_units": len(idle) - len(held),
            "active_rental_customers": len({customer for serial, customer in rented.items() if serial in units}),
        }

    def rental_revenue(self, start: dt.date, end: dt.date, at: dt.datetime) -> dict[str, Decimal]:
        """Give what rental earned in these days by type of unit, without the dealer's own accounts."""
        found: dict[str, Decimal] = defaultdict(Decimal)
        for one in self._standing(at):
            if start <= one.day <= end and "rental" in one.amounts and not one.is_internal:
                found[one.group] += one.amounts["rental"]
        return dict(found)

    def month(self, month: dt.date, at: dt.datetime) -> dict[str, Decimal]:
        """Give what happened to cash in a month."""
        return true_month(self.books.journals, month, at)

    def _standing(self, at: dt.datetime) -> list[Told]:
        return [one for one in self.invoices.told if one.since <= at and (one.until is None or one.until > at)]

    def _orders(self, day: dt.date, at: dt.datetime) -> dict[str, Decimal | int]:
        seen = [one for one in self.orders.happened if one.seen(at) and one.opened <= day]
        opened = [one for one in seen if (closed := one.closed_on(at)) is None or closed > day]
        done = sum(one.completed_by(day, at) for one in opened)
        return {
            "open_work_orders": len(opened),
            "awaiting_invoice_work_orders": done,
            "in_progress_work_orders": len(opened) - done,
            "closed_work_orders": sum(one.closed_on(at) == day for one in seen),
            "opened_work_orders": sum(one.opened == day for one in seen),
        }

    def _rented(self, day: dt.date, at: dt.datetime) -> dict[str, str]:
        out = [stint for stint in self.fleet.stints if stint.order.seen(at) and stint.order.opened <= day]
        return {stint.serial: stint.customer for stint in out if not stint.order.closed_on(at)}


def _bought(day: dt.date, told: list[Told]) -> dict[str, Decimal | int]:
    ages = [((day - one.day).days, one) for one in told]
    recent, previous = ([one for age, one in ages if low <= age < low + 90] for low in (0, 90))
    return {
        "lifetime_invoice_count": len(told), "lifetime_revenue": _total(told), "days_since_last_invoice": min(age for age, _ in ages),
        "recent_invoice_count": len(recent), "recent_revenue": _total(recent),
        "recent_parts_revenue": sum((one.amounts.get("parts", Decimal(0)) for one in recent), Decimal(0)),
        "previous_invoice_count": len(previous), "previous_revenue": _total(previous),
    }  # fmt: skip


def _held(machine: Machine, at: dt.datetime) -> bool:
    return bool(machine.held and noon(machine.held[0]) <= at < noon(machine.held[1]))


def _total(told: Iterable[Told]) -> Decimal:
    return sum((sum(one.amounts.values(), Decimal(0)) for one in told), Decimal(0))


__all__ = ["CHARGERS", "Dealer"]
