"""The jobs of matching: after each load or link those who arrived, every night all of them, with what reviewers taught.

What computes with NumPy is imported by the job that does it: the web process only knows their names.
"""

from __future__ import annotations

import logging
from datetime import time
from typing import Any

from aiop.identity.asking import ARRIVE, JOB, LEARN, NIGHTLY
from aiop.identity.audits import audits_of, is_switched_on
from aiop.identity.entity import Entity, all_entities, entity_named
from aiop.identity.zones import trips
from aiop.orgs.apps_used import uses
from aiop.orgs.context import org_context
from aiop.orgs.models import Org
from aiop.runs.asking import enqueue
from aiop.runs.ended import on_done
from aiop.runs.jobs import Job, register
from aiop.runs.models import Run
from aiop.runs.running import Failed, RunHandle
from aiop.schedule import Daily

# Runs that bring or change what is matched.
_FOLLOWED = frozenset({"load", "files.apply", "crm.link", "hvac.link"})
logger = logging.getLogger(__name__)


def match_one(run: RunHandle, org: Org, parameters: dict[str, Any]) -> None:
    """Match the entity that `parameters` names, all of it where they say `full`."""
    try:
        entity = entity_named(parameters["entity"])
    except KeyError:
        raise Failed(f"There is nothing called “{parameters.get('entity')}” to match.") from None
    _match(run, org, entity, full=bool(parameters.get("full")))


def match_arrived(run: RunHandle, org: Org, parameters: dict[str, Any]) -> None:
    """Match who arrived since the last time, in every entity."""
    for entity in all_entities():
        _match(run, org, entity, full=False)


def learn_one(run: RunHandle, org: Org, parameters: dict[str, Any]) -> None:
    """Learn from the reviewers of the entity that `parameters` names, and score anew where that changed anything."""
    entity = entity_named(parameters["entity"])
    if _learn(run, org, entity):
        _match(run, org, entity, full=True)


def match_nightly(run: RunHandle, org: Org, parameters: dict[str, Any]) -> None:
    """Take in what reviewers taught, hold audits against the promise, and look at every record again."""
    for entity in all_entities():
        with run.work():
            trip(run, org, entity)
        _teach(run, org, entity)
        _match(run, org, entity, full=True)


def trip(run: RunHandle, org: Org, entity: Entity) -> bool:
    """Switch merging by itself off where audits show more errors than promised; tells whether it did. Call inside `run.work`."""
    if not (is_switched_on(org.pk, entity.name) and trips(audits_of(org.pk, entity))):
        return False
    fresh = Org.objects.select_for_update().get(pk=org.pk)
    settings = fresh.settings.setdefault("identity", {})
    settings["auto"] = [name for name in settings.get("auto", []) if name != entity.name]
    settings["tripped"] = sorted({*settings.get("tripped", []), entity.name})
    fresh.save(update_fields=["settings"])
    run.log(
        f"{entity.plural}: audited pairs were wrong too often, so merging by itself is switched off.", level="warning"
    )
    return True


def _match(run: RunHandle, org: Org, entity: Entity, *, full: bool) -> None:
    from aiop.identity.match import match

    found = match(
        org.pk, entity, full=full, work=run.work, tell=lambda step, done, total: run.progress(done, total, step)
    )
    proposed = found.proposed
    run.count(new=proposed.new, changed=proposed.changed, gone=proposed.gone)
    if found.arrived.cleaned or proposed.new or proposed.changed or proposed.gone:
        run.log(
            f"{entity.plural}: {found.arrived.cleaned:,} cleaned, {found.pairs:,} pairs compared, {proposed.new:,} new candidates, "
            f"{proposed.changed:,} scored otherwise, {proposed.gone:,} gone."
        )


def _teach(run: RunHandle, org: Org, entity: Entity) -> None:
    from aiop.identity.learn import NEW_LABELS, new_labels
    from aiop.identity.lessons import propose_words, share_values

    if entity.matcher == "people":
        with run.work():
            shared = share_values(org.pk, entity)
            waiting = new_labels(org.pk, entity)
        if shared:
            run.log(
                f"{entity.plural}: {shared:,} values are shared by several people and no longer bring pairs together."
            )
        if waiting >= NEW_LABELS:
            _learn(run, org, entity)
    elif entity.matcher != "jobs":
        with run.work():
            words = propose_words(org.pk, entity)
        if words:
            run.log(f"{entity.plural}: {words:,} words are proposed to be accepted.")


def _learn(run: RunHandle, org: Org, entity: Entity) -> bool:
    from aiop.identity.learn import learn

    run.progress(0, None, f"Learning from {entity.plural.lower()}")
    with run.work():
        found = learn(org.pk, entity, by=run.by)
    said = f"{found.version} is in use now" if found.promoted else found.reason
    run.log(f"{entity.plural}: learnt from {found.labels:,} labels. {said}")
    return found.promoted


def has_records(org: Org) -> bool:
    """Tell whether an organisation uses an app whose records may be one."""
    return any(uses(org, entity.model._meta.app_label) for entity in all_entities())


def follow(org_id: int, job: str) -> None:
    """Ask for matching when a run is done that brought or changed records; one that waits sees what came since as well."""
    if job not in _FOLLOWED:
        return
    with org_context(org_id, actor=job):
        waits = Run.objects.for_org(org_id).filter(job=ARRIVE, state=Run.State.QUEUED).exists()
        if not waits and has_records(Org.objects.get(pk=org_id)):
            enqueue(org_id, ARRIVE, by=job)


register(Job(JOB, "Match records", match_one))
register(Job(ARRIVE, "Match what arrived", match_arrived))
register(Job(LEARN, "Learn from reviewers", learn_one))
register(Job(NIGHTLY, "Match everything again", match_nightly, Daily(time(3, 0)), is_wanted=has_records))
on_done(follow)
