"""The page of a cluster, and of several records that may become one: merge, exclude, split, choose, each looked at first."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.http import require_GET

from aiop.identity import decide
from aiop.identity.decide import Barred, CannotDecide
from aiop.identity.effects import Decided
from aiop.identity.entity import Entity, node_of
from aiop.identity.history import cluster_of
from aiop.identity.models import Candidate
from aiop.identity.pages.base import DECIDE, SEE, draw, entity_of, opens_to, org_of, who
from aiop.identity.pages.chosen import chosen_of
from aiop.identity.pages.gathering import MOST, gather
from aiop.identity.pages.pair import numbers_in
from aiop.identity.pages.related import counted

ACTS = {"merge": "Merge", "split": "Split off", "choose": "Keep this choice for"}
_BESIDE = 8
BIGGEST = 1 << 63


@require_GET
@opens_to(SEE)
def cluster(request: HttpRequest, entity_name: str, node: int) -> HttpResponseBase:
    """Show everyone who is one with a record, and who else may be."""
    entity, org_id = entity_of(entity_name), org_of(request).pk
    if node >= BIGGEST:
        raise Http404("There is no such record.")
    found = cluster_of(org_id, entity.name, node)
    return _show(request, entity, found.nodes, _close_to(org_id, entity, found.nodes))


@require_GET
@opens_to(SEE)
def group(request: HttpRequest, entity_name: str) -> HttpResponseBase:
    """Show the records that the address names, as they would be merged; `beside` ones are not ticked."""
    entity = entity_of(entity_name)
    nodes, beside = (_nodes(request.GET.getlist(key)) for key in ("node", "beside"))
    nodes += [node_of(number) for number in numbers_in(request.GET.getlist("record"))]
    return _show(request, entity, nodes, beside)


@opens_to(DECIDE, post=True)
def act(request: HttpRequest, entity_name: str) -> HttpResponseBase:
    """Show what merging, splitting or choosing would do, or do it once that was seen."""
    entity, doing = entity_of(entity_name), request.POST.get("act", "")
    nodes = _nodes(request.POST.getlist("node"))
    try:
        if doing not in ACTS:
            raise CannotDecide("Say what is to be done with the ticked records.")
        if request.POST.get("sure") == "1":
            return _done(request, entity, doing, nodes, _do(request, entity, doing, nodes))
        decided = decide.preview(lambda: _do(request, entity, doing, nodes))
        return _preview(request, entity, doing, nodes, decided=decided)
    except Barred as bar:
        return _preview(request, entity, doing, nodes, bar=bar)
    except CannotDecide as refusal:
        messages.error(request, str(refusal))
        return HttpResponseRedirect(_back(entity, nodes))


def _show(request: HttpRequest, entity: Entity, nodes: Sequence[int], beside: Sequence[int]) -> HttpResponseBase:
    gathering = gather(org_of(request).pk, entity, nodes, beside)
    return draw(
        request,
        "cluster",
        entity,
        title=f"{entity.title}: {counted(sum(m.is_in for m in gathering.members), 'records')}",
        gathering=gathering,
        status=200 if gathering.members else 404,
    )


def _do(request: HttpRequest, entity: Entity, doing: str, nodes: Sequence[int]) -> Decided:
    org_id, note = org_of(request).pk, request.POST.get("note", "").strip()[:2000]
    by = who(request)
    if doing == "split":
        return decide.split(org_id, entity.name, nodes, by=by, note=note)
    survivor, choices = _survivor(request, nodes, any_member=doing == "choose"), chosen_of(request, entity)
    if doing == "choose":
        members = _nodes(request.POST.getlist("member"))
        if not members:
            raise CannotDecide("There is no record to choose for.")
        return decide.choose(org_id, entity.name, members[0], by=by, note=note, survivor=survivor, choices=choices)
    over = request.POST.get("override") == "1"
    return decide.same(org_id, entity.name, nodes, by=by, note=note, survivor=survivor, choices=choices, override=over)


def _survivor(request: HttpRequest, nodes: Sequence[int], *, any_member: bool) -> int | None:
    """Read who is to stand for all, None for the usual; somebody who is not merged cannot."""
    chosen = _nodes([request.POST.get("survivor", "")])
    return chosen[0] if chosen and (any_member or chosen[0] in nodes) else None


def _preview(
    request: HttpRequest,
    entity: Entity,
    doing: str,
    nodes: Sequence[int],
    *,
    decided: Decided | None = None,
    bar: Barred | None = None,
) -> HttpResponseBase:
    kept = [(key, value) for key, values in request.POST.lists() for value in values]
    return draw(
        request,
        "act",
        entity,
        title=f"{ACTS[doing]} {len(nodes)} record{'s' if len(nodes) != 1 else ''}"
        if doing != "choose"
        else "Choose by hand",
        decided=decided,
        bar=bar,
        kept=[(key, value) for key, value in kept if key not in {"csrfmiddlewaretoken", "sure", "override", "note"}],
        back=_back(entity, _nodes(request.POST.getlist("member")) or nodes),
        doing=doing,
        words=ACTS[doing],
        nodes=nodes,
    )


def _done(request: HttpRequest, entity: Entity, doing: str, nodes: Sequence[int], decided: Decided) -> HttpResponseBase:
    moved = sum(decided.effect.moved_counts.values())
    did = {"merge": "Merged", "split": "Split", "choose": "The choice holds"}[doing]
    said = f"{did}. {moved:,} row{'s' if moved != 1 else ''} moved."
    if decided.waits:
        said = "Noted. It takes effect when a second person confirms it."
    undo = reverse("review:take_back", args=[entity.name, decided.decision_id])
    messages.success(request, format_html('{} <a href="{}" data-undo class="underline">Undo</a>', said, undo))
    return HttpResponseRedirect(_back(entity, nodes or _nodes(request.POST.getlist("member"))))


def _back(entity: Entity, nodes: Sequence[int]) -> str:
    if not nodes:
        return reverse("review:queue", args=[entity.name])
    return reverse("review:cluster", args=[entity.name, nodes[0]])


def _close_to(org_id: int, entity: Entity, nodes: Sequence[int]) -> list[int]:
    """Find the open candidates of some records: who may belong to them as well."""
    near = Candidate.objects.filter(
        Q(left__in=nodes) | Q(right__in=nodes), org_id=org_id, entity=entity.name, state=Candidate.State.OPEN
    ).order_by("-probability", "left", "right")
    others = [other for pair in near[: _BESIDE * 2] for other in (pair.left, pair.right) if other not in nodes]
    return list(dict.fromkeys(others))[:_BESIDE]


def _nodes(texts: Sequence[str]) -> list[int]:
    return numbers_in(texts)[:MOST]
