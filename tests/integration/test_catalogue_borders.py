"""Two organisations with committed rows, met through every entry, board, file and API call, fresh and from the cache, as each role."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse

from aiop.catalogue.entries import every
from aiop.catalogue.tokens import make
from aiop.orgs.context import org_context
from aiop.orgs.models import Org, User
from tests.integration.every_address import Rows, body, files_of_the_catalogue, of_the_catalogue
from tests.integration.two_organisations import OURS, ROLES, THEIRS, as_role, fill, found_of

pytestmark = [pytest.mark.slow, pytest.mark.nightly]
KEPT = "Nothing it reads was written since"


@pytest.fixture(scope="module")
def both(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Rows, Rows]]:
    """Give our organisation and theirs; nothing of them is left afterwards."""
    folder = tmp_path_factory.mktemp("both")
    with django_db_blocker.unblock():
        made = [
            fill(Org.objects.create(slug=slug, name=mark, time_zone="America/Toronto"), folder, mark, rows)
            for slug, mark, rows in (("ours", OURS, 5), ("theirs", THEIRS, 7))
        ]
        yield made[0], made[1]
        with connections["owner"].cursor() as cursor:
            cursor.execute("TRUNCATE orgs_org, orgs_user, catalogue_sitting CASCADE")
        connections.close_all()


@pytest.mark.parametrize("role", ROLES)
def test_no_role_is_answered_with_a_row_of_the_other(both: tuple[Rows, Rows], role: str) -> None:
    ours, theirs = both
    pages = [*of_the_catalogue(), *files_of_the_catalogue()]
    walk(as_role(theirs, role), pages, theirs, ours)
    assert walk(as_role(ours, role), pages, ours, theirs) == {}
    kept = [page for page in of_the_catalogue() if KEPT in body(as_role(ours, role).get(page))]
    assert len(kept) > len(every()) // 2
    assert walk(as_role(ours, role), kept, ours, theirs) == {}


def walk(client: Client, pages: list[str], own: Rows, other: Rows) -> dict[str, Any]:
    """Visit pages and give each that broke or showed something of the other organisation."""
    wrong: dict[str, Any] = {}
    for address in pages:
        response = client.get(address)
        found = found_of(other, body(response), address)
        if found or response.status_code >= 500:
            wrong[address] = (response.status_code, found)
    return wrong


@pytest.mark.parametrize("role", ROLES)
def test_a_token_gives_rows_of_its_own_organisation_alone(both: tuple[Rows, Rows], role: str) -> None:
    ours, theirs = both
    wrong: dict[str, Any] = {}
    given = 0
    for own, other in ((theirs, ours), (ours, theirs)):
        person = User.objects.get(username=f"{own.org.slug}-{role}")
        with org_context(own.org, actor=person.get_username()):
            token = make(own.org, person, "a program")
        for entry in every():
            address = reverse("catalogue_api:rows", args=[entry.name])
            for _ in range(2):
                response = Client().get(address, headers={"Authorization": f"Bearer {token}"})
                given += response.status_code == 200
                if found_of(other, body(response), address) or response.status_code not in {200, 403}:
                    wrong[address] = response.status_code
    assert wrong == {}
    assert given in {0, 4 * len(every())}
