"""Where the company works."""

from __future__ import annotations

from django.db import models

from hvac.models.base import FileRow, Vocabulary, indexes, one_of, parent, parent_ref, unique, within, words


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

    class Meta:
        verbose_name = "territory"
        verbose_name_plural = "territories"
        indexes = indexes("hvac_territory", "assigned_technician", "service_level")
        constraints = [*unique("hvac_territory", "territory_name"), *within("hvac_territory", 0, 480, "travel_time")]

    def __str__(self) -> str:
        return str(self.territory_name)
