"""The pair on the desk, with the next ones already there."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.http import Http404, HttpRequest, HttpResponseBase, JsonResponse, QueryDict
from django.template.loader import render_to_string
from django.views.decorators.http import require_GET

from aiop.identity import queue
from aiop.identity.entity import Entity
from aiop.identity.models import Candidate
from aiop.identity.pages.base import DECIDE, SEE, UNDO, draw, entity_of, opens_to, org_of, who
from aiop.identity.pages.filters import query_of, read_filters, rows_of
from aiop.identity.pages.sheet import Sheet, sheets_of

AHEAD = 2
# So many pairs may be passed over before the first of them comes round again.
PASSED_MOST = 50


@require_GET
@opens_to(SEE)
def pair(request: HttpRequest, entity_name: str, pair_id: int | None = None) -> HttpResponseBase:
    """Show one pair, or the next of the queue, and keep those after it at hand."""
    entity, filters = entity_of(entity_name), read_filters(request.GET)
    passed = numbers_in(request.GET.getlist("passed"))
    asked = [] if pair_id is None else [_candidate(request, entity, pair_id)]
    more = next_pairs(request, entity, leave_out={*passed, *(pair.pk for pair in asked)}, most=AHEAD + 1 - len(asked))
    sheets = sheets_of(org_of(request).pk, entity, [*asked, *more])
    return draw(
        request,
        "pair",
        entity,
        title=entity.plural,
        sheet=sheets[0] if sheets else None,
        ahead=sheets[1:],
        query=query_of(filters),
        passed=passed,
        left=queue.counts(org_of(request).pk, entity.name).words,
    )


@opens_to(DECIDE, post=True)
def upcoming(request: HttpRequest, entity_name: str) -> HttpResponseBase:
    """Give the pairs after those that the page has already, drawn."""
    return desk_answer(request, entity_of(entity_name), sentence="Passed over.")


def desk_answer(
    request: HttpRequest,
    entity: Entity,
    *,
    sentence: str,
    page: str = "",
    refused: bool = False,
    bars: bool = False,
    again: Sequence[Candidate] = (),
) -> JsonResponse:
    """Tell the page's script what came of an act, and give the pairs that it has not yet."""
    org_id = org_of(request).pk
    have = {*numbers_in(request.POST.getlist("have")), *(pair.pk for pair in again)}
    passed = set(numbers_in(request.POST.getlist("passed")))
    more = next_pairs(request, entity, leave_out=have | passed, most=max(0, AHEAD + 1 - len(have)))
    sheets = sheets_of(org_id, entity, [*again, *more])
    told = drawn(request, sheets)
    answer = {
        "sentence": sentence,
        "page": page,
        "bars": bars,
        "again": [one for one in told if one["id"] in {pair.pk for pair in again}],
        "next": [one for one in told if one["id"] in {pair.pk for pair in more}],
        "left": queue.counts(org_id, entity.name).words,
    }
    return JsonResponse(answer, status=409 if refused else 200)


def next_pairs(request: HttpRequest, entity: Entity, *, leave_out: Collection[int], most: int) -> list[Candidate]:
    """Take the next pairs of the queue that are on nobody else's desk; who may not decide looks on without taking."""
    if most <= 0:
        return []
    if not request.user.has_perm(DECIDE):
        return list(rows_of(org_of(request).pk, entity, read_filters(request.GET)).exclude(pk__in=leave_out)[:most])
    given = QueryDict(request.POST.get("query", "")) if request.method == "POST" else request.GET
    taken = queue.take(
        org_of(request).pk,
        entity.name,
        by=who(request),
        filters=read_filters(given),
        ahead=len(leave_out) + most - 1,
    )
    return [pair for pair in taken if pair.pk not in leave_out][:most]


def drawn(request: HttpRequest, sheets: Sequence[Sheet]) -> list[dict[str, object]]:
    """Draw pairs as the page puts them in place."""
    context = {"may_decide": request.user.has_perm(DECIDE), "may_undo": request.user.has_perm(UNDO)}
    return [
        {
            "id": sheet.candidate.pk,
            "html": render_to_string(
                "admin/identity/sheet.html", {**context, "sheet": sheet, "entity": sheet.entity}, request
            ),
        }
        for sheet in sheets
    ]


def numbers_in(texts: Sequence[str]) -> list[int]:
    """Read ids out of an address, the latest that fit."""
    found = [int(text) for text in texts if text.isdecimal() and len(text) < 19]
    return list(dict.fromkeys(found))[-PASSED_MOST:]


def _candidate(request: HttpRequest, entity: Entity, number: int) -> Candidate:
    found = Candidate.objects.for_org(org_of(request)).filter(entity=entity.name, pk=number).first()
    if found is None:
        raise Http404("There is no such pair.")
    return found
