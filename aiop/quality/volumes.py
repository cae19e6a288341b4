"""The streams of rows that are expected day by day: apps name their tables and days, checks and the dashboard count them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Volume:
    """Rows that come in day by day: their table, the expressions of their day and of the last day, which of them count."""

    name: str
    title: str
    model: str
    table: str
    day: str
    where: str = "true"
    until: str = "NULL::date"  # the day up to which rows must have come in


_VOLUMES: dict[str, Volume] = {}


def register(*volumes: Volume) -> None:
    """Make streams of rows known under their names."""
    _VOLUMES.update({volume.name: volume for volume in volumes})


def volumes_without(apps: frozenset[str]) -> list[Volume]:
    """List the streams of rows, those of some apps aside."""
    return [volume for volume in _VOLUMES.values() if volume.model.partition(".")[0] not in apps]
