"""Places of the company, vendors and what was ordered from them, stock that moves, insurance."""

from aiop.adminkit.search import text
from hvac.admin.base import Below, page
from hvac.models import (
    EmployeeAssignment,
    FixedAsset,
    InsuranceClaim,
    InsurancePolicy,
    Location,
    Part,
    PurchaseOrder,
    PurchaseOrderLine,
    StockMovement,
    StockTransfer,
    StockTransferLine,
    Vehicle,
    VehicleAssignment,
    Vendor,
    VendorPart,
)
from hvac.seeds.keys import NAME, of_supplier, words_key

page(
    Location,
    "name location_code location_type city state manager_employee tax_jurisdiction opened_on closed_on",
    order="location_code",
    filters="location_type",
    search={"location_code": text},
    search_words="Code or number",
    below=[
        Below("Employees", EmployeeAssignment, "location", "number employee_ref from_date to_date is_primary"),
        Below("Vehicles", Vehicle, "location", "vehicle_number status current_mileage"),
        Below("Assets", FixedAsset, "location", "asset_tag asset_class status cost"),
    ],
)
page(
    EmployeeAssignment,
    "number employee location from_date to_date is_primary",
    order="-from_date",
    filters="from_date",
)
page(
    VehicleAssignment,
    "number vehicle location technician from_date to_date",
    order="-from_date",
    filters="from_date",
)
page(
    Vendor,
    "name vendor_code vendor_type status preferred payment_terms default_lead_time_days",
    order="name_key",
    filters="vendor_type status",
    search={"prefix:name_key": words_key, "vendor_code": text},
    search_words="Name, code or number",
    keys={**NAME, **of_supplier("name")},
    below=[
        Below("Parts", Part, "vendor", "name part_category unit_cost"),
        Below("Prices", VendorPart, "vendor", "number unit_cost lead_time_days valid_from valid_to"),
        Below("Orders", PurchaseOrder, "vendor", "po_number status ordered_on promised_on"),
    ],
)
page(
    VendorPart,
    "number vendor part vendor_sku unit_cost min_order_qty lead_time_days is_preferred valid_from valid_to",
    order="-valid_from",
    filters="valid_from",
)
page(
    PurchaseOrder,
    "po_number vendor location status ordered_on promised_on ordered_by",
    order="-ordered_on",
    filters="ordered_on promised_on status",
    search={"po_number": text},
    search_words="Order number or number",
    below=[
        Below("Lines", PurchaseOrderLine, "purchase_order", "number qty_ordered qty_received qty_rejected received_on")
    ],
)
page(
    PurchaseOrderLine,
    "number purchase_order part qty_ordered unit_price qty_received qty_rejected received_on",
    order="-received_on",
    filters="received_on",
)
page(
    StockTransfer,
    "number from_location to_location status sent_on received_on",
    order="-sent_on",
    filters="sent_on status",
    below=[Below("Lines", StockTransferLine, "stock_transfer", "number quantity")],
)
page(StockTransferLine, "number stock_transfer part quantity", order="-number")
page(
    StockMovement,
    "number occurred_at movement_type location part quantity unit_cost",
    order="-occurred_at",
    filters="occurred_at movement_type",
)
page(
    InsurancePolicy,
    "policy_number coverage carrier status effective_date expiration_date premium deductible location",
    order="-expiration_date",
    filters="expiration_date coverage status",
    search={"policy_number": text},
    search_words="Policy or number",
    below=[Below("Claims", InsuranceClaim, "policy", "claim_number claim_type status loss_date amount_paid")],
)
page(
    InsuranceClaim,
    "claim_number policy claim_type status loss_date reported_date amount_claimed amount_paid reserve_amount",
    order="-loss_date",
    filters="loss_date claim_type status",
    search={"claim_number": text},
    search_words="Claim or number",
    long_text="description",
)
