"""The report of booked opportunities by date booked."""

from __future__ import annotations

from aiop.loading.kind import Field, Kind
from aiop.values.durations import volume_weight
from aiop.values.email import email_key
from aiop.values.numbers import identifier, money
from aiop.values.person_name import name_key
from aiop.values.phone import phone_key
from crm.intake.columns import day, flags_tests, key, words
from crm.intake.lookups import branch, seller, source
from crm.models import BookedOpportunity

BOOKINGS = Kind(
    name="bookings",
    title="Booked opportunities by date booked",
    model=BookedOpportunity,
    key=("quote_number",),
    order=30,
    fields=(
        Field("quote_number", ("Quote #", "quote", "quote_number"), identifier, required=True),
        words("status", "Status"),
        words("customer_name", "Customer Name"),
        key("name_key", "Customer Name", name_key),
        words("email", "Email", "E-mail"),
        key("email_key", "Email", email_key),
        words("phone_number", "Phone Number", "Phone"),
        key("phone_key", "Phone Number", phone_key),
        words("branch_name", "Branch", "Branch Name"),
        words("moving_from", "Moving From", "Origin Address", "From"),
        words("moving_to", "Moving To", "Destination Address", "To"),
        day("service_date", "Service Date"),
        words("service_type", "Service Type"),
        Field("hourly_rate", ("Hourly Rate",), money),
        Field("estimated_amount", ("Estimated Amount",), money),
        Field("invoiced_amount", ("Invoiced Amount",), money),
        words("referral_source", "Referral Source"),
        day("booked_date", "Booked Date"),
        words("sales_person_name", "Sales Person"),
        words("estimator", "Estimator"),
        words("move_coordinator", "Move Coordinator"),
        Field("volume_cuft", ("Volume",), lambda t: volume_weight(t)[0], written="t.volume_cuft::text || ' cuft'"),
        Field("weight_lbs", ("Weight",), lambda t: volume_weight(t)[1], written="t.weight_lbs::text || ' lbs'"),
    ),
    derived=(flags_tests("customer_name", branch="branch_name"),),
    lookups=(seller(), branch(), source()),
)
