"""The Lead Status report: every lead with a quote number."""

from __future__ import annotations

from aiop.loading.kind import Field, Kind, Parent
from aiop.values.durations import duration_minutes
from aiop.values.numbers import identifier, money
from crm.intake.columns import day, flags_tests, instant, key, measures, words
from crm.intake.lookups import branch, seller, source
from crm.models import BookedOpportunity, LeadStatus

LEAD_STATUS = Kind(
    name="lead_status",
    title="Lead Status report",
    model=LeadStatus,
    key=("quote_number",),
    order=50,
    fields=(
        Field("quote_number", ("Quote #", "quote", "quote_number"), identifier, required=True),
        words("branch_name", "Branch Name"),
        words("status", "Status"),
        words("pipeline_label", "Lead Status"),
        words("sales_person_name", "Sales Person"),
        words("time_to_contact", "Time to Contact"),
        key("minutes_to_contact", "Time to Contact", duration_minutes),
        words("referral_source", "Referral Source"),
        instant("received_at", "Received at"),
        day("service_date", "Service Date"),
        words("service_type", "Service Type"),
        words("estimator", "Estimator"),
        words("move_coordinator", "Move Coordinator"),
        words("quote_sent", "Quote Sent"),
        instant("last_communication_at", "Last Communication"),
        Field("estimated_revenue", ("Estimated Revenue",), money),
        *measures("Volume/Weight"),
    ),
    derived=(flags_tests(branch="branch_name"),),
    lookups=(seller(), branch(), source()),
    parents=(Parent("booked_opportunity_id", BookedOpportunity, (("quote_number", "quote_number"),)),),
)
