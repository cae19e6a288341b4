"""Every list of the admin: few queries, all rows once, filters and search that find, nothing of anyone else's."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import pytest
from django.contrib import admin
from django.db import connection, models
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from aiop.adminkit.keyset import Cursor, CursorError, Order, read_page
from aiop.adminkit.lists import FastAdmin
from aiop.orgs.context import org_context
from aiop.orgs.models import Membership, Org, User
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

pytestmark = pytest.mark.django_db(databases=["default", "owner", "side"])
MOST_QUERIES = 12
DAY = dt.date(2024, 3, 1)
Make = Callable[[Org, int, str], models.Model]


def _lookups(org: Org) -> dict[str, Any]:
    return {
        "branch": Branch.objects.get_or_create(org=org, name="Toronto", key="toronto")[0],
        "sales_person": SalesPerson.objects.get_or_create(org=org, name="Leonora Velmont", key="leonora")[0],
        "lead_source": LeadSource.objects.get_or_create(org=org, name="Yelp", key="yelp")[0],
    }


def _contact(org: Org, i: int, mark: str) -> models.Model:
    customer = Customer.objects.create(org=org, name=f"{mark} {i}")
    return ContactPoint.objects.create(
        org=org, customer=customer, kind="email", value=f"{mark}{i}@example.com", key=str(i)
    )


MAKERS: dict[type[models.Model], Make] = {
    Customer: lambda org, i, mark: Customer.objects.create(
        org=org, name=f"{mark} {i}", name_key=f"{mark} {i}".lower(), email_key=f"{i}@example.com"
    ),
    ContactPoint: _contact,
    LeadStatus: lambda org, i, mark: LeadStatus.objects.create(
        org=org, quote_number=f"{mark}{i}", status="Lost" if i % 2 else "Booked", **_lookups(org)
    ),
    BadLead: lambda org, i, mark: BadLead.objects.create(
        org=org, natural_key=str(i), customer_name=f"{mark} {i}", date_lead_received=DAY if i else None
    ),
    LostLead: lambda org, i, mark: LostLead.objects.create(
        org=org, quote_number=f"{mark}{i}", lost_date=DAY + dt.timedelta(days=i)
    ),
    BookedOpportunity: lambda org, i, mark: BookedOpportunity.objects.create(
        org=org, quote_number=f"{mark}{i}", booked_date=DAY, **_lookups(org)
    ),
    Job: lambda org, i, mark: Job.objects.create(
        org=org, job_id=f"{mark}{i}", job_number=f"{mark}{i}", total_actual_cost=Decimal("1240.5"), **_lookups(org)
    ),
    SalesPerson: lambda org, i, mark: SalesPerson.objects.create(org=org, name=f"{mark} {i}", key=str(i)),
    Branch: lambda org, i, mark: Branch.objects.create(org=org, name=f"{mark} {i}", key=str(i)),
    LeadSource: lambda org, i, mark: LeadSource.objects.create(org=org, name=f"{mark} {i}", key=str(i)),
    SalesPerformance: lambda org, i, mark: SalesPerformance.objects.create(org=org, name=f"{mark} {i}"),
    UserPerformance: lambda org, i, mark: UserPerformance.objects.create(org=org, name=f"{mark} {i}"),
}
POOL = [pytest.param(model, id=model._meta.model_name) for model in MAKERS]


def address(model: type[models.Model], query: str = "") -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist") + query


def pages() -> Iterator[Any]:
    for model, page in admin.site._registry.items():
        if isinstance(page, FastAdmin):
            yield pytest.param(model, id=model._meta.label_lower)


@pytest.fixture
def viewer(org: Org, client: Client) -> Client:
    user = User.objects.create_user("vera")
    Membership.objects.create(user=user, org=org, role=Membership.Role.VIEWER)
    client.force_login(user, backend="aiop.orgs.access.RoleBackend")
    return client


@pytest.fixture
def curator(maya: User, client: Client) -> Client:
    client.force_login(maya, backend="aiop.orgs.access.RoleBackend")
    return client


def queries_of(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    # A page's transaction is BEGIN and COMMIT; in a test it is a savepoint, whose settings have to be put back as well.
    return sum("SAVEPOINT" not in query["sql"] for query in captured) + 2 - 1


@pytest.mark.parametrize("model", list(pages()))
def test_every_list_opens_for_whoever_may_view_it_and_says_so_when_it_is_empty(
    model: type[models.Model], viewer: Client, org: Org
) -> None:
    response = viewer.get(address(model))
    assert response.status_code in {200, 302, 403}
    if response.status_code == 200:
        assert queries_of(viewer, address(model)) <= MOST_QUERIES


@pytest.mark.parametrize("model", POOL)
def test_a_list_of_many_pages_takes_as_few_queries_as_one_of_few(
    model: type[models.Model], viewer: Client, org: Org, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(admin.site._registry[model], "list_per_page", 2)
    monkeypatch.setattr("aiop.adminkit.counts.count_rows.__kwdefaults__", {"exact_up_to": 3})
    with org_context(org, actor="maya"):
        for i in range(3):
            MAKERS[model](org, i, "Few")
    few = queries_of(viewer, address(model))
    with org_context(org, actor="maya"):
        for i in range(3, 9):
            MAKERS[model](org, i, "Many")
    assert few <= queries_of(viewer, address(model)) <= MOST_QUERIES
    assert queries_of(viewer, address(model, "?p=end")) <= MOST_QUERIES


@pytest.mark.parametrize("model", POOL)
def test_a_list_shows_the_open_organisations_rows_and_nobody_elses(
    model: type[models.Model], viewer: Client, org: Org, other_org: Org
) -> None:
    for owner, mark in ((org, "Ours"), (other_org, "Theirs")):
        with org_context(owner, actor="maya"):
            MAKERS[model](owner, 1, mark)
    page = viewer.get(address(model)).content.decode()
    assert "Ours" in page
    assert "Theirs" not in page


@pytest.mark.parametrize("model", POOL)
def test_a_row_of_another_organisation_has_no_page(
    model: type[models.Model], viewer: Client, org: Org, other_org: Org
) -> None:
    with org_context(other_org, actor="maya"):
        theirs = MAKERS[model](other_org, 1, "Theirs")
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}_change"
    response = viewer.get(reverse(name, args=[theirs.pk]), follow=True)
    assert "Theirs" not in response.content.decode()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?q=Q7", ["Q7"]),
        ("?status=Lost", ["Q1", "Q3", "Q5", "Q7"]),
        ("?branch=none", []),
        ("?received_at_from=none", None),
    ],
)
def test_filters_and_search_find_the_right_leads(viewer: Client, org: Org, query: str, found: list[str] | None) -> None:
    with org_context(org, actor="maya"):
        for i in range(8):
            MAKERS[LeadStatus](org, i, "Q")
    page = viewer.get(address(LeadStatus, query)).context["cl"]
    numbers = sorted(row.quote_number for row in page.result_list)
    assert numbers == (found if found is not None else [f"Q{i}" for i in range(8)])


def test_search_finds_a_person_by_part_of_the_name_e_mail_or_phone_however_written(viewer: Client, org: Org) -> None:
    with org_context(org, actor="maya"):
        Customer.objects.create(
            org=org,
            name="Leonora Velmont",
            name_key="leonora velmont",
            email_key="lvelmont@example.com",
            phone_key="4165550188",
        )
        Customer.objects.create(org=org, name="Omar Reyes", name_key="omar reyes")
    for term in ("LEONORA", "leonora velmont", "LVelmont@Example.com", "(416) 555-0188"):
        page = viewer.get(address(Customer), {"q": term}).context["cl"]
        assert [row.name for row in page.result_list] == ["Leonora Velmont"], term


def test_days_are_the_organisations_own(viewer: Client, org: Org) -> None:
    """Half past eleven at night in Toronto is the next day in UTC."""
    late = dt.datetime(2024, 3, 1, 23, 30, tzinfo=org.zone)
    with org_context(org, actor="maya"):
        LeadStatus.objects.create(org=org, quote_number="late", received_at=late)
    query = "?received_at_from=2024-03-01&received_at_to=2024-03-01"
    assert len(viewer.get(address(LeadStatus, query)).context["cl"].result_list) == 1


@pytest.mark.parametrize(
    "query", ["?p=zzz", "?p=aWzFd", "?received_at_from=tomorrow", "?branch=abc", "?nonsense=1", "?o=99"]
)
def test_an_address_that_makes_no_sense_gives_a_page_in_words(viewer: Client, org: Org, query: str) -> None:
    assert viewer.get(address(LeadStatus, query), follow=True).status_code == 200


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("order", ["-lost_date", "lost_date", "-id", "quote_number"])
def test_pages_walked_forwards_and_backwards_show_every_row_exactly_once(org: Org, seed: int, order: str) -> None:
    chance = random.Random(seed)
    days = [None, *(DAY + dt.timedelta(days=chance.randrange(4)) for _ in range(3))]
    with org_context(org, actor="maya"):
        LostLead.objects.bulk_create(
            LostLead(org=org, quote_number=str(i), lost_date=chance.choice(days)) for i in range(chance.randrange(40))
        )
        rows = LostLead.objects.for_org(org)
        size = chance.randrange(1, 7)
        forwards = list(walk(rows, Order.of(order), None, size, "next"))
        backwards = list(walk(rows, Order.of(order), Cursor(back=True), size, "previous"))
        assert sorted(row.pk for row in forwards) == sorted(rows.values_list("pk", flat=True))
        assert [row.pk for row in forwards] == [row.pk for row in reversed(backwards)]


def walk(rows: Any, order: Order, cursor: Cursor | None, size: int, way: str) -> Iterator[LostLead]:
    while True:
        page = read_page(rows, order, cursor, size)
        yield from page.rows if way == "next" else reversed(page.rows)
        step = getattr(page, way)
        if step is None:
            return
        cursor = Cursor.read(step.token(), LostLead, order)


def test_a_cursor_that_is_none_is_refused_by_name() -> None:
    with pytest.raises(CursorError):
        Cursor.read("abc", LostLead, Order.of("-lost_date"))
