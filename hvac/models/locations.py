"""Where the company works: its places, who and what belongs to them, and the areas that it serves."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from hvac.models.base import (
    FileRow,
    Vocabulary,
    indexes,
    not_before,
    once,
    one_of,
    only_if,
    parent,
    parent_ref,
    remark,
    rule,
    unique,
    within,
    words,
)


class Location(FileRow):
    """A place of the company's own: where it works from, or keeps its parts."""

    class Type(Vocabulary):
        """What it is for; a truck is the stock that a vehicle carries."""

        HQ = "HQ"
        BRANCH = "Branch"
        WAREHOUSE = "Warehouse"
        TRUCK = "Truck"

    location_code = words()
    name = words()
    location_type = one_of(Type)
    parent_location = parent("hvac.Location", models.SET_NULL, optional=True)
    parent_location_ref = parent_ref(optional=True)
    address = remark()
    city = remark()
    state = remark()
    zip5 = remark(verbose_name="ZIP code")
    timezone = words(help_text="As in America/Phoenix.")
    phone = remark()
    manager_employee = parent("hvac.Employee", models.SET_NULL, optional=True)
    manager_employee_ref = parent_ref(optional=True)
    tax_jurisdiction = remark(help_text="Whose taxes are charged on what is done from here.")
    is_osha_establishment = models.BooleanField("OSHA establishment", help_text="It keeps a log of its own.")
    opened_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)
    vehicle = parent("hvac.Vehicle", models.SET_NULL, optional=True)
    vehicle_ref = parent_ref(optional=True)

    class Meta:
        indexes = indexes("hvac_location", "location_type", "parent_location", "manager_employee", "vehicle")
        constraints = [
            *unique("hvac_location", "location_code", "vehicle_ref"),
            *not_before("hvac_location", ("closed_on", "opened_on")),
            rule(
                "hvac_location", "not_in_itself", ~Q(parent_location_ref=models.F("number")), "a place lies in itself"
            ),
            only_if(
                "hvac_location", "vehicle_is_truck", Q(vehicle_ref__isnull=False), Q(location_type="Truck"),
                "only a truck has a vehicle",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.name} ({self.location_code})"


class EmployeeAssignment(FileRow):
    """Which place an employee belonged to, and from when to when."""

    employee = parent("hvac.Employee")
    employee_ref = parent_ref()
    location = parent("hvac.Location")
    location_ref = parent_ref()
    from_date = models.DateField()
    to_date = models.DateField(null=True, blank=True, help_text="The last day; empty: it goes on.")
    is_primary = models.BooleanField(help_text="The place that the employee's work counts for.")

    class Meta:
        indexes = indexes("hvac_empassign", "employee", "location", "from_date")
        constraints = [
            *unique("hvac_empassign"),
            once("hvac_empassign", "once", "employee_ref", "location_ref", "from_date"),
            *not_before("hvac_empassign", ("to_date", "from_date")),
        ]


class VehicleAssignment(FileRow):
    """Which place a vehicle belonged to, who drove it, and from when to when."""

    vehicle = parent("hvac.Vehicle")
    vehicle_ref = parent_ref()
    location = parent("hvac.Location")
    location_ref = parent_ref()
    technician = parent("hvac.Technician", models.SET_NULL, optional=True)
    technician_ref = parent_ref(optional=True)
    from_date = models.DateField()
    to_date = models.DateField(null=True, blank=True, help_text="The last day; empty: it goes on.")

    class Meta:
        indexes = indexes("hvac_vehassign", "vehicle", "location", "technician", "from_date")
        constraints = [
            *unique("hvac_vehassign"),
            once("hvac_vehassign", "once", "vehicle_ref", "from_date"),
            *not_before("hvac_vehassign", ("to_date", "from_date")),
        ]


class ServiceTerritory(FileRow):
    """An area by its ZIP codes, and the technician who looks after it."""

    class Level(Vocabulary):
        """How soon somebody comes."""

        STANDARD = "Standard"
        PRIORITY = "Priority"
        ROUND_THE_CLOCK = "24/7"
        REMOTE = "Remote"

    territory_name = words()
    zip_codes = words(verbose_name="ZIP codes", help_text="Five digits, or the first three, parted by ;")
    assigned_technician = parent("hvac.Technician", models.SET_NULL, optional=True)
    assigned_technician_ref = parent_ref(optional=True)
    service_level = one_of(Level)
    travel_time = models.IntegerField(help_text="Minutes one way, on average.")
    location = parent("hvac.Location", models.SET_NULL, optional=True)
    location_ref = parent_ref(optional=True)
    backup_technician = parent("hvac.Technician", models.SET_NULL, optional=True)
    backup_technician_ref = parent_ref(optional=True)

    class Meta:
        verbose_name = "territory"
        verbose_name_plural = "territories"
        indexes = indexes("hvac_territory", "assigned_technician", "service_level", "location", "backup_technician")
        constraints = [*unique("hvac_territory", "territory_name"), *within("hvac_territory", 0, 480, "travel_time")]

    def __str__(self) -> str:
        return str(self.territory_name)
