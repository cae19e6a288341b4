"""What the CRM marts ask of HubSpot: counts of contacts, all deals with their stages."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from aiop.sources.errors import FixConnection, GiveUp, TryAgain
from marts.sources.days import ending_with
from marts.sources.hubspot.client import HubSpot, between, equals, lacks
from marts.sources.hubspot.records import DEFAULT_STAGES, NO_STAGE, ContactCounts, Deal, Deals

LISTINGS = 3


def read_contacts(http: HubSpot, day: dt.date, zone: ZoneInfo) -> ContactCounts:
    """Count contacts by stage of life and by age."""
    total = http.count("contacts")
    new_30d, new_7d = (http.count("contacts", between("createdate", *ending_with(day, n, zone))) for n in (30, 7))
    own, refused = list(DEFAULT_STAGES), ""
    try:
        own = [*DEFAULT_STAGES, *(value for value in http.stages_of_life() if value not in DEFAULT_STAGES)]
    except (GiveUp, FixConnection) as error:
        refused = str(error)
    by_stage = {value: http.count("contacts", [equals("lifecyclestage", value)]) for value in own}
    by_stage[NO_STAGE] = http.count("contacts", [lacks("lifecyclestage")])
    return ContactCounts(total, by_stage, new_30d, new_7d, refused)


def read_deals(http: HubSpot) -> Deals:
    """List all deals, again where a listing shows fewer than a search counts; TryAgain when it goes on doing so."""
    stages = tuple(http.stages())
    found: dict[str, Deal] = {}
    for _ in range(LISTINGS):
        found |= {deal.id: deal for deal in http.deals()}
        counted = http.count("deals")
        if len(found) >= counted:
            return Deals(stages, tuple(found.values()))
    raise TryAgain(f"HubSpot lists {len(found):,} deals and counts {counted:,}.")
