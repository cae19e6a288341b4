"""Whom the company writes to, what was said between it and its customers, and the prices that it offered them."""

from __future__ import annotations

from collections.abc import Iterator

from aiop.sandbox.names import FIRST_NAMES, LAST_NAMES
from hvac.sandbox.chance import Named, Row, day, hours, moment, rounded, usd, weighted
from hvac.sandbox.company import Call, Company, Customer
from hvac.sandbox.places import address, phone

_TYPES = weighted({"Email": 35, "Phone": 35, "SMS": 12, "In Person": 8, "Mail": 5, "Portal": 5})
_SAID = (
    ("Appointment", "Asked for another day; was moved to the morning.", "Appointment Booked"),
    ("Your visit", "Technician is on the way and arrives within the hour.", "Information Provided"),
    ("Question about the bill", "Explained the parts on the invoice line by line.", "Resolved"),
    ("Payment", "Promised to pay by the end of the week.", "Payment Promised"),
    ("Tune-up", "Left a message about the seasonal tune-up.", "Voicemail"),
    ("New unit", "Would like a price for a heat pump.", "Quote Requested"),
    ("Noise", "Complained that the outdoor unit rattles again.", "Complaint Logged"),
    ("Reminder", "No one picked up.", "No Answer"),
)
_INTERESTS = ("Maintenance Tips", "Seasonal Offers", "New Products", "Energy Efficiency")
_FROM = ("Website", "Website", "Referral", "Trade Show", "Social Media", "Direct Mail")
_METHODS = ("Email", "Email", "Phone", "Mail")
_QUOTES = {
    "Repair": (2, 8),
    "Installation": (6, 16),
    "Replacement": (6, 16),
    "Maintenance Contract": (2, 6),
    "System Upgrade": (4, 12),
}
_WITH_UNIT = frozenset({"Installation", "Replacement", "System Upgrade"})


class Contacts:
    """Draws letters, calls and offers."""

    def __init__(self, company: Company) -> None:
        """Know who answers the telephone and who sells."""
        self.company = company
        self.chance = company.chance("contacts")
        self.desk = [*company.staff["Dispatcher"], *company.staff["Office Manager"]]
        self.reps = len(company.staff["Sales Representative"])

    def about(self, call: Call) -> Iterator[Named]:
        """Give what was said around a visit, in half of the cases."""
        if self.chance.happens(0.45):
            at = call.day * 1440 + self.chance.between(-600, 1_400) + self.chance.between(0, 2) * 1440
            yield from self._talk(call.customer, max(at, call.customer.since * 1440 + 480))

    def others(self) -> Iterator[Named]:
        """Give what was said at other times."""
        for _ in range(self.company.size(600)):
            customer = self.chance.pick(self.company.customers)
            first = max(customer.since, self.company.start)
            at = self.chance.between(first, self.company.as_of - 1) * 1440 + self.chance.between(480, 1_080)
            yield from self._talk(customer, at)

    def _talk(self, customer: Customer, at: int) -> Iterator[Named]:
        if at >= self.company.as_of * 1440:
            return
        chance, kind = self.chance, self.chance.pick(_TYPES)
        subject, content, outcome = chance.pick(_SAID)
        by_machine = kind in ("SMS", "Portal") and chance.happens(0.6)
        yield "customer_communications", {
            "communication_id": self.company.number("customer_communications"), "customer_id": customer.id,
            "communication_type": kind, "direction": "Outbound" if by_machine or chance.happens(0.55) else "Inbound",
            "subject": subject if kind in ("Email", "Mail") else None, "content": content, "timestamp": moment(0, at),
            "employee_id": None if by_machine else chance.pick(self.desk), "outcome": outcome,
            "follow_up_required": outcome in ("Voicemail", "Complaint Logged") and chance.happens(0.7),
        }  # fmt: skip

    def mailing(self) -> Iterator[Named]:
        """Give one address a customer, and those of prospects."""
        for customer in self.company.customers:
            first, _, last = customer.name.partition(" ")
            since = self.chance.between(customer.since, self.company.as_of - 1)
            yield (
                "mailing_list",
                self._contact(customer, first, last, customer.phone, customer.address, "Existing Customer", since),
            )
        for number in range(self.company.size(300)):
            metro = self.company.metros[number % len(self.company.metros)]
            where = address(self.chance, metro, self.chance.pick(metro.territory_zips(number % 4)))
            first, last = self.chance.pick(FIRST_NAMES), self.chance.pick(LAST_NAMES)
            since = self.company.as_of - self.chance.between(1, 365)
            yield (
                "mailing_list",
                self._contact(None, first, last, phone(self.chance, metro), where, self.chance.pick(_FROM), since),
            )

    def _contact(
        self, customer: Customer | None, first: str, last: str, number: str, where: str, source: str, since: int
    ) -> Row:  # fmt: skip
        chance, key = self.chance, self.company.number("mailing_list")
        return {
            "contact_id": key, "customer_id": customer.id if customer else None,
            "email": f"{first.lower()}.{key}@{chance.pick(('example.com', 'example.net', 'example.org'))}",
            "first_name": first, "last_name": last or None, "phone": number, "address": where, "contact_source": source,
            "subscription_status": "Subscribed" if chance.happens(0.8) else "Unsubscribed", "subscription_date": day(since),
            "preferred_contact_method": chance.pick(_METHODS), "interests": chance.pick(_INTERESTS),
        }  # fmt: skip

    def offered_before(self, call: Call) -> Iterator[Named]:
        """Give the accepted quote that an installation of the last half year followed."""
        asked = call.asked // 1440
        if call.kind == "Installation" and asked > self.company.as_of - 183 and self.chance.happens(0.85):
            offered = max(call.customer.since, asked - self.chance.between(3, 14))
            kind = self.chance.pick(("Installation", "Replacement"))
            yield "quotes", self._quote(call.customer, kind, call.device.equipment.id, offered, "Accepted")

    def offers(self) -> Iterator[Named]:
        """Give the quotes that came to nothing, or not yet to anything."""
        for _ in range(self.company.size(300)):
            customer, kind = self.chance.pick(self.company.customers), self.chance.pick(tuple(_QUOTES))
            offered = max(customer.since, self.company.as_of - self.chance.between(1, 182))
            unit = self.chance.pick(self.company.equipment).id if kind in _WITH_UNIT else None
            yield "quotes", self._quote(customer, kind, unit, offered, "")

    def _quote(self, customer: Customer, kind: str, unit: int | None, offered: int, status: str) -> Row:
        company, chance, number = self.company, self.chance, self.company.number("quotes")
        until = offered + chance.between(15, 45)
        over = until < company.as_of
        status = status or chance.pick(
            ("Expired", "Declined", "Accepted") if over else ("Pending", "Pending", "Revised", "Declined")
        )
        minutes, rate = chance.between(_QUOTES[kind][0] * 10, _QUOTES[kind][1] * 10) * 6, chance.between(75, 125) * 100
        labor, parts = minutes * rate // 60, chance.between(5_000, 120_000)
        equipment = chance.between(180_000, 800_000) if unit else 0
        total = rounded((labor + parts + equipment) * chance.near(1.25, 0.06, 1.1, 1.4))
        return {
            "quote_id": number, "quote_number": f"QUO-{company.year_of(offered)}-{number:04d}", "customer_id": customer.id,
            "equipment_id": unit, "quote_date": day(offered), "valid_until": day(until), "quote_type": kind,
            "description": f"{kind} as discussed.\nPrice holds until {day(until)}.", "labor_hours": hours(minutes),
            "labor_rate": usd(rate), "labor_cost": usd(labor), "equipment_cost": usd(equipment), "parts_cost": usd(parts),
            "total_amount": usd(total), "status": status, "created_by": f"Sales Rep {1 + number % self.reps}",
            "follow_up_date": day(offered + chance.between(3, 14)) if chance.happens(0.5) else None, "notes": None,
        }  # fmt: skip
