"""The tenant's reports as its system lists them: ids, categories, parameters, columns."""

from __future__ import annotations

from servicetitan.sandbox.reports.cash import collections, receivables
from servicetitan.sandbox.reports.layout import Column, Report
from servicetitan.sandbox.reports.sales import (
    close_rate,
    leads,
    opportunities,
    review_by_item_unit,
    review_by_seller,
    review_by_unit,
    sold_estimates,
)
from servicetitan.sandbox.reports.work import job_cost, margin, warranty_cost

_JOBS = ("DateType", "From", "To", "BusinessUnitId", "IncludeAdjustmentInvoices")
_REVIEW = ("From", "To", "BusinessUnitIds", "IncludeInactive")

_REVIEW_COLUMNS = (
    Column("Name", "Name"),
    Column("ClosedOpportunities", "Closed Opportunities", "number", summed=True),
    Column("CompletedJobs", "Completed Jobs", "number", summed=True),
    Column("SalesOpportunity", "Sales Opportunity", "number", summed=True),
    Column("CloseRate", "Close Rate", "percent"),
    Column("TotalSales", "Total Sales", "money", summed=True),
    Column("ClosedAverageSale", "Closed Average Sale", "money"),
)
_COST_COLUMNS = (
    Column("ScheduledDate", "Scheduled Date", "date"),
    Column("JobBusinessUnit", "Job Business Unit"),
    Column("SoldBy", "Sold By"),
    Column("PrimaryTechnician", "Primary Technician"),
    Column("JobType", "Job Type"),
    Column("CustomerName", "Customer Name"),
    Column("JobNumber", "Job #"),
    Column("Subtotal", "Jobs Subtotal", "money", summed=True),
    Column("LaborPay", "Labor Pay", "money", summed=True),
    Column("PayrollAdjustments", "Payroll Adjustments", "money", summed=True),
    Column("MaterialEquipmentPurchaseOrderCosts", "Materials + Equip. + PO/Bill Costs", "money", summed=True),
    Column("ReturnCosts", "Return Costs", "money", summed=True),
    Column("TotalCosts", "Jobs Total Costs", "money", summed=True),
    Column("GrossMarginPercentage", "Jobs Gross Margin %", "percent"),
    Column("JobStatus", "Job Status"),
)
_LEAD_COLUMNS = (
    Column("CustomerName", "Customer Name"),
    Column("CampaignCategory", "Campaign Category"),
    Column("Campaign", "Campaign"),
    Column("JobType", "Job Type"),
    Column("BookedBy", "Booked By"),
    Column("JobNumber", "Job #"),
    Column("JobBusinessUnit", "Job Business Unit"),
    Column("JobStatus", "Job Status"),
    Column("CreatedDate", "Created Date", "date"),
    Column("AssignedTechnicians", "Assigned Technicians"),
)
_COLLECTED_COLUMNS = (
    Column("PaidOn", "Paid On", "date"),
    Column("CustomerName", "Customer Name"),
    Column("Amount", "Amount", "money", summed=True),
    Column("InvoiceNumber", "Invoice/Job Number"),
    Column("PaymentType", "Payment Type"),
    Column("ReferenceNumber", "Reference #"),
    Column("PaymentNumber", "Payment #"),
    Column("InvoiceBusinessUnit", "Invoice Business Unit"),
    Column("InvoiceBalance", "Invoice Balance", "money"),
)
_OWED_COLUMNS = (
    Column("LocationName", "Location Name"),
    Column("LocationId", "Location ID"),
    Column("BusinessUnit", "Business Unit"),
    Column("NetAmount", "Net Amount", "money", summed=True),
)
_SOLD_COLUMNS = (
    Column("EstimateNumber", "Estimate #"),
    Column("JobNumber", "Job #"),
    Column("JobBusinessUnit", "Job Business Unit"),
    Column("SoldOn", "Sold On", "date"),
    Column("SoldBy", "Sold By"),
    Column("Subtotal", "Subtotal", "money", summed=True),
    Column("IsOpportunity", "Sales Opportunity"),
)
_OPPORTUNITY_COLUMNS = (
    Column("JobNumber", "Job #"),
    Column("JobBusinessUnit", "Job Business Unit"),
    Column("JobType", "Job Type"),
    Column("OpportunityDate", "Opportunity Date", "date"),
    Column("IsOpportunity", "Sales Opportunity"),
    Column("IsClosed", "Closed"),
    Column("IsCompletedEstimate", "Completed Estimate"),
    Column("JobStatus", "Job Status"),
)
_CLOSE = (("CloseRate", close_rate),)
_MARGIN = (("GrossMarginPercentage", margin),)

REPORTS = (
    Report(389357017, "leads", "Leads", "marketing", _JOBS, _LEAD_COLUMNS, leads, "JobBusinessUnit"),
    Report(130700652, "wbr_sellers", "Daily WBR C/R", "technician", ("From", "To", "BusinessUnitId", "JobTypes", "IncludeInactive"),
           _REVIEW_COLUMNS, review_by_seller, ratios=_CLOSE),
    Report(397555674, "wbr", "BU Sales", "technician", _REVIEW, _REVIEW_COLUMNS, review_by_unit, ratios=_CLOSE),
    Report(397555675, "wbr_item_units", "BU Sales by invoice item", "technician", _REVIEW, _REVIEW_COLUMNS, review_by_item_unit,
           ratios=_CLOSE),
    Report(397555676, "sold_estimates", "Sold Estimates", "technician", _REVIEW, _SOLD_COLUMNS, sold_estimates, "JobBusinessUnit"),
    Report(397555677, "opportunities", "Sales Opportunities", "technician", _REVIEW, _OPPORTUNITY_COLUMNS, opportunities),
    Report(389438975, "foreman", "FOREMAN Job Cost", "operations", _JOBS, _COST_COLUMNS, job_cost, "JobBusinessUnit", _MARGIN),
    Report(40273980, "warranty", "Warranty and Touchup Costs", "operations", ("From", "To"), _COST_COLUMNS, warranty_cost,
           "JobBusinessUnit", _MARGIN),
    Report(26117979, "collections", "Collections", "accounting", ("From", "To", "DateType", "BusinessUnitIds"), _COLLECTED_COLUMNS,
           collections, "InvoiceBusinessUnit"),
    Report(235, "receivables", "A/R Transactions by Location", "accounting", ("To", "BusinessUnitIds"), _OWED_COLUMNS, receivables,
           "BusinessUnit"),
)  # fmt: skip

BY_NAME = {report.name: report for report in REPORTS}
BY_ID = {report.id: report for report in REPORTS}
CATEGORIES = ("operations", "accounting", "marketing", "technician")
