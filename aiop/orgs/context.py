"""In which organisation, and as whom, the current transaction reads and writes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DEFAULT_DB_ALIAS, connections, transaction

from aiop.orgs.models import Org

_SETTINGS = ("aiop.org", "aiop.actor", "aiop.run", "aiop.change_set")


@contextmanager
def org_context(org: Org | int, *, actor: str, run: int | None = None, using: str = DEFAULT_DB_ALIAS) -> Iterator[None]:
    """Open a transaction that sees and writes the rows of `org` alone, as `actor` (a person's or job's name).

    Nested calls are allowed; leaving one restores what was set before it.
    """
    org_id = org if isinstance(org, int) else org.pk
    outermost = not connections[using].in_atomic_block
    with transaction.atomic(using=using):
        before = _swap(using, (str(org_id), actor, str(run or ""), ""))
        # After an error the transaction, or its savepoint, rolls back, and the settings with it.
        yield
        # The outermost transaction takes its settings with it when it ends.
        if not outermost and not connections[using].needs_rollback:
            _swap(using, before)


def _swap(using: str, values: tuple[str, ...]) -> tuple[str, ...]:
    """Set the four settings for this transaction and give what they were."""
    with connections[using].cursor() as cursor:
        cursor.execute(
            # The first level reads before the second writes: a CTE that is materialised runs once, ahead of the rest.
            "WITH was AS MATERIALIZED (SELECT "
            + ", ".join(f"coalesce(current_setting('{name}', true), '') AS v{i}" for i, name in enumerate(_SETTINGS))
            + ") SELECT v0, v1, v2, v3, "
            + ", ".join(f"set_config('{name}', %s, true)" for name in _SETTINGS)
            + " FROM was",
            values,
        )
        row = cursor.fetchone()
    assert row is not None  # noqa: S101  (a SELECT without WHERE gives one row)
    return tuple(row[: len(_SETTINGS)])
