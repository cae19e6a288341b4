"""The All Jobs report: one row a job, 89 columns."""

from __future__ import annotations

from aiop.loading.kind import Field, Kind
from aiop.values.blank import text
from aiop.values.email import email_key
from aiop.values.numbers import boolean, decimal, identifier, integer, money
from aiop.values.person_name import name_key
from aiop.values.phone import phone_key
from aiop.values.state import state_code
from crm.intake.columns import choice, day, flags_tests, instant, key, words
from crm.intake.lookups import branch, seller, source
from crm.models import Job

_S = Job.Status
STATUS_WORDS = {
    **dict.fromkeys(("quoted", "newlead", "leadinprogress", "opportunity"), _S.QUOTED.value),
    "booked": _S.BOOKED.value,
    **dict.fromkeys(("closed", "completed"), _S.CLOSED.value),
    **dict.fromkeys(("cancelled", "canceled"), _S.CANCELLED.value),
    "lost": _S.LOST.value,
}


def quote_of(job_number: str) -> str | None:
    """Give the quote of a job number: what stands before its last dash, `10200-1` -> `10200`."""
    number = text(job_number)
    return identifier(number.rpartition("-")[0] or number) if number else None


def sequence_of(job_number: str) -> int | None:
    """Give the place of a job within its quote: what stands after the last dash."""
    tail = (text(job_number) or "").rpartition("-")
    return int(tail[2]) if tail[1] and tail[2].isascii() and tail[2].isdigit() and len(tail[2]) < 10 else None


def state(t: str) -> str | None:
    """Give the two-letter code of a province or state; a name that is neither stays as it is written."""
    return state_code(t) or text(t)


def _place(prefix: str, column: str) -> tuple[Field, ...]:
    return (
        words(f"{column}_address", f"{prefix} Address", f"{column}_address"),
        words(f"{column}_street", f"{prefix} Street", f"{column}_street"),
        words(f"{column}_city", f"{prefix} City", f"{column}_city"),
        Field(f"{column}_state", (f"{prefix} State", f"{column}_state"), state),
        words(f"{column}_zip", f"{prefix} Zip", f"{column}_zip"),
        words(f"{column}_type", f"{prefix} Type", f"{column}_type"),
    )


_MONEY_NAMES = (
    "Labor", "Materials", "Fuel Surcharges", "Insurance", "Valuation", "Additional Services", "Other Fees", "Trip Fees",
    "Storage in Transit", "Prepaid Storage", "Warehouse Handling",
)  # fmt: skip

JOBS = Kind(
    name="jobs",
    title="All Jobs report",
    model=Job,
    key=("job_id",),
    order=40,
    fields=(
        words("job_id", "Job Id", required=True),
        words("job_number", "Job Number"),
        key("quote_number", "Job Number", quote_of),
        key("sequence", "Job Number", sequence_of),
        words("status_text", "Opportunity Status"),
        key("opportunity_status", "Opportunity Status", choice(STATUS_WORDS, "job status")),
        words("opportunity_type", "Opportunity Type"),
        words("job_type", "Job Type"),
        words("branch_name", "Branch Name", "Branch"),
        words("customer_name", "Customer Name"),
        key("name_key", "Customer Name", name_key),
        words("customer_email", "Customer Email"),
        key("email_key", "Customer Email", email_key),
        words("customer_phone", "Customer Phone"),
        key("phone_key", "Customer Phone", phone_key),
        words("sales_person_name", "Sales Person Name", "Sales Person"),
        words("estimator_name", "Estimator Name"),
        words("move_coordinator_name", "Move Coordinator Name"),
        words("referral_source", "Referral Source"),
        words("affiliate_name", "Affiliate Name"),
        day("job_date", "Job Date"),
        day("end_date", "End Date"),
        Field("move_date_is_tbd", ("Move Date Is TBD",), boolean),
        day("quote_created_date", "Created at Utc", "created_at_utc"),
        day("booked_date", "Booked at Utc", "booked_at_utc"),
        day("completed_date", "Completed at Utc"),
        day("closed_date", "Closed at Utc"),
        instant("start_at", "Start Time Utc"),
        instant("end_at", "End Time Utc"),
        Field("hourly_rate_quoted", ("Hourly Rate Quoted",), money),
        Field("hourly_rate_billed", ("Hourly Rate Billed",), money),
        Field("total_estimated_cost", ("Total Estimated Cost",), money),
        Field("total_actual_cost", ("Total Actual Cost",), money),
        Field("tip_amount", ("Tip Amount",), money),
        Field("wages", ("Wages",), money),
        Field("estimated_number_crew", ("Estimated Number of Crew", "estimated_number_crew"), integer),
        Field("actual_number_crew", ("Actual Number of Crew", "actual_number_crew"), integer),
        Field("estimated_number_trucks", ("Estimated Number of Trucks", "estimated_number_trucks"), integer),
        Field("actual_number_trucks", ("Actual Number of Trucks", "actual_number_trucks"), integer),
        Field("total_estimated_hours", ("Total Estimated Time Hours",), decimal),
        Field("actual_hours", ("Actual Time Hours",), decimal),
        words("job_rating", "Job Rating"),
        *_place("Origin", "origin"),
        *_place("Destination", "destination"),
        Field("is_duplicate", ("is_duplicate",), lambda t: bool(boolean(t))),
    ),
    derived=(flags_tests("customer_name", branch="branch_name"),),
    lookups=(seller(), branch(), source()),
    ignored=(
        "Pricing Method",
        "Crew Member Names",
        "Truck Names",
        "Origin Unit",
        "Destination Unit",
        "Volume",
        "Weight",
        *(f"{side} {name} Cost" for side in ("Estimated", "Actual") for name in _MONEY_NAMES),
        "Truck Fees Estimated Cost",
        "Travel Time Fees Estimated Cost",
        "Estimated Tax Amount",
        "Estimated Discount",
        "Truck Fees Actual Cost",
        "Travel Time Fees Actual Cost",
        "Credit Card Fees Actual Cost",
        "Actual Tax Amount",
        "Actual Discount",
        "Total Job Time Deductions Minutes",
        "Origin to Destination Mileage",
        "Round Trip Mileage",
    ),
    # Only won jobs have customers: a later export that cancels a job takes its customer away, and the link step sees to the rest.
    settle=(
        ("customer_id", "CASE WHEN s.opportunity_status IN ('BOOKED', 'CLOSED') THEN t.customer_id END"),
        ("customer_method", "CASE WHEN s.opportunity_status IN ('BOOKED', 'CLOSED') THEN t.customer_method END"),
    ),
)
