"""What the company owns for years, and how its worth is written off."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from hvac.models.base import (
    FileRow,
    Vocabulary,
    above_zero,
    decimal,
    indexes,
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


class FixedAsset(FileRow):
    """A thing that is used for years: what it cost, and by which rules it is written off."""

    class Class(Vocabulary):
        """What it is."""

        LIGHT_VEHICLE = "Light Vehicle"
        HEAVY_VEHICLE = "Heavy Vehicle"
        SHOP_TOOLS = "Shop Tools"
        SERVICE_EQUIPMENT = "Service Equipment"
        COMPUTER = "Computer"
        OFFICE_FURNITURE = "Office Furniture"
        LEASEHOLD_IMPROVEMENT = "Leasehold Improvement"

    class BookMethod(Vocabulary):
        """How the books write it off: evenly, doubly declining, by the sum of the years, by use."""

        SL = "SL"
        DDB = "DDB"
        SYD = "SYD"
        UOP = "UOP"

    class TaxMethod(Vocabulary):
        """How taxes see it."""

        MACRS_GDS = "MACRS GDS"
        ADS_SL = "ADS SL"
        SEC_179 = "Sec.179"
        BONUS = "Bonus"
        NONE = "None"

    class Convention(Vocabulary):
        """From when in its first year it counts."""

        HALF_YEAR = "Half-Year"
        MID_QUARTER = "Mid-Quarter"
        MID_MONTH = "Mid-Month"

    class Status(Vocabulary):
        """Whether it is used."""

        IN_SERVICE = "In Service"
        IDLE = "Idle"
        DISPOSED = "Disposed"

    asset_tag = words()
    asset_class = one_of(Class)
    description = words()
    vehicle = parent("hvac.Vehicle", models.SET_NULL, optional=True)
    vehicle_ref = parent_ref(optional=True)
    location = parent("hvac.Location")
    location_ref = parent_ref()
    vendor = parent("hvac.Vendor", models.SET_NULL, optional=True)
    vendor_ref = parent_ref(optional=True)
    acquisition_date = models.DateField()
    in_service_date = models.DateField()
    cost = money(12)
    salvage_value = money(12, help_text="What it will still be worth at the end.")
    book_method = one_of(BookMethod)
    book_life_months = models.IntegerField()
    expected_units = models.IntegerField(null=True, blank=True, help_text="For use alone: miles, say.")
    tax_method = one_of(TaxMethod)
    recovery_years = models.IntegerField(null=True, blank=True, help_text="3, 5, 7, 10, 15 or 20.")
    convention = one_of(Convention, null=True, blank=True)
    business_use_pct = decimal(5, 2, help_text="Per cent.")
    status = one_of(Status)
    disposal_date = models.DateField(null=True, blank=True)
    disposal_proceeds = money(12, null=True, blank=True)

    class Meta:
        indexes = indexes("hvac_asset", "vehicle", "location", "vendor", "asset_class", "status", "in_service_date")
        constraints = [
            *unique("hvac_asset", "asset_tag", "vehicle_ref"),
            *above_zero("hvac_asset", "cost", "book_life_months", "expected_units"),
            *within("hvac_asset", 0, None, "salvage_value", "disposal_proceeds"),
            *within("hvac_asset", 0, 100, "business_use_pct"),
            *not_before(
                "hvac_asset", ("in_service_date", "acquisition_date"), ("disposal_date", "in_service_date")
            ),
            rule("hvac_asset", "loses_worth", Q(salvage_value__lt=F("cost")), "salvage value is not below cost"),
            rule(
                "hvac_asset", "recovery", Q(recovery_years__in=[3, 5, 7, 10, 15, 20]),
                "recovery years is none of 3, 5, 7, 10, 15, 20",
            ),
            only_if(
                "hvac_asset", "use_has_units", Q(book_method="UOP"), Q(expected_units__isnull=False),
                "written off by use, and expected units is blank",
            ),
            only_if(
                "hvac_asset", "disposed_has_day", Q(status="Disposed"), Q(disposal_date__isnull=False),
                "is disposed of, and disposal date is blank",
            ),
            only_if(
                "hvac_asset", "day_is_disposed", Q(disposal_date__isnull=False), Q(status="Disposed"),
                "has a disposal date and is not disposed of",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.asset_tag} {self.description}"
