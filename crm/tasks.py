"""The lead pool's jobs and their place in the timetable."""

from __future__ import annotations

from datetime import time
from typing import Any

from aiop.orgs.models import Org
from aiop.runs.jobs import Job, register
from aiop.runs.running import RunHandle
from aiop.schedule import Daily
from crm.link.run import link

LINK = "crm.link"


def link_pool(run: RunHandle, org: Org, parameters: dict[str, Any]) -> None:
    """Run the linkage steps that `parameters` names, all when it names none."""
    link(org, parameters.get("steps"), execute=True, by=run.by, run=run)


register(Job(LINK, "Link the lead pool", link_pool, Daily(time(1, 30))))
