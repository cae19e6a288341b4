"""What staff decide: which reporting unit a source's unit belongs to, and which job types stand on which list, from when to when."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q

from aiop.audit.models import Recorded
from servicetitan.models.base import flag, indexes, key, ref, words

# The first day of what holds since ever: no record of the source is older.
BEGINNING = dt.date(2000, 1, 1)


class UnitRole(models.TextChoices):
    """What a unit of the source is to our figures."""

    SALES = "sales", "Sales"
    PRODUCTION = "production", "Production"
    OTHER = "other", "Other"
    IGNORED = "ignored", "Ignored"


class ReportingUnit(Recorded):
    """A business unit as figures are reported: sales or production of a region."""

    key = models.TextField(help_text="Known to files and addresses; stays when the label changes.")
    label = models.TextField()
    role = models.CharField(max_length=16, choices=[(r.value, r.label) for r in (UnitRole.SALES, UnitRole.PRODUCTION)])
    region_key = models.TextField(help_text="Joins the sales and the production unit of a region.")
    region_label = models.TextField()
    position = models.IntegerField(default=100, db_default=100, help_text="Lower comes first on pages.")

    class Meta:
        verbose_name = "reporting unit"
        constraints = [
            models.UniqueConstraint(fields=["org", "key"], name="st_reporting_key_once"),
            models.UniqueConstraint(fields=["org", "label"], name="st_reporting_label_once"),
        ]
        indexes = indexes("reporting", "position", "region_key", "role")

    def __str__(self) -> str:
        return str(self.label)


def no_overlap(name: str, condition: Q, *columns: str) -> ExclusionConstraint:
    """Give the rule that periods of the same subject never share a day."""
    same: list[tuple[Any, str]] = [(column, RangeOperators.EQUAL) for column in ("org", *columns)]
    days = Func(F("valid_from"), F("valid_until"), function="daterange")
    return ExclusionConstraint(name=name, expressions=[*same, (days, RangeOperators.OVERLAPS)], condition=condition)


class Dated(Recorded):
    """A decision that holds from a day on, until another or until further notice."""

    valid_from = models.DateField("from", default=BEGINNING)
    valid_until = models.DateField(
        "until",
        null=True,
        blank=True,
        help_text="The first day on which it holds no longer; none: until further notice.",
    )
    decided_by = models.TextField(
        "by", default="", db_default="", blank=True, help_text="As text: the record outlives the account."
    )
    decided_at = models.DateTimeField("decided", null=True, blank=True)
    reason = models.TextField("why", default="", db_default="", blank=True)

    class Meta(Recorded.Meta):
        abstract = True


class UnitMapping(Dated):
    """What a unit of the source is from a day on. Before the unit is known by its id, its name stands for it."""

    unit_source_id = ref("business unit ID")
    unit_name = words("business unit", help_text="As it was called when this was decided.")
    unit_active = flag(help_text="Whether the source had it in use when this was decided.")
    unit_key = key(help_text="The name as names are compared.")
    subject = models.TextField(editable=False, help_text="The id, or the compared name where there is no id yet.")
    reporting_unit = models.ForeignKey(
        ReportingUnit, models.PROTECT, null=True, blank=True, related_name="mappings", db_index=False
    )
    role = models.CharField(max_length=16, choices=UnitRole)
    reporting_key = words(
        "reporting unit key", editable=False, help_text="The reporting unit's key, so that files can name it."
    )
    region_key = models.TextField(
        "region", default="", db_default="", blank=True, help_text="Of a unit that no reporting unit has."
    )

    class Meta:
        verbose_name = "unit mapping"
        constraints = [
            models.UniqueConstraint(fields=["org", "subject", "valid_from"], name="st_mapping_once"),
            models.CheckConstraint(
                condition=Q(role__in=["sales", "production"], reporting_unit__isnull=False)
                | Q(role__in=["other", "ignored"], reporting_unit__isnull=True),
                name="st_mapping_unit_with_role",
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gt=F("valid_from")), name="st_mapping_days"
            ),
            models.CheckConstraint(
                condition=Q(unit_source_id__isnull=False) | Q(unit_key__isnull=False), name="st_mapping_subject"
            ),
            no_overlap("st_mapping_no_overlap", Q(unit_source_id__isnull=False), "unit_source_id"),
            no_overlap("st_mapping_no_overlap_name", Q(unit_source_id__isnull=True), "unit_key"),
        ]
        indexes = [
            *indexes("mapping", "unit_source_id", "reporting_unit", "role", "valid_from"),
            models.Index(fields=["reporting_unit"], name="st_mapping_to_unit"),
        ]

    def __str__(self) -> str:
        return f"{self.unit_name or self.unit_source_id} from {self.valid_from}"


class JobTypeList(Recorded):
    """A named set of job types that figures refer to."""

    key = models.TextField(help_text="Known to definitions of figures; stays when the label changes.")
    label = models.TextField()
    purpose = words(help_text="What it is for, in a sentence.")
    hint = words(help_text="A word in names of job types that probably belong here, such as “estimate”.")

    class Meta:
        verbose_name = "job-type list"
        constraints = [models.UniqueConstraint(fields=["org", "key"], name="st_list_key_once")]
        indexes = indexes("list", "label")

    def __str__(self) -> str:
        return str(self.label)


class JobTypeListMember(Dated):
    """A job type on a list from a day on. Before the type is known by its id, its spelling stands for it."""

    list = models.ForeignKey(JobTypeList, models.CASCADE, related_name="members", db_index=False)
    list_key = models.TextField(editable=False, help_text="The list's key, so that files can name it.")
    job_type_source_id = ref("job type ID")
    spelling = words("job type", help_text="As it was written when it was put on the list.")
    type_active = flag(help_text="Whether the source had it in use then.")
    spelling_key = key(help_text="The spelling as names are compared.")
    subject = models.TextField(editable=False, help_text="The id, or the compared spelling where there is no id yet.")

    class Meta:
        verbose_name = "job type on a list"
        verbose_name_plural = "job types on lists"
        constraints = [
            models.UniqueConstraint(fields=["org", "list_key", "subject", "valid_from"], name="st_member_once"),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gt=F("valid_from")), name="st_member_days"
            ),
            models.CheckConstraint(
                condition=Q(job_type_source_id__isnull=False) | Q(spelling_key__isnull=False), name="st_member_subject"
            ),
            no_overlap("st_member_no_overlap", Q(job_type_source_id__isnull=False), "list", "job_type_source_id"),
            no_overlap("st_member_no_overlap_name", Q(job_type_source_id__isnull=True), "list", "spelling_key"),
        ]
        indexes = [
            *indexes("member", "job_type_source_id", "valid_from"),
            models.Index(fields=["list"], name="st_member_to_list"),
        ]

    def __str__(self) -> str:
        return str(self.spelling or self.job_type_source_id)
