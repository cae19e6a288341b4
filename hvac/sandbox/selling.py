"""How customers are won: campaigns, leads, opportunities, quotes and those who bring others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from aiop.sandbox.names import FIRST_NAMES, LAST_NAMES
from hvac.sandbox.chance import Chance, Named, Row, day, month_of, rounded, usd, weighted
from hvac.sandbox.company import YEAR, Company, Customer
from hvac.sandbox.places import address, phone
from hvac.sandbox.season import DEMAND

_CAMPAIGNS = (("Email", "Website"), ("Search Ads", "Website"), ("Social Media", "Social Media"), ("Direct Mail", "Advertisement"),
              ("Radio/TV", "Advertisement"), ("Outdoor", "Advertisement"), ("Trade Show", "Trade Show"),
              ("Referral Drive", "Referral"), ("Telemarketing", "Cold Call"))  # fmt: skip
SOURCES = weighted(
    {"Website": 34, "Referral": 22, "Advertisement": 16, "Social Media": 13, "Cold Call": 9, "Trade Show": 6}
)
_WARM = ("AC Repair", "AC Repair", "Maintenance", "Installation", "Emergency Service")
_COLD = ("Heating Repair", "Heating Repair", "Maintenance", "Installation", "Emergency Service")
_AUDIENCES = ("Residential", "Commercial", "Lapsed Customers", "New Movers", "Subscribers", "All")
_STAGES = {"Qualified": ("Qualification", "Needs Analysis", "Proposal", "Negotiation"), "Nurturing": ("Prospecting",),
           "Converted": ("Closed Won",), "Lost": ("Closed Lost",)}  # fmt: skip
_ODDS = {"Prospecting": 10, "Qualification": 20, "Needs Analysis": 40, "Proposal": 60, "Negotiation": 80, "Closed Won": 100,
         "Closed Lost": 0}  # fmt: skip
_REASONS = ("Price", "Price", "Competitor", "No Decision", "Timing", "Not Qualified")
_PAINS = ("Bills are too high.", "Upstairs is never cool.", "The unit is older than ten years.", "Noise at night.")
_WHY = ("Asked for a quote by telephone.", "Filled in the form;\nwants to be called after five.", "Neighbour of a customer.",
        "Compares three offers.")  # fmt: skip
_LIKELY = {"Converted": (70, 90), "Lost": (10, 35), "New": (20, 50)}
FOLLOWED = 30  # days after its end within which a lead still counts for a campaign


@dataclass(slots=True)
class Campaign:
    """A campaign and what came of it."""

    id: int
    name: str
    kind: str
    source: str
    begun: int
    ended: int
    budget: int
    spent: int
    leads: int = 0
    won: int = 0
    revenue: int = 0


class Selling:
    """Draws who asked, and what became of it."""

    def __init__(self, company: Company) -> None:
        """Plan the year's campaigns."""
        self.company = company
        self.chance = company.chance("selling")
        self.reps = company.staff["Sales Representative"]
        self.campaigns = [self._campaign(number) for number in range(1, company.grown(20) + 1)]

    def _campaign(self, number: int) -> Campaign:
        kind, source = _CAMPAIGNS[number % len(_CAMPAIGNS)]
        begun = self.company.start + number * (YEAR - 40) // self.company.grown(20) - self.chance.between(0, 10)
        budget = self.chance.between(10, 200) * 10_000
        name = f"{kind} {day(begun)[:7]} No. {number}"
        spent = rounded(budget * self.chance.near(0.95, 0.07, 0.8, 1.1))
        return Campaign(number, name, kind, source, begun, begun + self.chance.between(14, 70), budget, spent)

    def leads(self) -> Iterator[Named]:
        """Give leads and opportunities: who became a customer first, then those who did not."""
        for customer in self.company.customers:
            if customer.since > self.company.start + FOLLOWED and self.chance.happens(0.75):
                asked = customer.since - self.chance.between(1, 28)
                yield from self._lead(asked, "Converted", customer)
        for _ in range(self.company.size(535)):
            asked = self._asking_day()
            yield from self._lead(asked, self._standing(asked), None)

    def _asking_day(self) -> int:
        while True:
            asked = self.company.start + self.chance.between(0, YEAR - 1)
            if self.chance.happens(DEMAND[month_of(asked) - 1] / 1.45):
                return asked

    def _standing(self, asked: int) -> str:
        age = self.company.as_of - asked
        if age < 8:
            return self.chance.pick(("New", "New", "Contacted"))
        if age < 60:
            return self.chance.pick(("Contacted", "Qualified", "Qualified", "Lost", "Nurturing", "Nurturing"))
        return self.chance.pick(("Lost", "Lost", "Lost", "Nurturing", "Qualified"))

    def _lead(self, asked: int, status: str, customer: Customer | None) -> Iterator[Named]:
        number, chance = self.company.number("leads"), self.chance
        source, rep, value = chance.pick(SOURCES), number % len(self.reps), chance.between(200, 5_000) * 100
        self._attribute(source, asked, customer)
        seen = min(self.company.as_of - 1, asked + chance.between(0, 20))
        odds = chance.between(*_LIKELY.get(status, (30, 70)))
        warm = 4 <= month_of(asked) <= 9
        yield "leads", {
            "lead_id": number, **self._who(number, customer), "lead_source": source,
            "service_interest": chance.pick(_WARM if warm else _COLD), "estimated_value": usd(value),
            "urgency": chance.pick(("Low", "Medium", "Medium", "High")), "status": status, "created_date": day(asked),
            "last_contact_date": None if status == "New" else day(seen), "assigned_to": f"Sales Rep {rep + 1}",
            "notes": chance.pick(_WHY), "conversion_probability": odds,
        }  # fmt: skip
        if status in _STAGES and chance.happens(0.4):
            worth = rounded(value * chance.near(1.1, 0.15, 0.8, 1.5))
            yield "sales_opportunities", self._opportunity(number, customer, status, asked, worth, rep)

    def _who(self, number: int, customer: Customer | None) -> Row:
        chance, email = self.chance, f"lead{number}@example.com"
        first, last = chance.pick(FIRST_NAMES), chance.pick(LAST_NAMES)
        if customer is None:
            metro = self.company.metros[number % len(self.company.metros)]
            where = address(chance, metro, chance.pick(metro.territory_zips(number % 4)))
            firm = f"{last} {chance.pick(('Holdings', 'Properties', 'Stores'))}" if chance.happens(0.35) else None
            call = phone(chance, metro)
        else:
            firm, where, call = customer.name if customer.commercial else None, customer.address, customer.phone
            if not customer.commercial:
                first, _, last = customer.name.partition(" ")
        return {
            "first_name": first,
            "last_name": last,
            "company_name": firm,
            "phone": call,
            "email": email,
            "address": where,
        }

    def _attribute(self, source: str, asked: int, customer: Customer | None) -> None:
        """Count a lead for the latest campaign of its source that ran, or had just ended, when they asked."""
        running = [c for c in self.campaigns if c.source == source and c.begun <= asked <= c.ended + FOLLOWED]
        if running:
            best = max(running, key=lambda campaign: (campaign.begun, -campaign.id))
            best.leads += 1
            if customer:
                best.won += 1
                best.revenue += customer.bought

    def upselling(self) -> Iterator[Named]:
        """Give opportunities with those who are customers already."""
        for at in range(self.company.size(100)):
            customer = self.chance.pick(self.company.customers)
            opened = max(customer.since, self.company.as_of - self.chance.between(5, 200))
            standing = (
                self.chance.pick(("Qualified", "Nurturing", "Converted", "Lost"))
                if self.company.as_of - opened > 45
                else "Qualified"
            )
            value = self.chance.between(500, 15_000) * 100
            row = self._opportunity(None, customer, standing, opened, value, at % len(self.reps))
            yield "sales_opportunities", row

    def _opportunity(
        self, lead: int | None, customer: Customer | None, standing: str, asked: int, value: int, rep: int
    ) -> Row:
        chance, stage = self.chance, self.chance.pick(_STAGES[standing])
        opened = min(asked + chance.between(0, 5), self.company.as_of - 1)
        closed = min(opened + chance.between(3, 40), self.company.as_of - 1) if stage.startswith("Closed") else None
        reason = chance.pick(_REASONS) if stage == "Closed Lost" else None
        odds = _ODDS[stage]
        return {
            "opportunity_id": self.company.number("sales_opportunities"), "lead_id": lead,
            "customer_id": customer.id if customer else None, "opportunity_value": usd(value),
            "probability": odds if odds in (0, 100) else odds + chance.between(-5, 5), "stage": stage,
            "expected_close_date": day(opened + chance.between(7, 90)), "sales_rep_id": self.reps[rep],
            "competitor": "Midtown Climate" if reason == "Competitor" or chance.happens(0.3) else None,
            "decision_maker": chance.pick(("Owner", "Facility manager", "Both spouses")) if chance.happens(0.6) else None,
            "pain_points": chance.pick(_PAINS) if chance.happens(0.7) else None, "opened_on": day(opened),
            "closed_on": day(closed) if closed else None, "loss_reason": reason,
        }  # fmt: skip

    def campaign_rows(self) -> Iterator[Named]:
        """Give the campaigns with what came of them."""
        for one in self.campaigns:
            won = f"{one.won * 100 / one.leads:.2f}" if one.leads else None
            roi = (one.revenue - one.spent) * 100 / one.spent
            yield "marketing_campaigns", {
                "campaign_id": one.id, "campaign_name": one.name, "campaign_type": one.kind, "start_date": day(one.begun),
                "end_date": day(one.ended) if one.ended < self.company.as_of else None, "budget": usd(one.budget),
                "actual_spend": usd(one.spent), "target_audience": _AUDIENCES[one.id % len(_AUDIENCES)],
                "lead_source": one.source, "conversion_rate": won, "roi": f"{roi:.2f}",
            }  # fmt: skip

    def referrals(self) -> Iterator[Named]:
        """Give who brought whom; one in two of those that were named has become a customer."""
        company, chance = self.company, self.chance
        new = [customer for customer in company.customers if customer.since > company.start + 60]
        old = [customer for customer in company.customers if customer.since <= company.start]
        chance.shuffle(new)
        for at in range(company.size(80)):
            brought = new.pop() if new and at % 2 else None
            yield "referral_program", self._referral(chance, chance.pick(old), brought)

    def _referral(self, chance: Chance, by: Customer, brought: Customer | None) -> Row:
        company = self.company
        named = brought.since - chance.between(1, 40) if brought else company.as_of - chance.between(1, 360)
        status = (
            chance.pick(("Converted", "Rewarded", "Rewarded"))
            if brought
            else chance.pick(("Pending", "Contacted", "Qualified", "Declined", "Expired"))
        )
        paid = (
            min(company.as_of - 1, brought.since + chance.between(5, 40)) if brought and status == "Rewarded" else None
        )
        return {
            "referral_id": company.number("referral_program"), "referring_customer_id": by.id,
            "referred_customer_id": brought.id if brought else None, "referral_date": day(named), "referral_status": status,
            "reward_amount": usd(chance.pick((2_500, 5_000, 7_500, 10_000)) if brought else 0),
            "reward_paid_date": day(paid) if paid else None,
            "referral_source": chance.pick(("Word of Mouth", "Word of Mouth", "Email Link", "Referral Card", "Social Share", "Technician")),
        }  # fmt: skip
