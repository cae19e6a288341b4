"""Matching an entity: all of it, or those who arrived since the last time; both give the same candidates.

Imports NumPy: for workers and commands alone.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from time import monotonic

from django.utils import timezone

from aiop.identity.arrive import Arrived, arrive, arrive_from
from aiop.identity.audits import lines_of
from aiop.identity.copying import fetch
from aiop.identity.entity import Entity
from aiop.identity.match_jobs import match_jobs
from aiop.identity.match_names import match_names
from aiop.identity.match_people import is_full_needed, match_all, match_few
from aiop.identity.models import Basis
from aiop.identity.propose import Proposed
from aiop.identity.working import Tell, Work, silent

# What was written by a session that began so long before is surely committed.
_OVERLAP = timedelta(minutes=10)
_CHANGE_SETS = """
    SELECT c.id FROM audit_changeset c LEFT JOIN runs_run r ON r.id = c.run_id AND r.org_id = c.org_id
    WHERE c.org_id = %(org)s AND (c.at > %(since)s OR c.run_id IS NOT NULL AND coalesce(r.finished_at > %(since)s, r.state = 'running'))
"""


@dataclass(slots=True)
class Matched:
    """What a run of matching found; seconds by step."""

    entity: str
    full: bool
    arrived: Arrived = field(default_factory=Arrived)
    proposed: Proposed = field(default_factory=Proposed)
    pairs: int = 0
    seconds: dict[str, float] = field(default_factory=dict)


def match(org_id: int, entity: Entity, *, full: bool, work: Work, tell: Tell = silent) -> Matched:
    """Bring profiles and candidates of an entity up to date; `full` looks at every record again, whatever is known of changes."""
    result = Matched(entity.name, full or entity.matcher != "people")
    started = monotonic()
    if entity.matcher == "people":
        _arrive(org_id, entity, result, work, tell)
    result.seconds["arrive"] = round(monotonic() - started, 3)
    started = monotonic()
    with work():
        _propose(org_id, entity, result, tell)
    result.seconds["match"] = round(monotonic() - started, 3)
    return result


def _propose(org_id: int, entity: Entity, result: Matched, tell: Tell) -> None:
    def told(done: int, total: int) -> None:
        tell(f"Comparing {entity.plural.lower()}", done, total)

    lines = lines_of(org_id, entity)
    if entity.matcher == "people":
        result.full = result.full or is_full_needed(org_id, entity)
        run = match_all if result.full else match_few
        result.pairs, result.proposed = run(org_id, entity, lines, tell=told)
    else:
        run_all = match_jobs if entity.matcher == "jobs" else match_names
        result.pairs, result.proposed = run_all(org_id, entity, lines, tell=told)


def _arrive(org_id: int, entity: Entity, result: Matched, work: Work, tell: Tell) -> None:
    """Clean what is new or has changed, going by the change sets since the last time, or by all records."""
    now = timezone.now()
    with work():
        since = _arrived_at(org_id, entity)
    if result.full or since is None:
        result.arrived = arrive(
            org_id, entity, work=work, tell=lambda done, total: tell(f"Cleaning {entity.plural.lower()}", done, total)
        )
    else:
        with work():
            sets = [number for (number,) in fetch(_CHANGE_SETS, {"org": org_id, "since": since - _OVERLAP})]
        result.arrived = arrive_from(org_id, entity, sets, work=work)
    with work():
        # One statement that reads nothing: a basis holds every common value.
        Basis.objects.bulk_create(
            [Basis(org_id=org_id, entity=entity.name, arrived_at=now)],
            update_conflicts=True,
            unique_fields=["org", "entity"],
            update_fields=["arrived_at"],
        )


def _arrived_at(org_id: int, entity: Entity) -> datetime | None:
    return Basis.objects.filter(org_id=org_id, entity=entity.name).values_list("arrived_at", flat=True).first()
