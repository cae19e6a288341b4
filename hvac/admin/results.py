"""The lists of what is worked out."""

from __future__ import annotations

from functools import partial

from aiop.builders.lists import register_list
from hvac.models import results

_EMPTY = "Rows appear here once figures are worked out: every night, after each load, or by the command build."
page = partial(register_list, empty=_EMPTY)


page(
    results.JobCost,
    "service_call service_date service_type technician location revenue labour_hours labour_cost parts_cost parts_basis overhead "
    "gross_margin net_margin reason",
    order="-service_date",
    filters="service_date service_type technician location",
)
page(
    results.PaidTime,
    "time_entry employee work_date time_type regular_hours overtime_hours stated_overtime hourly_rate pay reason",
    order="-work_date",
    filters="work_date",
)
page(
    results.TechnicianMonth,
    "technician month calls call_hours utilisation revenue average_ticket answers satisfaction fixable_calls callbacks gross_margin "
    "reason",
    order="-month",
    filters="month technician",
)
page(
    results.BranchMonth,
    "location month calls technicians call_hours revenue labour_cost parts_cost overhead gross_margin billed open_balance "
    "overdue_balance",
    order="-month",
    filters="month location",
)
page(
    results.TerritoryMonth,
    "territory month customers calls call_hours travel_hours technicians load_index reason",
    order="-month",
    filters="month",
)
page(
    results.DepreciationEntry,
    "asset book fiscal_year period first_day opening_nbv depreciation accumulated closing_nbv",
    order="-first_day",
    filters="first_day",
)
page(results.AssetValue, "asset book_value tax_value gain is_mid_quarter reason", order="id")
page(
    results.CommissionDue,
    "commission sales_rep commission_type issue_date base expected stated difference paid_in_full_on payable_on state reason",
    order="-issue_date",
    filters="issue_date state",
)
page(
    results.TaxPeriod,
    "filing_period tax_jurisdiction tax_type start_date due_date invoices taxable tax cancelled_tax misfiled reason",
    order="-start_date",
    filters="start_date",
)
page(
    results.BudgetCheck,
    "budget_line department category quarter_start budgeted actual variance variance_pct is_exception from_rows reason",
    order="-quarter_start",
    filters="quarter_start department",
)
page(
    results.InsuranceYear,
    "line year policies premium claims paid reserve recovered net_incurred out_of_pocket loss_ratio report_days",
    order="line",
)
page(
    results.WarrantyRecovery,
    "claim brand claim_date is_in_time claimed recovered days_to_resolution reason",
    order="-claim_date",
    filters="claim_date",
)
page(
    results.CertificationState,
    "certification employee state days_left is_mandatory is_replaced counts",
    order="days_left",
    filters="state",
)
page(
    results.SafetyCase,
    "incident employee incident_date is_recordable log_column is_reportable days_away days_restricted agrees reason",
    order="-incident_date",
    filters="incident_date",
)
page(
    results.SafetyYear,
    "year incidents recordable away_or_restricted hours_worked trir dart reason",
    order="year",
)
page(
    results.PromisedCall,
    "contract service_call customer service_date promised_hours response_minutes is_breach minutes_over reason",
    order="-service_date",
    filters="service_date",
)
page(
    results.StockNeed,
    "stock_item part stock used daily_mean lead_days safety_stock reorder_point order_quantity days_of_supply state abc stated_abc "
    "reason",
    order="state",
    filters="state",
)
page(
    results.VendorQuarter,
    "vendor quarter_start orders lines on_time fill_rate reject_rate days_off price_variance spend score",
    order="-quarter_start",
    filters="quarter_start vendor",
)
page(
    results.CustomerValue,
    "customer calls latest_call days_since_call revenue gross_margin segment risk yearly_margin lifetime_value satisfaction "
    "has_live_plan reason",
    order="segment",
    filters="segment risk",
)
page(
    results.CampaignReturn,
    "campaign leads converted linked spend cost_per_lead conversion_pct revenue roi stated_roi reason",
    order="id",
)
page(
    results.LeadAttribution,
    "lead campaign created_date weight is_stated",
    order="-created_date",
    filters="created_date",
)
page(results.TerritoryZip, "prefix territory claims customers", order="prefix")
page(
    results.KpiSnapshot,
    "kpi_code entity_type entity_name period_grain period_start value state numerator denominator",
    order="-period_start",
    filters="period_start entity_type state",
)
