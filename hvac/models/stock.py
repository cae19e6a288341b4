"""Parts and how many of them are in stock."""

from __future__ import annotations

from django.db import models

from hvac.models.base import (
    FileRow,
    Vocabulary,
    above_zero,
    indexes,
    key,
    money,
    one_of,
    parent,
    parent_ref,
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

    class Meta:
        indexes = indexes("hvac_part", "name_key", "part_category", "unit_cost")
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

    class Meta:
        verbose_name = "stock item"
        verbose_name_plural = "inventory"
        indexes = indexes(
            "hvac_stock", "part", "warehouse_location", "stock_status", "abc_classification", "current_stock"
        )
        constraints = [
            *unique("hvac_stock", "part_ref"),
            *within("hvac_stock", 0, None, "current_stock", "reorder_point", "last_restock_quantity"),
            *within("hvac_stock", 0, None, "avg_monthly_usage", "supplier_lead_time_days", "unit_cost", "total_value"),
            *above_zero("hvac_stock", "max_stock_level"),
        ]
