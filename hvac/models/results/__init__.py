"""What is worked out from the company's tables; builders in hvac/costing write it."""

from hvac.models.results.finance import (
    AssetValue,
    BudgetCheck,
    CommissionDue,
    DepreciationEntry,
    InsuranceYear,
    TaxPeriod,
    WarrantyRecovery,
)
from hvac.models.results.people import CertificationState, PromisedCall, SafetyCase, SafetyYear
from hvac.models.results.steering import KpiSnapshot
from hvac.models.results.trade import CampaignReturn, CustomerValue, LeadAttribution, StockNeed, VendorQuarter
from hvac.models.results.work import BranchMonth, JobCost, PaidTime, TechnicianMonth, TerritoryMonth, TerritoryZip

__all__ = [
    "AssetValue",
    "BranchMonth",
    "BudgetCheck",
    "CampaignReturn",
    "CertificationState",
    "CommissionDue",
    "CustomerValue",
    "DepreciationEntry",
    "InsuranceYear",
    "JobCost",
    "KpiSnapshot",
    "LeadAttribution",
    "PaidTime",
    "PromisedCall",
    "SafetyCase",
    "SafetyYear",
    "StockNeed",
    "TaxPeriod",
    "TechnicianMonth",
    "TerritoryMonth",
    "TerritoryZip",
    "VendorQuarter",
    "WarrantyRecovery",
]
