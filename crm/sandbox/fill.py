"""The sample companies' lead pools: their exports written, loaded, linked and checked, as staff would do it."""

from __future__ import annotations

from collections.abc import Callable

from django.utils import timezone

from aiop.files.filling import BY, Steps, is_filled, load_folder, sample_folder
from aiop.identity.asking import ARRIVE
from aiop.identity.jobs import match_arrived
from aiop.identity.models import Candidate
from aiop.orgs.context import org_context
from aiop.orgs.models import Org
from aiop.quality.run import run_checks
from aiop.runs.running import run_job
from crm.link.run import link
from crm.sandbox.generate import generate

# Each company has a seed of its own; the second is always small, so that two pools of unlike size stand side by side.
COMPANIES = (("letsmove", 7, None), ("harborline", 19, "small"))


def fill(*, scale: str, say: Callable[[str], None]) -> None:
    """Fill the pools of the sample companies that have none yet."""
    for slug, seed, own_scale in COMPANIES:
        org = Org.objects.get(slug=slug)
        if not is_filled(org, "crm"):
            _fill(org, seed, own_scale or scale, say)


def _fill(org: Org, seed: int, scale: str, say: Callable[[str], None]) -> None:
    folder, step = sample_folder(org, "crm"), Steps(org, say)
    # The same seed gives the same company on the same day; its exports end today, as those of a company at work do.
    today = timezone.localdate(timezone=org.zone)
    step("exports written", lambda: generate(folder, seed=seed, scale=scale, company=org.slug, as_of=today))
    step("exports loaded", lambda: load_folder(org, folder))
    step("pool linked", lambda: _link(org))
    step("pairs matched", lambda: _match(org))
    step("pool checked", lambda: _check(org))


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
