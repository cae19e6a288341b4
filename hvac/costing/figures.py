"""All builders of the company, as one series of the timetable."""

from __future__ import annotations

from datetime import time

from aiop.builders.declared import Series
from aiop.builders.jobs import register
from aiop.orgs.models import Org
from aiop.schedule import Daily
from hvac.costing import assets, dues, people, trade, work
from hvac.models import Employee, FixedAsset, Part, ServiceCall

JOB = "hvac.figures"


def has_rows(org: Org) -> bool:
    """Tell whether an organisation has anything that figures are worked out from."""
    return any(model.objects.for_org(org).exists() for model in (ServiceCall, Employee, Part, FixedAsset))


# Every night whole: corrections reach any day, and what did not change is not written.
FIGURES = Series(JOB, "HVAC figures", Daily(time(3, 30)), after=frozenset({"load", "files.apply"}), is_wanted=has_rows)
register(FIGURES, *work.BUILDERS, *assets.BUILDERS, *dues.BUILDERS, *people.BUILDERS, *trade.BUILDERS)
