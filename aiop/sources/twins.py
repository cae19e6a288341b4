"""Connections of sample organisations to twins on this machine: made once, and served again where and as they were."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from aiop.orgs.context import org_context
from aiop.orgs.models import Org
from aiop.sandbox.sources import TwinOptions, twin_names
from aiop.sources import systems
from aiop.sources.allowed import LOOPBACK
from aiop.sources.models import Connection

# The setting by which a connection remembers which world its twin shows: without it, tomorrow's twin would show another.
WORLD = "world"


def connect(org: Org, name: str, url: str, told: Mapping[str, str], *, by: str, world: TwinOptions) -> Connection:
    """Connect an organisation to a twin of a system that is served at an address, by what the twin told of itself."""
    system = systems.find(name)
    assert system is not None  # noqa: S101  (its app has registered it)
    secret = {field.name for field in system.fields if field.secret}
    plain = {field.name for field in system.fields} - secret
    with org_context(org, actor=by):
        connection = Connection(
            org=org, system=name, name=system.label,
            base_url=told.get("base_url", url) if system.base_url else "", auth_url=told.get("auth_url", ""),
            settings={**{key: text for key, text in told.items() if key in plain}, WORLD: _written(world)},
        )  # fmt: skip
        connection.keep_secrets({key: text for key, text in told.items() if key in secret})
        connection.save()
    return connection


def connection_to(org: Org, name: str, *, by: str) -> Connection | None:
    """Give an organisation's connection to a system, if it has one."""
    with org_context(org, actor=by):
        found: Connection | None = Connection.objects.for_org(org).filter(system=name).order_by("pk").first()
    return found


def twins_of(org: Org, *, by: str) -> Iterator[tuple[Connection, TwinOptions]]:
    """List the connections of an organisation that lead to twins on this machine, each with how its twin is built."""
    with org_context(org, actor=by):
        connections = list(Connection.objects.for_org(org).filter(is_enabled=True).order_by("pk"))
    for connection in connections:
        options = options_of(connection)
        if options is not None and connection.system in twin_names():
            yield connection, options


def options_of(connection: Connection) -> TwinOptions | None:
    """Give how the twin is built that a connection leads to; None where it does not lead to this machine."""
    port = _port(connection)
    return None if port is None else TwinOptions(port=port, **_read(connection.setting(WORLD) or {}))


def _port(connection: Connection) -> int | None:
    if connection.setting("server") in LOOPBACK:
        return int(connection.setting("port"))
    parts = urlsplit(connection.base_url)
    return parts.port if parts.hostname in LOOPBACK else None


def _written(world: TwinOptions) -> dict[str, Any]:
    laid_out = world.as_of.isoformat() if world.as_of else None
    return {"seed": world.seed, "scale": world.scale, "as_of": laid_out}


def _read(world: Mapping[str, Any]) -> dict[str, Any]:
    laid_out = world.get("as_of")
    return {**world, "as_of": dt.datetime.fromisoformat(laid_out) if laid_out else None}
