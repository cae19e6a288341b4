"""Records with the API's field names, as files or as pages of the API, and decisions as files. Importing this registers them."""

from aiop.loading.kind import register
from servicetitan.intake.costs import GROSS_PAY_ITEMS, PAYROLL_ADJUSTMENTS, PURCHASE_ORDERS, RETURNS
from servicetitan.intake.curation import JOB_TYPE_LIST_NAMES, JOB_TYPE_LISTS, REPORTING_UNITS, UNIT_MAPPINGS
from servicetitan.intake.operations import (
    APPOINTMENTS,
    ESTIMATES,
    INVOICE_ITEMS,
    INVOICES,
    JOBS,
    PAYMENT_APPLICATIONS,
    PAYMENTS,
)
from servicetitan.intake.reference import BUSINESS_UNITS, CAMPAIGNS, CUSTOMERS, JOB_TYPES, LOCATIONS, TECHNICIANS

RECORDS = (
    BUSINESS_UNITS, JOB_TYPES, CAMPAIGNS, TECHNICIANS, CUSTOMERS, LOCATIONS,
    JOBS, APPOINTMENTS, ESTIMATES, INVOICES, INVOICE_ITEMS, PAYMENTS, PAYMENT_APPLICATIONS,
    GROSS_PAY_ITEMS, PAYROLL_ADJUSTMENTS, PURCHASE_ORDERS, RETURNS,
)  # fmt: skip
DECISIONS = (REPORTING_UNITS, JOB_TYPE_LIST_NAMES, UNIT_MAPPINGS, JOB_TYPE_LISTS)

register(*RECORDS, *DECISIONS)
