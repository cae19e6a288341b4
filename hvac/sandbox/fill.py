"""The sample HVAC company: its files written and loaded, linked, worked out and checked, as staff would do it."""

from __future__ import annotations

from collections.abc import Callable

from django.utils import timezone

from aiop.files.filling import Steps, do_job, is_filled, load_folder, sample_folder
from aiop.orgs.models import Org
from hvac.sandbox.files import write_company
from hvac.sandbox.story import NAME

APP = "hvac"
SEED = 7
# Years of business as the plan has them, by the size that the sample companies are asked for.
SCALES = {"small": 0.5, "full": 20.0}


def fill(*, scale: str, say: Callable[[str], None]) -> None:
    """Fill the sample company's tables, unless they are."""
    org = Org.objects.get(slug=NAME)
    if is_filled(org, APP):
        return
    folder, step = sample_folder(org, APP), Steps(org, say)
    today = timezone.localdate(timezone=org.zone)
    step("files written", lambda: write_company(folder, seed=SEED, as_of=today, scale=SCALES[scale]))
    step("files loaded", lambda: load_folder(org, folder))
    step("rows linked", lambda: do_job(org, "hvac.link"))
    step("figures worked out", lambda: do_job(org, "hvac.figures"))
    step("rows checked", lambda: do_job(org, "quality.integrity"))
