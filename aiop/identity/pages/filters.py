"""What part of the queue an address shows."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from math import isnan
from urllib.parse import urlencode

from django.db import models
from django.db.models import Q

from aiop.identity.entity import Entity
from aiop.identity.models import Candidate
from aiop.identity.queue import Filters, nodes_like

ORDERS = {
    "priority": "what is worth most first",
    "likely": "likeliest first",
    "unlikely": "least likely first",
    "worth": "most money first",
    "newest": "newest first",
}
_ZONES = set(Candidate.Zone.values)
_STATES = {Candidate.State.OPEN.value, Candidate.State.UNSURE.value}


def read_filters(given: Mapping[str, str]) -> Filters:
    """Read filters from an address or form; what makes no sense is left out."""
    zone, state, order = (given.get(name, "") for name in ("zone", "state", "order"))
    return Filters(
        zone=zone if zone in _ZONES else "",
        state=state if state in _STATES else Candidate.State.OPEN.value,
        low=_share(given.get("low", "")),
        high=_share(given.get("high", "")),
        worth_from=_money(given.get("worth", "")),
        text=given.get("q", "").replace("\0", "").strip()[:200],
        audit_only=given.get("audit", "") == "1",
        order=order if order in ORDERS else "priority",
    )


def query_of(filters: Filters, **changed: str) -> str:
    """Write filters as an address holds them; what is as usual is left out."""
    named = {
        "zone": filters.zone,
        "state": filters.state if filters.state != Candidate.State.OPEN.value else "",
        "low": _percent(filters.low),
        "high": _percent(filters.high),
        "worth": str(filters.worth_from or ""),
        "q": filters.text,
        "audit": "1" if filters.audit_only else "",
        "order": filters.order if filters.order != "priority" else "",
    }
    return urlencode({name: value for name, value in {**named, **changed}.items() if value})


def _share(text: str) -> float | None:
    """Read percent points as a probability."""
    try:
        value = float(text.rstrip("% "))
    except ValueError:
        return None
    return None if isnan(value) else min(max(value, 0.0), 100.0) / 100


def _percent(share: float | None) -> str:
    return "" if share is None else f"{share * 100:g}"


def _money(text: str) -> Decimal | None:
    try:
        value = Decimal(text.replace(",", "").lstrip("$ "))
    except InvalidOperation:
        return None
    return value if value.is_finite() and value > 0 else None


_FIELDS = {
    "priority": "-priority",
    "likely": "-probability",
    "unlikely": "probability",
    "worth": "-worth",
    "newest": "-id",
}


def order_of(filters: Filters) -> str:
    """Give the column that the filters order by."""
    return _FIELDS[filters.order]


def rows_of(org_id: int, entity: Entity, filters: Filters) -> models.QuerySet[Candidate]:
    """Give the pairs that fit filters, in their order."""
    rows = Candidate.objects.filter(org_id=org_id, entity=entity.name, state=filters.state)
    # Parked pairs wait for nobody unless they are asked for.
    rows = rows.filter(zone=filters.zone) if filters.zone else rows.exclude(zone=Candidate.Zone.PARK)
    if filters.text:
        found = nodes_like(org_id, entity, filters.text)
        rows = rows.filter(Q(left__in=found) | Q(right__in=found))
    named = {
        "probability__gte": filters.low,
        "probability__lte": filters.high,
        "worth__gte": filters.worth_from,
        "is_audit": True if filters.audit_only else None,
    }
    rows = rows.filter(**{name: value for name, value in named.items() if value is not None})
    return rows.order_by(order_of(filters), "id")
