"""How well matching and its reviewers do, and what they taught: figures with their bounds, the automatic switch, the words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from aiop.identity import measures
from aiop.identity.audits import switched_off_by_audits
from aiop.identity.measure.bounds import lower_bound
from aiop.identity.measures import Precision
from aiop.identity.models import Candidate, ModelVersion, SharedValue, TaughtWord
from aiop.identity.pages.base import DECIDE, SEE, SWITCH, draw, entity_of, opens_to, org_of, who
from aiop.orgs.models import Org

SHOWN = 50
ANSWERS = {"accept": TaughtWord.State.ACCEPTED, "refuse": TaughtWord.State.REFUSED}


@dataclass(frozen=True, slots=True)
class Measured:
    """A zone or rule: how often it was right, and what part of all audited doubles it holds, each with its bound."""

    precision: Precision
    title: str
    found: int
    all_found: int

    @property
    def recall(self) -> float | None:
        """The share of audited doubles that it holds."""
        return self.found / self.all_found if self.all_found else None

    @property
    def recall_certain(self) -> float:
        """The share that is certain at 95 per cent."""
        return lower_bound(self.found, self.all_found)


@require_GET
@opens_to(SEE)
def quality(request: HttpRequest, entity_name: str) -> HttpResponseBase:
    """Show the figures of one entity."""
    entity, org_id = entity_of(entity_name), org_of(request).pk
    words = TaughtWord.objects.filter(org_id=org_id, entity=entity.name)
    shared = SharedValue.objects.filter(org_id=org_id, entity=entity.name)
    return draw(
        request,
        "quality",
        entity,
        title=f"Quality of matching: {entity.plural.lower()}",
        zones=measured(measures.precision_by_zone(org_id, entity.name), dict(Candidate.Zone.choices)),
        rules=measured(measures.precision_by_rule(org_id, entity.name), {}),
        reviewers=measures.reviewers(org_id, entity.name),
        auto=measures.auto_state(org_id, entity.name),
        versions=ModelVersion.objects.filter(org_id=org_id, entity=entity.name).order_by("-id")[:SHOWN],
        shared=shared.order_by("-id")[:SHOWN],
        shared_count=shared.count(),
        proposed=words.filter(state=TaughtWord.State.PROPOSED).order_by("kind", "word")[:SHOWN],
        taught=words.exclude(state=TaughtWord.State.PROPOSED).order_by("state", "kind", "word")[:SHOWN],
    )


@opens_to(SWITCH, post=True)
def switch(request: HttpRequest, entity_name: str) -> HttpResponseBase:
    """Switch merging without a person on or off; only an administrator may."""
    entity, on = entity_of(entity_name), request.POST.get("on") == "1"
    org = Org.objects.select_for_update().get(pk=org_of(request).pk)
    kept = org.settings.get("identity", {})
    names = set(kept.get("auto", []))
    names = names | {entity.name} if on else names - {entity.name}
    # Whoever switches has seen what audits said.
    tripped = [name for name in switched_off_by_audits(org) if name != entity.name]
    org.settings = {**org.settings, "identity": {**kept, "auto": sorted(names), "tripped": tripped}}
    org.save(update_fields=["settings"])
    if on:
        messages.success(
            request, "Switched on: sure pairs are merged without a person as soon as audits prove the bound."
        )
    else:
        messages.success(request, "Switched off: sure pairs wait for bulk approval.")
    return _back(entity.name)


@opens_to(DECIDE, post=True)
def word(request: HttpRequest, entity_name: str, word_id: int) -> HttpResponseBase:
    """Accept or refuse a word that decisions proposed."""
    entity, state = entity_of(entity_name), ANSWERS.get(request.POST.get("answer", ""))
    found = TaughtWord.objects.for_org(org_of(request)).filter(entity=entity.name, pk=word_id).first()
    if found is None or state is None:
        raise Http404("There is no such word.")
    found.state, found.by, found.at = state, who(request), timezone.now()
    found.save(update_fields=["state", "by", "at"])
    said = "counts from the next matching on" if state == TaughtWord.State.ACCEPTED else "is not proposed again"
    messages.success(request, f"“{found.word}” {said}.")
    return _back(entity.name)


def measured(found: Sequence[Precision], titles: dict[str, str]) -> list[Measured]:
    """Set each group's precision beside what part of all audited doubles it holds."""
    everyone = sum(one.right for one in found)
    return [Measured(one, titles.get(one.name, one.name), one.right, everyone) for one in found]


def _back(name: str) -> HttpResponseBase:
    return HttpResponseRedirect(reverse("review:quality", args=[name]))
