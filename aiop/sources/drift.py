"""Surprises about a stream's records, as items for somebody to look at. The rest of the page has long been stored."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils import timezone

from aiop.sources.models import Drift, Stream
from aiop.sources.shape import SAMPLE_LENGTH, SAMPLES, Surprise


def note_surprises(stream: Stream, surprises: Sequence[Surprise], run_id: int) -> None:
    """Open an item for each surprise, or add to the open one."""
    for surprise in surprises:
        _note(stream, surprise, run_id)


def note_unreadable(stream: Stream, bad: Sequence[tuple[str, str]], run_id: int) -> None:
    """Open an item for records (text and reason) that cannot be stored; they stay readable in their page."""
    found: dict[str, Surprise] = {}
    for text, reason in bad:
        surprise = found.setdefault(reason, Surprise("", Drift.Kind.UNREADABLE, "", reason))
        surprise.records += 1
        if len(surprise.samples) < SAMPLES:
            surprise.samples.append({"record": "", "value": text[:SAMPLE_LENGTH].replace("\x00", "␀")})
    note_surprises(stream, list(found.values()), run_id)


def _note(stream: Stream, surprise: Surprise, run_id: int) -> None:
    given: dict[str, Any] = {"field": surprise.path, "kind": surprise.kind, "now": surprise.now}
    waiting = Drift.objects.for_org(stream.org_id).filter(stream=stream, state=Drift.State.OPEN, **given)
    if not waiting.update(records=F("records") + surprise.records, latest_seen_at=Now(), run_id=run_id):
        Drift.objects.create(
            org_id=stream.org_id,
            stream=stream,
            was=surprise.was,
            samples=surprise.samples,
            records=surprise.records,
            run_id=run_id,
            **given,
        )


def accept(rows: Any, *, by: str) -> int:
    """Mark open items as seen; gives how many were open."""
    settled = rows.filter(Q(state=Drift.State.OPEN))
    return int(settled.update(state=Drift.State.ACCEPTED, settled_by=by, settled_at=timezone.now()))
