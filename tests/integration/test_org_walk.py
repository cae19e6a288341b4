"""Two organisations side by side, met at every address: neither finds a row, name or number of the other."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from aiop.orgs.models import Org
from tests.factories.pool_state import pool_state
from tests.integration.every_address import READY, Rows, addresses, body, exports, lists, pick_lists
from tests.integration.two_organisations import ROLES, THEIRS, as_role, fill, found_of, words_of

pytestmark = pytest.mark.django_db(databases=["default", "owner", "side"])
EXPORTED = "/admin/files/exportlog/"
# A form's token differs from call to call.
_PASSING = re.compile(
    r'csrfmiddlewaretoken\\?" value=\\?"\w+|"csrfToken": "\w+"|csrf[-_]?token["\'=: ]+\w{64}|X-CSRFToken[^}]*',
    re.IGNORECASE,
)


def asked(own: Rows, other: Rows, checks: int | None) -> list[str]:
    """List every address with our rows, every list searched and filtered by theirs, and every pick list."""
    words = words_of(other)
    found = [*addresses(own, checks), *pick_lists(""), *pick_lists(words[0])]
    for model, address in lists():
        found += [f"{address}?{urlencode({'q': word})}" for word in words]
        for column in model._meta.concrete_fields:
            if column.is_relation and column.name != "org" and column.related_model is not None:
                found += [f"{address}?{column.name}={pk}" for pk in other.some(column.related_model)[:1]]
    found += [f"{reverse('admin:search')}?{urlencode({'q': word})}" for word in words]
    return found


def leaks(client: Client, own: Rows, other: Rows, *, checks: int | None = None) -> dict[str, Any]:
    """Walk everywhere and give each address that showed something of the other organisation."""
    wrong: dict[str, Any] = {}
    for address in asked(own, other, checks):
        response = client.get(address)
        found = found_of(other, body(response), address)
        if found or (response.status_code >= 500 and address != READY):
            wrong[address] = (response.status_code, found)
    for address, form in exports(client):
        response = client.post(address, form)
        found = found_of(other, body(response), address)
        if found or response.status_code not in {200, 403}:
            wrong[f"{address} {form['format']}"] = (response.status_code, found)
    return wrong | theirs_by_address(client, own, other)


def theirs_by_address(client: Client, own: Rows, other: Rows) -> dict[str, Any]:
    """Ask for the other organisation's rows by their address, to read and to write."""
    wrong: dict[str, Any] = {}
    for address in sorted(set(addresses(other)) - set(addresses(own))):
        for response in (
            client.get(address),
            client.post(address, {"_save": "1", "post": "yes", "name": "Taken over"}),
        ):
            if response.status_code not in {302, 401, 403, 404, 405} or found_of(other, body(response), address):
                wrong[address] = response.status_code
    return wrong


@pytest.mark.slow
def test_an_administrator_meets_nothing_of_the_other_organisation_at_any_address(ours: Rows, theirs: Rows) -> None:
    before = pool_state(theirs.org)
    assert leaks(as_role(ours, "administrator"), ours, theirs, checks=2) == {}
    assert pool_state(theirs.org) == before


@pytest.mark.slow
@pytest.mark.nightly
@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("turned", [False, True])
def test_no_role_of_either_meets_anything_of_the_other(ours: Rows, theirs: Rows, role: str, turned: bool) -> None:
    own, other = (theirs, ours) if turned else (ours, theirs)
    before = pool_state(other.org)
    assert leaks(as_role(own, role), own, other) == {}
    assert pool_state(other.org) == before


def test_without_log_in_every_address_leads_to_the_log_in(ours: Rows) -> None:
    client = Client()
    # The API's document names its addresses and nobody's rows.
    open_to_all = {"/health/live", READY, "/api/catalogue/openapi.json"}
    shown = {
        address: response.status_code
        for address in addresses(ours)
        if address not in open_to_all
        for response in (client.get(address), client.post(address))
        if not (response.status_code in {401, 403, 404, 405} or "/login/" in response.headers.get("Location", ""))
        or ours.mark.lower() in body(response).lower()
    }
    assert shown == {}


def pages(client: Client, rows: Rows) -> Iterator[tuple[str, str]]:
    """Give every page with its text, less what passes."""
    for address in addresses(rows):
        response = client.get(address)
        yield address, f"{response.status_code} {_PASSING.sub('', body(response))}"


@pytest.mark.slow
@pytest.mark.nightly
def test_no_page_changes_by_a_byte_when_another_organisation_fills_up(
    ours: Rows, other_org: Org, tmp_path: Path
) -> None:
    moment = time.time() + 3_600
    with time_machine.travel(moment, tick=False):
        client = as_role(ours, "administrator")
        before = dict(pages(client, ours))
    fill(other_org, tmp_path, THEIRS, 7)
    with time_machine.travel(moment, tick=False):
        client = as_role(ours, "administrator")
        after = dict(pages(client, ours))
    # Readiness is the machine's; and the first walk has itself exported, which the second finds on record.
    for passing in (READY, EXPORTED):
        del before[passing], after[passing]
    changed = [address for address in before if before[address] != after[address]]
    assert {address: unlike(before[address], after[address]) for address in changed} == {}


def unlike(one: str, other: str) -> str:
    """Give the first place where two texts part."""
    place = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return f"{one[max(0, place - 60) : place + 40]} … {other[max(0, place - 10) : place + 40]}"
