"""The second pair of eyes: decisions above the organisation's threshold wait here for somebody else."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.http import require_GET

from aiop.audit.undo import taken_back
from aiop.identity import decide
from aiop.identity.decide import CannotDecide
from aiop.identity.entity import Entity
from aiop.identity.models import Decision
from aiop.identity.pages.base import DECIDE, SEE, SWITCH, draw, entity_of, opens_to, org_of, who
from aiop.identity.pages.records import read_records
from aiop.identity.second_opinion import BadThreshold, money_of, read_threshold, set_threshold, threshold_in

MOST = 50


@require_GET
@opens_to(SEE)
def waiting(request: HttpRequest, entity_name: str) -> HttpResponseBase:
    """List the decisions that wait."""
    entity, org = entity_of(entity_name), org_of(request)
    decisions = waiting_of(org.pk, entity)[:MOST]
    records = read_records(org.pk, entity, {node for decision in decisions for node in decision.nodes[:12]})
    rows = [
        (
            decision,
            [records[node] for node in decision.nodes[:12] if node in records],
            money_of(org.pk, entity, decision.nodes),
            decision.by == who(request),
        )
        for decision in decisions
    ]
    limit, problem = _limit(org.settings)
    title = f"Second opinions: {entity.plural.lower()}"
    return draw(request, "waiting", entity, title=title, rows=rows, limit=limit, problem=problem)


@opens_to(SWITCH, post=True)
def threshold(request: HttpRequest, entity_name: str) -> HttpResponseBase:
    """Set the sum above which a second person has to agree, or none; only an administrator may."""
    entity = entity_of(entity_name)
    try:
        limit = read_threshold(request.POST.get("above", ""))
    except BadThreshold as bad:
        messages.error(request, str(bad))
    else:
        set_threshold(org_of(request).pk, limit)
        said = "Decisions take effect at once" if limit is None else f"Above ${limit:,.2f} a second person has to agree"
        messages.success(request, f"{said}, from now on.")
    return HttpResponseRedirect(reverse("review:waiting", args=[entity.name]))


def _limit(settings: Mapping[str, Any]) -> tuple[Decimal | None, str]:
    """Give the threshold, and what is wrong with it."""
    try:
        return threshold_in(settings), ""
    except BadThreshold as bad:
        return None, str(bad)


@opens_to(DECIDE, post=True)
def answer(request: HttpRequest, entity_name: str, decision_id: int) -> HttpResponseBase:
    """Confirm or refuse a decision of somebody else's."""
    entity, agrees = entity_of(entity_name), request.POST.get("agrees") == "1"
    note = request.POST.get("note", "").strip()[:2000]
    try:
        decided = decide.confirm(org_of(request).pk, decision_id, agrees=agrees, by=who(request), note=note)
    except CannotDecide as refusal:
        messages.error(request, str(refusal))
    else:
        moved = sum(decided.effect.moved_counts.values())
        said = f"Confirmed: {moved:,} rows moved." if agrees else "Refused: nothing was merged."
        undo = reverse("review:take_back", args=[entity.name, decision_id])
        messages.success(request, format_html('{} <a href="{}" data-undo class="underline">Undo</a>', said, undo))
    return HttpResponseRedirect(reverse("review:waiting", args=[entity.name]))


def waiting_of(org_id: int, entity: Entity) -> list[Decision]:
    """Give the decisions that wait for a second person, the oldest first."""
    found = list(
        Decision.objects.filter(org_id=org_id, entity=entity.name, needs_second=True, confirmation=None).order_by("id")
    )
    gone = taken_back(org_id, {decision.change_set_id for decision in found}) if found else set()
    return [decision for decision in found if decision.change_set_id not in gone]
