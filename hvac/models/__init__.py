"""The company's tables."""

from hvac.models.assets import EquipmentType, InstalledDevice, Vehicle, WarrantyClaim, WarrantyClaimPart
from hvac.models.billing import Invoice, Payment, SalesCommission
from hvac.models.compliance import ComplianceAudit, SafetyIncident
from hvac.models.contracts import CustomerContract
from hvac.models.customers import Communication, Customer, Referral, Subscription
from hvac.models.depreciation import FixedAsset
from hvac.models.field_service import Appointment, CustomerFeedback, IncidentResponse, PartUsage, ServiceCall, WorkOrder
from hvac.models.finance import BudgetLine, ExpenseReport, TaxRecord
from hvac.models.insurance import InsuranceClaim, InsurancePolicy
from hvac.models.locations import EmployeeAssignment, Location, ServiceTerritory, VehicleAssignment
from hvac.models.marketing import MailingContact, MarketingCampaign
from hvac.models.people import Certification, Employee, Technician, TimeEntry
from hvac.models.performance import KpiDefinition, OverheadRate
from hvac.models.pricing import PriceAdjustment, PriceRule, PricingSeason
from hvac.models.results import (
    AssetValue,
    BranchMonth,
    BudgetCheck,
    CampaignReturn,
    CertificationState,
    CommissionDue,
    CustomerValue,
    DepreciationEntry,
    InsuranceYear,
    JobCost,
    KpiSnapshot,
    LeadAttribution,
    PaidTime,
    PromisedCall,
    SafetyCase,
    SafetyYear,
    StockNeed,
    TaxPeriod,
    TechnicianMonth,
    TerritoryMonth,
    TerritoryZip,
    VendorQuarter,
    WarrantyRecovery,
)
from hvac.models.sales import Lead, Quote, SalesOpportunity
from hvac.models.stock import Part, StockItem, StockMovement, StockTransfer, StockTransferLine
from hvac.models.suppliers import Firm, FirmAlias
from hvac.models.vendors import PurchaseOrder, PurchaseOrderLine, Vendor, VendorPart

__all__ = [
    "Appointment",
    "AssetValue",
    "BranchMonth",
    "BudgetCheck",
    "BudgetLine",
    "CampaignReturn",
    "Certification",
    "CertificationState",
    "CommissionDue",
    "Communication",
    "ComplianceAudit",
    "Customer",
    "CustomerContract",
    "CustomerFeedback",
    "CustomerValue",
    "DepreciationEntry",
    "Employee",
    "EmployeeAssignment",
    "EquipmentType",
    "ExpenseReport",
    "Firm",
    "FirmAlias",
    "FixedAsset",
    "IncidentResponse",
    "InstalledDevice",
    "InsuranceClaim",
    "InsurancePolicy",
    "InsuranceYear",
    "Invoice",
    "JobCost",
    "KpiDefinition",
    "KpiSnapshot",
    "Lead",
    "LeadAttribution",
    "Location",
    "MailingContact",
    "MarketingCampaign",
    "OverheadRate",
    "PaidTime",
    "Part",
    "PartUsage",
    "Payment",
    "PriceAdjustment",
    "PriceRule",
    "PricingSeason",
    "PromisedCall",
    "PurchaseOrder",
    "PurchaseOrderLine",
    "Quote",
    "Referral",
    "SafetyCase",
    "SafetyIncident",
    "SafetyYear",
    "SalesCommission",
    "SalesOpportunity",
    "ServiceCall",
    "ServiceTerritory",
    "StockItem",
    "StockMovement",
    "StockNeed",
    "StockTransfer",
    "StockTransferLine",
    "Subscription",
    "TaxPeriod",
    "TaxRecord",
    "Technician",
    "TechnicianMonth",
    "TerritoryMonth",
    "TerritoryZip",
    "TimeEntry",
    "Vehicle",
    "VehicleAssignment",
    "Vendor",
    "VendorPart",
    "VendorQuarter",
    "WarrantyClaim",
    "WarrantyClaimPart",
    "WarrantyRecovery",
    "WorkOrder",
]
