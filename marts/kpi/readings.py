"""Which reading of each KPI an organisation publishes, where the facts leave several open."""

from __future__ import annotations

from collections.abc import Sequence

from aiop.orgs.models import Org
from marts.kpi.terms import Definition

SETTING = "kpi_readings"


def published(org: Org, definitions: Sequence[Definition]) -> tuple[Definition, ...]:
    """Give the reading of each KPI that `org` has chosen, the recommended one where it chose none."""
    chosen = org.settings.get(SETTING, {})
    return tuple(one.reading(chosen.get(one.key, "")) for one in definitions)
