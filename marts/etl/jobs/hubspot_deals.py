"""`etl_hubspot_deals`: deals as they stand, by stage, at three in the morning."""

from __future__ import annotations

from marts.build.crm_deals import Asked, deals_snapshot
from marts.build.worked import Worked
from marts.etl.declared import Extracted, Reading
from marts.etl.jobs.snapshots import crm_snapshot
from marts.etl.windows import fiscal_start
from marts.models import CrmDeals
from marts.sources.choices import AVERAGE_DEAL
from marts.sources.hubspot.client import client_of
from marts.sources.hubspot.extract import read_deals
from marts.sources.hubspot.records import Deals


def extract(reading: Reading) -> Extracted[Deals]:
    """List all deals with the stages of their pipelines."""
    with client_of(reading.connection, reading.patience, reading.pause) as http:
        told = read_deals(http)
    return Extracted(told, rows=len(told.deals))


def compute(reading: Reading, told: Deals) -> list[Worked]:
    """Give today's snapshot."""
    org = reading.org
    began = fiscal_start(reading.today, org.fiscal_year_start_month)
    return [deals_snapshot(told, Asked(reading.today, org.zone, began, reading.choice(AVERAGE_DEAL)))]


JOB = crm_snapshot(
    name="etl_hubspot_deals", title="CRM deals", mart=CrmDeals, extract=extract, compute=compute, watched="total_deals"
)
