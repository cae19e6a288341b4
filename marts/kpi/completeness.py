"""Through which day the sources of each KPI have told everything."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from django.db.models import Min

from aiop.orgs.models import Org
from aiop.sources.models import Stream
from marts.kpi.terms import Definition
from marts.models import Vouched


def complete_days(org: Org, definitions: Iterable[Definition]) -> dict[str, dt.date | None]:
    """Give, for each KPI, the last day that every stream it is read from has told whole; None: not known of any.

    Where rows came by files there is no stream, and a person vouches for a day.
    """
    word = latest_word(org)
    told = told_by_streams(org, definitions)
    return {key: day or (word.through if word else None) for key, day in told.items()}


def latest_word(org: Org) -> Vouched | None:
    """Give the word on completeness that counts."""
    found: Vouched | None = Vouched.objects.for_org(org).order_by("-pk").first()
    return found


def told_by_streams(org: Org, definitions: Iterable[Definition]) -> dict[str, dt.date | None]:
    """Give, for each KPI, the last whole day by what its streams tell alone, whatever anybody vouched."""
    found = Stream.objects.for_org(org).values("name").annotate(through=Min("complete_through"))
    through = {row["name"]: row["through"] for row in found}
    return {one.key: _last_day(org, one, through) for one in definitions}


def _last_day(org: Org, definition: Definition, through: Mapping[str, dt.datetime | None]) -> dt.date | None:
    moments = [through.get(name) for name in definition.streams]
    known = [moment for moment in moments if moment is not None]
    if not known or len(known) < len(moments):
        return None
    return min(known).astimezone(org.zone).date() - dt.timedelta(days=1)
