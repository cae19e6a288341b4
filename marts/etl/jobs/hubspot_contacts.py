"""`etl_hubspot_contacts`: how many contacts there are, by stage of life, at three in the morning."""

from __future__ import annotations

import datetime as dt

from marts.build.crm_contacts import contacts_snapshot
from marts.build.worked import Worked
from marts.etl.declared import Extracted, Job, Reading
from marts.etl.windows import Past, Reach
from marts.models import CrmContacts
from marts.sources.hubspot.client import client_of
from marts.sources.hubspot.extract import read_contacts
from marts.sources.hubspot.records import ContactCounts


def extract(reading: Reading) -> Extracted[ContactCounts]:
    """Count contacts as they stand."""
    with client_of(reading.connection, reading.patience, reading.pause) as http:
        told = read_contacts(http, reading.today, reading.org.zone)
    return Extracted(told, rows=told.total)


def compute(reading: Reading, told: ContactCounts) -> list[Worked]:
    """Give today's snapshot."""
    return [contacts_snapshot(reading.today, told)]


JOB = Job(
    name="etl_hubspot_contacts",
    title="CRM contacts",
    mart=CrmContacts,
    key=("snapshot_date",),
    system="hubspot",
    at=dt.time(3),
    # Stages of life are known as they stand alone, and merged contacts vanish: a day that was missed stays a gap.
    reach=Reach(past=Past.NOTHING),
    extract=extract,
    compute=compute,
    owner="Sales",
    watched="total_contacts",
)
