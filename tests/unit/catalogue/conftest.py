"""Two organisations whose rows are committed: the reader logs in by itself and sees nothing else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connections

from aiop.orgs.context import org_context
from aiop.orgs.models import Membership, Org, User
from crm.models import Branch
from tests.factories.crm import job

OURS, THEIRS = "Ourtown", "Theirtown"


@pytest.fixture(scope="module")
def committed(django_db_setup: None, django_db_blocker: Any) -> Iterator[tuple[Org, Org]]:
    """Give our organisation and another, each with jobs of its own, for one module's tests."""
    with django_db_blocker.unblock():
        made = tuple(_filled(slug, town) for slug, town in (("ours", OURS), ("theirs", THEIRS)))
        yield made[0], made[1]
        call_command("flush", verbosity=0, interactive=False, database="owner", inhibit_post_migrate=True)
        for alias in connections:
            connections[alias].close()


def _filled(slug: str, town: str) -> Org:
    org = Org.objects.create(slug=slug, name=slug.title(), time_zone="America/Toronto")
    for role in Membership.Role.values:
        person = User.objects.create_user(f"{slug}-{role}", password="invented-only-9")
        Membership.objects.create(user=person, org=org, role=role)
    with org_context(org, actor="test"):
        branch = Branch.objects.create(org=org, name=town, key=town.lower())
        for month in range(1, 7):
            job(
                org,
                f"{slug}-{month}",
                branch=branch,
                job_date=dt.date(2026, month, 1),
                total_actual_cost=Decimal(100 * month),
            )
    return org


@pytest.fixture
def ours(committed: tuple[Org, Org]) -> Org:
    """Give the organisation that asks."""
    return committed[0]


@pytest.fixture
def theirs(committed: tuple[Org, Org]) -> Org:
    """Give the organisation whose rows must stay unseen."""
    return committed[1]
