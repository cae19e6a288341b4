"""All builders of the company, as one series of the timetable."""

from __future__ import annotations

from datetime import time

from aiop.builders.declared import Series
from aiop.builders.jobs import register
from aiop.orgs.apps_used import uses
from aiop.orgs.models import Org
from aiop.schedule import Daily
from hvac.costing import assets, dues, people, steering, trade, work
from hvac.models import Employee, FixedAsset, Part, ServiceCall

JOB = "hvac.figures"
# The job of hvac/links, a neighbour that this room does not import: it follows every load, and figures follow it.
LINKED = "hvac.link"


def has_rows(org: Org) -> bool:
    """Tell whether an organisation has anything that figures are worked out from."""
    return uses(org, "hvac") and any(
        model.objects.for_org(org).exists() for model in (ServiceCall, Employee, Part, FixedAsset)
    )


# Every night whole: corrections reach any day, and what did not change is not written.
FIGURES = Series(JOB, "HVAC figures", Daily(time(3, 30)), after=frozenset({LINKED}), is_wanted=has_rows)
register(
    FIGURES, *work.BUILDERS, *assets.BUILDERS, *dues.BUILDERS, *people.BUILDERS, *trade.BUILDERS, *steering.BUILDERS
)
