"""The files of the areas that the plan named as missing: places, vendors, stock, assets, insurance, prices, key figures."""

from __future__ import annotations

from hvac.models import (
    EmployeeAssignment,
    FixedAsset,
    InsuranceClaim,
    InsurancePolicy,
    KpiDefinition,
    Location,
    OverheadRate,
    PriceAdjustment,
    PriceRule,
    PricingSeason,
    PurchaseOrder,
    PurchaseOrderLine,
    StockMovement,
    StockTransfer,
    StockTransferLine,
    VehicleAssignment,
    Vendor,
    VendorPart,
    WarrantyClaimPart,
)
from hvac.seeds.columns import table_file
from hvac.seeds.keys import NAME, of_supplier
from hvac.seeds.parsers import CLOCK_WRITTEN, clock, month_and_day, time_zone, weekdays

VENDORS = table_file(
    Vendor, "vendors", "HVAC vendors", order=200, keys={**NAME, **of_supplier("name")},
    identity="vendor_code",
    header="vendor_id,vendor_code,name,legal_name,vendor_type,contact_name,email,phone,address,payment_terms,tax_id,"
    "w9_on_file,is_1099,credit_limit,default_lead_time_days,min_order_amount,status,preferred",
)  # fmt: skip
KPI_DEFINITIONS = table_file(
    KpiDefinition, "kpi_definitions", "HVAC key figures", order=200,
    identity="kpi_code",
    header="kpi_id,kpi_code,name,unit,direction,grains,formula,owner,target,warn_threshold,critical_threshold",
)  # fmt: skip
VENDOR_PARTS = table_file(
    VendorPart, "vendor_parts", "HVAC vendors' parts", order=210,
    identity="vendor_ref part_ref valid_from",
    header="vendor_part_id,vendor_id,part_id,vendor_sku,unit_cost,min_order_qty,lead_time_days,is_preferred,valid_from,"
    "valid_to",
)  # fmt: skip
LOCATIONS = table_file(
    Location, "locations", "HVAC locations", order=215,
    identity="location_code",
    header="location_id,location_code,name,location_type,parent_location_id,address,city,state,zip5,timezone,phone,"
    "manager_employee_id,tax_jurisdiction,is_osha_establishment,opened_on,closed_on,vehicle_id",
    special={"timezone": (time_zone, "")},
)  # fmt: skip
EMPLOYEE_ASSIGNMENTS = table_file(
    EmployeeAssignment, "employee_assignments", "HVAC employees' places", order=220,
    identity="employee_ref location_ref from_date",
    header="assignment_id,employee_id,location_id,from_date,to_date,is_primary",
)  # fmt: skip
VEHICLE_ASSIGNMENTS = table_file(
    VehicleAssignment, "vehicle_assignments", "HVAC vehicles' places", order=220,
    identity="vehicle_ref from_date",
    header="vehicle_assignment_id,vehicle_id,location_id,technician_id,from_date,to_date",
)  # fmt: skip
PURCHASE_ORDERS = table_file(
    PurchaseOrder, "purchase_orders", "HVAC purchase orders", order=220,
    identity="po_number",
    header="purchase_order_id,po_number,vendor_id,location_id,ordered_on,promised_on,status,ordered_by",
    ordered_by="ordered_by_ref",
)  # fmt: skip
STOCK_TRANSFERS = table_file(
    StockTransfer, "stock_transfers", "HVAC stock transfers", order=220,
    identity="from_location_ref to_location_ref",
    header="stock_transfer_id,from_location_id,to_location_id,sent_on,received_on,status",
)  # fmt: skip
FIXED_ASSETS = table_file(
    FixedAsset, "fixed_assets", "HVAC assets", order=220,
    identity="asset_tag",
    header="asset_id,asset_tag,asset_class,description,vehicle_id,location_id,vendor_id,acquisition_date,in_service_date,"
    "cost,salvage_value,book_method,book_life_months,expected_units,tax_method,recovery_years,convention,"
    "business_use_pct,status,disposal_date,disposal_proceeds",
)  # fmt: skip
INSURANCE_POLICIES = table_file(
    InsurancePolicy, "insurance_policies", "HVAC insurance policies", order=220,
    identity="policy_number",
    header="policy_id,policy_number,carrier,line,effective_date,expiration_date,premium,deductible,limit_per_occurrence,"
    "aggregate_limit,agent,location_id,status",
    line="coverage",
)  # fmt: skip
PRICING_SEASONS = table_file(
    PricingSeason, "pricing_seasons", "HVAC seasons", order=220,
    identity="name",
    header="season_id,name,start_mmdd,end_mmdd,location_id,demand_level",
    special={"start_mmdd": (month_and_day, ""), "end_mmdd": (month_and_day, "")},
)  # fmt: skip
OVERHEAD_RATES = table_file(
    OverheadRate, "overhead_rates", "HVAC overhead", order=220,
    identity="department location_ref period",
    header="overhead_rate_id,department,location_id,period,overhead_total,billable_hours",
)  # fmt: skip
PURCHASE_ORDER_LINES = table_file(
    PurchaseOrderLine, "purchase_order_lines", "HVAC purchase order lines", order=230,
    identity="purchase_order_ref part_ref",
    header="purchase_order_line_id,purchase_order_id,part_id,qty_ordered,unit_price,qty_received,qty_rejected,received_on",
)  # fmt: skip
STOCK_TRANSFER_LINES = table_file(
    StockTransferLine, "stock_transfer_lines", "HVAC stock transfer lines", order=230,
    identity="stock_transfer_ref part_ref",
    header="stock_transfer_line_id,stock_transfer_id,part_id,quantity",
)  # fmt: skip
INSURANCE_CLAIMS = table_file(
    InsuranceClaim, "insurance_claims", "HVAC insurance claims", order=240,
    identity="claim_number",
    header="claim_id,claim_number,policy_id,claim_type,loss_date,reported_date,description,vehicle_id,safety_incident_id,"
    "service_call_id,installed_device_id,location_id,claimant,adjuster,amount_claimed,reserve_amount,deductible_applied,"
    "amount_paid,subrogation_recovery,status,closed_date",
)  # fmt: skip
WARRANTY_CLAIM_PARTS = table_file(
    WarrantyClaimPart, "warranty_claim_parts", "HVAC parts of warranty claims", order=240,
    identity="warranty_claim_ref part_ref",
    header="claim_part_id,warranty_claim_id,part_id,quantity,failed_serial,rma_number,returned_on,credit_amount",
)  # fmt: skip
PRICE_RULES = table_file(
    PriceRule, "price_rules", "HVAC price rules", order=240,
    identity="name",
    header="rule_id,name,season_id,service_type,customer_type,equipment_type,service_plan,territory_id,location_id,"
    "weekdays,time_from,time_to,urgency,adjust_kind,value,applies_to,floor,ceiling,priority,stackable,valid_from,"
    "valid_to,approved_by,status",
    special={
        "weekdays": (weekdays, ""),
        "time_from": (clock, CLOCK_WRITTEN.format("time_from")),
        "time_to": (clock, CLOCK_WRITTEN.format("time_to")),
    },
    approved_by="approved_by_ref",
)  # fmt: skip
STOCK_MOVEMENTS = table_file(
    StockMovement, "stock_movements", "HVAC stock movements", order=240,
    identity="location_ref part_ref occurred_at",
    header="movement_id,location_id,part_id,movement_type,quantity,unit_cost,occurred_at,purchase_order_line_id,usage_id,"
    "stock_transfer_line_id,warranty_claim_id",
)  # fmt: skip
PRICE_ADJUSTMENTS = table_file(
    PriceAdjustment, "price_adjustments", "HVAC price adjustments", order=250,
    identity="rule_ref applied_at",
    header="adjustment_id,quote_id,service_call_id,rule_id,base_amount,adjustment,final_amount,applied_at,overridden_by,"
    "override_reason",
    overridden_by="overridden_by_ref",
)  # fmt: skip

MISSING = (
    VENDORS, KPI_DEFINITIONS, VENDOR_PARTS, LOCATIONS, EMPLOYEE_ASSIGNMENTS, VEHICLE_ASSIGNMENTS, PURCHASE_ORDERS,
    STOCK_TRANSFERS, FIXED_ASSETS, INSURANCE_POLICIES, PRICING_SEASONS, OVERHEAD_RATES, PURCHASE_ORDER_LINES,
    STOCK_TRANSFER_LINES, INSURANCE_CLAIMS, WARRANTY_CLAIM_PARTS, PRICE_RULES, STOCK_MOVEMENTS, PRICE_ADJUSTMENTS,
)  # fmt: skip
