"""One linkage step: what it would change, and changing it, as one change set that can be undone."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from aiop.audit.models import ChangeSet
from aiop.audit.record import change_set
from aiop.audit.turns import PATIENT_SECONDS, take_turn
from aiop.identity.entity import entity_named
from aiop.identity.settle_all import settle_all
from aiop.orgs.context import org_context
from aiop.orgs.models import Org
from aiop.runs.running import RunHandle
from crm.link.plan import Plan, Write

# A change set's report names this many rows that wait for a person; the count is always whole.
REPORTED_REMARKS = 1000


@dataclass(slots=True)
class StepResult:
    """What a step found: rows by rule, rows planned, and rows written (None in a preview)."""

    name: str
    title: str
    counts: dict[str, int]
    planned: int
    written: int | None
    sample: list[dict[str, Any]]
    remarks: list[dict[str, Any]] = field(default_factory=list)
    change_set: int | None = None
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Step:
    """A named rule set; `plan` fills a Plan by SQL over the whole pool."""

    name: str
    title: str
    plan: Callable[[Plan], None]
    settles: str = ""  # the entity whose merges then have their say on what was linked

    def preview(self, org: Org, *, by: str = "preview") -> StepResult:
        """Tell what the step would write; changes nothing, locks no row and fires no trigger."""
        started = time.monotonic()
        with org_context(org, actor=by):
            plan = Plan(org, executing=False)
            self.plan(plan)
            plan.summarise()
            result = self._result(plan, None)
            transaction.set_rollback(True)
        result.seconds = round(time.monotonic() - started, 3)
        return result

    def apply(self, org: Org, *, by: str, run: RunHandle | None = None) -> StepResult:
        """Do it in one transaction and, where anything differs, one change set; repeating it writes nothing."""
        started = time.monotonic()
        context: AbstractContextManager[None] = org_context(org, actor=by) if run is None else run.work()
        with context:
            result = self._write(org)
        result.seconds = round(time.monotonic() - started, 3)
        return result

    def _write(self, org: Org) -> StepResult:
        plan = Plan(org, executing=True)
        # Two steps at once would plan the same new customers; the second waits and then finds nothing to do.
        take_turn(org.pk, seconds=PATIENT_SECONDS)
        with change_set(org, kind=ChangeSet.Kind.LINK, title=self.title) as opened:
            self.plan(plan)
            plan.summarise()
            result = self._result(plan, plan.made + sum(_carry_out(plan, write) for write in plan.writes))
            if result.written:
                if self.settles:
                    settle_all(org.pk, entity_named(self.settles))
                opened.report = {"counts": result.counts, "remarks": plan.remarks[:REPORTED_REMARKS]}
                opened.save(update_fields=["report"])
                result.change_set = opened.pk
            else:
                opened.delete()
        return result

    def _result(self, plan: Plan, written: int | None) -> StepResult:
        return StepResult(self.name, self.title, plan.counts, plan.planned, written, plan.sample, plan.remarks)


def _carry_out(plan: Plan, write: Write) -> int:
    names = ", ".join(f'"{column}"' for column in write.columns)
    if write.is_insert:
        return plan.execute(
            f'INSERT INTO "{write.table}" (org_id, {names}) SELECT %(org)s, {names} FROM {write.planned}'
        )
    sets = ", ".join(f'"{column}" = p."{column}"' for column in write.columns)
    return plan.execute(
        f'UPDATE "{write.table}" t SET {sets}, updated_at = now() FROM {write.planned} p '
        "WHERE t.id = p.id AND t.org_id = %(org)s"
    )
