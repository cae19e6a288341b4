"""The twin's export feeds: tokens, what is held back, what comes again, and that following one misses nothing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from servicetitan.endpoints import BY_NAME, ENDPOINTS
from servicetitan.sandbox.world import TenantWorld
from tests.factories.st_twin import AS_OF, calling, service_of, settled_world, whole_feed, whole_list

FED = [endpoint for endpoint in ENDPOINTS if endpoint.export_path]


@pytest.mark.slow
@pytest.mark.parametrize("harsh", [False, True])
def test_following_the_feeds_through_time_ends_in_the_truth(harsh: bool) -> None:
    world = TenantWorld(5, "small", AS_OF, days_ahead=60, harsh=harsh)
    service = service_of(world)
    tenant = service.access.credentials.tenant
    held: dict[str, dict[Any, dict[str, Any]]] = {endpoint.name: {} for endpoint in FED}
    tokens: dict[str, str | None] = dict.fromkeys(held)
    with calling(service) as client:
        for day in range(0, 56, 14):
            world.advance(AS_OF + timedelta(days=day))
            for endpoint in FED:
                rows, tokens[endpoint.name] = whole_feed(
                    client, endpoint, tenant, tokens[endpoint.name], recent=day % 28 == 0
                )
                held[endpoint.name] |= {row["id"] or str(row): row for row in rows}
        world.advance(AS_OF + timedelta(days=56, minutes=30))
        for endpoint in FED:
            rows, _ = whole_feed(client, endpoint, tenant, tokens[endpoint.name], recent=True)
            held[endpoint.name] |= {row["id"] or str(row): row for row in rows}
    vanished = {row["id"] for row in service.truth()["purchase_orders/tombstones"]() if row["vanished"]}
    for endpoint in FED:
        truth = {row["id"] or str(row): row for row in service.truth()[endpoint.name]()}
        found = {key: row for key, row in held[endpoint.name].items() if key not in vanished}
        assert found == truth, endpoint.name


def test_the_newest_changes_are_held_back_and_told_twice_when_asked_for_at_once() -> None:
    world = TenantWorld(6, "small", AS_OF, days_ahead=30)
    service = service_of(world)
    appointments, tenant = BY_NAME["appointments"], service.access.credentials.tenant
    with calling(service) as client:
        world.advance(AS_OF + timedelta(hours=13))
        _, token = whole_feed(client, appointments, tenant)
        changed = None
        for _ in range(200):
            world.advance(world.clock.now() + timedelta(minutes=5))
            if changed := whole_feed(client, appointments, tenant, token, recent=True)[0]:
                break
        assert changed
        assert whole_feed(client, appointments, tenant, token)[0] == []
        again, after = whole_feed(client, appointments, tenant, token, recent=True)
        assert {row["id"] for row in again} == {row["id"] for row in changed}
        world.advance(world.clock.now() + timedelta(minutes=11))
        assert {row["id"] for row in changed} <= {
            row["id"] for row in whole_feed(client, appointments, tenant, after)[0]
        }


def test_a_feed_may_begin_with_a_date_and_refuses_a_token_that_is_none() -> None:
    service = service_of(settled_world())
    jobs, tenant = BY_NAME["jobs"], service.access.credentials.tenant
    with calling(service) as client:
        rows, _ = whole_feed(client, jobs, tenant, "2026-11-01")
        assert rows
        assert all(row["modifiedOn"] >= "2026-11-01" for row in rows)
        assert client.get(jobs.feed_path(tenant), params={"from": "not-a-token"}).status_code == 400


def test_feeds_tell_of_deleted_jobs_which_lists_hide() -> None:
    service = service_of(settled_world())
    jobs, tenant = BY_NAME["jobs"], service.access.credentials.tenant
    with calling(service) as client:
        fed = {row["id"]: row["active"] for row in whole_feed(client, jobs, tenant, recent=True)[0]}
        listed = {row["id"] for row in whole_list(client, jobs, tenant, size=900)}
    deleted = {number for number, active in fed.items() if not active}
    assert deleted
    assert listed == fed.keys() - deleted
