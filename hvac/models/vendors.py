"""From whom the company buys, at what prices, and how well they deliver."""

from __future__ import annotations

from django.db import models

from hvac.models.base import (
    FileRow,
    Vocabulary,
    above_zero,
    indexes,
    key,
    money,
    not_before,
    not_more,
    once,
    one_of,
    parent,
    parent_ref,
    remark,
    unique,
    within,
    words,
)


class Vendor(FileRow):
    """A firm that the company buys from."""

    class Type(Vocabulary):
        """What it sells."""

        PARTS_DISTRIBUTOR = "Parts Distributor"
        EQUIPMENT_MANUFACTURER = "Equipment Manufacturer"
        REFRIGERANT_SUPPLIER = "Refrigerant Supplier"
        SUBCONTRACTOR = "Subcontractor"
        FLEET_SERVICE = "Fleet Service"
        INSURANCE = "Insurance"
        UTILITY = "Utility"
        SOFTWARE = "Software"

    class Terms(Vocabulary):
        """When it wants to be paid."""

        DUE_ON_RECEIPT = "Due on Receipt"
        NET_15 = "Net 15"
        NET_30 = "Net 30"
        NET_45 = "Net 45"
        TWO_TEN_NET_30 = "2/10 Net 30"
        COD = "COD"

    class Status(Vocabulary):
        """Whether the company buys there."""

        ACTIVE = "Active"
        ON_HOLD = "On Hold"
        INACTIVE = "Inactive"

    vendor_code = words()
    name = words()
    name_key = key()
    supplier_key = key()
    firm = parent("hvac.Firm", models.SET_NULL, optional=True)
    legal_name = remark()
    vendor_type = one_of(Type)
    contact_name = remark()
    email = remark(verbose_name="e-mail")
    phone = remark()
    address = remark()
    payment_terms = one_of(Terms)
    tax_id = remark(help_text="The last four digits alone: ***-**-1234.")
    w9_on_file = models.BooleanField("W-9 on file")
    is_1099 = models.BooleanField("1099 is due")
    credit_limit = money(12, null=True, blank=True)
    default_lead_time_days = models.IntegerField(null=True, blank=True)
    min_order_amount = money(null=True, blank=True)
    status = one_of(Status)
    preferred = models.BooleanField()

    class Meta:
        indexes = indexes("hvac_vendor", "name_key", "supplier_key", "firm", "vendor_type", "status")
        constraints = [
            *unique("hvac_vendor", "vendor_code"),
            *within("hvac_vendor", 0, None, "credit_limit", "default_lead_time_days", "min_order_amount"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.vendor_code})"


class VendorPart(FileRow):
    """What a part costs at a vendor, and from when to when."""

    vendor = parent("hvac.Vendor")
    vendor_ref = parent_ref()
    part = parent("hvac.Part")
    part_ref = parent_ref()
    vendor_sku = remark(verbose_name="vendor SKU")
    unit_cost = money()
    min_order_qty = models.IntegerField("least order")
    lead_time_days = models.IntegerField()
    is_preferred = models.BooleanField(help_text="Bought here unless something speaks against it.")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True, help_text="The last day; empty: it goes on.")

    class Meta:
        verbose_name = "vendor's part"
        indexes = indexes("hvac_vendorpart", "vendor", "part", "valid_from")
        constraints = [
            *unique("hvac_vendorpart"),
            once("hvac_vendorpart", "once", "vendor_ref", "part_ref", "valid_from"),
            *above_zero("hvac_vendorpart", "min_order_qty"),
            *within("hvac_vendorpart", 0, None, "unit_cost", "lead_time_days"),
            *not_before("hvac_vendorpart", ("valid_to", "valid_from")),
        ]


class PurchaseOrder(FileRow):
    """An order at a vendor."""

    class Status(Vocabulary):
        """How far it is."""

        DRAFT = "Draft"
        SENT = "Sent"
        PARTIALLY_RECEIVED = "Partially Received"
        RECEIVED = "Received"
        CANCELLED = "Cancelled"

    po_number = words(verbose_name="order number")
    vendor = parent("hvac.Vendor")
    vendor_ref = parent_ref()
    location = parent("hvac.Location")
    location_ref = parent_ref()
    ordered_on = models.DateField()
    promised_on = models.DateField(null=True, blank=True)
    status = one_of(Status)
    ordered_by = parent("hvac.Employee", models.SET_NULL, optional=True)
    ordered_by_ref = parent_ref(optional=True)

    class Meta:
        indexes = indexes("hvac_po", "vendor", "location", "status", "ordered_on", "promised_on", "ordered_by")
        constraints = [
            *unique("hvac_po", "po_number"),
            *not_before("hvac_po", ("promised_on", "ordered_on")),
        ]

    def __str__(self) -> str:
        return str(self.po_number)


class PurchaseOrderLine(FileRow):
    """A part of an order, and what came of it."""

    purchase_order = parent("hvac.PurchaseOrder", models.CASCADE)
    purchase_order_ref = parent_ref()
    part = parent("hvac.Part")
    part_ref = parent_ref()
    qty_ordered = models.IntegerField("ordered")
    unit_price = money()
    qty_received = models.IntegerField("received")
    qty_rejected = models.IntegerField("rejected")
    received_on = models.DateField(null=True, blank=True)

    class Meta:
        indexes = indexes("hvac_poline", "purchase_order", "part", "received_on")
        constraints = [
            *unique("hvac_poline"),
            *above_zero("hvac_poline", "qty_ordered"),
            *within("hvac_poline", 0, None, "unit_price", "qty_received", "qty_rejected"),
            *not_more("hvac_poline", ("qty_rejected", "qty_received")),
        ]
