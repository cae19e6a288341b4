"""An organisation with customers to be matched, and matching as a run does it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import transaction

from aiop.identity.entity import entity_named, node_of
from aiop.identity.match import Matched, match
from aiop.identity.models import Candidate
from aiop.orgs.context import org_context
from aiop.orgs.models import Org
from crm.models import Customer

Candidates = dict[tuple[int, int], tuple[float, str, tuple[int, ...]]]


@pytest.fixture
def inside(org: Org) -> Iterator[Org]:
    """Work inside the organisation, as maya."""
    with org_context(org, actor="maya"):
        yield org


@pytest.fixture
def run(inside: Org) -> Callable[..., Matched]:
    """Match an entity of the organisation."""

    def run_match(entity: str = "customers", *, full: bool = False) -> Matched:
        return match(inside.pk, entity_named(entity), full=full, work=transaction.atomic)

    return run_match


def customer(org: Org, name: str, email: str = "", phone: str = "", **fields: Any) -> Customer:
    """Store a customer as a list of another system has it."""
    first, _, last = name.rpartition(" ")
    made: Customer = Customer.objects.create(
        org=org, name=name, first_name=first, last_name=last, email=email or None, phone=phone or None, **fields
    )
    return made


def node(record: Any) -> int:
    """Give the node of a record of an entity's first source."""
    return node_of(record.pk)


def candidates(org: Org, entity: str = "customers") -> Candidates:
    """Give all candidates: pair to probability, state and vector."""
    rows = Candidate.objects.for_org(org).filter(entity=entity)
    return {(c.left, c.right): (c.probability, c.state, tuple(c.vector)) for c in rows}


def crowd(org: Org, count: int = 60) -> list[Customer]:
    """Store people who have nothing to do with each other."""
    syllables = ("ba", "ce", "di", "fo", "gu", "ha", "je", "ki", "lo", "mu", "na", "pe")

    def word(number: int) -> str:
        return "".join(syllables[number // 12**place % 12] for place in range(3)).title()

    return [
        customer(
            org,
            f"{word(n * 131 + 5)} {word(n * 89 + 700)}",
            f"{word(n * 57)}.{n}@example.com".lower(),
            f"416555{1000 + n * 37}",
        )
        for n in range(count)
    ]
