"""What left the platform as a file: personal data goes out, so every export is on record."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now

from aiop.orgs.models import OrgOwned


class ExportLog(OrgOwned):
    """One export: who took which rows out, when, in which format; rows are unknown while it streams or if it broke off."""

    kind = models.TextField()
    filters = models.JSONField(default=dict, blank=True)
    format = models.CharField(max_length=8)
    rows = models.BigIntegerField(null=True, blank=True)
    actor = models.TextField()
    at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        verbose_name = "export"
        indexes = [models.Index(fields=["org", "-id"], name="files_exportlog_recent")]

    def __str__(self) -> str:
        return f"{self.kind} as {self.format} by {self.actor}"
