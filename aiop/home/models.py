"""Saved views of lists."""

from __future__ import annotations

from django.db import models

from aiop.orgs.models import OrgOwned


class SavedView(OrgOwned):
    """A named set of filters, search and order of one list, one person's own or shown to everyone."""

    page = models.TextField(help_text="The list's model, such as crm.job.")
    name = models.CharField(max_length=60)
    query = models.TextField()
    owner = models.TextField(help_text="Who saved it, as text.")
    is_shared = models.BooleanField(default=False, db_default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["org", "page", "owner", "name"], name="home_savedview_once"),
            models.CheckConstraint(condition=~models.Q(name="") & ~models.Q(query=""), name="home_savedview_says_what"),
        ]

    def __str__(self) -> str:
        return self.name
