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
    now = datetime.now(UTC)
    morning = now.replace(hour=0, minute=0, second=0, microsecond=0)
    world = TenantWorld(options.seed, options.scale, morning, clock=WallClock(now, time.monotonic))
    service = Service(world)
    twin = service.twin(port=options.port, hostile=options.hostile)
    known = service.access.credentials
    return twin, {
        "token_url": f"{twin.url}/connect/token",
        "tenant": str(known.tenant),
        "client_id": known.client_id,
        "client_secret": known.client_secret,
        "app_key": known.app_key,
    }
