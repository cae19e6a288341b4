"""A company's years, told as rows: who and what is there, day after day of visits, and how everything stands at the end."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from aiop.sandbox.world import World
from hvac.sandbox.agreements import agree
from hvac.sandbox.billing import Billing
from hvac.sandbox.catalogue import equipment_rows, part_rows, stock_catalogue
from hvac.sandbox.chance import Named
from hvac.sandbox.claims import Warranty, insurance_claim_rows, policy_rows
from hvac.sandbox.company import Call, Company
from hvac.sandbox.contacts import Contacts
from hvac.sandbox.customers import acquire, customer_rows, device_rows
from hvac.sandbox.dispatch import Dispatch
from hvac.sandbox.documents import audit_rows, certificate_rows, safety_rows
from hvac.sandbox.figures import figure_rows
from hvac.sandbox.fleet import Vehicle, asset_rows, buy_fleet, place_rows, trucks, vehicle_rows
from hvac.sandbox.money_out import Overhead, budget_rows, expense_rows
from hvac.sandbox.pricing import Pricing
from hvac.sandbox.selling import Selling
from hvac.sandbox.staff import employee_rows, hire, technician_rows
from hvac.sandbox.timesheet import Timesheet
from hvac.sandbox.vendor_rows import vendor_rows
from hvac.sandbox.visit_rows import planned_appointment, rows_of_visit
from hvac.sandbox.warehouse import Warehouse

NAME = "northwind-hvac"
TO_COME = 21  # days ahead for which appointments are made


def found(*, seed: int, as_of: dt.date, scale: float, name: str = NAME) -> Company:
    """Found a company: the same arguments give the same one; at scale 1 a year has about 2,000 calls."""
    return Company(World(seed, name), as_of, scale)


class Story:
    """The rows of a company; nothing that has happened lies on its day or after it."""

    def __init__(self, company: Company) -> None:
        """Draw who and what is there."""
        self.company = company
        stock_catalogue(company)
        hire(company)
        acquire(company)
        self.fleet: list[Vehicle] = buy_fleet(company)
        self.warehouse, self.billing, self.pricing = Warehouse(company), Billing(company), Pricing(company)
        self.contacts, self.warranty, self.overhead = Contacts(company), Warranty(company), Overhead(company)
        self.timesheet, self.chance = Timesheet(company), company.chance("visit rows")
        self.warehouse.trucks({one.technician.id: at for one, at in trucks(company, self.fleet) if one.technician})

    def rows(self) -> Iterator[Named]:
        """Give every row as (table, row by header), the tables mixed."""
        yield from self._there()
        yield from self._year()
        yield from self._to_come()
        yield from self._in_the_end()

    def _there(self) -> Iterator[Named]:
        company = self.company
        yield from equipment_rows(company)
        yield from part_rows(company)
        yield from vendor_rows(company)
        yield from vehicle_rows(company, self.fleet)
        yield from place_rows(company, self.fleet)
        yield from asset_rows(company, self.fleet)
        yield from self.pricing.lists()
        yield from figure_rows()
        yield from agree(company)
        yield from self.warehouse.opening()

    def _year(self) -> Iterator[Named]:
        dispatch = Dispatch(self.company)
        for today in range(self.company.start, self.company.as_of):
            yield from self.warehouse.receive(today)
            for call in dispatch.visits_of(today):
                yield from self._visit(call)
            yield from self.timesheet.day(today)
            yield from self.warehouse.review(today)

    def _visit(self, call: Call) -> Iterator[Named]:
        yield from self.contacts.offered_before(call)
        yield from rows_of_visit(self.company, self.chance, call)
        yield from self.warehouse.issue(call)
        yield from self._bill(call)
        yield from self.warranty.claim(call)
        yield from self.contacts.about(call)
        self.overhead.add(call)

    def _bill(self, call: Call) -> Iterator[Named]:
        changes = self.pricing.changes(call)
        billed = list(self.billing.bill(call, sum(added for _, added in changes)))
        yield from billed
        if billed:
            yield from self.pricing.rows(call, changes)

    def _to_come(self) -> Iterator[Named]:
        """Give appointments of the next weeks, more of them on the days that are near."""
        company, chance = self.company, self.company.chance("to come")
        for _ in range(company.size(120, 10)):
            device = chance.pick(company.devices)
            crew = [one for one in company.crews[device.customer.metro] if not one.left]
            on = company.as_of + int(chance.random() ** 2 * TO_COME)
            kind = chance.pick(("Maintenance", "Maintenance", "Repair", "Installation", "Inspection", "Consultation"))
            row = planned_appointment(company, chance, device.customer.id, chance.pick(crew), on, kind)
            yield "appointments", row

    def _in_the_end(self) -> Iterator[Named]:
        company, selling = self.company, Selling(self.company)
        yield from self.contacts.offers()
        yield from self.contacts.others()
        yield from self.contacts.mailing()
        yield from selling.leads()
        yield from selling.upselling()
        yield from selling.campaign_rows()
        yield from selling.referrals()
        yield from certificate_rows(company)
        yield from audit_rows(company)
        yield from safety_rows(company)
        yield from policy_rows(company)
        yield from insurance_claim_rows(company, self.fleet)
        yield from expense_rows(company, self.fleet)
        yield from budget_rows(company)
        yield from self.overhead.rows()
        yield from self.warehouse.inventory()
        yield from technician_rows(company)
        yield from employee_rows(company)
        yield from customer_rows(company)
        yield from device_rows(company)
