"""Rows of an invented lead pool, and what a check says about them."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, TypeVar

import pytest
from django.db import models

import crm.checks  # noqa: F401  (importing registers)
from aiop.loading.models import Load
from aiop.orgs.context import org_context
from aiop.orgs.models import Org
from aiop.quality.run import run_checks
from aiop.quality.wrong_rows import read_page
from crm.models import (
    BadLead,
    BookedOpportunity,
    Branch,
    ContactPoint,
    Customer,
    Job,
    LeadSource,
    LeadStatus,
    LostLead,
    SalesPerformance,
    SalesPerson,
    UserPerformance,
)

M = TypeVar("M", bound=models.Model)


class Pool:
    """Makes rows of one organisation, and asks checks about them."""

    def __init__(self, org: Org) -> None:
        self.org = org
        self._numbers = itertools.count(1)

    def job(self, **values: Any) -> Job:
        """Add a job that was booked and has all that one has."""
        usual = {
            "job_id": f"job-{next(self._numbers)}",
            "opportunity_status": "BOOKED",
            "status_text": "Booked",
            "booked_date": "2025-03-01",
            "email_key": "ana@example.com",
            "phone_key": "4165550101",
        }
        return self._add(Job, **{**usual, **values})

    def booking(self, quote: str, **values: Any) -> BookedOpportunity:
        """Add a booking."""
        return self._add(BookedOpportunity, quote_number=quote, **values)

    def lead(self, quote: str, **values: Any) -> LeadStatus:
        """Add a lead, received on 1 March 2025 at noon in UTC."""
        usual = {"received_at": datetime(2025, 3, 1, 12, tzinfo=UTC)}
        return self._add(LeadStatus, quote_number=quote, **{**usual, **values})

    def lost(self, quote: str, **values: Any) -> LostLead:
        """Add a lost lead."""
        return self._add(LostLead, quote_number=quote, **values)

    def bad_lead(self, **values: Any) -> BadLead:
        """Add a bad lead, received on 2 March 2025."""
        usual = {"natural_key": f"key-{next(self._numbers)}", "date_lead_received": "2025-03-02"}
        return self._add(BadLead, **{**usual, **values})

    def customer(self, **values: Any) -> Customer:
        """Add a customer."""
        return self._add(Customer, **{"name": f"Customer {next(self._numbers)}", **values})

    def contact(self, customer: Customer, kind: str, key: str) -> ContactPoint:
        """Add a way to reach a customer."""
        return self._add(ContactPoint, customer=customer, kind=kind, value=key, key=key)

    def seller(self, name: str, **values: Any) -> SalesPerson:
        """Add a sales person."""
        return self._add(SalesPerson, **{"name": name, "key": name.lower(), **values})

    def branch(self, name: str, key: str) -> Branch:
        """Add a branch."""
        return self._add(Branch, name=name, key=key)

    def source(self, name: str, key: str) -> LeadSource:
        """Add a lead source."""
        return self._add(LeadSource, name=name, key=key)

    def phone_user(self, name: str, **values: Any) -> UserPerformance:
        """Add a row of the phone report."""
        return self._add(UserPerformance, name=name, **values)

    def seller_result(self, name: str, **values: Any) -> SalesPerformance:
        """Add a row of the sales report."""
        return self._add(SalesPerformance, name=name, **values)

    def load(self, kind: str, applied_at: datetime | None, state: str = "applied") -> Load:
        """Add a load of a file."""
        return self._add(Load, kind=kind, state=state, applied_at=applied_at, file_name=f"{kind}.csv")

    def failing(self, name: str) -> set[int]:
        """Give the ids of the rows that fail a check, which must be as many as it counts."""
        (result,) = run_checks(self.org, [name], by="maya", store=False)
        assert result.status != "errored", result.message
        found = {row.row.pk for row in read_page(result.check, self.org).rows}
        assert len(found) == result.failing
        assert (result.status == "failed") >= bool(found and not result.check.threshold)
        return found

    def rate(self, name: str) -> tuple[Decimal | None, str]:
        """Give the value and status of a rate, whose failing rows must be as many as it counts."""
        self.failing(name)
        (result,) = run_checks(self.org, [name], by="maya", store=False)
        return result.value, result.status.value

    def details(self, name: str) -> list[str | None]:
        """Give what a check says of each failing row, latest first."""
        (result,) = run_checks(self.org, [name], by="maya", store=False)
        return [row.detail for row in read_page(result.check, self.org).rows]

    def _add(self, model: type[M], **values: Any) -> M:
        return model._default_manager.create(org=self.org, **values)


@pytest.fixture
def pool(org: Org) -> Iterator[Pool]:
    """Give an empty lead pool, open for reading and writing."""
    with org_context(org, actor="maya"):
        yield Pool(org)
