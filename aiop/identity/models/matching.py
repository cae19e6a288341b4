"""What matching keeps between its runs: what it knows of the data as a whole, and who is still to be matched."""

from __future__ import annotations

from django.db import models

from aiop.orgs.models import OrgOwned


class Basis(OrgOwned):
    """What a full run found of the data as a whole, so that a few new records are judged just as it judged all others."""

    entity = models.TextField()
    snapshot = models.JSONField(default=dict, help_text="How common values are, by column and text.")
    shares = models.JSONField(default=list, help_text="How frequent each kind of pair is.")
    records = models.IntegerField(default=0, help_text="How many records it was taken from.")
    taken_at = models.DateTimeField(null=True)
    arrived_at = models.DateTimeField(null=True, help_text="Changes up to this moment have been cleaned.")
    matched_at = models.DateTimeField(null=True, help_text="The last full run.")

    class Meta:
        verbose_name = "basis of matching"
        verbose_name_plural = "bases of matching"
        constraints = [models.UniqueConstraint(fields=["org", "entity"], name="identity_basis_once")]

    def __str__(self) -> str:
        return f"{self.entity} of {self.records} records"


class Unmatched(OrgOwned):
    """A node that has arrived, changed or gone, or met such a one, since it was last matched."""

    pk = models.CompositePrimaryKey("org_id", "entity", "node")
    entity = models.TextField()
    node = models.BigIntegerField()

    class Meta:
        verbose_name_plural = "unmatched"

    def __str__(self) -> str:
        return f"{self.entity} {self.node}"
