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
from hvac.models.results.trade import CampaignReturn, CustomerValue, StockNeed, VendorQuarter
from hvac.models.results.work import BranchMonth, JobCost, PaidTime, TechnicianMonth, TerritoryMonth

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
    "PaidTime",
    "PromisedCall",
    "SafetyCase",
    "SafetyYear",
    "StockNeed",
    "TaxPeriod",
    "TechnicianMonth",
    "TerritoryMonth",
    "VendorQuarter",
    "WarrantyRecovery",
]
