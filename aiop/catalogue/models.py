"""What the catalogue keeps: who reads what now, what was written, answers, and what people make of entries."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from aiop.audit.models import Recorded
from aiop.orgs.models import OrgOwned


class Sitting(models.Model):
    """One transaction of the reader and the organisation whose rows it sees: the reader's policy asks here, and the reader cannot write."""

    pid = models.IntegerField()
    began = models.DateTimeField()
    organisation = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["pid", "began"], name="catalogue_sitting_once")]

    def __str__(self) -> str:
        return f"session {self.pid} reads organisation {self.organisation}"


class Write(OrgOwned):
    """A committed transaction wrote to a table: one row for each, put here by a trigger; answers older than it are stale."""

    table_name = models.TextField()
    at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        indexes = [models.Index(fields=["org", "table_name", "id"], name="catalogue_write_by_table")]

    def __str__(self) -> str:
        return f"{self.table_name}, {self.at:%d %b %Y %H:%M}"


class Kept(OrgOwned):
    """An answer that is still true while the version of the data that it was read from is."""

    digest = models.TextField()
    version = models.TextField()
    answer = models.JSONField()
    at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        verbose_name = "kept answer"
        constraints = [models.UniqueConstraint(fields=["org", "digest"], name="catalogue_kept_once")]

    def __str__(self) -> str:
        return self.digest[:12]


class Use(OrgOwned):
    """One time that an entry was asked: by whom, through what, how long it took, how many rows it gave."""

    class Through(models.TextChoices):
        """How people reach an entry."""

        PAGE = "page"
        EXPORT = "export"
        API = "api", "API"
        COMMAND = "command"
        MAIL = "mail", "e-mail"

    entry = models.TextField()
    actor = models.TextField()
    through = models.TextField(choices=Through)
    milliseconds = models.PositiveIntegerField()
    rows = models.BigIntegerField(null=True)
    from_cache = models.BooleanField(default=False)
    at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        indexes = [models.Index(fields=["org", "entry", "-id"], name="catalogue_use_recent")]

    def __str__(self) -> str:
        return f"{self.entry} by {self.actor}"


class Favourite(OrgOwned):
    """An entry that a person keeps at hand."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    entry = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["org", "user", "entry"], name="catalogue_favourite_once")]

    def __str__(self) -> str:
        return self.entry


class SavedQuestion(OrgOwned):
    """An entry with its parameters filled in, under an address of its own."""

    entry = models.TextField()
    title = models.CharField(max_length=120)
    query = models.TextField(blank=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    is_shared = models.BooleanField(default=False, help_text="Everybody in the organisation sees it, not you alone.")
    at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["org", "user", "entry", "title"], name="catalogue_savedquestion_title")
        ]

    def __str__(self) -> str:
        return self.title


class OwnEntry(Recorded):
    """An entry that staff wrote: the text that a file would hold, and which version of it stands."""

    name = models.SlugField(max_length=80, help_text="Its address: small letters, digits and _.")
    category = models.SlugField(max_length=40, default="own")
    text = models.TextField(help_text="A comment that says what it asks (see any entry's own text), then one SELECT.")
    version = models.PositiveIntegerField(default=1, editable=False)
    is_shared = models.BooleanField(default=False, help_text="Everybody in the organisation sees it, not you alone.")
    author = models.TextField(editable=False)

    class Meta(Recorded.Meta):
        verbose_name = "own entry"
        verbose_name_plural = "own entries"
        constraints = [models.UniqueConstraint(fields=["org", "name"], name="catalogue_ownentry_name")]

    def __str__(self) -> str:
        return self.name


class EntryVersion(OrgOwned):
    """One version of an entry that staff wrote; versions are added and never altered."""

    only_added = True

    entry = models.ForeignKey(OwnEntry, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    text = models.TextField()
    author = models.TextField()
    at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        verbose_name = "version"
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["org", "entry", "number"], name="catalogue_entryversion_once")]

    def __str__(self) -> str:
        return f"version {self.number}"


class Token(OrgOwned):
    """A key to the API: it acts as the person who made it, with the rights of that person's role; only its digest is kept."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    title = models.CharField(max_length=80)
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField(db_default=Now(), editable=False)
    used_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["org", "digest"], name="catalogue_token_once")]

    def __str__(self) -> str:
        return self.title


class Subscription(OrgOwned):
    """An entry sent by e-mail on a timetable."""

    class Every(models.TextChoices):
        """How often it is sent."""

        DAY = "day", "every day"
        WEEK = "week", "every Monday"
        MONTH = "month", "on the first of each month"

    entry = models.TextField()
    query = models.TextField(blank=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    to = models.TextField(help_text="E-mail addresses, one on each line.")
    every = models.TextField(choices=Every, default=Every.WEEK)
    hour = models.PositiveSmallIntegerField(default=8, help_text="Hour of the organisation's day, 0 to 23.")
    is_on = models.BooleanField(default=True)
    sent_on = models.DateField(null=True, editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(hour__range=(0, 23)), name="catalogue_subscription_hour")
        ]

    def __str__(self) -> str:
        return f"{self.entry} {self.get_every_display()}"
