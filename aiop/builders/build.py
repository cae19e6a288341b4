"""Building: each builder in a transaction of its own, with its audits; what breaks says so and the others go on."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass

from django.db import DatabaseError, transaction
from django.utils import timezone

from aiop.builders.declared import Builder, Building, Built, find_builders
from aiop.builders.windows import Window
from aiop.orgs.context import org_context
from aiop.orgs.models import Org
from aiop.quality.checks import Severity
from aiop.quality.measure import measure
from aiop.runs.running import Failed, RunHandle


class AuditFailed(Failed):
    """A critical audit found wrong rows, so nothing was kept."""


@dataclass(frozen=True, slots=True)
class Audited:
    """How many rows an audit found wrong."""

    name: str
    title: str
    failing: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one builder; an error is one sentence and means that nothing was written."""

    builder: Builder
    window: Window
    built: Built
    seconds: float
    audits: tuple[Audited, ...] = ()
    error: str = ""


def build(
    org: Org,
    names: Iterable[str] | None = None,
    *,
    window: Window | None = None,
    by: str,
    run: RunHandle | None = None,
    keep: bool = True,
) -> list[Outcome]:
    """Build the builders of these names (all without names) for the days of `window` (all days without).

    Raises UnknownBuilder before anything is built. Without `keep` everything is worked out and nothing stays.
    """
    builders = find_builders(names)
    building = Building(org, window or Window(), timezone.localdate(timezone=org.zone), run.id if run else None)
    outcomes: list[Outcome] = []
    with nullcontext() if keep else _nothing_stays(org, by):
        outcomes = _each(builders, building, by, run)
    return outcomes


def _each(builders: Sequence[Builder], building: Building, by: str, run: RunHandle | None) -> list[Outcome]:
    outcomes: dict[str, Outcome] = {}
    for number, builder in enumerate(builders):
        if run:
            run.progress(number, len(builders), step=builder.title)
        broken = [name for name in builder.needs if name in outcomes and outcomes[name].error]
        outcome = (
            Outcome(
                builder, building.window, Built(), 0.0, error=f"It needs {', '.join(broken)}, which could not be built."
            )
            if broken
            else _one(builder, building, run.work() if run else org_context(building.org, actor=by))
        )
        outcomes[builder.name] = outcome
        if run:
            _tell(run, outcome)
    if run:
        run.progress(len(builders), len(builders))
    return list(outcomes.values())


def _one(builder: Builder, building: Building, work: AbstractContextManager[None]) -> Outcome:
    began = time.monotonic()
    try:
        with work:
            built = builder.build(building)
            audits = _audit(builder, building.org)
    except Failed as error:
        return Outcome(builder, building.window, Built(), time.monotonic() - began, error=str(error))
    except DatabaseError as error:
        reason = str(error).splitlines()[0]
        return Outcome(
            builder, building.window, Built(), time.monotonic() - began, error=f"The database refused: {reason}"
        )
    return Outcome(builder, building.window, built, time.monotonic() - began, audits)


def _audit(builder: Builder, org: Org) -> tuple[Audited, ...]:
    """Ask the builder's audits of what was just written."""
    audited = []
    for check in builder.audits:
        failing = measure(check, org).failing
        if failing and check.severity is Severity.CRITICAL:
            raise AuditFailed(f"{check.title}: {failing:,} rows are wrong, so nothing was written.")
        audited.append(Audited(check.name, check.title, failing))
    return tuple(audited)


def _tell(run: RunHandle, outcome: Outcome) -> None:
    built = outcome.built
    run.count(new=built.new, changed=built.changed, removed=built.removed, same=built.same)
    if outcome.error:
        run.log(f"{outcome.builder.title}: {outcome.error}", level="error")
    for audited in outcome.audits:
        if audited.failing:
            run.log(f"{outcome.builder.title}: {audited.title}: {audited.failing:,} rows.", level="warning")


class _TakeBack(Exception):  # noqa: N818  (leaves a transaction, and says nothing else)
    """Ends a transaction that is not to be kept."""


@contextmanager
def _nothing_stays(org: Org, by: str) -> Iterator[None]:
    try:
        with transaction.atomic(), org_context(org, actor=by):
            yield
            raise _TakeBack
    except _TakeBack:
        pass
