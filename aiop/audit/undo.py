"""Taking a change set back: removed rows return, altered cells go back where nobody has touched them since, added rows leave."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from django.db import connection, models, transaction

from aiop.audit.conflicts import is_of_periods, step_aside
from aiop.audit.install import recorded_models
from aiop.audit.models import ChangeSet, Recorded
from aiop.audit.record import change_set
from aiop.audit.removal import gather_added, remove_added
from aiop.audit.report import Report
from aiop.audit.reverse import put_back_deleted, restore_altered
from aiop.audit.turns import Busy, take_turn
from aiop.orgs.context import org_context
from aiop.orgs.models import Org

# What other parts do when a change set goes: (organisation id, change set id) inside the undo's transaction.
Follow = Callable[[int, int], None]
_FOLLOW: list[Follow] = []
# What they do before it goes, so that it finds things as it left them.
_MAKE_WAY: list[Follow] = []
# How change sets of some kinds go back whose effects are worked out anew rather than put back cell by cell:
# (organisation id, the change set that was made first, the undo's own, the report to fill).
Reversal = Callable[[int, ChangeSet, ChangeSet, Report], None]
_REVERSALS: dict[str, Reversal] = {}


# What a change set altered, and what its undo removed of what it had added.
_TOUCHED = """
    SELECT EXISTS (SELECT FROM audit_change c WHERE c.org_id = %(org)s AND c.table_name = ANY(%(tables)s) AND (
        c.change_set_id = %(set)s OR c.change_set_id IN (
            SELECT s.id FROM audit_changeset s WHERE s.org_id = %(org)s AND s.undoes_id = %(set)s)))
"""


class CannotUndo(Exception):  # noqa: N818  (an answer in words, not a fault)
    """The change set cannot be taken back at all; the text says why."""


def after_undo(follow: Follow) -> None:
    """Let a part of the platform know of every undo, so that what depends on it is marked or rebuilt at once."""
    _FOLLOW.append(follow)


def touched(org_id: int, change_set_id: int, models: Sequence[type[Recorded]]) -> bool:
    """Tell whether a change set that has just been taken back had written rows of these models."""
    tables = [model._meta.db_table for model in models]
    with connection.cursor() as cursor:
        cursor.execute(_TOUCHED, {"org": org_id, "set": change_set_id, "tables": tables})
        row = cursor.fetchone()
    return bool(row and row[0])


def before_undo(make_way: Follow) -> None:
    """Let a part of the platform set aside, ahead of every undo, what it has laid over other people's writes."""
    _MAKE_WAY.append(make_way)


def reverse_with(kind: ChangeSet.Kind, reversal: Reversal) -> None:
    """Have change sets of a kind, and undos of them, taken back by a function of the part that makes them."""
    _REVERSALS[kind.value] = reversal


def preview(org: Org | int, change_set_id: int) -> Report:
    """Say what taking a change set back would do; changes nothing."""
    with org_context(org, actor="preview"), transaction.atomic():
        report = _take_back(_org_id(org), change_set_id, reason="")
        transaction.set_rollback(True)
    report.change_set = None
    return report


def undo(org: Org | int, change_set_id: int, *, by: str, reason: str = "") -> Report:
    """Take a change set back as one new change set, which can itself be taken back; raises CannotUndo."""
    with org_context(org, actor=by):
        return _take_back(_org_id(org), change_set_id, reason=reason)


def effective_after(org_id: int, change_set_id: int) -> list[int]:
    """List later edits and loads that still stand: those not taken back, or whose taking back was itself taken back."""
    later = ChangeSet.objects.for_org(org_id).filter(id__gt=change_set_id)
    undone_by = dict(later.exclude(undoes_id=None).values_list("undoes_id", "id"))

    def stands(number: int) -> bool:
        return number not in undone_by or not stands(undone_by[number])

    # A link step's writes follow from the rows and are made anew; they never keep a row from going back.
    decided = later.filter(kind__in=[ChangeSet.Kind.EDIT, ChangeSet.Kind.LOAD, ChangeSet.Kind.MERGE]).values_list(
        "id", flat=True
    )
    return [number for number in decided if stands(number)]


def taken_back(org_id: int, numbers: Iterable[int]) -> set[int]:
    """Give those of some change sets that do not stand: taken back, and the taking back not taken back itself."""
    undos = ChangeSet.objects.for_org(org_id).filter(undoes_id__in=list(numbers))
    by: dict[int, int] = dict(undos.values_list("undoes_id", "id"))  # type: ignore[arg-type]  # the filter leaves no null
    brought_again = taken_back(org_id, by.values()) if by else set()
    return {number for number, undoing in by.items() if undoing not in brought_again}


def _org_id(org: Org | int) -> int:
    return org if isinstance(org, int) else org.pk


def _take_back(org_id: int, change_set_id: int, *, reason: str) -> Report:
    try:
        take_turn(org_id)
    except Busy as busy:
        raise CannotUndo(str(busy)) from busy
    target = _standing(org_id, change_set_id)
    for make_way in _MAKE_WAY:
        make_way(org_id, target.pk)
    report = Report()
    title = f"Undo of {target}"
    with change_set(org_id, kind=ChangeSet.Kind.UNDO, title=title, reason=reason, undoes=target.pk) as undoing:
        first, _ = done_first(target)
        if reversal := _REVERSALS.get(first.kind):
            reversal(org_id, first, undoing, report)
        else:
            _put_back(org_id, target, report)
        for follow in _FOLLOW:
            follow(org_id, target.pk)
        report.change_set = undoing.pk
        undoing.report = report.as_json()
        undoing.save(update_fields=["report"])
    return report


def _put_back(org_id: int, target: ChangeSet, report: Report) -> None:
    """Reverse what a change set wrote, row by row and cell by cell."""
    # What was done, taken back and done again goes back whole, also where the first time something had to stay.
    first, is_again = done_first(target)
    done = first if is_again else target
    later = effective_after(org_id, done.pk)
    tables = _parents_first()
    with connection.cursor() as cursor:
        gather_added(cursor, tables, target, done.pk, later, report)
        step_aside(cursor, tables, target, report)
        periods = [model for model in tables if is_of_periods(model)]
        others = [model for model in tables if model not in periods]
        for model in others:
            put_back_deleted(cursor, model, target.pk, report)
        # What was stretched over the days of a deleted period shrinks before that returns.
        for model in periods:
            restore_altered(cursor, model, target.pk, report)
            put_back_deleted(cursor, model, target.pk, report)
        for model in others:
            restore_altered(cursor, model, target.pk, report)
        remove_added(cursor, tables, report)
        cursor.execute("DROP TABLE pg_temp.undo_aside, pg_temp.undo_freed")


def done_first(change_set: ChangeSet) -> tuple[ChangeSet, bool]:
    """Follow a chain of undos to what was done first; tells also whether this change set does it again (an undo of an undo)."""
    again = True
    while change_set.undoes_id is not None:
        change_set, again = ChangeSet.objects.for_org(change_set.org_id).get(pk=change_set.undoes_id), not again
    return change_set, again


def _standing(org_id: int, change_set_id: int) -> ChangeSet:
    """Lock what has to be taken back so that a change set no longer stands: itself, or the latest undo that brought it back."""
    sets = ChangeSet.objects.for_org(org_id)
    target = sets.select_for_update().filter(pk=change_set_id).first()
    if target is None:
        raise CannotUndo(f"There is no change set {change_set_id} in this organisation.")
    while (by := sets.filter(undoes_id=target.pk).first()) is not None:
        again = sets.select_for_update().filter(undoes_id=by.pk).first()
        if again is None:
            raise CannotUndo(
                f"Change set {change_set_id} was taken back already, on {by.at:%d %b %Y} by {by.actor} (change set {by.pk})."
            )
        target = again
    return target


def _parents_first() -> list[type[models.Model]]:
    """Order the recorded models so that each comes after those that it points to."""
    ordered: list[type[models.Model]] = []

    def visit(model: type[models.Model], path: frozenset[type[models.Model]]) -> None:
        if model in ordered or model in path:
            return
        for field in model._meta.concrete_fields:
            related = field.related_model
            if isinstance(related, type) and related in every:
                visit(related, path | {model})
        ordered.append(model)

    every = recorded_models()
    for model in every:
        visit(model, frozenset())
    return ordered
