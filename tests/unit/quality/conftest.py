"""Checks of invented rows: a check on sales persons, and people who may look at it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import partial
from typing import Any

import pytest

from aiop.orgs.context import org_context
from aiop.orgs.models import Org
from aiop.quality import checks
from aiop.quality.checks import Check, Kind, Severity
from crm.models import SalesPerson
from tests.factories.people import Login, browser_of

NAMELESS = Check(
    name="inactive_sales_persons",
    title="Inactive sales persons",
    question="Is there a sales person who is not active?",
    model="crm.SalesPerson",
    sql="SELECT id, 'named ' || name AS detail FROM crm_salesperson WHERE NOT is_active",
    has_detail=True,
    guidance="Make them active.",
)
ACTIVE = Check(
    name="active_sales_persons_rate",
    title="Active sales persons",
    question="How many sales persons are active?",
    model="crm.SalesPerson",
    kind=Kind.RATE,
    sql="SELECT id, is_active AS good FROM crm_salesperson",
    threshold=Decimal(75),
    severity=Severity.CRITICAL,
    guidance="Make them active.",
)
BROKEN = Check(
    name="broken",
    title="Broken",
    question="Does this work?",
    model="crm.SalesPerson",
    sql="SELECT id FROM crm_salesperson WHERE no_such_column",
    guidance="Mend the query.",
)


@pytest.fixture
def only(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Let the given checks be the only ones."""

    def replace(*declared: Check) -> None:
        monkeypatch.setattr(checks, "_REGISTRY", {})
        checks.register(*declared)

    return replace


@pytest.fixture
def declared(only: Callable[..., None]) -> None:
    """Let the three checks of this module be the only ones."""
    only(NAMELESS, ACTIVE, BROKEN)


@pytest.fixture
def inside(org: Org) -> Iterator[Org]:
    """Give the organisation, open for reading and writing."""
    with org_context(org, actor="maya"):
        yield org


def sell(org: Org, *, active: int = 0, inactive: int = 0) -> list[Any]:
    """Give an organisation sales persons."""
    with org_context(org, actor="maya"):
        return SalesPerson.objects.bulk_create(
            SalesPerson(org=org, name=f"Seller {n}", key=f"seller {n}", is_active=n < active)
            for n in range(active + inactive)
        )


@pytest.fixture
def login(org: Org) -> Login:
    """Give browsers of new people by role."""
    return partial(browser_of, org)
