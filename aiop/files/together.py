"""Uploads that came together, as the files of one ZIP do: read parents first, judged beside each other, applied in one go."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from aiop.files.incoming import kind_of
from aiop.files.questions import choices_for
from aiop.files.reading.source import Refused
from aiop.files.uploads import stored_path
from aiop.loading.kind import kind_named
from aiop.loading.loads import compare_again
from aiop.loading.models import Load
from aiop.loading.staged import is_staged
from aiop.orgs.models import Org
from aiop.runs.running import RunHandle

# After every kind that there is: what nobody has recognised yet.
_LAST = 1_000_000


def come_together(loads: Sequence[Load]) -> list[Load]:
    """Note that uploads came together; gives them parents first, as they must be read."""
    if len(loads) > 1:
        first = min(load.pk for load in loads)
        for load in loads:
            load.together = first
            load.save(update_fields=["together"])
    return sorted(loads, key=lambda load: (_rank(kind_by_headers(load)), load.pk))


def kind_by_headers(load: Load) -> str:
    """Give the kind that an upload's headers settle by themselves; empty where they do not."""
    try:
        return kind_of(stored_path(load), choices_for(load)).name
    except Refused:
        return ""


def those_together(org: Org | int, first: int) -> list[Load]:
    """List the uploads that came with a first one, parents first."""
    loads = Load.objects.for_org(org).filter(together=first).select_related("org")
    return sorted(loads, key=lambda load: (_rank(load.kind), load.pk))


def judge_those_behind(load: Load, run: RunHandle) -> None:
    """Judge again the uploads that came with one and may refer to its rows, because what it brings is not what it was."""
    if load.together is None:
        return
    for other in _behind(load, those_together(load.org_id, load.together)):
        with run.work():
            live = Load.objects.select_for_update().filter(pk=other.pk, state=Load.State.PREVIEWED).first()
            if live is not None and is_staged(live):
                compare_again(live, run)


def _behind(load: Load, loads: Iterable[Load]) -> list[Load]:
    return [
        other
        for other in loads
        if other.state == Load.State.PREVIEWED
        and _rank(other.kind) > _rank(load.kind)
        and any(parent.required for parent in kind_named(other.kind).parents)
    ]


def _rank(kind: str) -> int:
    return kind_named(kind).order if kind else _LAST
