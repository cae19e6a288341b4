"""Values that say more when the pointer rests on them: how long ago a moment lies, why something is not known."""

from __future__ import annotations

import datetime as dt

from django.utils.html import format_html
from django.utils.safestring import SafeString

from aiop.adminkit import format as fmt
from aiop.adminkit.markup import escaped, joined


def moment(value: dt.datetime | None, zone: dt.tzinfo, now: dt.datetime) -> SafeString:
    """Write a moment in `zone`, with how long ago on hover."""
    if value is None:
        return unknown()
    ago = escaped(f"{fmt.ago(value, now)} · {zone}")
    return joined([f'<time datetime="{value.isoformat()}" title="{ago}">{escaped(fmt.clock(value, zone))}</time>'])


def calendar_day(value: dt.date | None, today: dt.date) -> SafeString:
    """Write a day, with how far away it lies on hover."""
    if value is None:
        return unknown()
    distance = escaped(fmt.days_ago(value, today))
    return joined([f'<time datetime="{value.isoformat()}" title="{distance}">{escaped(fmt.day(value))}</time>'])


def unknown(why: str = "not known") -> SafeString:
    """Write the dash, with the reason on hover."""
    return format_html('<span class="ak-unknown" title="{}">–</span>', why)
