"""The lead pool on the home page: how many rows of each kind, and the way to them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import models
from django.http import HttpRequest
from django.urls import reverse

from aiop.adminkit.counts import count_rows
from aiop.home.tiles import Line, Tile, register
from crm.models import BadLead, BookedOpportunity, Customer, Job, LeadStatus, LostLead

_SHOWN: tuple[tuple[str, type[models.Model]], ...] = (
    ("Leads", LeadStatus),
    ("Bookings", BookedOpportunity),
    ("Jobs", Job),
    ("Customers", Customer),
    ("Bad leads", BadLead),
    ("Lost leads", LostLead),
)


def pool(request: HttpRequest) -> Sequence[Line]:
    """Count the rows of the pool; large tables are estimated."""
    org: Any = request.org  # type: ignore[attr-defined]
    lines = []
    for label, model in _SHOWN:
        manager: Any = model._default_manager
        link = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        lines.append(Line(label, str(count_rows(manager.for_org(org))), link=link))
    return lines


register(Tile("Lead pool", 40, pool, permission="crm.view_leadstatus"))
