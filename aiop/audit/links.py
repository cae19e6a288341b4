"""Which recorded rows point to which: read off the models, hidden relations included."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from django.db import models

from aiop.audit.install import recorded_models
from aiop.audit.models import Recorded


@dataclass(frozen=True, slots=True)
class Link:
    """A column of `table` that holds the id of a row of `target`.

    `needs` marks a link that nobody would make anew: the row that it points to stays as long as the link does.
    """

    table: str
    column: str
    target: str
    nullable: bool
    needs: bool


@cache
def links_of(model: type[models.Model]) -> tuple[Link, ...]:
    """List the links from a model's rows to recorded rows."""
    return tuple(_links(model))


def all_links() -> list[Link]:
    """List every link between recorded rows."""
    return [link for model in recorded_models() for link in links_of(model)]


def _links(model: type[models.Model]) -> Iterator[Link]:
    for field in model._meta.concrete_fields:
        target = field.related_model
        if isinstance(field, models.ForeignKey) and isinstance(target, type) and issubclass(target, Recorded):
            # A lookup is settled when a row is loaded and never again; the database itself does not hold it.
            needs = not field.null or not getattr(field, "db_constraint", True)
            yield Link(model._meta.db_table, field.column, target._meta.db_table, field.null, needs)
