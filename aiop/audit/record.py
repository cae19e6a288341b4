"""Opening a change set, so that everything written in a transaction can be named and taken back together."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from aiop.audit.models import ChangeSet
from aiop.orgs.models import Org


@contextmanager
def change_set(
    org: Org | int, *, kind: ChangeSet.Kind, title: str, reason: str = "", undoes: int | None = None
) -> Iterator[ChangeSet]:
    """Record what this block writes under one change set of `org`; call inside `org_context`, which says who acts."""
    actor, run, outer = _session()
    opened = ChangeSet.objects.create(
        org_id=org if isinstance(org, int) else org.pk,
        kind=kind,
        title=title,
        reason=reason,
        actor=actor,
        run_id=int(run) if run else None,
        undoes_id=undoes,
    )
    _set(str(opened.pk))
    # After an error the transaction, or its savepoint, rolls back, and the setting with it.
    yield opened
    if not connection.needs_rollback:
        _set(outer)


def _session() -> tuple[str, str, str]:
    names = ("aiop.actor", "aiop.run", "aiop.change_set")
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(f"coalesce(current_setting('{name}', true), '')" for name in names))
        row = cursor.fetchone()
    assert row is not None  # noqa: S101  (a SELECT without FROM gives one row)
    return row[0], row[1], row[2]


def _set(value: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('aiop.change_set', %s, true)", [value])


@contextmanager
def within(change_set_id: int) -> Iterator[None]:
    """Go on writing under a change set that is open already, such as a run's over many files."""
    _, _, outer = _session()
    _set(str(change_set_id))
    yield
    if not connection.needs_rollback:
        _set(outer)
