"""The run row as a lease: claimed, kept and given back by single SQL statements on the database's own clock.

They run in a session of their own, so that others see a run while its work's transaction is still open.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, NamedTuple

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, InterfaceError, OperationalError, connections
from psycopg.errors import LockNotAvailable
from psycopg.pq import TransactionStatus

from aiop.orgs.context import org_context
from aiop.runs.models import Run

State = Run.State
# A claim waits this long for a worker whose lease has ended but whose write is still open.
CLAIM_PATIENCE_MS = 3000


class Claimed(NamedTuple):
    """A run row that is ours."""

    id: int
    fence: int
    attempt: int
    actor: str
    parameters: dict[str, Any]


class Seen(NamedTuple):
    """What a heartbeat saw: whether the lease is still ours, and whether somebody asked us to stop."""

    held: bool
    cancel_requested: bool


_CLAIM = """
    INSERT INTO runs_run AS r (org_id, job, "interval", state, actor, parameters, counts, done, step, error,
        cancel_requested, attempt, fence, worker, started_at, heartbeat_at, lease_until)
    VALUES (%(org)s, %(job)s, %(interval)s, 'running', %(by)s, coalesce(%(parameters)s::jsonb, '{}'), '{}', 0, '', '',
        false, 1, 1, %(worker)s, clock_timestamp(), clock_timestamp(), clock_timestamp() + %(lease)s * interval '1 s')
    ON CONFLICT (org_id, job, "interval") DO UPDATE SET state = 'running', fence = r.fence + 1,
        attempt = CASE WHEN r.state IN ('running', 'queued') THEN r.attempt ELSE 0 END + 1,
        actor = CASE WHEN r.state IN ('running', 'queued') THEN r.actor ELSE excluded.actor END,
        parameters = coalesce(%(parameters)s::jsonb, r.parameters), counts = '{}', done = 0, total = NULL, step = '',
        error = '', cancel_requested = false, worker = excluded.worker, started_at = excluded.started_at,
        heartbeat_at = excluded.heartbeat_at, lease_until = excluded.lease_until, finished_at = NULL
    WHERE r.state = ANY(%(from)s) OR (r.state = 'running' AND r.lease_until < clock_timestamp())
    RETURNING r.id, r.fence, r.attempt, r.actor, r.parameters::text
"""
_HEARTBEAT = """
    UPDATE runs_run SET heartbeat_at = clock_timestamp(), lease_until = clock_timestamp() + %(lease)s * interval '1 s',
        done = coalesce(%(done)s, done), step = coalesce(%(step)s, step),
        total = CASE WHEN %(step)s IS NULL THEN total ELSE %(total)s END,
        counts = coalesce(%(counts)s::jsonb, counts)
    WHERE org_id = %(org)s AND id = %(id)s AND fence = %(fence)s AND state = 'running'
    RETURNING cancel_requested
"""
_FINISH = """
    UPDATE runs_run SET state = %(state)s, error = %(error)s, lease_until = NULL, counts = %(counts)s::jsonb,
        done = %(done)s, total = %(total)s, step = %(step)s,
        finished_at = CASE WHEN %(state)s = 'queued' THEN NULL ELSE clock_timestamp() END
    WHERE org_id = %(org)s AND id = %(id)s AND fence = %(fence)s AND state = 'running'
    RETURNING id
"""
# KEY SHARE, because progress of this very run is written by another session meanwhile; a new claim alters the key
# (see Run.Meta) and so waits until the guarded transaction has ended.
_GUARD = """
    SELECT 1 FROM runs_run WHERE org_id = %(org)s AND id = %(id)s AND fence = %(fence)s AND state = 'running'
    FOR KEY SHARE
"""
_LINE = 'INSERT INTO runs_runline (org_id, run_id, level, "text") VALUES (%(org)s, %(id)s, %(level)s, %(text)s)'


def claim(
    org_id: int,
    job: str,
    interval: str,
    *,
    by: str,
    worker: str,
    lease_seconds: float,
    parameters: dict[str, Any] | None,
    takes: Sequence[State],
) -> Claimed | None:
    """Take the interval if it is new, in one of the states `takes`, or its lease has ended; None when it is not ours."""
    values = {
        "org": org_id,
        "job": job,
        "interval": interval,
        "by": by,
        "worker": worker,
        "lease": lease_seconds,
        "parameters": None if parameters is None else json.dumps(parameters),
        "from": [str(state) for state in takes],
    }
    try:
        rows = in_run_log(org_id, by, (f"SET LOCAL lock_timeout = {CLAIM_PATIENCE_MS}", {}), (_CLAIM, values))
    except OperationalError as error:
        if isinstance(error.__cause__, LockNotAvailable):
            return None
        raise
    return Claimed._make((*rows[0][:4], json.loads(rows[0][4]))) if rows else None


def heartbeat(key: dict[str, Any], lease_seconds: float, **progress: Any) -> Seen:
    """Prolong the lease and store what `progress` gives of done, total, step and counts."""
    values = {"done": None, "total": None, "step": None, "counts": None, **key, **progress, "lease": lease_seconds}
    rows = in_run_log(key["org"], key["actor"], (_HEARTBEAT, values))
    return Seen(held=bool(rows), cancel_requested=bool(rows and rows[0][0]))


def finish(key: dict[str, Any], state: State, *, error: str, **progress: Any) -> bool:
    """Give the lease back with the run's end; False when the lease was no longer ours."""
    return bool(in_run_log(key["org"], key["actor"], (_FINISH, {**key, **progress, "state": state, "error": error})))


def write_line(key: dict[str, Any], level: str, text: str) -> None:
    """Add one line to the run's log."""
    in_run_log(key["org"], key["actor"], (_LINE, {**key, "level": level, "text": text}))


def holds_for_write(key: dict[str, Any]) -> bool:
    """Tell whether the lease is ours, and keep it so until the work's transaction on `default` ends."""
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute(_GUARD, key)
        return cursor.fetchone() is not None


def is_busy() -> bool:
    """Tell whether the run log's session is in the middle of a COPY, which happens only where it is the work's own."""
    session: Any = connections[settings.RUN_LOG_ALIAS].connection
    return session is not None and session.info.transaction_status is TransactionStatus.ACTIVE


def in_run_log(org_id: int, actor: str, *statements: tuple[str, dict[str, Any]]) -> list[tuple[Any, ...]]:
    """Run statements in one transaction of the run log's session and give the last one's rows.

    A session that the server has dropped is opened anew, once: long work may outlive an idle session.
    """
    using = settings.RUN_LOG_ALIAS
    session = connections[using].connection
    try:
        return _transaction(using, org_id, actor, statements)
    except (InterfaceError, OperationalError):
        if connections[using].in_atomic_block or session is None or not session.closed:
            raise
        connections[using].close()
        return _transaction(using, org_id, actor, statements)


def _transaction(
    using: str, org_id: int, actor: str, statements: Sequence[tuple[str, dict[str, Any]]]
) -> list[tuple[Any, ...]]:
    with org_context(org_id, actor=actor, using=using), connections[using].cursor() as cursor:
        for sql, values in statements:
            cursor.execute(sql, values or None)
        return cursor.fetchall() if cursor.description else []
