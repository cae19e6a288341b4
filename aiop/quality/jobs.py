"""The daily run of every check."""

from __future__ import annotations

from datetime import time
from typing import Any

from aiop.orgs.models import Org
from aiop.quality.run import run_checks
from aiop.runs.jobs import Job, register
from aiop.runs.running import RunHandle
from aiop.schedule import Daily

INTEGRITY = "quality.integrity"


def check_integrity(run: RunHandle, org: Org, parameters: dict[str, Any]) -> None:
    """Run the checks that the parameters name under `names`, all without."""
    run_checks(org, parameters.get("names"), by=run.by, run=run)


register(Job(INTEGRITY, "Integrity checks", check_integrity, cadence=Daily(time(2, 0))))
