"""Records are cleaned when they are new or have changed, and only then."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from aiop.audit.models import ChangeSet
from aiop.audit.record import change_set
from aiop.identity.match import Matched
from aiop.identity.models import BlockKey, Profile, Unmatched
from aiop.orgs.models import Org
from crm.models import BadLead, ContactPoint
from tests.unit.identity.pipeline.conftest import customer, node

pytestmark = pytest.mark.django_db
Run = Callable[..., Matched]


def values(org: Org, one: int) -> list[str]:
    found: list[str] = Profile.objects.for_org(org).get(entity="customers", node=one).values
    return found


def test_a_record_is_cleaned_once(inside: Org, run: Run) -> None:
    ada = customer(inside, "Ada Velmont", "ADA@Example.com", "+1 (416) 555-0101")

    assert run().arrived.cleaned == 1
    assert run().arrived.cleaned == 0
    assert {"ada", "velmont", "ada@example.com"} <= set(values(inside, node(ada)))


def test_a_changed_record_is_cleaned_again(inside: Org, run: Run) -> None:
    ada = customer(inside, "Ada Velmont")
    run()

    ada.last_name, ada.name = "Quill", "Ada Quill"
    ada.save()

    assert run().arrived.cleaned == 1
    assert "quill" in values(inside, node(ada))


def test_every_contact_point_counts_and_a_new_one_is_noticed(inside: Org, run: Run) -> None:
    ada = customer(inside, "Ada Velmont", "ada@example.com")
    run()

    ContactPoint.objects.create(org=inside, customer=ada, kind="email", key="av@example.com", value="av@example.com")
    found = run()

    assert found.arrived.cleaned == 1
    assert "ada@example.com av@example.com" in values(inside, node(ada))


def test_people_behind_bad_leads_arrive_until_they_have_a_customer(inside: Org, run: Run) -> None:
    with change_set(inside, kind=ChangeSet.Kind.EDIT, title="a bad lead"):
        lead = BadLead.objects.create(
            org=inside, natural_key="a", customer_name="Ada Velmont", customer_phone="4165550101"
        )
    assert run().arrived.cleaned == 1

    lead.customer = customer(inside, "Ada Velmont")
    lead.save()

    assert run().arrived.gone == 1


def test_what_is_gone_leaves_nothing_behind(inside: Org, run: Run) -> None:
    ada = customer(inside, "Ada Velmont", "ada@example.com", "4165550101")
    run()
    assert BlockKey.objects.for_org(inside).filter(node=node(ada)).exists()

    ada.delete()

    assert run().arrived.gone == 1
    assert not Profile.objects.for_org(inside).exists()
    assert not BlockKey.objects.for_org(inside).exists()
    assert not Unmatched.objects.for_org(inside).exists()
