"""A few customers who may be one, the pairs that matching would propose of them, and people of each role."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from aiop.identity.entity import node_of
from aiop.identity.models import Candidate
from aiop.orgs.context import org_context
from aiop.orgs.models import Membership, Org, User
from crm.models import ContactPoint, Customer
from tests.factories.crm import bad_lead, booking, job

Login = Callable[..., Client]


def person(org: Org, first: str, last: str, **fields: Any) -> Customer:
    """Store a customer with a contact point, a booking and a job."""
    email = f"{first}.{last}@example.com".lower()
    made = Customer.objects.create(
        org=org, name=f"{first} {last}", first_name=first, last_name=last, email=email, **fields
    )
    ContactPoint.objects.create(org=org, customer=made, kind="email", key=email, value=email)
    booking(org, customer=made, booked_date="2025-03-01", estimated_amount=Decimal(900))
    job(org, customer=made, job_date="2025-03-05", total_actual_cost=Decimal(1000))
    return made


def candidate(org: Org, left: int, right: int, probability: float = 0.9, **fields: Any) -> Candidate:
    """Store a pair as matching would."""
    zone = fields.pop("zone", "bulk" if probability > 0.98 else "review")
    one, other = sorted((left, right))
    return Candidate.objects.create(
        org=org, entity=fields.pop("entity", "customers"), left=one, right=other, probability=probability,
        household=(1 - probability) / 2, zone=zone, vector=[1, 1], weights=[4.5, -1.25], model_version="tables 1",
        priority=fields.pop("priority", probability), worth=2000, **fields,
    )  # fmt: skip


@dataclass
class Pool:
    """What the tests work on: three customers of one name, a bad lead of the first, and the pairs among them."""

    org: Org
    people: list[Customer] = field(default_factory=list)
    pairs: list[Candidate] = field(default_factory=list)

    def nodes(self, *places: int) -> list[int]:
        """Give the nodes of some of the customers."""
        return [node_of(self.people[place].pk) for place in places]

    def state(self, place: int) -> str:
        """Give what became of a pair."""
        with org_context(self.org, actor="test"):
            return Candidate.objects.get(pk=self.pairs[place].pk).state


@pytest.fixture
def pool(org: Org) -> Pool:
    """Give the pool, its pairs in the order of the queue."""
    made = Pool(org)
    with org_context(org, actor="loader"):
        made.people = [
            person(org, "Leonora", "Velmont", phone="416-555-0188", origin_address="12 Harbor Pl"),
            person(org, "Leonora", "Velmonte", phone="(416) 555 0188", origin_address="12 Harbour Place"),
            person(org, "L", "Velmont"),
        ]
        lead = bad_lead(org, "Leonora Velmont", email="leonora.velmont@example.com", received="2024-01-14")
        first, second, third = made.nodes(0, 1, 2)
        made.pairs = [
            candidate(org, first, second, 0.99),
            candidate(org, first, third, 0.8),
            candidate(org, second, third, 0.7),
            candidate(org, first, node_of(lead.pk, 1), 0.6),
        ]
    return made


@pytest.fixture
def login() -> Login:
    """Give a browser of a new person who has the given role in an organisation."""

    def enter(org: Org, role: str = "curator", name: str = "") -> Client:
        user = User.objects.create_user(name or f"{org.slug}-{role}", password="invented-only-9")
        Membership.objects.create(user=user, org=org, role=role)
        client = Client()
        client.force_login(user, backend="aiop.orgs.access.RoleBackend")
        return client

    return enter


@pytest.fixture
def curator(org: Org, login: Login) -> Client:
    """Give a curator's browser."""
    return login(org, "curator", "maya")
