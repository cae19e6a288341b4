"""Reference data: what operations refer to."""

from __future__ import annotations

from aiop.loading.kind import Derived
from servicetitan.intake import unstored
from servicetitan.intake.columns import record_kind
from servicetitan.intake.parsers import says_test, verbatim
from servicetitan.models import BusinessUnit, Campaign, Customer, JobType, Location, Technician

BUSINESS_UNITS = record_kind(
    BusinessUnit, "business_units", "ServiceTitan business units", order=300,
    fields="id active name trade.id trade.name division.id division.name createdOn modifiedOn",
    unstored=unstored.BUSINESS_UNITS, special={"name": verbatim},
)  # fmt: skip
JOB_TYPES = record_kind(
    JobType, "job_types", "ServiceTitan job types", order=300,
    fields="id active name businessUnitIds soldThreshold class noCharge createdOn modifiedOn",
    unstored=unstored.JOB_TYPES, special={"name": verbatim}, renamed={"class": "job_class"},
)  # fmt: skip
CAMPAIGNS = record_kind(
    Campaign, "campaigns", "ServiceTitan campaigns", order=300,
    fields="id active name category.id category.name category.active source medium createdOn modifiedOn",
    unstored=unstored.CAMPAIGNS,
)  # fmt: skip
TECHNICIANS = record_kind(
    Technician, "technicians", "ServiceTitan technicians", order=300,
    fields="id active name businessUnitId team createdOn modifiedOn",
    unstored=unstored.TECHNICIANS,
)  # fmt: skip
CUSTOMERS = record_kind(
    Customer, "customers", "ServiceTitan customers", order=300,
    fields="id active name type balance mergedToId createdOn modifiedOn testOverride",
    unstored=unstored.CUSTOMERS, derived=(Derived("name_says_test", ("name",), says_test),),
)  # fmt: skip
LOCATIONS = record_kind(
    Location, "locations", "ServiceTitan locations", order=300,
    fields="id active name customerId mergedToId createdOn modifiedOn",
    unstored=unstored.LOCATIONS,
)  # fmt: skip
