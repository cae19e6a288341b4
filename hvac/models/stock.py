"""Parts and how many of them are in stock."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from hvac.models.base import (
    FileRow,
    Vocabulary,
    above_zero,
    indexes,
    key,
    money,
    not_before,
    one_of,
    only_if,
    parent,
    parent_ref,
    rule,
    unique,
    within,
    words,
)


class Part(FileRow):
    """A part as bought from one supplier."""

    class Category(Vocabulary):
        """What kind of part; the first word of the name often says another."""

        FILTER = "Filter"
        COMPRESSOR = "Compressor"
        COIL = "Coil"
        FAN_MOTOR = "Fan Motor"
        THERMOSTAT = "Thermostat"
        CAPACITOR = "Capacitor"
        CONTACTOR = "Contactor"
        REFRIGERANT = "Refrigerant"
        DUCTWORK = "Ductwork"
        VALVE = "Valve"

    name = words()
    name_key = key()
    part_category = one_of(Category)
    unit_cost = money(help_text="Dollars that one costs the company.")
    supplier = words()
    supplier_key = key()
    firm = parent("hvac.Firm", models.SET_NULL, optional=True)
    vendor = parent("hvac.Vendor", models.SET_NULL, optional=True)

    class Meta:
        indexes = indexes("hvac_part", "name_key", "supplier_key", "firm", "vendor", "part_category", "unit_cost")
        constraints = [*unique("hvac_part"), *within("hvac_part", 0, None, "unit_cost")]

    def __str__(self) -> str:
        return f"{self.name} #{self.number}"


class StockItem(FileRow):
    """What the warehouse holds of a part."""

    class Status(Vocabulary):
        """As the file states it; an empty bin is low stock too."""

        LOW = "Low Stock"
        IN_STOCK = "In Stock"

    class Class(Vocabulary):
        """Importance by the value used in a year: A to 80 %, B to 95 %, C the rest."""

        A = "A"
        B = "B"
        C = "C"

    part = parent("hvac.Part")
    part_ref = parent_ref()
    warehouse_location = words(help_text="Bin: zone, aisle, shelf.")
    current_stock = models.IntegerField()
    reorder_point = models.IntegerField()
    max_stock_level = models.IntegerField()
    last_restock_date = models.DateField()
    last_restock_quantity = models.IntegerField()
    avg_monthly_usage = models.IntegerField("average monthly usage")
    stock_status = one_of(Status)
    supplier_lead_time_days = models.IntegerField()
    abc_classification = one_of(Class, verbose_name="ABC classification")
    last_count_date = models.DateField()
    unit_cost = money(help_text="As copied from the part.")
    total_value = money(12, help_text="As the file states it: stock by unit cost.")
    location = parent("hvac.Location", models.SET_NULL, optional=True)

    class Meta:
        verbose_name = "stock item"
        verbose_name_plural = "inventory"
        indexes = indexes(
            "hvac_stock",
            "part",
            "location",
            "warehouse_location",
            "stock_status",
            "abc_classification",
            "current_stock",
        )
        constraints = [
            *unique("hvac_stock", "part_ref"),
            *within("hvac_stock", 0, None, "current_stock", "reorder_point", "last_restock_quantity"),
            *within("hvac_stock", 0, None, "avg_monthly_usage", "supplier_lead_time_days", "unit_cost", "total_value"),
            *above_zero("hvac_stock", "max_stock_level"),
        ]


class StockTransfer(FileRow):
    """Parts on their way from one place of the company to another."""

    class Status(Vocabulary):
        """How far it is."""

        DRAFT = "Draft"
        SENT = "Sent"
        RECEIVED = "Received"
        CANCELLED = "Cancelled"

    from_location = parent("hvac.Location")
    from_location_ref = parent_ref()
    to_location = parent("hvac.Location")
    to_location_ref = parent_ref()
    sent_on = models.DateField(null=True, blank=True)
    received_on = models.DateField(null=True, blank=True)
    status = one_of(Status)

    class Meta:
        indexes = indexes("hvac_transfer", "from_location", "to_location", "status", "sent_on")
        constraints = [
            *unique("hvac_transfer"),
            *not_before("hvac_transfer", ("received_on", "sent_on")),
            rule(
                "hvac_transfer", "elsewhere", ~Q(from_location_ref=F("to_location_ref")), "goes to where it comes from"
            ),
        ]


class StockTransferLine(FileRow):
    """A part of a transfer."""

    stock_transfer = parent("hvac.StockTransfer", models.CASCADE)
    stock_transfer_ref = parent_ref()
    part = parent("hvac.Part")
    part_ref = parent_ref()
    quantity = models.IntegerField()

    class Meta:
        indexes = indexes("hvac_transferline", "stock_transfer", "part")
        constraints = [*unique("hvac_transferline"), *above_zero("hvac_transferline", "quantity")]


_OUT = ("Issue", "Transfer Out")
_IN = ("Receipt", "Transfer In", "Return")


class StockMovement(FileRow):
    """Parts that came or went at one place; their sum is what it holds."""

    class Type(Vocabulary):
        """Why they moved."""

        RECEIPT = "Receipt"
        ISSUE = "Issue"
        TRANSFER_OUT = "Transfer Out"
        TRANSFER_IN = "Transfer In"
        ADJUSTMENT = "Adjustment"
        RETURN = "Return"
        COUNT = "Count"

    location = parent("hvac.Location")
    location_ref = parent_ref()
    part = parent("hvac.Part")
    part_ref = parent_ref()
    movement_type = one_of(Type)
    quantity = models.IntegerField(help_text="Below zero: it left.")
    unit_cost = money()
    occurred_at = models.DateTimeField()
    purchase_order_line = parent("hvac.PurchaseOrderLine", models.SET_NULL, optional=True)
    purchase_order_line_ref = parent_ref(optional=True)
    usage = parent("hvac.PartUsage", models.SET_NULL, optional=True)
    usage_ref = parent_ref(optional=True)
    stock_transfer_line = parent("hvac.StockTransferLine", models.SET_NULL, optional=True)
    stock_transfer_line_ref = parent_ref(optional=True)
    warranty_claim = parent("hvac.WarrantyClaim", models.SET_NULL, optional=True)
    warranty_claim_ref = parent_ref(optional=True)

    class Meta:
        indexes = indexes(
            "hvac_movement", "location", "part", "movement_type", "occurred_at", "purchase_order_line", "usage",
            "stock_transfer_line", "warranty_claim",
        )  # fmt: skip
        constraints = [
            *unique("hvac_movement"),
            *within("hvac_movement", 0, None, "unit_cost"),
            only_if(
                "hvac_movement",
                "out",
                Q(movement_type__in=_OUT),
                Q(quantity__lt=0),
                "parts left, and quantity is not below 0",
            ),
            only_if(
                "hvac_movement",
                "in",
                Q(movement_type__in=_IN),
                Q(quantity__gt=0),
                "parts came, and quantity is not above 0",
            ),
        ]
