"""The HVAC company on the home page: certificates and parts that run out, key figures that are bad, each line the way to its rows."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from aiop.adminkit import format as fmt
from aiop.adminkit.counts import count_rows
from aiop.home.tiles import Line, State, Tile, register
from hvac.costing.rules.certifications import SOON_DAYS
from hvac.models import Certification, KpiSnapshot, StockItem


def certificates(request: HttpRequest) -> Sequence[Line]:
    """Say how many certificates have expired, and how many soon will."""
    org: Any = request.org  # type: ignore[attr-defined]
    today = timezone.localdate(timezone=org.zone)
    soon = today + dt.timedelta(days=SOON_DAYS)
    found = Certification.objects.for_org(org).aggregate(
        expired=Count("id", filter=Q(expiry_date__lt=today)),
        expiring=Count("id", filter=Q(expiry_date__gte=today, expiry_date__lte=soon)),
    )
    lines = []
    if found["expired"]:
        link = _list(Certification, f"expiry_date_to={today - dt.timedelta(days=1)}")
        lines.append(
            Line("expired", fmt.number(found["expired"]), State.BAD, link, "Who holds them may not do that work")
        )
    if found["expiring"]:
        link = _list(Certification, f"expiry_date_from={today}&expiry_date_to={soon}")
        lines.append(Line(f"expire within {SOON_DAYS} days", fmt.number(found["expiring"]), State.LOOK, link))
    return lines


def low_stock(request: HttpRequest) -> Sequence[Line]:
    """Say how many parts are at their reorder point or below."""
    org: Any = request.org  # type: ignore[attr-defined]
    low = count_rows(StockItem.objects.for_org(org).filter(stock_status=StockItem.Status.LOW))
    if not low.number:
        return []
    link = _list(StockItem, "stock_status=Low+Stock")
    return [Line("parts to reorder", str(low), State.LOOK, link, "At their reorder point or below")]


def key_figures(request: HttpRequest) -> Sequence[Line]:
    """Say how many of the company's key figures were bad in the last period of each that is over."""
    org: Any = request.org  # type: ignore[attr-defined]
    this_month = timezone.localdate(timezone=org.zone).replace(day=1)
    of_company = KpiSnapshot.objects.for_org(org).filter(
        entity_type=KpiSnapshot.Entity.COMPANY, period_start__lt=this_month, value__isnull=False
    )
    latest = of_company.order_by("kpi_code", "-period_start").distinct("kpi_code").values_list("state", flat=True)
    states = Counter(latest)
    shown = ((KpiSnapshot.State.CRITICAL, State.BAD), (KpiSnapshot.State.WARN, State.LOOK))
    return [
        Line(word, fmt.number(states[word]), look, _list(KpiSnapshot, f"entity_type=company&state={word}"))
        for word, look in shown
        if states[word]
    ]


def _list(model: Any, query: str) -> str:
    return reverse(f"admin:hvac_{model._meta.model_name}_changelist") + f"?{query}"


# An organisation without certificates and parts has no such tiles.
register(Tile("Certificates", 41, certificates, "", permission="hvac.view_certification"))
register(Tile("Stock", 42, low_stock, "", permission="hvac.view_stockitem"))
register(Tile("Key figures", 43, key_figures, "", permission="hvac.view_kpisnapshot"))
