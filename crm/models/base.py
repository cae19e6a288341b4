"""What every row of a report carries besides its own columns."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.indexes import BrinIndex
from django.db import models

from aiop.audit.models import Recorded


class ReportRow(Recorded):
    """A row that came in with a file: where it stood there, and whether it is a test."""

    source_load_id = models.BigIntegerField(null=True, editable=False, help_text="The load that last wrote this row.")
    source_line = models.IntegerField(null=True, editable=False, help_text="Line of the row in that load's file.")
    is_test = models.BooleanField("test row", default=False, db_default=False)

    class Meta(Recorded.Meta):
        abstract = True


def money(**options: Any) -> Any:
    """Give a column of dollars and cents, null where the report was blank."""
    return models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True, **options)


def percent(**options: Any) -> Any:
    """Give a column of percent points (12.5 is 12.5 %), null where the report was blank."""
    return models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True, **options)


def words(**options: Any) -> Any:
    """Give a column of text as exported, empty text never stored: blank is null."""
    return models.TextField(null=True, blank=True, **options)


def key(**options: Any) -> Any:
    """Give a column of normalised text that rows are matched by."""
    return models.TextField(null=True, blank=True, editable=False, **options)


def day(*args: Any, **options: Any) -> Any:
    """Give a column of days of the organisation."""
    return models.DateField(*args, null=True, blank=True, **options)


def link(to: str, **options: Any) -> Any:
    """Give a link that a step fills; the row outlives what it points to. Its index is `links`' below."""
    settings = {"on_delete": models.SET_NULL, "null": True, "blank": True, "related_name": "+", "db_index": False}
    return models.ForeignKey(to, **{**settings, **options})


def lookup(to: str) -> Any:
    """Give a link to a lookup, resolved for every loaded row by a join with its spellings.

    Lists reach it by an index that starts with the organisation. No constraint trigger runs for each of a million rows:
    the join cannot give a wrong id, and lookups go only through undo, which asks first who refers to them.
    """
    return link(to, db_constraint=False)


def indexes(prefix: str, *columns: tuple[str, ...]) -> list[models.Index | BrinIndex]:
    """Give the indexes of a model, each with the organisation first, named after the columns."""
    return [
        *Recorded.Meta.indexes,
        *(
            models.Index(fields=["org", *names], name=f"{prefix}_{'_'.join(n.strip('-') for n in names)}"[:30])
            for names in columns
        ),
    ]


def links(prefix: str, *columns: str) -> list[models.Index]:
    """Give the indexes of a model's links: by the link alone, as the database asks when the row that it points to goes.

    Rows come in without links, so leaving those out spares the load the upkeep.
    """
    return [
        models.Index(
            fields=[column], name=f"{prefix}_to_{column}"[:30], condition=models.Q(**{f"{column}__isnull": False})
        )
        for column in columns
    ]


def marks(prefix: str, *columns: str) -> list[models.Index]:
    """Give the indexes of a model's marks: of the few rows that carry one, so that lists can show them or leave them out."""
    return [
        models.Index(fields=["org", column], name=f"{prefix}_{column}"[:30], condition=models.Q(**{column: True}))
        for column in columns
    ]
