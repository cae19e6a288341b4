"""The twin's lists: paging, what is hidden by default, filters combined with AND, and how it refuses."""

from __future__ import annotations

from collections.abc import Iterator

import httpx  # noqa: TID251 - the caller of a twin stands outside, as the system's callers do
import pytest

from servicetitan.endpoints import BY_NAME, ENDPOINTS, Endpoint
from servicetitan.sandbox.service import Service
from tests.factories.st_twin import calling, service_of, settled_world, whole_list


@pytest.fixture(scope="module")
def service() -> Service:
    return service_of(settled_world())


@pytest.fixture(scope="module")
def client(service: Service) -> Iterator[httpx.Client]:
    with calling(service) as client:
        yield client


def path(service: Service, name: str) -> str:
    return BY_NAME[name].list_path(service.access.credentials.tenant)


def total(client: httpx.Client, service: Service, name: str, **params: str) -> int:
    answer = client.get(path(service, name), params={"includeTotal": "true", "pageSize": "1", **params})
    return int(answer.raise_for_status().json()["totalCount"])


@pytest.mark.parametrize("endpoint", ENDPOINTS, ids=lambda endpoint: endpoint.name)
def test_pages_of_a_list_hold_what_the_ledger_says(client: httpx.Client, service: Service, endpoint: Endpoint) -> None:
    size = max(7, len(settled_world().shelves[endpoint.name].ids) // 3)
    rows = whole_list(client, endpoint, service.access.credentials.tenant, size=size)
    truth = [row for row in service.truth()[endpoint.name]() if row.get("active", True) or endpoint.active_param]

    def key(row: dict) -> str:  # type: ignore[type-arg]
        return str(sorted(row.items(), key=lambda item: item[0]))

    strip = [{name: value for name, value in row.items() if name != "active" or endpoint.active_param} for row in truth]
    assert sorted(map(key, rows)) == sorted(map(key, strip))
    if endpoint.sorted:
        assert [row["id"] for row in rows] == sorted(row["id"] for row in rows)


def test_a_list_answers_fifty_without_a_total_unless_it_is_asked(client: httpx.Client, service: Service) -> None:
    answer = client.get(path(service, "jobs")).json()
    assert (answer["page"], answer["pageSize"], answer["hasMore"], answer["totalCount"]) == (1, 50, True, None)
    assert len(answer["data"]) == 50


def test_a_page_holds_five_thousand_at_most(client: httpx.Client, service: Service) -> None:
    assert client.get(path(service, "payments"), params={"pageSize": "9999"}).json()["pageSize"] == 5000


def test_inactive_records_hide_until_they_are_asked_for(client: httpx.Client, service: Service) -> None:
    units = {which: total(client, service, "business_units", active=which) for which in ("True", "False", "Any")}
    assert units["Any"] == 18
    assert units["False"] == 3
    assert total(client, service, "business_units") == units["True"] == 15
    invoices = {
        which: total(client, service, "invoices", activeState=which) for which in ("ActiveOnly", "InactiveOnly", "All")
    }
    assert invoices["InactiveOnly"] > 0
    assert invoices["ActiveOnly"] + invoices["InactiveOnly"] == invoices["All"]
    assert total(client, service, "invoices") == invoices["ActiveOnly"]


def test_bounds_on_creation_and_modification_are_both_kept(client: httpx.Client, service: Service) -> None:
    since = "2026-11-10T07:00:00Z"
    modified = whole_list(
        client, BY_NAME["estimates"], service.access.credentials.tenant, size=500, modifiedOnOrAfter=since
    )
    both = whole_list(
        client,
        BY_NAME["estimates"],
        service.access.credentials.tenant,
        size=500,
        modifiedOnOrAfter=since,
        createdOnOrAfter=since,
    )
    assert all(row["modifiedOn"] >= since for row in modified)
    assert {row["id"] for row in both} == {row["id"] for row in modified if row["createdOn"] >= since}
    assert len(both) < len(modified)


@pytest.mark.parametrize(
    ("name", "field", "after", "before"),
    [
        ("jobs", "completedOn", "completedOnOrAfter", "completedBefore"),
        ("estimates", "soldOn", "soldAfter", "soldBefore"),
        ("appointments", "start", "startsOnOrAfter", "startsBefore"),
        ("invoices", "invoiceDate", "invoicedOnOrAfter", "invoicedOnBefore"),
        ("payments", "date", "paidOnAfter", "paidOnBefore"),
        ("gross_pay_items", "date", "dateOnOrAfter", "dateOnOrBefore"),
        ("purchase_orders", "date", "dateOnOrAfter", "dateBefore"),
    ],
)
def test_a_business_date_bounds_a_list(
    client: httpx.Client, service: Service, name: str, field: str, after: str, before: str
) -> None:  # fmt: skip
    since, until = "2026-09-10T07:00:00Z", "2026-10-20T07:00:00Z"
    tenant = service.access.credentials.tenant
    rows = whole_list(client, BY_NAME[name], tenant, size=500, **{after: since, before: until})
    truth = [
        row for row in whole_list(client, BY_NAME[name], tenant, size=500) if row[field] and since <= row[field] < until
    ]
    assert truth
    assert sorted(map(str, rows)) == sorted(map(str, truth))


def test_records_are_named_by_id_fifty_at_most(client: httpx.Client, service: Service) -> None:
    ids = [
        row["id"]
        for row in client.get(path(service, "customers"), params={"pageSize": "51", "active": "Any"}).json()["data"]
    ]
    some = client.get(path(service, "customers"), params={"ids": ",".join(map(str, ids[:3])), "active": "Any"}).json()[
        "data"
    ]
    assert [row["id"] for row in some] == ids[:3]
    assert client.get(path(service, "customers"), params={"ids": ",".join(map(str, ids))}).status_code == 400
    assert client.get(f"{path(service, 'customers')}/{ids[0]}").json()["id"] == ids[0]
    assert client.get(f"{path(service, 'customers')}/1").status_code == 404


def test_lists_sort_by_id_or_moment_both_ways(client: httpx.Client, service: Service) -> None:
    def moments(sort: str) -> list[str]:
        return [row["modifiedOn"] for row in client.get(path(service, "jobs"), params={"sort": sort}).json()["data"]]

    assert moments("+ModifiedOn") == sorted(moments("+ModifiedOn"))
    assert moments("-ModifiedOn") == sorted(moments("-ModifiedOn"), reverse=True)
    assert client.get(path(service, "jobs"), params={"sort": "+Nonsense"}).status_code == 400


def test_a_call_that_makes_no_sense_is_refused_with_a_problem(client: httpx.Client, service: Service) -> None:
    for params in ({"page": "0"}, {"pageSize": "many"}, {"modifiedOnOrAfter": "yesterday"}):
        answer = client.get(path(service, "jobs"), params=params)
        assert answer.status_code == 400
        assert {"type", "title", "status", "traceId", "errors", "data"} <= answer.json().keys()


def test_job_types_are_where_they_are_and_nowhere_else(client: httpx.Client, service: Service) -> None:
    tenant = service.access.credentials.tenant
    assert len(client.get(path(service, "job_types"), params={"active": "Any"}).json()["data"]) == 46
    assert client.get(f"/settings/v2/tenant/{tenant}/job-types").status_code == 404
    assert client.get(f"/salestech/v2/tenant/{tenant}/estimates").status_code == 404


def test_without_key_token_tenant_or_scope_nothing_is_told(service: Service) -> None:
    closed = service_of(settled_world(), closed_modules={"payroll"})
    with calling(closed) as client:
        assert client.get("/jpm/v2/tenant/1/jobs").status_code == 403
        assert client.get(path(closed, "gross_pay_items")).status_code == 403
        assert client.get(path(closed, "jobs")).status_code == 200
        refused = client.get(path(closed, "jobs"), headers={"ST-App-Key": ""})
        assert refused.status_code == 401
        assert "application key is not present" in refused.text
        closed.access.expire_tokens()
        assert client.get(path(closed, "jobs")).status_code == 401
        wrong = client.post(
            "/connect/token", data={"grant_type": "client_credentials", "client_id": "nobody", "client_secret": "x"}
        )
        assert (wrong.status_code, wrong.json()) == (400, {"error": "invalid_client"})


def test_calls_above_the_rate_are_told_how_long_to_wait() -> None:
    service = service_of(settled_world(), calls_per_second=5)
    with calling(service) as client:
        answers = [client.get(path(service, "campaigns")) for _ in range(12)]
    refused = [answer for answer in answers if answer.status_code == 429]
    assert refused
    assert refused[0].headers["Retry-After"] == "1"
    assert refused[0].json()["statusCode"] == 429
