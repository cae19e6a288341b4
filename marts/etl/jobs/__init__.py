"""The nine jobs; each module declares one as JOB."""

from __future__ import annotations

from typing import Any

from marts.etl.declared import Job
from marts.etl.register import register, register_catch_up

JOBS: tuple[Job[Any], ...] = ()


def register_all() -> None:
    """Make them known; called as the app starts."""
    for job in JOBS:
        register(job)
    register_catch_up()
