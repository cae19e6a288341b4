"""What every row of ServiceTitan carries, and short ways to declare its columns."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import BrinIndex
from django.db import models

from aiop.audit.models import Recorded


class SourceRow(Recorded):
    """A row as the source has it, unknown where the source says nothing; links are the source's own ids."""

    source_load_id = models.BigIntegerField(null=True, editable=False, help_text="The load that last wrote this row.")
    source_line = models.IntegerField(null=True, editable=False, help_text="Line of the row in that load's file.")
    deleted_at = models.DateTimeField(
        null=True, blank=True, help_text="When the row was found to be gone at the source; it is kept as a tombstone."
    )

    class Meta(Recorded.Meta):
        abstract = True


class SourceRecord(SourceRow):
    """A record of its own at the source."""

    source_id = models.BigIntegerField("ID", help_text="ServiceTitan's own id.")
    active = models.BooleanField(
        null=True, blank=True, help_text="No: retired, voided or deleted. Unknown where a list does not tell."
    )
    created_on = models.DateTimeField(null=True, blank=True)
    modified_on = models.DateTimeField(null=True, blank=True)

    class Meta(SourceRow.Meta):
        abstract = True

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.source_id}".capitalize()


def ref(name: str, **options: Any) -> Any:
    """Give a column that holds the id of another row at the source, which may come later or never."""
    return models.BigIntegerField(name, null=True, blank=True, **options)


def refs(**options: Any) -> Any:
    """Give a column that holds ids of several rows at the source; none is unknown."""
    return ArrayField(models.BigIntegerField(), null=True, blank=True, **options)


def words(name: str | None = None, **options: Any) -> Any:
    """Give a column of text as the source has it, empty text never stored."""
    return models.TextField(name, null=True, blank=True, **options)


def key(**options: Any) -> Any:
    """Give a column of normalised text that names are compared by."""
    return models.TextField(null=True, blank=True, editable=False, **options)


def money(**options: Any) -> Any:
    """Give a column of dollars and cents."""
    return models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True, **options)


def exact(**options: Any) -> Any:
    """Give a column of quantities, unit prices and pay, which the source does not round to cents."""
    return models.DecimalField(max_digits=18, decimal_places=6, null=True, blank=True, **options)


def moment(**options: Any) -> Any:
    """Give a column of moments."""
    return models.DateTimeField(null=True, blank=True, **options)


def day(**options: Any) -> Any:
    """Give a column of calendar days, which no time zone shifts."""
    return models.DateField(null=True, blank=True, **options)


def flag(**options: Any) -> Any:
    """Give a column of yes, no or unknown."""
    return models.BooleanField(null=True, blank=True, **options)


def indexes(prefix: str, *columns: str) -> list[models.Index | BrinIndex]:
    """Give the indexes of a model, each with the organisation first: `a b` is one index of two columns."""
    own = [
        models.Index(fields=["org", *names.split()], name=f"st_{prefix}_{names.replace(' ', '_')}"[:30])
        for names in columns
    ]
    # As every recorded table has it, by a name that is short enough for this app's long ones.
    added = BrinIndex(fields=["added_in"], name=f"st_{prefix}_added", pages_per_range=32)
    return [added, *own]


def unique(prefix: str, *columns: str) -> list[models.BaseConstraint]:
    """Give the rule that an id, or several columns together, occur once in an organisation."""
    names = columns or ("source_id",)
    return [models.UniqueConstraint(fields=["org", *names], name=f"st_{prefix}_once")]
