"""Four seeded years of a lead pool for the catalogue's questions, with everything in it that must not count."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from aiop.orgs.models import Org
from crm.models import (
    BadLead,
    BookedOpportunity,
    Branch,
    Customer,
    Job,
    LeadSource,
    LeadStatus,
    LostLead,
    SalesPerson,
)

TODAY = dt.date(2026, 3, 17)
FIRST = dt.date(2022, 1, 5)
# What a page, a spreadsheet, a format string or SQL might take for more than text.
HOSTILE = (
    "<script>alert(1)</script>", "=HYPERLINK(\"http://example.test\")", "+1+cmd|' /C calc'!A0", "@SUM(1)", "-2+3",
    "'; DROP TABLE crm_job; --", "%s %(branch)s %% 100%", "\\', \"x\" $1 {0} ${jndi}", "Zoë 🚚 \u202egnp.exe", "a\tb\nc",
)  # fmt: skip
CITIES = (
    ("Toronto", "ON"),
    ("Hamilton", "ON"),
    ("Hamilton", "NJ"),
    ("Austin", "TX"),
    (HOSTILE[0], "ON"),
    ("Barrie", None),
)
TYPES = ("Moving", "Packing", HOSTILE[1], None)
STATUSES = ("CLOSED", "CLOSED", "CLOSED", "BOOKED", "LOST", "LOST", "QUOTED", "CANCELLED")


@dataclass(frozen=True)
class Things:
    """What rows point to."""

    branches: Sequence[Branch]
    sources: Sequence[LeadSource]
    sellers: Sequence[SalesPerson]
    customers: Sequence[Customer]


def fill(org: Org, *, quotes: int = 320, seed: int = 11) -> None:
    """Store the pool; call inside `org_context`."""
    chance = random.Random(seed)
    things = _things(org)
    leads: list[LeadStatus] = []
    bookings: list[BookedOpportunity] = []
    jobs: list[Job] = []
    lost: list[LostLead] = []
    for number in range(quotes):
        quote, day = str(50_000 + number), FIRST + dt.timedelta(days=number * (TODAY - FIRST).days // quotes)
        common = {"branch": chance.choice(things.branches), "lead_source": chance.choice(things.sources),
                  "sales_person": chance.choice(things.sellers), "is_test": chance.random() < 0.03}  # fmt: skip
        status, customer = chance.choice(STATUSES), chance.choice(things.customers)
        if chance.random() < 0.95:
            leads.append(_lead(chance, org, quote, day, common))
        if status in {"CLOSED", "BOOKED"} or chance.random() < 0.05:
            bookings.append(_booking(org, quote, day, status, customer, common))
        if status == "LOST":
            lost.append(_lost(chance, org, quote, day, common))
        jobs += _jobs(chance, org, quote, day, status, customer, common)
    LeadStatus.objects.bulk_create(leads)
    BookedOpportunity.objects.bulk_create(bookings)
    Job.objects.bulk_create(jobs)
    LostLead.objects.bulk_create(lost)
    BadLead.objects.bulk_create(
        _bad_leads(chance, org, things, list(LeadStatus.objects.for_org(org).order_by("id")[:40]))
    )


def _things(org: Org) -> Things:
    names = ("TORONTO", "AUSTIN", HOSTILE[5])
    branches = [Branch(org=org, name=name, key=name.lower(), city="Toronto", state_code="ON") for name in names]
    branches.append(Branch(org=org, name="Test Location", key="test location", is_test=True))
    kinds = (("Google", "online"), ("Friend", "referral"), (HOSTILE[2], "partner"))
    sources = [LeadSource(org=org, name=name, key=name.lower(), category=category) for name, category in kinds]
    sellers = [SalesPerson(org=org, name=name, key=name.lower()) for name in ("Ana Brightwell", HOSTILE[3])]
    customers = [
        Customer(
            org=org, name=f"{HOSTILE[n % 10]} {n}", name_key=f"name{n % 9} hostile{n}", email=f"c{n}@example.test", phone="555-0100",
            first_lead_date=FIRST + dt.timedelta(days=5 * n), conversion_date=FIRST + dt.timedelta(days=5 * n + 9),
            gender=("MALE", "FEMALE", "UNCERTAIN", None)[n % 4], gender_confidence=(Decimal("0.95"), Decimal("0.7"))[n % 2],
        )
        for n in range(220)
    ]  # fmt: skip
    Branch.objects.bulk_create(branches)
    LeadSource.objects.bulk_create(sources)
    SalesPerson.objects.bulk_create(sellers)
    Customer.objects.bulk_create(customers)
    return Things(branches, sources, sellers, customers)


def _lead(chance: random.Random, org: Org, quote: str, day: dt.date, common: dict[str, Any]) -> LeadStatus:
    # Near midnight in UTC the organisation's day is another.
    received = dt.datetime.combine(day, dt.time(chance.choice((2, 3, 12, 23)), 30), tzinfo=dt.UTC)
    return LeadStatus(
        org=org, quote_number=quote, status="New Lead", received_at=received, quote_sent=chance.choice(("0/0/0", "3/4/2023", None)),
        minutes_to_contact=chance.choice((-5, 0, 4, 15, 16, 59, 61, 200, 600, None)), **common,
    )  # fmt: skip


def _booking(
    org: Org, quote: str, day: dt.date, status: str, customer: Customer, common: dict[str, Any]
) -> BookedOpportunity:
    return BookedOpportunity(
        org=org, quote_number=quote, status=status.title(), booked_date=day + dt.timedelta(days=3), customer=customer,
        customer_name=customer.name, name_key=customer.name_key, estimated_amount=Decimal(900), **common,
    )  # fmt: skip


def _lost(chance: random.Random, org: Org, quote: str, day: dt.date, common: dict[str, Any]) -> LostLead:
    return LostLead(
        org=org, quote_number=quote, name=HOSTILE[8], lost_date=day + dt.timedelta(days=6), move_date=day + dt.timedelta(days=30),
        reason=chance.choice(("Lost price too high", HOSTILE[4], None)), lead_source=common["lead_source"], is_test=common["is_test"],
        estimated_amount=Decimal(chance.randrange(300, 4000)),
    )  # fmt: skip


def _jobs(
    chance: random.Random, org: Org, quote: str, day: dt.date, status: str, customer: Customer, common: dict[str, Any]
) -> list[Job]:
    moved = day + dt.timedelta(days=chance.randrange(4, 60))
    # What lies ahead is not done.
    status = "BOOKED" if status == "CLOSED" and moved > TODAY else status
    won, done = status in {"CLOSED", "BOOKED"}, status == "CLOSED"
    count = chance.choice((1, 1, 1, 2))
    return [
        Job(
            org=org, job_id=f"{quote}-{n}", job_number=f"{quote}-{n}", quote_number=quote, sequence=n, opportunity_status=status,
            job_type=chance.choice(TYPES), job_date=None if status == "LOST" and n == 2 else moved + dt.timedelta(days=n - 1),
            quote_created_date=day, booked_date=day + dt.timedelta(days=chance.randrange(4)) if won else None,
            completed_date=moved + dt.timedelta(days=n - 1) if done else None, customer=customer if won and chance.random() < 0.97 else None,
            customer_name=customer.name, name_key=customer.name_key, affiliate_name=chance.choice((HOSTILE[9], "N/A", None)),
            total_estimated_cost=Decimal(chance.randrange(300, 5000)), total_actual_cost=Decimal(chance.randrange(300, 5000)) if done else None,
            wages=Decimal(chance.randrange(50, 300)) if done and chance.random() < 0.9 else None, hourly_rate_quoted=Decimal(180),
            hourly_rate_billed=Decimal(chance.choice((170, 180, 195))) if done and chance.random() < 0.5 else None,
            actual_number_crew=chance.randrange(2, 5) if done else None, actual_number_trucks=1 if done else None,
            actual_hours=Decimal(chance.randrange(2, 12)) if done and chance.random() < 0.9 else None,
            **dict(zip(("origin_city", "origin_state"), chance.choice(CITIES), strict=True)),
            **dict(zip(("destination_city", "destination_state"), chance.choice(CITIES), strict=True)),
            is_duplicate=n == 2 and chance.random() < 0.3, **common,
        )
        for n in range(1, count + 1)
    ]  # fmt: skip


def _bad_leads(chance: random.Random, org: Org, things: Things, leads: Sequence[LeadStatus]) -> list[BadLead]:
    return [
        BadLead(
            org=org, natural_key=f"key {n}", provider=HOSTILE[n % 3], customer_name=HOSTILE[8], lead_bad_reason=(HOSTILE[0], "Spam", None)[n % 3],
            email_key=f"p{n % 50}@example.test" if n % 3 else None, phone_key=f"555{n % 40:04}" if n % 2 else None, name_key=f"name{n % 9} x",
            date_lead_received=FIRST + dt.timedelta(days=n * 5), move_date=FIRST + dt.timedelta(days=n * 5 + 20),
            lead_source=chance.choice(things.sources), lead_status=leads[n % 40] if n % 4 == 0 else None, is_test=n % 29 == 0,
        )
        for n in range(240)
    ]  # fmt: skip
