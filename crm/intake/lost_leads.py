"""The report of lost leads and opportunities."""

from __future__ import annotations

from aiop.loading.kind import Field, Kind, Parent
from aiop.values.durations import duration_minutes
from aiop.values.numbers import identifier, money
from aiop.values.person_name import name_key
from crm.intake.columns import day, flags_tests, instant, key, words
from crm.models import BookedOpportunity, LeadStatus, LostLead

LOST_LEADS = Kind(
    name="lost_leads",
    title="Lost leads and opportunities",
    model=LostLead,
    key=("quote_number",),
    order=60,
    fields=(
        Field("quote_number", ("Quote #", "quote", "quote_number"), identifier, required=True),
        words("name", "Name"),
        key("name_key", "Name", name_key),
        day("lost_date", "Lost Date"),
        day("move_date", "Move Date"),
        words("reason", "Reason"),
        instant("received_at", "Date Received"),
        words("time_to_first_contact", "Time to First Contact"),
        key("minutes_to_first_contact", "Time to First Contact", duration_minutes),
        Field("estimated_amount", ("Est. Dollar Amount", "Estimated Amount"), money),
    ),
    derived=(flags_tests("name"),),
    parents=(
        Parent("booked_opportunity_id", BookedOpportunity, (("quote_number", "quote_number"),)),
        # The report names no source: a lost lead has its lead's.
        Parent("lead_source_id", LeadStatus, (("quote_number", "quote_number"),), takes="lead_source_id"),
    ),
)
