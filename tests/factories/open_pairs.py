"""A pile of open pairs of customers, each customer in ten of them, with what hangs on people: what review meets at size."""

from __future__ import annotations

from django.db import connection

from aiop.identity.entity import node_of
from aiop.identity.models import Candidate
from aiop.orgs.context import org_context
from aiop.orgs.models import Org
from crm.models import BookedOpportunity, ContactPoint, Customer, Job

OPEN, PEOPLE = 100_000, 20_000
_FIGURES = "ANALYZE crm_customer, crm_contactpoint, crm_bookedopportunity, crm_job, identity_candidate"


def pile_up(org: Org) -> None:
    """Store OPEN pairs of PEOPLE customers, each of whom has an e-mail, a booking and a job."""
    with org_context(org, actor="loader"):
        people = Customer.objects.bulk_create(_person(org, n) for n in range(PEOPLE))
        ContactPoint.objects.bulk_create(
            ContactPoint(org=org, customer=one, kind="email", key=one.email or "", value=one.email or "")
            for one in people
        )
        BookedOpportunity.objects.bulk_create(
            BookedOpportunity(org=org, customer=one, quote_number=f"q{one.pk}") for one in people
        )
        Job.objects.bulk_create(
            Job(org=org, customer=one, opportunity_status="CLOSED", job_id=f"j{one.pk}", job_number=f"q{one.pk}-1")
            for one in people
        )
        nodes = [node_of(one.pk) for one in people]
        Candidate.objects.bulk_create((_pair(org, nodes, n) for n in range(OPEN)), batch_size=5_000)
        with connection.cursor() as cursor:
            cursor.execute(_FIGURES)


def _person(org: Org, n: int) -> Customer:
    return Customer(
        org=org, name=f"Vic Surname{n}", first_name="Vic", last_name=f"Surname{n}", email=f"v{n}@example.com"
    )


def _pair(org: Org, nodes: list[int], n: int) -> Candidate:
    left, right = sorted((nodes[n % PEOPLE], nodes[(n + 1 + n // PEOPLE) % PEOPLE]))
    return Candidate(
        org=org, entity="customers", left=left, right=right, probability=0.5, household=0.1, zone="review",
        priority=n / OPEN, worth=n, vector=[1], weights=[1.0], model_version="tables",
    )  # fmt: skip
