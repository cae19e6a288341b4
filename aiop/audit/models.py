"""What changed, by whom, and how to take it back."""

from __future__ import annotations

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import Func
from django.db.models.functions import Now

from aiop.orgs.models import OrgOwned


class CurrentChangeSet(Func):
    """The change set of this transaction; the database opens one when nobody has."""

    function = "aiop_change_set"
    output_field = models.BigIntegerField()
    arity = 0


class Recorded(OrgOwned):
    """Base of every business table: a row knows the change set that made it; triggers keep what later changes replace."""

    added_in = models.BigIntegerField(db_default=CurrentChangeSet(), editable=False)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    updated_at = models.DateTimeField(auto_now=True, db_default=Now(), editable=False)

    class Meta:
        abstract = True
        # Rows of one load lie together, so a block-range index finds them at almost no cost to the load.
        indexes = [BrinIndex(fields=["added_in"], name="%(app_label)s_%(class)s_added", pages_per_range=32)]


class ChangeSet(OrgOwned):
    """One decision, load, link or edit: everything that it wrote can be taken back together."""

    class Kind(models.TextChoices):
        """What brought the change."""

        EDIT = "edit", "Edit"
        LOAD = "load", "Load"
        LINK = "link", "Link"
        MERGE = "merge", "Merge"
        UNDO = "undo", "Undo"
        SYSTEM = "system", "System"

    kind = models.CharField(max_length=16, choices=Kind, default=Kind.EDIT)
    title = models.TextField(default="", blank=True)
    reason = models.TextField(default="", blank=True)
    actor = models.TextField(default="", blank=True, help_text="Who did it, as text: the record outlives the account.")
    run_id = models.BigIntegerField(null=True, blank=True)
    undoes_id = models.BigIntegerField(
        null=True, blank=True, unique=True, help_text="The change set that this takes back."
    )
    report = models.JSONField(default=dict, blank=True)
    at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        verbose_name = "change set"
        indexes = [models.Index(fields=["org", "-id"], name="audit_changeset_recent")]

    def __str__(self) -> str:
        return (
            f"{self.get_kind_display()} {self.pk}: {self.title}"
            if self.title
            else f"{self.get_kind_display()} {self.pk}"
        )


class Change(OrgOwned):
    """The image of one row before a change set altered or removed it. Rows are only ever added."""

    change_set_id = models.BigIntegerField()
    table_name = models.TextField()
    row_id = models.BigIntegerField()
    op = models.CharField(max_length=1, choices={"U": "changed", "D": "deleted"})
    before = models.JSONField(help_text="Changed: the altered columns as they were. Deleted: the whole row.")
    after = models.JSONField(null=True, help_text="Changed: the altered columns as they became.")

    class Meta:
        indexes = [
            models.Index(fields=["org", "change_set_id"], name="audit_change_of_set"),
            models.Index(fields=["org", "table_name", "row_id", "id"], name="audit_change_of_row"),
        ]

    def __str__(self) -> str:
        return f"{self.table_name} {self.row_id} {self.get_op_display()} in {self.change_set_id}"
