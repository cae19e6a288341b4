"""A small ServiceTitan tenant on loopback and a caller with its key, for tests of what the twin says."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from typing import Any

import httpx  # noqa: TID251 - the caller of a twin stands outside, as the system's callers do

from aiop.sandbox.hostile import Hostile
from aiop.sandbox.messages import Request
from servicetitan.endpoints import Endpoint
from servicetitan.sandbox.access import Access
from servicetitan.sandbox.service import Service
from servicetitan.sandbox.world import TenantWorld

AS_OF = datetime(2026, 11, 20, 8, tzinfo=UTC)


@cache
def settled_world() -> TenantWorld:
    """Give a world whose clock no test moves, made once."""
    return TenantWorld(11, "small", AS_OF, days_ahead=30)


def service_of(world: TenantWorld, **access: Any) -> Service:
    """Give a service without the limits that tests would have to wait for."""
    return Service(world, Access(**{"calls_per_second": 100_000, "report_seconds": 0, **access}))


@contextmanager
def calling(service: Service, hostile: Hostile | None = None) -> Iterator[httpx.Client]:
    """Serve on loopback and give a client that holds a token and the key."""
    known = service.access.credentials
    with service.twin(hostile=hostile) as twin, httpx.Client(base_url=twin.url, timeout=30) as client:
        token = service.access.give_token(_token_call(service)).body
        client.headers["ST-App-Key"] = known.app_key
        client.headers["Authorization"] = f"Bearer {httpx.Response(200, content=token).json()['access_token']}"
        yield client


def _token_call(service: Service) -> Request:
    known = service.access.credentials
    body = f"grant_type=client_credentials&client_id={known.client_id}&client_secret={known.client_secret}"
    return Request("POST", "/connect/token", {}, {"content-type": "application/x-www-form-urlencoded"}, body.encode())


def whole_list(
    client: httpx.Client, endpoint: Endpoint, tenant: int, *, size: int, **params: str
) -> list[dict[str, Any]]:
    """Read a list page by page to its end."""
    rows: list[dict[str, Any]] = []
    page = 1
    while True:
        asked = {**endpoint.list_params(), **params, "page": str(page), "pageSize": str(size)}
        answer = client.get(endpoint.list_path(tenant), params=asked).raise_for_status().json()
        rows.extend(answer["data"])
        if not answer["hasMore"]:
            return rows
        page += 1


def whole_feed(
    client: httpx.Client, endpoint: Endpoint, tenant: int, token: str | None = None, *, recent: bool = False
) -> tuple[list[dict[str, Any]], str]:
    """Read a feed from a token to its end, and give the token to go on with."""
    rows: list[dict[str, Any]] = []
    while True:
        asked = {"includeRecentChanges": str(recent).lower(), **({"from": token} if token else {})}
        answer = client.get(endpoint.feed_path(tenant), params=asked).raise_for_status().json()
        rows.extend(answer["data"])
        token = str(answer["continueFrom"])
        if not answer["hasMore"]:
            return rows, token
