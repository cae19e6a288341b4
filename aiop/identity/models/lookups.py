"""Things that files name in words, and every spelling that means one of them: bases that an app's own stand on."""

from __future__ import annotations

from django.db import models

from aiop.audit.models import Recorded
from aiop.identity.models.effects import Mergeable


class Lookup(Mergeable):
    """A thing that reports name in words: one row a thing, aliases for its spellings."""

    name = models.TextField()
    key = models.TextField(editable=False, help_text="Normalised form of the name.")
    is_active = models.BooleanField("active", default=True, db_default=True)

    class Meta(Recorded.Meta):
        abstract = True
        constraints = [
            models.UniqueConstraint(fields=["org", "name"], name="%(app_label)s_%(class)s_name"),
            models.CheckConstraint(condition=~models.Q(name=""), name="%(app_label)s_%(class)s_named"),
        ]

    def __str__(self) -> str:
        return self.name


class Alias(Recorded):
    """One normalised spelling; rows that carry it belong to the thing that it points to."""

    key = models.TextField()

    class Meta(Recorded.Meta):
        abstract = True
        constraints = [models.UniqueConstraint(fields=["org", "key"], name="%(app_label)s_%(class)s_key")]

    def __str__(self) -> str:
        return self.key
