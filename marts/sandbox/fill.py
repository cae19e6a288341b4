"""Figures of the sample companies: built of what their apps loaded, and held against the reports that were printed beside it."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path

from django.db import transaction

from aiop.builders.windows import Window
from aiop.files.filling import BY, Steps, do_job, sample_folder
from aiop.orgs.context import org_context
from aiop.orgs.models import Org
from marts.kpi.offered import JOB
from marts.models import TieOut
from marts.sandbox import connected
from marts.tieout.tie import tie

APP = "marts"


def fill(*, scale: str, say: Callable[[str], None]) -> None:
    """Build and compare where reports were printed and none was compared yet; the scale is that of what was loaded."""
    for org in Org.objects.order_by("pk"):
        folder = sample_folder(org, APP)
        if (folder / "reports.json").is_file() and not _is_filled(org):
            step = Steps(org, say)
            step("figures built", partial(do_job, org, JOB))
            step("reports compared", partial(_compared, org, folder))
            step("figures checked", partial(do_job, org, "quality.integrity"))
    connected.fill(say=say)


def _is_filled(org: Org) -> bool:
    with org_context(org, actor=BY):
        return TieOut.objects.for_org(org).exists()


def _compared(org: Org, folder: Path) -> str:
    """Compare each report that was printed, and give the verdicts in words."""
    found: Counter[str] = Counter()
    for one in json.loads((folder / "reports.json").read_text()):
        taken, name = dt.datetime.fromisoformat(one["taken"]), one["file"]
        days = Window(dt.date.fromisoformat(one["from"]), dt.date.fromisoformat(one["to"]))
        with transaction.atomic(), org_context(org, actor=BY):
            made, _, _ = tie(org, folder / name, by=BY, name=name, window=days, extracted_at=taken)
        found.update(made.verdicts.values())
    return ", ".join(f"{count} KPIs {verdict}" for verdict, count in found.most_common())
