"""What happened to a row, and what a change set did, in the words and names of the models."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import connection, models
from django.db.models import Count

from aiop.audit.install import recorded_models
from aiop.audit.models import Change, ChangeSet

SHOWN = 200
# Columns that a change always carries and nobody asks about.
_QUIET = {"updated_at", "created_at", "added_in", "org_id", "id", "source_load_id", "source_line"}
# Credentials are recorded as they are stored, which is encrypted; nobody reads that.
_SEALED = {"sealed"}
_HIDDEN = "•••"


@dataclass(frozen=True)
class Difference:
    """One column's value before and after."""

    column: str
    before: Any
    after: Any


@dataclass(frozen=True)
class Event:
    """One change of one row."""

    change: Change
    change_set: ChangeSet | None
    differences: list[Difference]


@dataclass(frozen=True)
class Tally:
    """How many rows of a table were added, changed or deleted."""

    name: str
    what: str
    number: int


@cache
def model_of(table: str) -> type[models.Model] | None:
    """Give the model of a recorded table."""
    return next((model for model in recorded_models() if model._meta.db_table == table), None)


def name_of(table: str) -> str:
    """Give what people call the rows of a table."""
    model = model_of(table)
    return str(model._meta.verbose_name_plural) if model else table


def history_of(row: models.Model, org_id: int) -> list[Event]:
    """Give the latest changes of `row`, newest first; two queries."""
    changes = Change.objects.for_org(org_id).filter(table_name=row._meta.db_table, row_id=row.pk)
    return _events(changes.order_by("-id")[:SHOWN], org_id)


def changes_of(change_set: ChangeSet) -> list[Event]:
    """Give the first changes that `change_set` made to rows that were there before."""
    changes = Change.objects.for_org(change_set.org_id).filter(change_set_id=change_set.pk)
    return [_event(change, None) for change in changes.order_by("id")[:SHOWN]]


def tallies_of(change_set: ChangeSet) -> list[Tally]:
    """Count what `change_set` added, changed and deleted, by table; two queries."""
    recorded = Change.objects.for_org(change_set.org_id).filter(change_set_id=change_set.pk)
    counted = recorded.values_list("table_name", "op").annotate(rows=Count("id")).order_by("table_name", "op")
    words = {"U": "changed", "D": "deleted"}
    altered = [Tally(name_of(table), words[op], number) for table, op, number in counted]
    return [*_added(change_set), *altered]


def _added(change_set: ChangeSet) -> Iterable[Tally]:
    parts = [
        f"SELECT '{model._meta.db_table}', count(*) FROM \"{model._meta.db_table}\" WHERE org_id = %(org)s AND added_in = %(set)s"
        for model in recorded_models()
    ]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), {"org": change_set.org_id, "set": change_set.pk})
        found = cursor.fetchall()
    return [Tally(name_of(table), "added", number) for table, number in found if number]


def _events(changes: Iterable[Change], org_id: int) -> list[Event]:
    rows = list(changes)
    sets = ChangeSet.objects.for_org(org_id).in_bulk({change.change_set_id for change in rows}) if rows else {}
    return [_event(change, sets.get(change.change_set_id)) for change in rows]


def _event(change: Change, change_set: ChangeSet | None) -> Event:
    after = change.after or {}
    shown = [
        Difference(_label(change.table_name, column), *_told(column, value, after.get(column)))
        for column, value in change.before.items()
        if column not in _QUIET and (change.op == "U" or value is not None)
    ]
    return Event(change, change_set, shown)


def _told(column: str, before: Any, after: Any) -> tuple[Any, Any]:
    return (_HIDDEN, _HIDDEN) if column in _SEALED else (before, after)


def _label(table: str, column: str) -> str:
    model = model_of(table)
    if model is None:
        return column
    try:
        return str(model._meta.get_field(column.removesuffix("_id")).verbose_name)  # type: ignore[union-attr]
    except FieldDoesNotExist:
        return column.replace("_", " ")
