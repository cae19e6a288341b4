"""The queue of one entity: open pairs by zone, filtered, ordered, with the way to each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_GET

from aiop.adminkit.counts import count_rows
from aiop.adminkit.keyset import Cursor, CursorError, Order, Page, read_page
from aiop.adminkit.saved_views import tabs_for
from aiop.identity import queue
from aiop.identity.entity import Entity
from aiop.identity.models import Candidate
from aiop.identity.pages.base import SEE, draw, entities_of, entity_of, opens_to, org_of
from aiop.identity.pages.filters import ORDERS, order_of, query_of, read_filters, rows_of
from aiop.identity.pages.records import Record, read_records
from aiop.identity.queue import Filters

PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class Tab:
    """A part of the queue."""

    title: str
    query: str
    count: int | None
    is_open: bool
    is_more: bool = False  # than were counted


@dataclass(frozen=True, slots=True)
class Listed:
    """One pair of the list with its records; a record is None where its row is gone."""

    pair: Candidate
    left: Record | None
    right: Record | None


@require_GET
@opens_to(SEE)
def index(request: HttpRequest) -> HttpResponseBase:
    """Lead to the first entity's queue."""
    return HttpResponseRedirect(reverse("review:queue", args=[entities_of(request)[0].name]))


@require_GET
@opens_to(SEE)
def listing(request: HttpRequest, entity_name: str) -> HttpResponseBase:
    """List the pairs that fit the address."""
    entity, filters, org = entity_of(entity_name), read_filters(request.GET), org_of(request)
    rows = rows_of(org.pk, entity, filters)
    page = _page(request, rows, filters)
    counts = queue.counts(org.pk, entity.name)
    unsure = Candidate.objects.for_org(org).filter(entity=entity.name, state=Candidate.State.UNSURE).count()
    return draw(
        request,
        "queue",
        entity,
        title=f"Review: {entity.plural.lower()}",
        rows=_listed(org.pk, entity, page.rows),
        page=page,
        count=count_rows(rows) if page.next or page.previous else len(page.rows),
        filters=filters,
        query=query_of(filters),
        tabs=_tabs(filters, counts, unsure),
        left=counts.words,
        bulk=counts.get(Candidate.Zone.BULK, 0),
        orders=[(key, words, query_of(filters, order=key)) for key, words in ORDERS.items()],
        given=request.GET,
        **tabs_for(request, f"review.{entity.name}"),
    )


def _page(request: HttpRequest, rows: Any, filters: Filters) -> Page[Candidate]:
    order, token = Order.of(order_of(filters)), request.GET.get("p")
    try:
        cursor = Cursor.read(token, Candidate, order) if token else None
    except CursorError as error:
        raise BadRequest("There is no such page.") from error
    return read_page(rows, order, cursor, PER_PAGE)


def _listed(org_id: int, entity: Entity, pairs: Sequence[Candidate]) -> list[Listed]:
    records = read_records(org_id, entity, {node for pair in pairs for node in (pair.left, pair.right)})
    return [Listed(pair, records.get(pair.left), records.get(pair.right)) for pair in pairs]


def _tabs(filters: Filters, counts: queue.Counts, unsure: int) -> list[Tab]:
    is_open = filters.state == Candidate.State.OPEN
    tabs = [Tab("All but parked", "", counts.pairs, is_open and not filters.zone, counts.is_more)]
    for zone in Candidate.Zone:
        number = counts.get(zone.value, 0)
        if number or zone in (Candidate.Zone.BULK, Candidate.Zone.REVIEW):
            is_here = is_open and filters.zone == zone.value
            tabs.append(Tab(zone.label, f"zone={zone.value}", number, is_here, number >= queue.COUNTED_UP_TO))
    return [*tabs, Tab("Unsure", "state=unsure", unsure, not is_open)]
