"""Approving many sure pairs at once: pre-ticked, with the wrong merges to be expected, and every row that would move."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html

from aiop.adminkit import format as fmt
from aiop.identity import decide
from aiop.identity.decide import CannotDecide
from aiop.identity.effects import Decided
from aiop.identity.entity import Entity
from aiop.identity.models import Candidate
from aiop.identity.pages.base import DECIDE, draw, entity_of, opens_to, org_of, who
from aiop.identity.pages.records import Compared, Record, compare, read_records

MOST = 500
_SHOWN = 4


@dataclass(frozen=True, slots=True)
class Offered:
    """A pair of the list, its first lines beside each other."""

    pair: Candidate
    left: Record
    right: Record
    lines: Sequence[Compared]

    @property
    def doubt(self) -> float:
        """The chance that merging it is wrong, as the model sees it."""
        return 1 - self.pair.probability


@opens_to(DECIDE)
def bulk(request: HttpRequest, entity_name: str) -> HttpResponseBase:
    """Offer the surest pairs; with ticked ones show what would happen, or do it."""
    entity = entity_of(entity_name)
    if request.method != "POST":
        return _offer(request, entity)
    pairs = _ticked(request, entity)
    if not pairs:
        messages.error(request, "Nothing is ticked that is still open.")
        return HttpResponseRedirect(reverse("review:bulk", args=[entity.name]))
    try:
        return (
            _approve(request, entity, pairs)
            if request.POST.get("act") == "approve"
            else _preview(request, entity, pairs)
        )
    except CannotDecide as refusal:
        messages.error(request, str(refusal))
        return HttpResponseRedirect(reverse("review:bulk", args=[entity.name]))


def _offer(request: HttpRequest, entity: Entity) -> HttpResponseBase:
    org_id = org_of(request).pk
    open_ = Candidate.objects.filter(
        org_id=org_id,
        entity=entity.name,
        state=Candidate.State.OPEN,
        zone__in=[Candidate.Zone.BULK, Candidate.Zone.AUTO],
    )
    pairs = list(open_.order_by("-probability", "id")[:MOST])
    records = read_records(org_id, entity, {node for pair in pairs for node in (pair.left, pair.right)})
    offered = [
        Offered(pair, left, right, compare(entity, left, right)[:_SHOWN])
        for pair in pairs
        if (left := records.get(pair.left)) and (right := records.get(pair.right))
    ]
    doubt = sum(one.doubt for one in offered)
    return draw(
        request,
        "bulk",
        entity,
        title=f"Approve in bulk: {entity.plural.lower()}",
        offered=offered,
        doubt=doubt,
        open_count=open_.count() if len(pairs) == MOST else len(pairs),
    )


def _ticked(request: HttpRequest, entity: Entity) -> list[Candidate]:
    """Read the ticked pairs that are still open."""
    ids = [int(text) for text in request.POST.getlist("pair") if text.isdecimal() and len(text) < 19][:MOST]
    found = Candidate.objects.for_org(org_of(request)).filter(
        pk__in=ids, entity=entity.name, state=Candidate.State.OPEN
    )
    return list(found.order_by("-probability", "id"))


def _merge(request: HttpRequest, entity: Entity, pairs: Sequence[Candidate]) -> Decided:
    groups = [(pair.left, pair.right) for pair in pairs]
    return decide.same_many(org_of(request).pk, entity.name, groups, by=who(request))


def _preview(request: HttpRequest, entity: Entity, pairs: Sequence[Candidate]) -> HttpResponseBase:
    decided = decide.preview(lambda: _merge(request, entity, pairs))
    return draw(
        request,
        "bulk_preview",
        entity,
        title=f"Approve {fmt.number(len(pairs))} pairs",
        pairs=pairs,
        decided=decided,
        doubt=sum(1 - pair.probability for pair in pairs),
    )


def _approve(request: HttpRequest, entity: Entity, pairs: Sequence[Candidate]) -> HttpResponseBase:
    decided = _merge(request, entity, pairs)
    done, moved = len(pairs) - len(decided.left_out), sum(decided.effect.moved_counts.values())
    if decided.waits:
        messages.success(
            request, f"{fmt.number(done)} pairs are noted; they take effect when a second person confirms."
        )
    elif decided.change_set_id is None:
        messages.error(request, "Nothing was merged: all of these were told apart before.")
    else:
        left_out = f" {fmt.number(len(decided.left_out))} were left out." if decided.left_out else ""
        said = f"{fmt.number(done)} pairs merged, {fmt.number(moved)} rows moved.{left_out}"
        undo = reverse("review:take_back", args=[entity.name, decided.decision_id])
        messages.success(request, format_html('{} <a href="{}" data-undo class="underline">Undo</a>', said, undo))
    return HttpResponseRedirect(reverse("review:queue", args=[entity.name]))
