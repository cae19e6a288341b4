"""What the two jobs of the CRM have in common: HubSpot shows how things stand alone, and merged records vanish."""

from __future__ import annotations

import datetime as dt
from functools import partial

from marts.etl.declared import Job
from marts.etl.windows import Past, Reach

# A day that was missed stays a gap.
crm_snapshot = partial(
    Job, key=("snapshot_date",), system="hubspot", at=dt.time(3), reach=Reach(past=Past.NOTHING), owner="Sales"
)
