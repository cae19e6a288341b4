"""The base of tables that are worked out from others."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now

from aiop.orgs.models import OrgOwned


class Result(OrgOwned):
    """A row that follows from other rows and is made anew when they change: its changes are not on record, theirs are.

    People never write it, so there is nothing to take back; the run that wrote it last is named.
    """

    built_at = models.DateTimeField(db_default=Now(), editable=False, help_text="When a build last changed this row.")
    built_in = models.BigIntegerField(null=True, editable=False, help_text="The run that did.")

    class Meta:
        abstract = True
