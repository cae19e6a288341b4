"""Values that say more when the pointer rests on them: how long ago a moment lies, why something is not known."""

from __future__ import annotations

import datetime as dt

from django.utils.html import format_html
from django.utils.safestring import SafeString

from aiop.adminkit import format as fmt


def moment(value: dt.datetime | None, zone: dt.tzinfo, now: dt.datetime) -> SafeString:
    """Write a moment in `zone`, with how long ago on hover."""
    if value is None:
        return unknown()
    return format_html(
        '<time datetime="{}" title="{} · {}">{}</time>',
        value.isoformat(),
        fmt.ago(value, now),
        zone,
        fmt.clock(value, zone),
    )


def calendar_day(value: dt.date | None, today: dt.date) -> SafeString:
    """Write a day, with how far away it lies on hover."""
    if value is None:
        return unknown()
    return format_html(
        '<time datetime="{}" title="{}">{}</time>', value.isoformat(), fmt.days_ago(value, today), fmt.day(value)
    )


def unknown(why: str = "not known") -> SafeString:
    """Write the dash, with the reason on hover."""
    return format_html('<span class="ak-unknown" title="{}">–</span>', why)
