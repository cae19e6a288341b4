"""The review pages: who may see and do what, that nobody sees another organisation's, and what each page costs."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from aiop.identity import decide
from aiop.identity.entity import all_entities
from aiop.identity.models import Candidate
from aiop.orgs.context import org_context
from aiop.orgs.models import Org
from tests.unit.identity.screens.conftest import Login, Pool

pytestmark = pytest.mark.django_db

# Queries of each page for the pool of three customers. They may fall, never rise.
QUERIES = {"queue": 16, "next": 25, "bulk": 11, "waiting": 9, "quality": 24}


def pages(pool: Pool) -> Iterator[str]:
    """List the addresses that anyone in the organisation may read."""
    for entity in all_entities():
        for page in ("queue", "next", "waiting", "quality"):
            yield reverse(f"review:{page}", args=[entity.name])
    first, second = pool.nodes(0, 1)
    yield reverse("review:pair", args=["customers", pool.pairs[0].pk])
    yield reverse("review:cluster", args=["customers", first])
    yield reverse("review:group", args=["customers"]) + f"?node={first}&node={second}"
    yield reverse("review:queue", args=["customers"]) + "?q=velmont&low=10&high=99.5&worth=1,000&audit=1&order=worth"


def test_a_viewer_reads_every_page_and_finds_no_button_that_decides(pool: Pool, login: Login) -> None:
    viewer = login(pool.org, "viewer")
    for address in pages(pool):
        answer = viewer.get(address)
        assert answer.status_code == 200, address
        assert 'name="verdict"' not in answer.content.decode()
    with org_context(pool.org, actor="test"):
        assert not Candidate.objects.exclude(assigned_to="").exists(), "looking takes nothing off the queue"


def test_a_viewer_decides_approves_and_takes_back_nothing(pool: Pool, login: Login) -> None:
    viewer = login(pool.org, "viewer")
    pair = pool.pairs[0].pk
    for address in (
        reverse("review:decide", args=["customers", pair]),
        reverse("review:undo", args=["customers"]),
        reverse("review:bulk", args=["customers"]),
        reverse("review:act", args=["customers"]),
        reverse("review:answer", args=["customers", 1]),
        reverse("review:switch", args=["customers"]),
        reverse("review:upcoming", args=["customers"]),
        reverse("review:word", args=["customers", 1]),
        reverse("review:take_back", args=["customers", 1]),
    ):
        assert viewer.post(address, {"verdict": "same", "pair": pair}).status_code == 403, address
    assert pool.state(0) == "open"


def test_whoever_is_not_logged_in_is_sent_to_the_log_in(pool: Pool) -> None:
    for address in pages(pool):
        assert Client().get(address)["Location"].startswith("/admin/login/")


def test_another_organisation_sees_nothing_of_it(pool: Pool, other_org: Org, login: Login) -> None:
    stranger = login(other_org, "administrator")
    for address in pages(pool):
        answer = stranger.get(address)
        assert "Velmont" not in answer.content.decode(), address
    pair = pool.pairs[0].pk
    assert stranger.get(reverse("review:pair", args=["customers", pair])).status_code == 404
    refused = stranger.post(reverse("review:decide", args=["customers", pair]), {"verdict": "same"}, follow=True)
    assert "no longer proposed" in refused.content.decode()
    csv = stranger.get(reverse("review:csv", args=["customers"]))
    assert b"Velmont" not in b"".join(csv.streaming_content)  # type: ignore[attr-defined]
    assert pool.state(0) == "open"


def test_a_pair_shows_both_records_what_differs_what_hangs_on_them_and_what_would_survive(
    curator: Client, pool: Pool
) -> None:
    page = curator.get(reverse("review:pair", args=["customers", pool.pairs[0].pk])).content.decode()
    assert "Leonora Velmont<mark>e</mark>" in page
    assert "1 booking" in page
    assert "$1,000 · 5 Mar 2025" in page
    assert f"move to #{pool.people[0].pk}" in page
    assert 'name="choice-name"' in page
    assert "above 99.9 %" not in page
    assert page.count("<template data-ahead") == 2


def test_filters_leave_what_fits_and_the_next_page_begins_after_the_last_row(curator: Client, pool: Pool) -> None:
    queue = reverse("review:queue", args=["customers"])

    def shown(query: str) -> set[int]:
        page = curator.get(f"{queue}?{query}").content.decode()
        return {place for place, pair in enumerate(pool.pairs) if f"/pair/{pair.pk}/" in page}

    assert shown("") == {0, 1, 2, 3}
    assert shown("low=75") == {0, 1}
    assert shown("zone=bulk") == {0}
    assert shown("q=velmonte") == {0, 2}
    assert shown("worth=5000") == set()
    assert shown("low=abc&high=nan&worth=-1&zone=x&order=x&p=") == {0, 1, 2, 3}
    assert curator.get(f"{queue}?p=nonsense").status_code == 400


def test_what_people_type_never_breaks_a_page(curator: Client, pool: Pool) -> None:
    big = 2**70
    for address in (
        reverse("review:queue", args=["nothing"]),
        reverse("review:pair", args=["customers", big]),
        reverse("review:cluster", args=["customers", big]),
        reverse("review:take_back", args=["customers", big]),
        reverse("review:group", args=["customers"]) + "?node=x&node=&beside=-1",
    ):
        assert curator.get(address).status_code == 404, address
    nothing = curator.post(reverse("review:act", args=["customers"]), {"act": "explode", "node": "1"})
    assert nothing.status_code == 302


@pytest.mark.parametrize("page", QUERIES)
def test_a_page_asks_the_database_no_more_often_than_recorded(curator: Client, pool: Pool, page: str) -> None:
    address = reverse(f"review:{page}", args=["customers"])
    curator.get(address)
    with CaptureQueriesContext(connection) as queries:
        curator.get(address)
    assert len(queries) <= QUERIES[page], [query["sql"][:120] for query in queries]


def test_a_pair_costs_hardly_more_with_everything_decided_around_it(curator: Client, pool: Pool) -> None:
    first, second, third = pool.nodes(0, 1, 2)
    with org_context(pool.org, actor="noah"):
        decide.same(pool.org.pk, "customers", [first, second], by="noah")
        decide.unsure(pool.org.pk, "customers", second, third, by="noah")
    address = reverse("review:pair", args=["customers", pool.pairs[3].pk])
    curator.get(address)
    with CaptureQueriesContext(connection) as queries:
        page = curator.get(address).content.decode()
    assert "merged with 1 other" in page
    assert "Decided before" in page
    assert len(queries) <= QUERIES["next"] + 8


def test_deciding_by_the_page_and_being_brought_the_next_pair_asks_no_more_than_recorded(
    curator: Client, pool: Pool
) -> None:
    address = reverse("review:decide", args=["customers", pool.pairs[0].pk])
    with CaptureQueriesContext(connection) as queries:
        answer = curator.post(address, {"verdict": "same"}, headers={"accept": "application/json"})
    assert answer.status_code == 200
    assert len(queries) <= 60
