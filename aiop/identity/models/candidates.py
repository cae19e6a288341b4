"""Pairs that may be one, and what finds them: cleaned records, block keys, shared values, words that staff taught."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from aiop.orgs.models import OrgOwned


class Candidate(OrgOwned):
    """One pair above the floor: how likely it is one, why, and what became of it."""

    class Zone(models.TextChoices):
        """What is to be done with it."""

        AUTO = "auto", "Automatic"
        BULK = "bulk", "Bulk approval"
        REVIEW = "review", "Review"
        PARK = "park", "Parked"

    class State(models.TextChoices):
        """Settled pairs were decided, themselves or by what follows from other decisions."""

        OPEN = "open", "Open"
        UNSURE = "unsure", "Unsure"
        SETTLED = "settled", "Settled"

    entity = models.TextField()
    left = models.BigIntegerField()
    right = models.BigIntegerField()
    probability = models.FloatField()
    household = models.FloatField(null=True, blank=True, help_text="Probability of two people of one household.")
    zone = models.CharField(max_length=6, choices=Zone)
    rule = models.TextField(default="", blank=True, help_text="The guard rule that it passes, or the veto.")
    vector = ArrayField(models.SmallIntegerField(), default=list)
    weights = ArrayField(models.FloatField(), default=list, help_text="Evidence of each compared field, in bits.")
    model_version = models.TextField(default="")
    worth = models.DecimalField(max_digits=14, decimal_places=2, default=0, help_text="Money that hangs on it.")
    priority = models.FloatField(default=0, help_text="What a decision on it is worth; the queue's order.")
    state = models.CharField(max_length=7, choices=State, default=State.OPEN)
    is_audit = models.BooleanField("audit sample", default=False)
    because = models.TextField(default="", blank=True, help_text="Why a pair decided before is asked again.")
    assigned_to = models.TextField(default="", blank=True)
    assigned_until = models.DateTimeField(null=True, blank=True)
    found_at = models.DateTimeField(default=timezone.now)
    scored_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["org", "entity", "left", "right"], name="identity_candidate_once"),
            models.CheckConstraint(condition=Q(left__lt=F("right")), name="identity_candidate_sorted"),
            models.CheckConstraint(condition=Q(probability__range=(0, 1)), name="identity_candidate_probability"),
        ]
        indexes = [
            models.Index(fields=["org", "entity", "state", "-priority", "id"], name="identity_candidate_queue"),
            models.Index(fields=["org", "entity", "state", "zone", "-priority", "id"], name="identity_candidate_zone"),
            models.Index(fields=["org", "entity", "right"], name="identity_candidate_right"),
            # What somebody has on the desk: a handful of a hundred thousand.
            models.Index(
                fields=["org", "entity", "assigned_to"], name="identity_candidate_desk", condition=~Q(assigned_to="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entity} {self.left} and {self.right}: {self.probability:.2f}"


class Profile(OrgOwned):
    """A node's cleaned values, written once on arrival, so that matching never cleans again."""

    pk = models.CompositePrimaryKey("org_id", "entity", "node")
    entity = models.TextField()
    node = models.BigIntegerField()
    values = ArrayField(models.TextField(), help_text="In the order that the matcher declares.")
    digest = models.BigIntegerField(help_text="Of the source values: an unchanged row is not cleaned again.")

    def __str__(self) -> str:
        return f"{self.entity} {self.node}"


class BlockKey(OrgOwned):
    """One of the hashes under which a node may meet another; the entity and the rule are part of the hash."""

    pk = models.CompositePrimaryKey("org_id", "key", "node")
    key = models.BigIntegerField()
    node = models.BigIntegerField()

    class Meta:
        # The key is in it, because a node's keys lie all over the table.
        indexes = [models.Index(fields=["org", "node"], include=["key"], name="identity_blockkey_node")]

    def __str__(self) -> str:
        return f"{self.key} {self.node}"


class SharedValue(OrgOwned):
    """A phone, e-mail or address that several people use: weak evidence, and no key to meet under."""

    entity = models.TextField()
    kind = models.CharField(max_length=10, choices={"phone": "Phone", "email": "E-mail", "address": "Address"})
    value = models.TextField(help_text="Normalised.")
    reason = models.TextField(help_text="Such as “seen in 3 rejected pairs” or “4 different names”.")
    by = models.TextField(default="", blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "shared value"
        constraints = [
            models.UniqueConstraint(fields=["org", "entity", "kind", "value"], name="identity_sharedvalue_once")
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.value}"


class TaughtWord(OrgOwned):
    """A word that short names are compared by, as the organisation's staff taught or were proposed it."""

    class State(models.TextChoices):
        """Only accepted words count."""

        PROPOSED = "proposed", "Proposed"
        ACCEPTED = "accepted", "Accepted"
        REFUSED = "refused", "Refused"

    entity = models.TextField()
    kind = models.CharField(
        max_length=12,
        choices={"noise": "Noise word", "short": "Abbreviation", "nickname": "Nickname", "opposite": "Opposites"},
    )
    word = models.TextField()
    means = models.TextField(default="", blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.PROPOSED)
    reason = models.TextField(default="", blank=True)
    by = models.TextField(default="", blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "taught word"
        constraints = [
            models.UniqueConstraint(fields=["org", "entity", "kind", "word", "means"], name="identity_taughtword_once")
        ]

    def __str__(self) -> str:
        return f"{self.word} {self.means}".strip()
