"""The sample companies' lead pools: their exports written, loaded, linked and checked, as staff would do it."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from aiop.files.gather import gathered
from aiop.files.incoming import Choices
from aiop.files.load_files import execute_files, in_order
from aiop.identity.asking import ARRIVE
from aiop.identity.jobs import match_arrived
from aiop.identity.models import Candidate
from aiop.loading.models import Load
from aiop.orgs.context import org_context
from aiop.orgs.models import Org
from aiop.quality.run import run_checks
from aiop.runs.running import run_job
from crm.link.run import link
from crm.sandbox.generate import generate

# Each company has a seed of its own; the second is always small, so that two pools of unlike size stand side by side.
COMPANIES = (("letsmove", 7, None), ("harborline", 19, "small"))
BY = "sample company"


def fill(*, scale: str, say: Callable[[str], None]) -> None:
    """Fill the pools of the sample companies that have none yet."""
    for slug, seed, own_scale in COMPANIES:
        org = Org.objects.get(slug=slug)
        with org_context(org, actor=BY):
            filled = Load.objects.for_org(org).filter(state=Load.State.APPLIED).exists()
        if not filled:
            _fill(org, seed, own_scale or scale, say)


def _fill(org: Org, seed: int, scale: str, say: Callable[[str], None]) -> None:
    folder = Path(settings.VAR_DIR) / "samples" / org.slug
    step = _Steps(org, say)
    # The same seed gives the same company on the same day; its exports end today, as those of a company at work do.
    today = timezone.localdate(timezone=org.zone)
    step("exports written", lambda: generate(folder, seed=seed, scale=scale, company=org.slug, as_of=today))
    step("exports loaded", lambda: _load(org, folder))
    step("pool linked", lambda: _link(org))
    step("pairs matched", lambda: _match(org))
    step("pool checked", lambda: _check(org))


class _Steps:
    def __init__(self, org: Org, say: Callable[[str], None]) -> None:
        self.org = org
        self.say = say

    def __call__(self, done: str, work: Callable[[], object]) -> None:
        began = time.monotonic()
        said = work()
        detail = f": {said}" if isinstance(said, str) else ""
        self.say(f"  {self.org.name}: {done}{detail} ({time.monotonic() - began:.1f} s)")


def _load(org: Org, folder: Path) -> str:
    with gathered([folder]) as files, run_job(org, "load", by=BY) as run:
        _, results = execute_files(org, in_order(files, Choices())[0], Choices(), run)
    return (
        f"{sum(r.verdict.new for r in results):,} rows, {sum(r.verdict.quarantined for r in results):,} in quarantine"
    )


def _link(org: Org) -> str:
    with run_job(org, "crm.link", by=BY) as run:
        results = link(org, execute=True, by=BY, run=run)
    return f"{sum(r.written or 0 for r in results):,} links"


def _match(org: Org) -> str:
    with run_job(org, ARRIVE, by=BY) as run:
        match_arrived(run, org, {})
    with org_context(org, actor=BY):
        waiting = Candidate.objects.for_org(org).filter(state=Candidate.State.OPEN).count()
    return f"{waiting:,} pairs wait to be looked at"


def _check(org: Org) -> str:
    with run_job(org, "quality.integrity", by=BY) as run:
        results = run_checks(org, by=BY, run=run)
    return f"{len(results):,} checks"
