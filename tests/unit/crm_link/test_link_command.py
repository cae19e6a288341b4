"""`link` for people and machines."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from aiop.orgs.context import org_context
from aiop.orgs.models import Org
from aiop.runs.models import Run
from crm.models import Customer
from tests.factories.crm import booking

pytestmark = pytest.mark.django_db(databases=["default", "owner", "side"])


def run(org: Org, *args: str) -> str:
    out = io.StringIO()
    call_command("link", *args, org=org.slug, stdout=out)
    return out.getvalue()


@pytest.fixture
def booked(org: Org) -> Org:
    """Give an organisation with one booking."""
    with org_context(org, actor="maya"):
        booking(org, "10200", "Rosa Kim", "rosa@example.com")
    return org


def customers(org: Org) -> int:
    with org_context(org, actor="maya"):
        return Customer.objects.for_org(org).count()


def test_it_previews_with_counts_and_a_sample_and_changes_nothing(booked: Org) -> None:
    said = run(booked)
    assert "new customers from bookings" in said
    assert "Booking 10200: Rosa Kim" in said
    assert "Nothing was changed." in said
    assert customers(booked) == 0


def test_execute_does_it_inside_a_run(booked: Org) -> None:
    data: dict[str, Any] = json.loads(run(booked, "job_customers", "--execute", "--json"))
    (step,) = data["steps"]
    assert (step["name"], step["written"]) == ("job_customers", 3)
    assert "planned" not in step
    assert step["counts"]["bookings by new"] == 1
    assert customers(booked) == 1
    with org_context(booked, actor="maya"):
        done = Run.objects.for_org(booked).get(job="crm.link")
    assert (done.job, done.state, done.counts) == ("crm.link", "done", {"changed": 3})


def test_dry_run_wins_over_execute_and_leaves_no_run(booked: Org) -> None:
    data = json.loads(run(booked, "--execute", "--dry-run", "--json"))
    assert [step["name"] for step in data["steps"]][:2] == ["sales_people", "branches"]
    assert all("planned" in step and "written" not in step for step in data["steps"])
    assert customers(booked) == 0
    with org_context(booked, actor="maya"):
        assert not Run.objects.for_org(booked).exists()


def test_an_unknown_step_is_wrong_usage_with_the_list_of_names(booked: Org) -> None:
    with pytest.raises(CommandError, match=r"no step “custmers”.*job_customers, bad_leads") as refused:
        run(booked, "custmers")
    assert refused.value.returncode == 2
