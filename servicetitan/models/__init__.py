"""The tables of ServiceTitan: what the source has, and what staff decide about it."""

from servicetitan.models.costs import GrossPayItem, PayrollAdjustment, PurchaseOrder, Return
from servicetitan.models.curation import JobTypeList, JobTypeListMember, ReportingUnit, UnitMapping, UnitRole
from servicetitan.models.operations import (
    Appointment,
    Estimate,
    Invoice,
    InvoiceItem,
    Job,
    Payment,
    PaymentApplication,
)
from servicetitan.models.reference import BusinessUnit, Campaign, Customer, JobType, Location, Technician

__all__ = [
    "Appointment",
    "BusinessUnit",
    "Campaign",
    "Customer",
    "Estimate",
    "GrossPayItem",
    "Invoice",
    "InvoiceItem",
    "Job",
    "JobType",
    "JobTypeList",
    "JobTypeListMember",
    "Location",
    "Payment",
    "PaymentApplication",
    "PayrollAdjustment",
    "PurchaseOrder",
    "ReportingUnit",
    "Return",
    "Technician",
    "UnitMapping",
    "UnitRole",
]
