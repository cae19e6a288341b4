"""Periods of decisions: room is made for a new one, whatever stood for the same days."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Q, QuerySet

from servicetitan.models.curation import Dated

# What a copy of a row has of its own.
_OWN = {"id", "added_in", "created_at", "updated_at"}


def clear(rows: QuerySet[Any], since: dt.date, until: dt.date | None) -> int:
    """Make room in periods of one subject; gives how many were altered.

    What lies inside the days goes, what overlaps is cut, what reaches over both ends is parted.
    """
    overlapping = Q(valid_until__isnull=True) | Q(valid_until__gt=since)
    if until is not None:
        overlapping &= Q(valid_from__lt=until)
    found: list[Dated] = list(rows.filter(overlapping))
    for row in found:
        has_tail = until is not None and (row.valid_until is None or row.valid_until > until)
        ended = row.valid_until
        if row.valid_from < since:
            row.valid_until = since
            row.save(update_fields=["valid_until", "updated_at"])
        else:
            row.delete()
        if has_tail:
            copy(row, valid_from=until, valid_until=ended)
    return len(found)


def copy(row: Dated, **changed: Any) -> None:
    """Add a row that says what another does, save for what is changed."""
    same = {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields if f.attname not in _OWN}
    type(row)._default_manager.create(**{**same, **changed})
