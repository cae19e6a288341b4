"""The people who do the work."""

from __future__ import annotations

from django.db import models

from hvac.models.base import FileRow, Vocabulary, decimal, indexes, key, one_of, unique, within, words

SKILLS = (
    "hvac_installation_skill",
    "electrical_skill",
    "refrigeration_skill",
    "ductwork_skill",
    "diagnostics_skill",
    "customer_service_skill",
    "safety_protocols_skill",
)


class Technician(FileRow):
    """Someone who goes to customers."""

    class Level(Vocabulary):
        """Rank."""

        JUNIOR = "junior"
        SENIOR = "senior"
        LEAD = "lead"
        SPECIALIST = "specialist"

    class Certification(Vocabulary):
        """A rank as well; the documents themselves are training certifications."""

        BASIC = "Basic"
        INTERMEDIATE = "Intermediate"
        ADVANCED = "Advanced"
        MASTER = "Master"

    name = words()
    name_key = key()
    phone = words()
    phone_key = key()
    technician_level = one_of(Level)
    hourly_rate = decimal(8, 2, help_text="Dollars that an hour costs the company, not what customers pay.")
    hire_date = models.DateField()
    years_experience = models.IntegerField()
    certification_level = one_of(Certification)
    hvac_installation_skill = models.IntegerField("HVAC installation skill")
    electrical_skill = models.IntegerField()
    refrigeration_skill = models.IntegerField()
    ductwork_skill = models.IntegerField()
    diagnostics_skill = models.IntegerField()
    customer_service_skill = models.IntegerField()
    safety_protocols_skill = models.IntegerField()

    class Meta:
        indexes = indexes("hvac_technician", "name_key", "phone_key", "technician_level", "hire_date")
        constraints = [
            *unique("hvac_technician"),
            *within("hvac_technician", 0, None, "hourly_rate", "years_experience"),
            *within("hvac_technician", 1, 10, *SKILLS),
        ]

    def __str__(self) -> str:
        return f"{self.name} #{self.number}"
