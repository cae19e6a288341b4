"""Log-in, lock-out, one-time codes and who is let in."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client, RequestFactory

from aiop.orgs.accounts import client_address
from aiop.orgs.models import Membership, Org, User

pytestmark = pytest.mark.django_db(databases=["default", "owner", "side"])
PASSWORD = "invented-only-9"


def attempt(client: Client, password: str) -> int:
    return client.post("/accounts/login/", {"login": "maya", "password": password}).status_code


def test_the_right_password_opens_the_admin(client: Client, maya: User) -> None:
    response = client.post("/accounts/login/?next=/admin/", {"login": "maya", "password": PASSWORD})
    assert (response.status_code, response["Location"]) == (302, "/admin/")
    assert client.get("/admin/").status_code == 200


def test_the_admin_sends_strangers_to_log_in(client: Client) -> None:
    assert client.get("/admin/crm/job/")["Location"].startswith("/admin/login/")
    assert (
        client.get("/admin/login/?next=/admin/crm/job/")["Location"] == "/accounts/login/?next=%2Fadmin%2Fcrm%2Fjob%2F"
    )


def test_five_wrong_passwords_lock_the_account_on_this_computer(client: Client, maya: User) -> None:
    statuses = [attempt(client, f"wrong-{number}") for number in range(5)]
    assert statuses[:4] == [200] * 4
    assert statuses[4] in {403, 429}
    page = client.post("/accounts/login/", {"login": "maya", "password": PASSWORD})
    assert page.status_code in {403, 429}
    assert "Too many wrong passwords" in page.content.decode()


def test_behind_our_own_proxy_a_lock_out_is_of_the_address_that_the_proxy_saw(
    client: Client, maya: User, settings: Any
) -> None:
    settings.TRUSTED_PROXIES = 1
    # What a client writes itself stands before what our proxy adds, and counts for nothing.
    attacker = [{"X-Forwarded-For": f"198.51.100.{number}, 203.0.113.9"} for number in range(5)]
    for headers in attacker:
        status = client.post("/accounts/login/", {"login": "maya", "password": "wrong"}, headers=headers).status_code
    assert status in {403, 429}
    elsewhere = {"X-Forwarded-For": "203.0.113.20"}
    page = client.post("/accounts/login/", {"login": "maya", "password": PASSWORD}, headers=elsewhere)
    assert page.status_code == 302


def test_without_a_proxy_of_our_own_no_header_says_where_a_request_comes_from() -> None:
    request = RequestFactory().get("/", headers={"X-Forwarded-For": "203.0.113.9"})
    assert client_address(request) == "127.0.0.1"


def test_someone_without_an_organisation_is_told_whom_to_ask(client: Client) -> None:
    client.force_login(User.objects.create_user("newcomer"), backend="aiop.orgs.access.RoleBackend")
    client.get("/admin/")
    page = client.get("/admin/login/")
    assert page.status_code == 403
    assert "Ask the administrator" in page.content.decode()


@pytest.mark.parametrize("address", ["/accounts/signup/", "/accounts/password/reset/", "/accounts/email/"])
def test_nobody_signs_up_or_is_sent_e_mail(client: Client, address: str, db: None) -> None:
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("address", ["/accounts/2fa/", "/accounts/logout/", "/admin/password_change/"])
def test_the_pages_of_ones_own_account_open(client: Client, maya: User, address: str) -> None:
    client.force_login(maya, backend="aiop.orgs.access.RoleBackend")
    assert client.get(address).status_code == 200


def test_one_time_codes_can_be_switched_on_after_the_password_is_given_again(client: Client, maya: User) -> None:
    client.force_login(maya, backend="aiop.orgs.access.RoleBackend")
    asked = client.get("/accounts/2fa/totp/activate/")
    assert asked["Location"].startswith("/accounts/reauthenticate/")
    client.post(asked["Location"], {"password": PASSWORD})
    page = client.get("/accounts/2fa/totp/activate/")
    assert page.status_code == 200
    assert "Authenticator secret" in page.content.decode()


def test_a_person_switches_to_an_organisation_of_theirs_and_stays_on_the_list(
    client: Client, maya: User, other_org: Org
) -> None:
    Membership.objects.create(user=maya, org=other_org, role=Membership.Role.VIEWER)
    client.force_login(maya, backend="aiop.orgs.access.RoleBackend")
    response = client.post(f"/admin/org/{other_org.pk}/", {"from": "/admin/crm/job/"})
    assert response["Location"] == "/admin/crm/job/"
    assert client.session["org"] == other_org.pk


def test_another_companys_organisation_does_not_exist_for_a_person(client: Client, maya: User, other_org: Org) -> None:
    client.force_login(maya, backend="aiop.orgs.access.RoleBackend")
    assert client.post(f"/admin/org/{other_org.pk}/").status_code == 404


def test_switching_goes_to_no_other_site(client: Client, maya: User, org: Org) -> None:
    client.force_login(maya, backend="aiop.orgs.access.RoleBackend")
    response = client.post(f"/admin/org/{org.pk}/", {"from": "//example.com/admin/crm/job/"})
    assert response["Location"] == "/admin/"
