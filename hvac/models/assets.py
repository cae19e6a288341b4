"""What is installed at customers, and what the company drives."""

from __future__ import annotations

from django.db import models

from hvac.models.base import (
    FileRow,
    Vocabulary,
    above_zero,
    after,
    decimal,
    indexes,
    money,
    not_before,
    not_more,
    one_of,
    parent,
    parent_ref,
    remark,
    unique,
    within,
    words,
)


class EquipmentType(FileRow):
    """A model of a manufacturer; a single one that stands at a customer is an installed device."""

    class Brand(Vocabulary):
        """Manufacturers."""

        CARRIER = "Carrier"
        TRANE = "Trane"
        LENNOX = "Lennox"
        RHEEM = "Rheem"
        GOODMAN = "Goodman"
        YORK = "York"
        DAIKIN = "Daikin"

    class Type(Vocabulary):
        """What it does."""

        CENTRAL_AC = "Central AC"
        HEAT_PUMP = "Heat Pump"
        FURNACE = "Furnace"
        DUCTLESS_MINI_SPLIT = "Ductless Mini-Split"
        PACKAGE_UNIT = "Package Unit"

    brand = one_of(Brand)
    model = words()
    equipment_type = one_of(Type)
    btu_rating = models.IntegerField("BTU rating", help_text="BTU an hour; 12,000 are one ton.")
    energy_rating = decimal(
        4, 2, help_text="As stated, without a unit: SEER-like for cooling, meaningless for furnaces."
    )

    class Meta:
        indexes = indexes("hvac_equipment", "brand", "equipment_type", "model")
        constraints = [*unique("hvac_equipment"), *above_zero("hvac_equipment", "btu_rating", "energy_rating")]

    def __str__(self) -> str:
        return f"{self.brand} {self.model} #{self.number}"


class InstalledDevice(FileRow):
    """One device at one customer."""

    class Location(Vocabulary):
        """Where in the building."""

        MAIN_FLOOR = "Main Floor"
        BASEMENT = "Basement"
        ATTIC = "Attic"
        GARAGE = "Garage"
        ROOF = "Roof"

    class Status(Vocabulary):
        """Whether it runs."""

        ACTIVE = "Active"
        INACTIVE = "Inactive"
        UNDER_MAINTENANCE = "Under Maintenance"
        REPLACED = "Replaced"

    customer = parent("hvac.Customer")
    customer_ref = parent_ref()
    equipment = parent("hvac.EquipmentType")
    equipment_ref = parent_ref()
    installation_date = models.DateField()
    warranty_end_date = models.DateField()
    serial_number = words()
    installation_location = one_of(Location)
    status = one_of(Status)
    last_maintenance_date = models.DateField(null=True, blank=True)

    class Meta:
        indexes = indexes(
            "hvac_device", "customer", "equipment", "serial_number", "status", "installation_date", "warranty_end_date"
        )
        constraints = [
            *unique("hvac_device"),
            *after("hvac_device", ("warranty_end_date", "installation_date")),
            *not_before("hvac_device", ("last_maintenance_date", "installation_date")),
        ]

    def __str__(self) -> str:
        return f"{self.serial_number} #{self.number}"


class Vehicle(FileRow):
    """A vehicle of the fleet."""

    class Make(Vocabulary):
        """Manufacturers."""

        FORD = "Ford"
        CHEVROLET = "Chevrolet"
        RAM = "Ram"
        GMC = "GMC"
        MERCEDES = "Mercedes"

    class Type(Vocabulary):
        """Body."""

        VAN = "Van"
        TRUCK = "Truck"
        SUV = "SUV"

    class Status(Vocabulary):
        """Whether it may be driven."""

        ACTIVE = "Active"
        MAINTENANCE = "Maintenance"
        OUT_OF_SERVICE = "Out of Service"
        RETIRED = "Retired"

    class Fuel(Vocabulary):
        """What it burns."""

        GASOLINE = "Gasoline"
        DIESEL = "Diesel"
        HYBRID = "Hybrid"

    vehicle_number = words()
    make = one_of(Make)
    model = words()
    year = models.IntegerField("model year")
    vehicle_type = one_of(Type)
    license_plate = words()
    vin = words(verbose_name="VIN", help_text="As written; many are no valid VIN.")
    assigned_technician = parent("hvac.Technician", models.SET_NULL, optional=True)
    assigned_technician_ref = parent_ref(optional=True)
    purchase_date = models.DateField()
    current_mileage = models.IntegerField(help_text="Miles.")
    last_maintenance_date = models.DateField()
    next_maintenance_mileage = models.IntegerField(help_text="Miles.")
    status = one_of(Status)
    fuel_type = one_of(Fuel)
    gps_enabled = models.BooleanField("GPS enabled")
    location = parent("hvac.Location", models.SET_NULL, optional=True)

    class Meta:
        indexes = indexes("hvac_vehicle", "assigned_technician", "location", "status", "license_plate", "purchase_date")
        constraints = [
            *unique("hvac_vehicle", "vehicle_number", "vin"),
            *within("hvac_vehicle", 1950, 2100, "year"),
            *within("hvac_vehicle", 0, None, "current_mileage", "next_maintenance_mileage"),
            *not_before("hvac_vehicle", ("last_maintenance_date", "purchase_date")),
        ]

    def __str__(self) -> str:
        return f"{self.vehicle_number} {self.make} {self.model}"


class WarrantyClaim(FileRow):
    """What a manufacturer is asked to pay for a device."""

    class Type(Vocabulary):
        """What for."""

        PARTS = "Parts"
        LABOR = "Labor"
        PARTS_AND_LABOR = "Parts & Labor"
        UNIT_REPLACEMENT = "Unit Replacement"
        EXTENDED_LABOR = "Extended Labor"

    class Response(Vocabulary):
        """What the manufacturer said."""

        PENDING = "Pending"
        APPROVED = "Approved"
        PARTIALLY_APPROVED = "Partially Approved"
        DENIED = "Denied"
        INFO_REQUESTED = "Info Requested"

    class Status(Vocabulary):
        """Where it stands."""

        DRAFT = "Draft"
        SUBMITTED = "Submitted"
        UNDER_REVIEW = "Under Review"
        APPROVED = "Approved"
        PARTIALLY_APPROVED = "Partially Approved"
        DENIED = "Denied"
        APPEALED = "Appealed"
        PAID = "Paid"
        CLOSED = "Closed"

    class Denial(Vocabulary):
        """Why it was refused."""

        OUT_OF_WARRANTY = "Out of Warranty"
        NOT_REGISTERED = "Not Registered"
        MAINTENANCE_MISSING = "Maintenance Missing"
        INSTALLATION_ERROR = "Installation Error"
        MISUSE = "Misuse"
        NO_FAULT_FOUND = "No Fault Found"

    installed_device = parent("hvac.InstalledDevice")
    installed_device_ref = parent_ref()
    claim_date = models.DateField()
    claim_type = one_of(Type)
    claim_amount = money()
    manufacturer_response = one_of(Response)
    claim_status = one_of(Status)
    resolution_date = models.DateField(null=True, blank=True)
    parts_replaced = remark()
    service_call = parent("hvac.ServiceCall", models.SET_NULL, optional=True)
    service_call_ref = parent_ref(optional=True)
    vendor = parent("hvac.Vendor", models.SET_NULL, optional=True)
    vendor_ref = parent_ref(optional=True)
    approved_amount = money(null=True, blank=True)
    paid_amount = money(null=True, blank=True)
    rma_number = remark(verbose_name="RMA number")
    denial_reason = one_of(Denial, null=True, blank=True)

    class Meta:
        indexes = indexes(
            "hvac_claim", "installed_device", "service_call", "vendor", "claim_type", "claim_status", "claim_date",
            "claim_amount",
        )  # fmt: skip
        constraints = [
            *unique("hvac_claim"),
            *above_zero("hvac_claim", "claim_amount"),
            *within("hvac_claim", 0, None, "approved_amount", "paid_amount"),
            *not_before("hvac_claim", ("resolution_date", "claim_date")),
            *not_more("hvac_claim", ("approved_amount", "claim_amount"), ("paid_amount", "approved_amount")),
        ]


class WarrantyClaimPart(FileRow):
    """A part that was replaced under a claim: what went back to the manufacturer, and what came back for it."""

    warranty_claim = parent("hvac.WarrantyClaim", models.CASCADE)
    warranty_claim_ref = parent_ref()
    part = parent("hvac.Part")
    part_ref = parent_ref()
    quantity = models.IntegerField()
    failed_serial = remark(help_text="Serial number of the part that failed.")
    rma_number = remark(verbose_name="RMA number")
    returned_on = models.DateField(null=True, blank=True)
    credit_amount = money(null=True, blank=True)

    class Meta:
        verbose_name = "claimed part"
        indexes = indexes("hvac_claimpart", "warranty_claim", "part", "returned_on")
        constraints = [
            *unique("hvac_claimpart"),
            *above_zero("hvac_claimpart", "quantity"),
            *within("hvac_claimpart", 0, None, "credit_amount"),
        ]
