"""What the source has no more: records that a sweep over all ids did not meet get a tombstone, never a deletion."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection

from aiop.runs.running import RunHandle
from aiop.sources import staging_sql
from aiop.sources.answers import Answer
from aiop.sources.errors import GiveUp
from aiop.sources.models import Stream
from aiop.sources.staging import page_row

# A listing that lacks more than this share was cut, most likely: a silent cap looks just like a mass deletion.
MOST_MISSING = 0.2
FEW = 20


class ListingCut(GiveUp):
    """A sweep met so few of the known records that its listing is not believed; nothing was marked."""


def mark_missing(
    run: RunHandle,
    stream: Stream,
    present: Iterable[str],
    *,
    began: dt.datetime,
    above: int | None = None,
    through: int | None = None,
    most: float = MOST_MISSING,
) -> int:
    """Put tombstones on records that are not among `present`, ids as text; gives how many.

    Ids in (above, through] alone are looked at where those are given. Records stored after the sweep `began` are left
    alone. Raises ListingCut when more than the share `most` would go, and more than a few.
    """
    with run.work():
        locked = Stream.objects.select_for_update(no_key=True).get(pk=stream.pk)
        missing = _missing(locked, present, began, above, through, most)
        if missing:
            _bury(run, locked, missing, began)
        if above is None and through is None:
            locked.swept_at = began
            locked.save(update_fields=["swept_at"])
    run.count(raw_gone=len(missing))
    return len(missing)


def find_missing(run: RunHandle, stream: Stream, present: Iterable[str], *, began: dt.datetime) -> list[str]:
    """Give the ids that `mark_missing` would mark, for the source to be asked about one by one; raises ListingCut too."""
    with run.work():
        return [source_id for _, source_id in _missing(stream, present, began, None, None, MOST_MISSING)]


def _missing(
    stream: Stream, present: Iterable[str], began: dt.datetime, above: int | None, through: int | None, most: float
) -> list[tuple[int, str]]:
    """Give id and source id of the records that are not present; ListingCut when they are too many to be believed."""
    bound: dict[str, Any] = {"org": stream.org_id, "stream": stream.pk, "began": began, "low": above, "high": through}
    with connection.cursor() as cursor:
        cursor.execute('CREATE TEMPORARY TABLE sources_present (source_id text COLLATE "C") ON COMMIT DROP')
        with cursor.copy("COPY sources_present FROM STDIN") as copy:
            for source_id in present:
                copy.write_row((source_id,))
        cursor.execute("ANALYZE sources_present")
        cursor.execute(staging_sql.MISSING, bound)
        missing = cursor.fetchall()
        cursor.execute(staging_sql.KNOWN, bound)
        (known,) = cursor.fetchone() or (0,)
        cursor.execute("DROP TABLE sources_present")
    if len(missing) > max(FEW, most * known):
        raise ListingCut(
            f"{len(missing):,} of {known:,} records of {stream} were not in the listing: it looks cut, so none was marked."
        )
    return list(missing)


def _bury(run: RunHandle, stream: Stream, missing: Sequence[tuple[int, str]], began: dt.datetime) -> None:
    """Put the tombstones, and keep what the sweep said as a page."""
    body = json.dumps([name for _, name in missing]).encode()
    told = Answer(f"sweep of {stream}", 0, {}, body, began)
    page = page_row(run, stream, told, body=body, records=len(missing), brought=len(missing))
    page.save()
    ids = [number for number, _ in missing]
    with connection.cursor() as cursor:
        cursor.execute(staging_sql.BURY, {"org": stream.org_id, "began": began, "page": page.pk, "ids": ids})
