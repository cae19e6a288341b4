"""Equipment, vehicles, stock and billing."""

from aiop.adminkit.search import text
from hvac.admin.base import Below, page
from hvac.models import EquipmentType, InstalledDevice, Invoice, Part, PartUsage, Payment, StockItem, Vehicle
from hvac.seeds.keys import NAME, words_key

page(
    EquipmentType,
    "number brand model equipment_type btu_rating energy_rating",
    order="-number",
    filters="brand equipment_type",
    search={"model": text},
    search_words="Model or number",
    below=[Below("Devices", InstalledDevice, "equipment", "serial_number status installation_date warranty_end_date")],
)
page(
    InstalledDevice,
    "serial_number customer equipment status installation_location installation_date warranty_end_date",
    order="-installation_date",
    filters="installation_date warranty_end_date status",
    search={"serial_number": text},
    search_words="Serial number or number",
)
page(
    Vehicle,
    "vehicle_number make model year license_plate status assigned_technician current_mileage next_maintenance_mileage",
    order="vehicle_number",
    filters="status",
    search={"vehicle_number": text, "vin": text, "license_plate": text},
    search_words="Vehicle, VIN, license plate or number",
)
page(
    Part,
    "name part_category unit_cost supplier",
    order="name_key",
    filters="part_category",
    search={"prefix:name_key": words_key},
    search_words="Name or number",
    keys=NAME,
    below=[
        Below("Stock", StockItem, "part", "number warehouse_location current_stock reorder_point stock_status"),
        Below("Used", PartUsage, "part", "number quantity_used usage_date"),
    ],
)
page(
    StockItem,
    "number part warehouse_location current_stock reorder_point max_stock_level stock_status abc_classification total_value",
    order="current_stock",
    filters="stock_status abc_classification",
    search={"warehouse_location": text},
    search_words="Bin or number",
)
page(
    Invoice,
    "invoice_number customer service_call status issue_date due_date payment_terms total_amount",
    order="-issue_date",
    filters="issue_date due_date status",
    search={"invoice_number": text},
    search_words="Invoice number or number",
    long_text="notes",
    below=[Below("Payments", Payment, "invoice", "transaction_id status payment_date payment_method amount")],
)
page(
    Payment,
    "transaction_id invoice payment_date amount payment_method status processing_fee",
    order="-payment_date",
    filters="payment_date status payment_method",
    search={"transaction_id": text},
    search_words="Transaction or number",
    long_text="notes",
)
