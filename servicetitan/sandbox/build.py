"""How the twin is built for the command line: a tenant whose counts are exact this morning, and a clock that runs."""

from __future__ import annotations

import time
from datetime import UTC, datetime

from aiop.sandbox.clock import WallClock
from aiop.sandbox.sources import TwinOptions
from aiop.sandbox.twin import Twin
from servicetitan.sandbox.service import Service
from servicetitan.sandbox.world import TenantWorld


def build(options: TwinOptions) -> tuple[Twin, dict[str, str]]:
    """Build the twin, and tell what a connection to it must know."""
    service = serving(options)
    twin = service.twin(port=options.port, hostile=options.hostile)
    return twin, told(service, twin)


def serving(options: TwinOptions) -> Service:
    """Give the API over a tenant of the options' world, as it stands now."""
    now = datetime.now(UTC)
    return Service(
        TenantWorld(options.seed, options.scale, options.as_of or morning(), clock=WallClock(now, time.monotonic))
    )


def morning() -> datetime:
    """Give the moment for which a world is laid out that begins today: the same all day."""
    return datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)


def told(service: Service, twin: Twin) -> dict[str, str]:
    """Give what a connection to a twin must know."""
    known = service.access.credentials
    return {
        "auth_url": f"{twin.url}/connect/token",
        "tenant": str(known.tenant),
        "client_id": known.client_id,
        "client_secret": known.client_secret,
        "app_key": known.app_key,
    }
