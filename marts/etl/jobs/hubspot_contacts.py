"""`etl_hubspot_contacts`: how many contacts there are, by stage of life, at three in the morning."""

from __future__ import annotations

from marts.build.crm_contacts import contacts_snapshot
from marts.build.worked import Worked
from marts.etl.declared import Extracted, Reading
from marts.etl.jobs.snapshots import crm_snapshot
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


JOB = crm_snapshot(
    name="etl_hubspot_contacts",
    title="CRM contacts",
    mart=CrmContacts,
    extract=extract,
    compute=compute,
    watched="total_contacts",
)
