"""Sales persons, branches and lead sources, and every spelling that means one of them."""

from __future__ import annotations

from django.db import models

from aiop.identity.models import Alias, Lookup
from crm.models.base import words


class SalesPerson(Lookup):
    """Someone, or a queue, that leads and jobs are owned by."""

    class Meta(Lookup.Meta):
        verbose_name = "sales person"
        verbose_name_plural = "sales persons"


class SalesPersonAlias(Alias):
    """A spelling of a sales person's name."""

    target = models.ForeignKey(SalesPerson, on_delete=models.CASCADE, related_name="aliases")

    class Meta(Alias.Meta):
        verbose_name = "sales person spelling"


class Branch(Lookup):
    """A branch of the company."""

    city = words()
    state_code = words(verbose_name="state")
    country = words()
    is_test = models.BooleanField("test branch", default=False, db_default=False)

    class Meta(Lookup.Meta):
        verbose_name_plural = "branches"


class BranchAlias(Alias):
    """A spelling of a branch's name."""

    target = models.ForeignKey(Branch, on_delete=models.CASCADE, related_name="aliases")

    class Meta(Alias.Meta):
        verbose_name = "branch spelling"


class LeadSource(Lookup):
    """Where leads come from."""

    class Category(models.TextChoices):
        """Groups of sources."""

        ONLINE = "online", "Online"
        REFERRAL = "referral", "Referral"
        PARTNER = "partner", "Partner"
        ADVERTISING = "advertising", "Advertising"
        OTHER = "other", "Other"

    category = models.CharField(max_length=16, choices=Category, default=Category.OTHER)
    category_set_by_hand = models.BooleanField(default=False, db_default=False)

    class Meta(Lookup.Meta):
        verbose_name = "lead source"


class LeadSourceAlias(Alias):
    """A spelling of a lead source."""

    target = models.ForeignKey(LeadSource, on_delete=models.CASCADE, related_name="aliases")

    class Meta(Alias.Meta):
        verbose_name = "lead source spelling"
