"""Publishing: rows, standing and log of a window in one transaction, so that readers see all of it or nothing."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import reduce
from operator import or_
from typing import Any, NamedTuple

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone

from aiop.orgs.models import Org
from marts.etl.declared import Job, Reading
from marts.etl.judging import TOLD, Judged
from marts.models import EtlRun, MartStanding

Status = EtlRun.Status


class Written(NamedTuple):
    """How many rows were new and how many were written again."""

    inserted: int
    updated: int


def publish(
    job: Job[Any],
    reading: Reading,
    judged: Judged,
    *,
    began: dt.datetime,
    source_rows: int,
    waiting: str,
    through: dt.date,
) -> Written:
    """Write a window's rows with their standing and log; call inside the run's transaction."""
    there = _existing(job, reading)
    written = _write(job, reading, judged.rows, there)
    deleted = _forget(job, judged.rows, there) if job.is_cut else 0
    status = Status.PENDING if waiting else Status.PARTIAL if judged.warnings else Status.SUCCESS
    warnings = ([waiting] if waiting else []) + judged.warnings
    _log(
        job, reading, began, status, source_rows=source_rows, records_inserted=written.inserted,
        records_updated=written.updated, records_deleted=deleted, warnings=_few(warnings), fields_missing=judged.missing,
        fingerprint=fingerprint(judged.rows),
    )  # fmt: skip
    _stands_published(standing_of(reading.org, job), reading, judged, _few(warnings), waiting=waiting, through=through)
    return written


def _stands_published(
    standing: MartStanding, reading: Reading, judged: Judged, warnings: list[str], *, waiting: str, through: dt.date
) -> None:
    before = standing.complete_through
    # A backfill that leaves a gap before its days does not make everything complete up to their end.
    if reading.triggered_by != "backfill" or (before and reading.days.start <= before + dt.timedelta(days=1)):
        standing.complete_through = max(through, before or through)
    standing.published_at, standing.published_run = reading.now, reading.run.id
    standing.published_from = reading.days.start
    standing.failing_since, standing.failed_run, standing.failures = None, None, 0
    standing.reason, standing.error_class = "", ""
    standing.warnings, standing.fields_missing, standing.waiting = warnings, judged.missing, waiting
    _save(standing)


def note_failure(job: Job[Any], reading: Reading, error: str, error_class: str, *, began: dt.datetime) -> int:
    """Say since when and why a job fails, and give how often it has; call inside the run's transaction."""
    _log(job, reading, began, Status.FAILED, error_message=error, error_class=error_class)
    standing = standing_of(reading.org, job)
    standing.failing_since = standing.failing_since or reading.now
    standing.failed_run, standing.failures = reading.run.id, standing.failures + 1
    standing.reason, standing.error_class = error, error_class
    _save(standing)
    return standing.failures


def note_doubt(job: Job[Any], reading: Reading, warning: str, *, began: dt.datetime) -> None:
    """Say that a source told nothing where it told something before: nothing is written over; call inside the transaction."""
    _log(job, reading, began, Status.PARTIAL, warnings=[warning])
    standing = standing_of(reading.org, job)
    standing.warnings = [warning]
    _save(standing)


def standing_of(org: Org, job: Job[Any]) -> MartStanding:
    """Give how a job stands in an organisation, a new standing where it never ran; call inside `org_context`."""
    found = MartStanding.objects.for_org(org).filter(job=job.name).first()
    return found or MartStanding(org=org, job=job.name, mart=job.table)


def done_already(reading: Reading, job: Job[Any]) -> set[tuple[dt.date, dt.date]]:
    """Give the windows that this very run published before it was broken off; call inside `org_context`."""
    done = EtlRun.objects.for_org(reading.org).filter(job=job.name, built_in=reading.run.id)
    windows = done.exclude(status=Status.FAILED).values_list("window_start", "window_end")
    return {(start, end) for start, end in windows if start and end}


def latest_row(job: Job[Any], reading: Reading) -> dict[str, Any] | None:
    """Give the row before the days that are read, for comparison; call inside `org_context`."""
    rows: Any = job.mart._default_manager.filter(org=reading.org)
    if job.day:
        rows = rows.filter(**{f"{job.day}__lt": reading.days.start}).order_by(f"-{job.day}")
    else:
        start = reading.days.start
        rows = rows.filter(Q(year__lt=start.year) | Q(year=start.year, month__lt=start.month)).order_by(
            "-year", "-month"
        )
    found: dict[str, Any] | None = rows.values().first()
    return found


def fingerprint(rows: Sequence[Mapping[str, Any]]) -> str:
    """Give a digest of rows: two runs that published the same have the same."""
    text = json.dumps([dict(row) for row in rows], cls=DjangoJSONEncoder, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _write(
    job: Job[Any], reading: Reading, rows: Sequence[Mapping[str, Any]], there: Mapping[tuple[Any, ...], int]
) -> Written:
    """Insert or overwrite rows; a column that a row leaves out keeps what was published of it."""
    stamped = {
        "source_system": job.source_system or job.system,
        "as_of": reading.now,
        "built_in": reading.run.id,
        "built_at": Now(),
        "updated_at": Now(),
    }
    alike: dict[tuple[str, ...], list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows:
        alike[tuple(sorted(row))].append(row)
    for columns, some in alike.items():
        changed = sorted({*columns, *stamped} - set(job.key))
        job.mart._default_manager.bulk_create(
            [job.mart(org=reading.org, **{**stamped, **row}) for row in some],
            update_conflicts=True,
            unique_fields=["org", *job.key],
            update_fields=changed,
        )
    updated = sum(tuple(row[column] for column in job.key) in there for row in rows)
    return Written(len(rows) - updated, updated)


def _forget(job: Job[Any], rows: Sequence[Mapping[str, Any]], there: Mapping[tuple[Any, ...], int]) -> int:
    """Take out what days or months that were written have no more, and give how many rows; one that was not told stays."""
    width = 1 if job.day else 2
    named = {tuple(row[column] for column in job.key) for row in rows}
    told = {key[:width] for key in named}
    gone = [number for key, number in there.items() if key[:width] in told and key not in named]
    job.mart._default_manager.filter(pk__in=gone).delete()
    return len(gone)


def _existing(job: Job[Any], reading: Reading) -> dict[tuple[Any, ...], int]:
    """Give the key and number of what the mart holds of the days that are read."""
    rows: Any = job.mart._default_manager.filter(org=reading.org)
    if job.day:
        rows = rows.filter(**{f"{job.day}__range": (reading.days.start, reading.days.end)})
    else:
        months = reading.days.months()
        rows = rows.filter(reduce(or_, (Q(year=month.year, month=month.month) for month in months)))
    return {tuple(key): number for number, *key in rows.values_list("id", *job.key)}


def _log(job: Job[Any], reading: Reading, began: dt.datetime, status: Status, **told: Any) -> None:
    ended = timezone.now()
    EtlRun.objects.create(
        org=reading.org,
        job=job.name,
        target_table=job.table,
        source_system=job.source_system or job.system,
        triggered_by=reading.triggered_by,
        window_start=reading.days.start,
        window_end=reading.days.end,
        status=status,
        attempt=reading.run.attempt,
        started_at=began,
        completed_at=ended,
        duration_ms=int((ended - began).total_seconds() * 1000),
        code_version=job.version,
        built_in=reading.run.id,
        **told,
    )


def _save(standing: MartStanding) -> None:
    standing.has_source = True
    standing.save()


def _few(texts: Sequence[str]) -> list[str]:
    return [*texts[:TOLD], f"… and {len(texts) - TOLD:,} more."] if len(texts) > TOLD else list(texts)
