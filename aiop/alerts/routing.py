"""Whom an incident is told, and when: routes, quiet hours, digests; pure but for what it is given."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from aiop.alerts.models import Channel, Incident, Route
from aiop.alerts.severity import Severity


def is_told(routes: Iterable[Route], incident: Incident) -> bool:
    """Tell whether any of a channel's routes takes an incident."""
    severity = Severity(incident.severity)
    return any(
        severity.reaches(route.least_severity) and incident.topic.startswith(route.topic_starts) for route in routes
    )


def goes_in_digest(channel: Channel, severity: str) -> bool:
    """Tell whether a message waits for the channel's digest."""
    return channel.digest_at is not None and not _is_urgent(channel, severity)


def when(channel: Channel, severity: str, now: dt.datetime, zone: dt.tzinfo) -> dt.datetime:
    """Give the moment from which a message may go out."""
    if _is_urgent(channel, severity):
        return now
    if channel.digest_at is not None:
        return _next(channel.digest_at, now, zone)
    if channel.quiet_from is None or channel.quiet_until is None:
        return now
    return _next(channel.quiet_until, now, zone) if _is_quiet(channel, now.astimezone(zone).time()) else now


def _is_urgent(channel: Channel, severity: str) -> bool:
    return channel.urgent_at_once and severity == Severity.CRITICAL


def _is_quiet(channel: Channel, local: dt.time) -> bool:
    start, end = channel.quiet_from, channel.quiet_until
    if start is None or end is None:
        return False
    return start <= local < end if start <= end else local >= start or local < end


def _next(at: dt.time, now: dt.datetime, zone: dt.tzinfo) -> dt.datetime:
    """Give the next moment that the clock of `zone` shows a time; at that very moment, now."""
    day = now.astimezone(zone).date()
    today = dt.datetime.combine(day, at, tzinfo=zone)
    return today if today >= now else dt.datetime.combine(day + dt.timedelta(days=1), at, tzinfo=zone)
