"""Who stands behind the names of suppliers: one firm under many spellings."""

from __future__ import annotations

from django.db import models

from aiop.identity.models import Alias, Lookup


class Firm(Lookup):
    """A firm that files name as a supplier or vendor; names that mean one firm are brought together in review."""

    class Meta(Lookup.Meta):
        verbose_name = "supplier"


class FirmAlias(Alias):
    """A spelling of a firm's name, less what its legal form adds."""

    target = models.ForeignKey(Firm, on_delete=models.CASCADE, related_name="aliases")

    class Meta(Alias.Meta):
        verbose_name = "supplier spelling"
