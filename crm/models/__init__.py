"""The lead pool's tables."""

from crm.models.customers import ContactPoint, Customer
from crm.models.lead_pool import BadLead, LeadStatus, LostLead
from crm.models.lookups import Branch, BranchAlias, LeadSource, LeadSourceAlias, SalesPerson, SalesPersonAlias
from crm.models.performance import SalesPerformance, UserPerformance
from crm.models.sales import BookedOpportunity, Job

__all__ = [
    "BadLead",
    "BookedOpportunity",
    "Branch",
    "BranchAlias",
    "ContactPoint",
    "Customer",
    "Job",
    "LeadSource",
    "LeadSourceAlias",
    "LeadStatus",
    "LostLead",
    "SalesPerformance",
    "SalesPerson",
    "SalesPersonAlias",
    "UserPerformance",
]
