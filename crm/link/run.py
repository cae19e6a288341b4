"""Running linkage steps in their order."""

from __future__ import annotations

from collections.abc import Sequence

from aiop.orgs.models import Org
from aiop.runs.running import RunHandle
from crm.link.step import Step, StepResult
from crm.link.steps import STEPS


class UnknownStep(Exception):  # noqa: N818  (says what was asked for)
    """No linkage step has this name."""


def steps_named(names: Sequence[str] | None) -> list[Step]:
    """Give the named steps in their own order, all when none is named; UnknownStep lists the names there are."""
    known = {step.name for step in STEPS}
    unknown = [name for name in names or () if name not in known]
    if unknown:
        raise UnknownStep(f"There is no step “{unknown[0]}”. Steps: {', '.join(step.name for step in STEPS)}.")
    return [step for step in STEPS if not names or step.name in names]


def link(
    org: Org, steps: Sequence[str] | None = None, *, execute: bool = False, by: str, run: RunHandle | None = None
) -> list[StepResult]:
    """Preview or do the named steps, all when none is named; a step that is done stays done when a later one breaks off."""
    chosen = steps_named(steps)
    results = []
    for done, step in enumerate(chosen):
        if run is not None:
            run.progress(done, len(chosen), step.name)
        result = step.apply(org, by=by, run=run) if execute else step.preview(org, by=by)
        if run is not None:
            run.count(changed=result.written or 0)
            run.log(f"{step.title}: {result.written} rows written in {result.seconds} s.")
        results.append(result)
    if run is not None:
        run.progress(len(chosen), len(chosen))
    return results
