"""What the sample companies of all apps share: a folder of files brought in as staff would, and each step told with its seconds."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from django.conf import settings

from aiop.files.gather import gathered
from aiop.files.incoming import Choices
from aiop.files.load_files import execute_files, in_order
from aiop.loading.kind import all_kinds
from aiop.loading.models import Load
from aiop.orgs.context import org_context
from aiop.orgs.models import Org
from aiop.runs.jobs import find
from aiop.runs.running import run_job

BY = "sample company"


def sample_folder(org: Org, app: str) -> Path:
    """Give the folder that a sample company's files of an app are written into."""
    return Path(settings.VAR_DIR) / "samples" / org.slug / app


def is_filled(org: Org, app: str) -> bool:
    """Tell whether anything of an app has been loaded into an organisation."""
    kinds = [kind.name for kind in all_kinds() if kind.model._meta.app_label == app]
    with org_context(org, actor=BY):
        return Load.objects.for_org(org).filter(state=Load.State.APPLIED, kind__in=kinds).exists()


def load_folder(org: Org, folder: Path) -> str:
    """Load the files of a folder; gives in words how many rows there are now, and how many in quarantine."""
    with gathered([folder]) as files, run_job(org, "load", by=BY) as run:
        _, results = execute_files(org, in_order(files, Choices())[0], Choices(), run)
    return (
        f"{sum(r.verdict.new for r in results):,} rows, {sum(r.verdict.quarantined for r in results):,} in quarantine"
    )


def do_job(org: Org, name: str) -> None:
    """Do a registered job as its worker would; KeyError where there is none of that name."""
    job = find(name)
    if job is None:
        raise KeyError(name)
    with run_job(org, name, by=BY) as run:
        job.call(run, org, {})


class Steps:
    """Does one step after the other, and says what each came to."""

    def __init__(self, org: Org, say: Callable[[str], None]) -> None:
        """Take the organisation that is filled, and where to report."""
        self.org = org
        self.say = say

    def __call__(self, done: str, work: Callable[[], object]) -> None:
        """Do one step; what it gives in words is said with it."""
        began = time.monotonic()
        said = work()
        detail = f": {said}" if isinstance(said, str) else ""
        self.say(f"  {self.org.name}: {done}{detail} ({time.monotonic() - began:.1f} s)")
