"""The lead pool on the home page: how well it hangs together, how many rows of each kind, and the way to them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import models
from django.http import HttpRequest
from django.urls import reverse

from aiop.adminkit import format as fmt
from aiop.adminkit.counts import count_rows
from aiop.dashboards.rates import Rate, read_rates
from aiop.home.tiles import Line, State, Tile, register
from aiop.quality.groups import Group, names_in
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
    lines = [Line("From lead to completed move", "dashboard", link=reverse("admin:crm_lead_pool"))]
    for label, model in _SHOWN:
        manager: Any = model._default_manager
        link = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        lines.append(Line(label, str(count_rows(manager.for_org(org))), link=link))
    return lines


def linked(request: HttpRequest) -> Sequence[Line]:
    """Give each link rate with its change since the day before."""
    org: Any = request.org  # type: ignore[attr-defined]
    return [_rate(rate) for rate in read_rates(org, names_in(Group.LINKS)) if rate.latest]


def _rate(rate: Rate) -> Line:
    value = f"{fmt.percent(rate.value)} {rate.change_words if rate.change else ''}".strip()
    hint = f"{fmt.percent(rate.check.threshold)} is wanted"
    if rate.change is not None:
        hint += f"; {rate.change_words} points since the day before"
    return Line(rate.check.title, value, State.LOOK if rate.falls_short else State.CALM, rate.page, hint)


# Stands in the platform's tile of this title, above the checks that fail.
_NOT_YET = "No check has run yet. They run every night, or from Checks."
register(Tile("Is it right?", 29, linked, _NOT_YET, permission="crm.view_leadstatus"))
register(Tile("Lead pool", 40, pool, permission="crm.view_leadstatus"))
