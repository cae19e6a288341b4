"""Rental units by what they do, and what they earn; Softbase."""

from __future__ import annotations

from django.db import models

from marts.models.mart import (
    Mart,
    at_most,
    count,
    count_if_told,
    day_agrees,
    grain,
    keyed,
    money,
    never_negative,
    objects_in,
    percent,
)

_COUNTS = (
    "total_units",
    "available_units",
    "rented_units",
    "maintenance_units",
    "active_rental_customers",
    "unidentified_units",
    "reserved_units",
)


class RentalFleet(Mart):
    """The fleet as it stood. Grain: organisation × day of the snapshot. Owner: Rental. Made by `etl_rental_fleet`."""

    snapshot_date = models.DateField()
    year = models.IntegerField()
    month = models.IntegerField()
    total_units = count()
    available_units = count_if_told(help_text="None: a past day, whose holds nobody knows any more.")
    rented_units = count()
    maintenance_units = count_if_told()
    utilization_rate = percent(help_text="Rented of all, by units.")
    rental_revenue_mtd = money()
    rental_revenue_ytd = money(help_text="Since the fiscal year began.")
    units_by_type = keyed(help_text="By type: total, rented, available, maintenance.")
    revenue_by_type = keyed(help_text="By type: mtd, ytd; what no unit is known of: Unassigned.")
    active_rental_customers = count()
    # Beyond the seed
    unidentified_units = count(help_text="Rows with neither serial nor unit number, which are left out.")
    reserved_units = count_if_told(help_text="On orders that begin later; none: a past day.")
    maintenance_rule = models.CharField(max_length=20, blank=True, default="", db_default="")

    class Meta:
        db_table = "mart_rental_fleet"
        verbose_name = "snapshot of the fleet"
        verbose_name_plural = "snapshots of the fleet"
        constraints = [
            *grain("mart_rental_fleet", "snapshot_date"),
            *day_agrees("mart_rental_fleet", "snapshot_date"),
            *never_negative("mart_rental_fleet", *_COUNTS),
            *at_most("mart_rental_fleet", [("rented_units", "total_units")]),
            models.CheckConstraint(
                condition=models.Q(utilization_rate__range=(0, 100)), name="mart_rental_fleet_rate_is_percent"
            ),
            *objects_in("mart_rental_fleet", "units_by_type", "revenue_by_type"),
        ]

    def __str__(self) -> str:
        return f"Fleet on {self.snapshot_date}"
