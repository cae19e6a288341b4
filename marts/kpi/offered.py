"""KPIs offered to the pages on which staff place units: what a placement would move, and following it at once."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection

from aiop.runs.asking import enqueue
from marts.kpi.definitions import ALL
from marts.kpi.impact import preview
from servicetitan.api import Figures, Kpi, register_figures

# The series that builds the KPIs.
JOB = "marts.kpi"


def kpis() -> Sequence[Kpi]:
    """Give the KPIs that follow from records; snapshots keep the placements of their day."""
    return [Kpi(one.key, one.title, one.measure) for one in ALL if not one.is_snapshot]


def restate(org_id: int) -> None:
    """Have the KPIs built anew as soon as the decision's transaction commits."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(nullif(current_setting('aiop.actor', true), ''), 'decision')")
        row = cursor.fetchone()
    enqueue(org_id, JOB, by=row[0] if row else "decision")


def register() -> None:
    """Offer them; called as the app starts."""
    register_figures(Figures(kpis, preview, restate))
