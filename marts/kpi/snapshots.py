"""Future bookings and receivables as they stand: taken once a day, kept with their records, never for a day that is past."""

from __future__ import annotations

from django.db import connection

from aiop.builders.declared import Building, Built
from aiop.runs.running import Failed
from marts.kpi.daily import write_cells
from marts.kpi.definitions import SNAPSHOTS
from marts.kpi.facts.tables import columns_of, made_by
from marts.kpi.readings import published
from marts.kpi.sources import FACTS
from marts.models import DailyCell


class PastIsPast(Failed):
    """A snapshot tells how things stand now; nobody can take one of a day that is over."""


def take_snapshots(building: Building) -> Built:
    """Take today's snapshots unless today has them; raises PastIsPast when asked for days that end before today."""
    org, today = building.org, building.today
    if building.window.end and building.window.end < today:
        raise PastIsPast(
            "Snapshots are taken of today alone; what stood on a day that is over cannot be told any more."
        )
    keys = [one.key for one in SNAPSHOTS]
    if DailyCell.objects.for_org(org).filter(day=today, kpi__in=keys).exists():
        return Built()
    definitions = published(org, SNAPSHOTS)
    with connection.cursor() as cursor:
        for one in definitions:
            made, columns = made_by(one.record), ", ".join(columns_of(one.record))
            cursor.execute(
                f"INSERT INTO {FACTS[one.record]} (org_id, {columns}) SELECT %(org)s, {columns} FROM ({made}) made",
                {"org": org.pk, "day": today},
            )
    return write_cells(org, definitions, {key: {today} for key in keys}, run_id=building.run_id)
