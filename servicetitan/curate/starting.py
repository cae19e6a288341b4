"""The starting decisions: reporting units, mappings and lists as the business began with, as files through the one door."""

from __future__ import annotations

from pathlib import Path

from aiop.files.gather import gathered
from aiop.files.incoming import Choices
from aiop.files.load_files import execute_files, in_order
from aiop.orgs.context import org_context
from aiop.orgs.models import Org
from aiop.runs.running import Failed, run_job
from servicetitan.curate.binding import bind_names
from servicetitan.models import JobTypeListMember, UnitMapping

FILES = Path(__file__).parent / "seed"


def load_starting_decisions(org: Org, *, by: str) -> int:
    """Load the starting decisions, and tie them to ids where the source's records are there; gives how many rows are new.

    Where anything has been decided already, nothing happens.
    """
    with org_context(org, actor=by):
        if UnitMapping.objects.for_org(org).exists() or JobTypeListMember.objects.for_org(org).exists():
            return 0
    choices = Choices()
    with gathered([FILES]) as files:
        ordered, refused = in_order(files, choices)
        with run_job(org, "load", by=by) as run:
            _, results = execute_files(org, ordered, choices, run)
            wrong = [f"{result.file}: {result.refused}" for result in [*refused, *results] if result.refused]
            if wrong:
                raise Failed(" ".join(wrong))
    bind_names(org, by=by)
    return sum(result.verdict.new for result in results)
