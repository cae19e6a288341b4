"""What an organisation does not use is not shown to its people, wherever it would stand."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from aiop.orgs.apps_used import choices, unused
from aiop.orgs.models import Membership, Org, User

pytestmark = pytest.mark.django_db(databases=["default", "owner", "side"])


@pytest.fixture
def client(org: Org) -> Client:
    """Give the browser of an administrator."""
    user = User.objects.create_user("ada", password="invented-only-9")
    Membership.objects.create(user=user, org=org, role=Membership.Role.ADMINISTRATOR)
    browser = Client()
    browser.force_login(user, backend="aiop.orgs.access.RoleBackend")
    return browser


def use(org: Org, *labels: str) -> None:
    org.settings = {**org.settings, "apps": list(labels)}
    org.save()


def test_apps_that_are_a_choice_say_so_and_none_chosen_means_all(org: Org) -> None:
    assert {"crm", "hvac", "servicetitan"} <= dict(choices()).keys()
    assert unused(org) == frozenset()
    org.settings = {"apps": ["crm"]}
    assert {"hvac", "servicetitan"} <= unused(org)
    assert "orgs" not in unused(org)


def test_pages_of_an_unused_app_are_neither_in_the_side_bar_nor_open(org: Org, client: Client) -> None:
    use(org, "hvac")
    home = client.get(reverse("admin:index")).content.decode()
    assert reverse("admin:hvac_customer_changelist") in home
    assert reverse("admin:crm_leadstatus_changelist") not in home
    assert client.get(reverse("admin:crm_leadstatus_changelist")).status_code == 403
    assert client.get(reverse("admin:crm_lead_pool")).status_code == 403
    use(org, "crm")
    home = client.get(reverse("admin:index")).content.decode()
    assert reverse("admin:hvac_customer_changelist") not in home
    assert reverse("admin:crm_leadstatus_changelist") in home
    assert "HVAC" not in home
    assert "HVAC" not in client.get(reverse("files:imports")).content.decode()
    assert client.get(reverse("admin:hvac_customer_changelist")).status_code == 403


def test_an_administrator_ticks_the_apps_in_use(org: Org, client: Client) -> None:
    page = reverse("admin:orgs_org_change", args=[org.pk])
    form = client.get(page).context["adminform"].form
    given = {name: form[name].value() for name in ("name", "time_zone", "fiscal_year_start_month")}
    answer = client.post(page, {**given, "data_start_date": "", "settings": '{"kept": 1}', "uses": ["hvac"]})
    assert answer.status_code == 302, answer.context["adminform"].form.errors
    org.refresh_from_db()
    assert org.settings == {"kept": 1, "apps": ["hvac"]}
