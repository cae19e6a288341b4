"""The worker of `test_runs_worker`: the product's own, with one job more."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import django

from aiop.celery import app

if TYPE_CHECKING:
    from aiop.orgs.models import Org
    from aiop.runs.running import RunHandle

__all__ = ["app"]

django.setup()


def work(run: RunHandle, org: Org, parameters: dict[str, Any]) -> None:
    """Say that it started, take its time on the first attempt, say that it ended."""
    run.log(f"started attempt {run.attempt}")
    if run.attempt == 1:
        time.sleep(parameters["seconds"])
    run.log("ended")


def add_job() -> None:
    """Make the job known, once the apps are loaded."""
    from aiop.runs import jobs

    jobs.register(jobs.Job("test.work", "Work of a test", work))


add_job()
