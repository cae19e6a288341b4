"""Taking a decision back, looked at first: what goes back, what stays because it was edited since, what came since."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html

from aiop.audit.admin.change_sets import report_lines
from aiop.audit.models import ChangeSet
from aiop.audit.undo import CannotUndo, preview, taken_back, undo
from aiop.identity.entity import Entity
from aiop.identity.models import Decision
from aiop.identity.pages.base import UNDO, draw, entity_of, opens_to, org_of, who
from aiop.identity.pages.records import read_records

_SHOWN = 12


@opens_to(UNDO)
def take_back(request: HttpRequest, entity_name: str, decision_id: int) -> HttpResponseBase:
    """Show what taking a decision back, or bringing it again, would do; do it when the button is pressed."""
    entity, org = entity_of(entity_name), org_of(request)
    decision = Decision.objects.for_org(org).filter(entity=entity.name, pk=decision_id).first()
    if decision is None:
        raise Http404("There is no such decision.")
    page = reverse("review:cluster", args=[entity.name, decision.nodes[0]])
    target = _last(org.pk, decision.change_set_id)
    try:
        if request.method == "POST":
            return _undo(request, decision, target, page)
        report = preview(org, target)
    except CannotUndo as refusal:
        messages.error(request, str(refusal))
        return HttpResponseRedirect(page)
    return draw(
        request,
        "take_back",
        entity,
        title=_title(org.pk, decision),
        decision=decision,
        again=bool(taken_back(org.pk, [decision.change_set_id])),
        report=report,
        lines=report_lines(report),
        records=_records(org.pk, entity, decision),
        page=page,
    )


def _last(org_id: int, number: int) -> int:
    """Give the change set that has the last word on a decision: its own, or the latest taking back of that."""
    while (by := ChangeSet.objects.for_org(org_id).filter(undoes_id=number).first()) is not None:
        number = by.pk
    return number


def _undo(request: HttpRequest, decision: Decision, target: int, page: str) -> HttpResponseBase:
    report = undo(org_of(request), target, by=who(request), reason=request.POST.get("note", "").strip()[:2000])
    again = reverse("review:take_back", args=[decision.entity, decision.pk])
    said = format_html('{} <a href="{}" data-undo class="underline">Undo that</a>', report.sentence(), again)
    messages.success(request, said)
    return HttpResponseRedirect(page)


def _title(org_id: int, decision: Decision) -> str:
    gone = taken_back(org_id, [decision.change_set_id])
    return f"{'Bring back' if gone else 'Take back'}: {decision.get_kind_display().lower()}"


def _records(org_id: int, entity: Entity, decision: Decision) -> list[object]:
    found = read_records(org_id, entity, decision.nodes[:_SHOWN])
    return [found[node] for node in decision.nodes[:_SHOWN] if node in found]
