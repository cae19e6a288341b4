"""Taking a decision on a pair, and taking the last one back: for the page's script as JSON, and as plain forms."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from aiop.adminkit import format as fmt
from aiop.audit.undo import CannotUndo, taken_back, undo
from aiop.identity import decide
from aiop.identity.decide import Barred, CannotDecide
from aiop.identity.effects import Decided
from aiop.identity.entity import Entity
from aiop.identity.history import decisions_of
from aiop.identity.models import Candidate, Decision
from aiop.identity.pages.base import DECIDE, UNDO, entity_of, opens_to, org_of, who
from aiop.identity.pages.chosen import chosen_of
from aiop.identity.pages.pair import desk_answer
from aiop.identity.pages.records import label_of

VERDICTS: dict[str, Callable[..., Decided]] = {
    "different": decide.different,
    "unsure": decide.unsure,
}


class Stale(CannotDecide):
    """Somebody else settled the pair while it was on screen."""


@dataclass(frozen=True, slots=True)
class Said:
    """What is told of an action: its sentence, the change set to take it back by, and whether it was refused."""

    sentence: str
    change_set: int | None = None
    refused: bool = False
    bars: bool = False


@opens_to(DECIDE, post=True)
def decide_pair(request: HttpRequest, entity_name: str, pair_id: int) -> HttpResponseBase:
    """Decide one pair and give the next."""
    entity = entity_of(entity_name)
    try:
        said = _decide(request, entity, pair_id)
    except CannotDecide as refusal:
        said = Said(str(refusal), refused=True, bars=isinstance(refusal, Barred))
    return _answer(request, entity, said, pair_id)


@opens_to(UNDO, post=True)
def undo_last(request: HttpRequest, entity_name: str) -> HttpResponseBase:
    """Take back the latest decision on a pair that this person took and that still stands, and show the pair again."""
    entity, org = entity_of(entity_name), org_of(request)
    decision = latest_of(org.pk, entity, who(request))
    if decision is None:
        return _answer(request, entity, Said("You have taken no decision that still stands.", refused=True))
    try:
        undo(org, decision.change_set_id, by=who(request), reason="Taken back in review")
    except CannotUndo as refusal:
        return _answer(request, entity, Said(str(refusal), refused=True))
    pair = Candidate.objects.for_org(org).filter(entity=entity.name, left=decision.nodes[0], right=decision.nodes[-1])
    said = Said(f"Taken back: {decision.get_kind_display().lower()}. Nothing of it is left; decide anew or go on.")
    return _answer(request, entity, said, again=pair.first())


def latest_of(org_id: int, entity: Entity, by: str) -> Decision | None:
    """Give the latest standing decision on a pair that somebody took in review, None where there is none."""
    kinds = (Decision.Kind.SAME, Decision.Kind.DIFFERENT, Decision.Kind.UNSURE)
    recent = Decision.objects.filter(
        org_id=org_id, entity=entity.name, by=by, method=Decision.Method.REVIEW, kind__in=kinds, nodes__len=2
    ).order_by("-id")
    # The latest few are enough: who goes back further than a screenful of decisions uses the record of changes.
    found = list(recent[:200])
    gone = taken_back(org_id, {decision.change_set_id for decision in found}) if found else set()
    return next((decision for decision in found if decision.change_set_id not in gone), None)


def _decide(request: HttpRequest, entity: Entity, number: int) -> Said:
    org = org_of(request)
    # The turn holds the pair as well: whoever locked its row first would wait in a ring with the next who decides.
    decide.wait_for_turn(org.pk)
    pair = Candidate.objects.for_org(org).filter(entity=entity.name, pk=number).first()
    verdict, how = request.POST.get("verdict", ""), _how(request)
    if pair is None:
        raise Stale("This pair is no longer proposed: one of the records has changed so that they are no longer alike.")
    if pair.state != request.POST.get("state", pair.state):
        raise Stale(_meanwhile(org.pk, entity, pair))
    if verdict == "same":
        choices = chosen_of(request, entity, (pair.left, pair.right))
        over = request.POST.get("override") == "1"
        decided = decide.same(org.pk, entity.name, (pair.left, pair.right), choices=choices, override=over, **how)
        return Said(_merged(entity, decided, pair), decided.change_set_id)
    if verdict in VERDICTS:
        decided = VERDICTS[verdict](org.pk, entity.name, pair.left, pair.right, **how)
        words = {"different": "Kept as two, for good.", "unsure": "Parked for somebody else to look at."}[verdict]
        return Said(words, decided.change_set_id)
    raise CannotDecide("Say whether they are the same, different, or that you are unsure.")


def _how(request: HttpRequest) -> dict[str, Any]:
    try:
        seconds = min(max(Decimal(request.POST.get("seconds", "")), Decimal(0)), Decimal(99_999)).quantize(
            Decimal("0.01")
        )
    except InvalidOperation:
        seconds = None
    return {"by": who(request), "note": request.POST.get("note", "").strip()[:2000], "seconds": seconds}


def _merged(entity: Entity, decided: Decided, pair: Candidate) -> str:
    if decided.waits:
        return "Noted. It takes effect when a second person confirms it."
    moved = sum(decided.effect.moved_counts.values())
    rows = f"; {fmt.number(moved)} row{'s' if moved != 1 else ''} moved" if moved else ""
    return f"Merged {label_of(entity, pair.left)} and {label_of(entity, pair.right)}{rows}."


def _meanwhile(org_id: int, entity: Entity, pair: Candidate) -> str:
    """Say who settled a pair in the meantime, and when."""
    rows = [row for row in decisions_of(org_id, entity.name, [pair.left, pair.right]) if row.stands]
    if not rows:
        return "This pair was settled in the meantime. Nothing was changed by you."
    latest = rows[0].decision
    what, when = latest.get_kind_display().lower(), fmt.ago(latest.at, timezone.now())
    return f"{latest.by} decided “{what}” on these {when}, while they were on your screen. Nothing was changed by you."


def _answer(
    request: HttpRequest, entity: Entity, said: Said, number: int | None = None, *, again: Candidate | None = None
) -> HttpResponseBase:
    if request.headers.get("Accept") == "application/json":
        shown = [again] if again else []
        page = _page(said)
        return desk_answer(
            request, entity, sentence=said.sentence, page=page, refused=said.refused, bars=said.bars, again=shown
        )
    _tell(request, said)
    query = request.POST.get("query", "")
    # A refused decision stays on its pair, so that the reason is read where it belongs.
    stay = again.pk if again else number if said.bars else None
    page = reverse("review:pair", args=[entity.name, stay]) if stay else reverse("review:next", args=[entity.name])
    return HttpResponseRedirect(f"{page}?{query}" if query else page)


def _page(said: Said) -> str:
    return reverse("admin:audit_changeset_change", args=[said.change_set]) if said.change_set else ""


def _tell(request: HttpRequest, said: Said) -> None:
    if said.refused:
        messages.error(request, said.sentence)
    elif said.change_set is None:
        messages.success(request, said.sentence)
    else:
        address = reverse("admin:audit_changeset_undo", args=[said.change_set])
        words = format_html('{} <a href="{}" data-undo class="underline">Undo</a>', said.sentence, address)
        messages.success(request, words)
