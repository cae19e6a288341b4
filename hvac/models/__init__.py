"""The company's tables."""

from hvac.models.assets import EquipmentType, InstalledDevice, Vehicle, WarrantyClaim
from hvac.models.billing import Invoice, Payment
from hvac.models.compliance import ComplianceAudit, SafetyIncident
from hvac.models.customers import Communication, Customer, CustomerContract, Referral, Subscription
from hvac.models.field_service import Appointment, CustomerFeedback, IncidentResponse, PartUsage, ServiceCall, WorkOrder
from hvac.models.finance import BudgetLine, ExpenseReport, TaxRecord
from hvac.models.locations import ServiceTerritory
from hvac.models.marketing import MailingContact, MarketingCampaign
from hvac.models.people import Certification, Employee, Technician, TimeEntry
from hvac.models.sales import Lead, Quote, SalesCommission, SalesOpportunity
from hvac.models.stock import Part, StockItem

__all__ = [
    "Appointment",
    "BudgetLine",
    "Certification",
    "Communication",
    "ComplianceAudit",
    "Customer",
    "CustomerContract",
    "CustomerFeedback",
    "Employee",
    "EquipmentType",
    "ExpenseReport",
    "IncidentResponse",
    "InstalledDevice",
    "Invoice",
    "Lead",
    "MailingContact",
    "MarketingCampaign",
    "Part",
    "PartUsage",
    "Payment",
    "Quote",
    "Referral",
    "SafetyIncident",
    "SalesCommission",
    "SalesOpportunity",
    "ServiceCall",
    "ServiceTerritory",
    "StockItem",
    "Subscription",
    "TaxRecord",
    "Technician",
    "TimeEntry",
    "Vehicle",
    "WarrantyClaim",
    "WorkOrder",
]
