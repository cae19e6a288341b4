"""What follows from decisions: who stands for whom, where related rows were moved from, and the golden values."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from aiop.audit.models import Recorded
from aiop.orgs.models import OrgOwned


class Mergeable(Recorded):
    """Base of a table whose rows may turn out to be one. A merged row stays, keeps its own values, and names its survivor.

    `merged_into` always points to a row that stands for itself, so that an old id resolves in one hop.
    """

    merged_into = models.ForeignKey(
        "self", null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    merged_from_ids = models.JSONField(default=list, db_default=[], editable=False)
    is_primary_record = models.GeneratedField(
        expression=Q(merged_into__isnull=True),  # type: ignore[arg-type]  # conditions are expressions
        output_field=models.BooleanField(),
        db_persist=True,
    )

    class Meta:
        abstract = True


class Placement(OrgOwned):
    """Where a related row pointed of its own, while a merge has it point elsewhere.

    It holds as long as the row still points where the merge put it; who changes the link by hand has the last word.
    """

    table_name = models.TextField()
    column_name = models.TextField()
    row_id = models.BigIntegerField()
    original_id = models.BigIntegerField(null=True)
    resolved_id = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["org", "table_name", "column_name", "row_id"], name="identity_placement_once"
            )
        ]
        indexes = [
            models.Index(fields=["org", "table_name", "column_name", "original_id"], name="identity_placement_of"),
        ]

    def __str__(self) -> str:
        return f"{self.table_name} {self.row_id}: {self.column_name} {self.original_id} → {self.resolved_id}"


class Golden(OrgOwned):
    """The values that stand for a cluster, computed from its members, with the reason for each; no source row is altered."""

    entity = models.TextField()
    node = models.BigIntegerField(help_text="The survivor.")
    values = models.JSONField(default=dict)
    provenance = models.JSONField(
        default=dict, help_text="For each field: the member it came from, the rule or who chose."
    )
    digest = models.BigIntegerField(
        default=0, help_text="Of what it follows from: where that is unchanged it is not worked out anew."
    )

    class Meta:
        verbose_name = "golden record"
        constraints = [models.UniqueConstraint(fields=["org", "entity", "node"], name="identity_golden_once")]

    def __str__(self) -> str:
        return f"{self.entity} {self.node}"
