"""Records with the API's field names, as files or as pages of the API. Importing this registers them."""

from aiop.loading.kind import register
from servicetitan.intake.costs import GROSS_PAY_ITEMS, PAYROLL_ADJUSTMENTS, PURCHASE_ORDERS, RETURNS
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

register(*RECORDS)
