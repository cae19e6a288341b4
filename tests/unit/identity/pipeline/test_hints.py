"""Who edits a person is told at once whom the record may be now, by the keys and scores of matching."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from aiop.identity.decide import different
from aiop.identity.entity import entity_named
from aiop.identity.hint import hint
from aiop.identity.match import Matched
from aiop.orgs.models import Org, User
from crm.models import Customer
from tests.unit.identity.pipeline.conftest import candidates, crowd, customer, node

pytestmark = pytest.mark.django_db
Run = Callable[..., Matched]


@pytest.fixture
def pair(inside: Org, run: Run) -> tuple[Customer, Customer]:
    """Give two customers who have nothing in common, among others, all of them matched."""
    crowd(inside)
    one = customer(inside, "Nadia Velmont", "nadia.velmont@example.com", "416-555-0101")
    other = customer(inside, "Oskar Brandt", "oskar@example.test", "604-555-0142")
    run()
    return one, other


def hinted(org: Org, record: Customer) -> list[tuple[int, float]]:
    return hint(org.pk, entity_named("customers"), node(record))


def said_of(record: Customer) -> dict[str, Any]:
    """Give what makes another record say the same."""
    return {name: getattr(record, name) for name in ("name", "first_name", "last_name", "email", "phone")}


def edited(client: Client, record: Customer, **changes: Any) -> str:
    """Edit a record on its page and give what the next page says."""
    address = reverse("admin:crm_customer_change", args=[record.pk])
    fields = client.get(address).context["adminform"].form.initial
    said = {name: "" if value is None else value for name, value in fields.items()}
    return client.post(address, {**said, **changes}, follow=True).content.decode()


def test_a_record_that_comes_to_say_the_same_is_named_with_the_score_that_matching_gives(
    inside: Org, run: Run, pair: tuple[Customer, Customer]
) -> None:
    one, other = pair
    assert hinted(inside, other) == []

    Customer.objects.filter(pk=other.pk).update(**said_of(one))
    [(found, score)] = hinted(inside, other)

    assert found == node(one)
    run()
    assert score == pytest.approx(candidates(inside)[node(one), node(other)][0], abs=1e-6)


def test_whom_people_told_apart_is_not_named_again(inside: Org, pair: tuple[Customer, Customer]) -> None:
    one, other = pair
    Customer.objects.filter(pk=other.pk).update(**said_of(one))
    different(inside.pk, "customers", node(one), node(other), by="maya")
    assert hinted(inside, other) == []


def test_nobody_is_named_before_anything_was_matched(inside: Org) -> None:
    assert hinted(inside, customer(inside, "Nadia Velmont", "nadia.velmont@example.com")) == []


def test_the_page_of_a_customer_says_whom_an_edit_makes_it_like(
    inside: Org, maya: User, pair: tuple[Customer, Customer]
) -> None:
    one, other = pair
    client = Client()
    client.force_login(maya, backend="aiop.orgs.access.RoleBackend")

    assert "may be the same" not in edited(client, other, origin_city="Mapleton")
    said = edited(client, other, **said_of(one))

    assert "This may be the same as" in said
    assert reverse("admin:crm_customer_change", args=[one.pk]) in said
    assert f"?node={node(other)}&amp;node={node(one)}" in said
    assert "may be the same" not in edited(client, other)


@pytest.mark.slow
def test_the_web_process_loads_none_of_what_only_workers_and_twins_need() -> None:
    program = (
        "import sys, aiop.wsgi; from django.urls import get_resolver; get_resolver().url_patterns; "
        "print(sorted({'splink', 'pyarrow', 'duckdb', 'pandas', 'sklearn'} & set(sys.modules)))"
    )
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"
