"""What was taken, as it was received: pages, and the newest version of each record."""

from __future__ import annotations

import zlib

from django.db import models
from django.db.models.functions import Now

from aiop.orgs.models import OrgOwned
from aiop.sources.models.streams import Stream


class RawPage(OrgOwned):
    """One answer of a source that brought something new. Rows are only ever added; only `load_id` is set later."""

    # No constraint triggers on what comes by the million: pages and records are written by one function.
    stream = models.ForeignKey(
        Stream, on_delete=models.DO_NOTHING, related_name="pages", db_constraint=False, db_index=False
    )
    run_id = models.BigIntegerField()
    at = models.DateTimeField(db_default=Now())
    url = models.TextField(help_text="Without secrets.")
    status = models.IntegerField()
    records = models.IntegerField(help_text="Records on the page.")
    brought = models.IntegerField(help_text="Records that were new, changed or gone.")
    sha256 = models.BinaryField()
    body = models.BinaryField(help_text="As received, compressed by zlib.")
    load_id = models.BigIntegerField(null=True, help_text="The load that took its records to their tables.")

    class Meta:
        verbose_name = "page"
        indexes = [
            models.Index(fields=["org", "stream", "-id"], name="sources_rawpage_of_stream"),
            models.Index(
                fields=["org", "stream", "id"], condition=models.Q(load_id=None), name="sources_rawpage_waiting"
            ),
        ]

    def __str__(self) -> str:
        return f"Page {self.pk}"

    @property
    def text(self) -> str:
        """The body as received."""
        return zlib.decompress(bytes(self.body)).decode("utf-8", "replace")


class RawRecord(OrgOwned):
    """The newest version of one record; earlier ones stand in the pages that brought them."""

    stream = models.ForeignKey(
        Stream, on_delete=models.DO_NOTHING, related_name="records", db_constraint=False, db_index=False
    )
    source_id = models.TextField(db_collation="C")
    payload = models.JSONField()
    sha256 = models.BinaryField(help_text="Of the record's text as received.")
    modified_at = models.DateTimeField(null=True)
    deleted_at = models.DateTimeField(null=True, help_text="When the source was seen to have it no more.")
    merged_to = models.TextField(blank=True, default="", db_default="", help_text="The record that stands for it now.")
    page = models.ForeignKey(
        RawPage, on_delete=models.DO_NOTHING, related_name="newest", db_constraint=False, db_index=False
    )
    stored_at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = "record"
        indexes = [models.Index(fields=["org", "page"], name="sources_rawrecord_of_page")]
        constraints = [
            # The id comes first, so that people find a record by it; loads name all three.
            models.UniqueConstraint(fields=["org", "source_id", "stream"], name="sources_rawrecord_once"),
        ]

    def __str__(self) -> str:
        return self.source_id
