"""Organisations, the people who work in them, and the base of every row that belongs to one."""

from __future__ import annotations

import zoneinfo
from typing import Any, Self, TypeVar

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

M = TypeVar("M", bound=models.Model, covariant=True)


def check_time_zone(name: str) -> None:
    """Refuse a name that is not an IANA time zone."""
    if name not in zoneinfo.available_timezones():
        raise ValidationError(f"“{name}” is not an IANA time zone, such as America/Toronto.")


class User(AbstractUser):
    """A person who logs in. Rights come from memberships, never from Django's groups."""

    # In the organisation that this request has open; rights are checked against it.
    current_role: str | None = None
    # Labels of the apps that this organisation does without.
    unused_apps: frozenset[str] = frozenset()

    def get_full_name(self) -> str:
        """Give the name to show for this person: the full name, else the log-in."""
        return super().get_full_name() or self.get_username()


class Org(models.Model):
    """One company whose data is kept apart from every other's."""

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=200)
    time_zone = models.CharField(max_length=64, default="UTC", validators=[check_time_zone])
    fiscal_year_start_month = models.PositiveSmallIntegerField(
        default=1, validators=[MinValueValidator(1), MaxValueValidator(12)]
    )
    data_start_date = models.DateField(null=True, blank=True, help_text="Days before this one are not reported.")
    settings = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "organisation"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(fiscal_year_start_month__range=(1, 12)), name="orgs_org_fiscal_month_in_year"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        """The organisation's time zone; its days are days of this zone."""
        return zoneinfo.ZoneInfo(self.time_zone)


class Membership(models.Model):
    """What one person may do in one organisation."""

    class Role(models.TextChoices):
        """Each role may do what those before it may."""

        VIEWER = "viewer", "Viewer"
        CURATOR = "curator", "Curator"
        OPERATOR = "operator", "Operator"
        ADMINISTRATOR = "administrator", "Administrator"

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    org = models.ForeignKey(Org, on_delete=models.CASCADE, related_name="memberships", verbose_name="organisation")
    role = models.CharField(max_length=16, choices=Role, default=Role.VIEWER)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "org"], name="orgs_membership_once_per_org")]

    def __str__(self) -> str:
        return f"{self.user} in {self.org} as {self.get_role_display()}"


class OrgQuerySet(models.QuerySet[M]):
    """Rows of an organisation."""

    def for_org(self, org: Org | int) -> Self:
        """Keep the rows of `org`; the database's row security holds even where this is forgotten."""
        return self.filter(org_id=org if isinstance(org, int) else org.pk)


def org_link(*, held: bool = False) -> models.ForeignKey[Org, Org]:
    """Give the link of a row to its organisation; `held` has the database itself hold the row to it."""
    return models.ForeignKey(
        Org,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="organisation",
        editable=False,
        db_index=False,
        db_constraint=held,
    )


class OrgOwned(models.Model):
    """Base of every table whose rows belong to one organisation; row-level security is forced on all of them.

    A model with `only_added` is closed to alteration: the app's role may add rows to it and neither alter nor delete any.
    """

    only_added = False

    # No constraint trigger a row: row security already ties each row to the organisation that the transaction opened.
    org = org_link()

    objects: models.Manager[Any] = OrgQuerySet.as_manager()

    class Meta:
        abstract = True
