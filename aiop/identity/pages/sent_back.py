"""Decisions that come back from a spreadsheet: looked at line by line, then taken."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse

from aiop.files.reading.source import Refused
from aiop.identity.decisions_file import Outcome, decide_file
from aiop.identity.entity import Entity
from aiop.identity.pages.base import DECIDE, draw, entity_of, opens_to, org_of, who

SHOWN = 200


@opens_to(DECIDE)
def sent_back(request: HttpRequest, entity_name: str) -> HttpResponseBase:
    """Ask for a file; say what its lines would decide, or decide them."""
    entity = entity_of(entity_name)
    uploaded = request.FILES.get("file")
    if request.method != "POST":
        return _ask(request, entity)
    if uploaded is None:
        return _ask(request, entity, refusal="No file was chosen.")
    acts = request.POST.get("act") == "decide"
    try:
        outcome = _decide(request, entity, uploaded, acts=acts)
    except Refused as refusal:
        return _ask(request, entity, refusal=refusal.reason)
    decided = sum(outcome.decided.values())
    if not acts or outcome.refused or not decided:
        return _ask(request, entity, outcome=outcome, done=acts)
    messages.success(request, f"{decided:,} line{'s' if decided != 1 else ''} of {uploaded.name} decided.")
    return HttpResponseRedirect(reverse("review:queue", args=[entity.name]))


def _decide(request: HttpRequest, entity: Entity, uploaded: Any, *, acts: bool) -> Outcome:
    with tempfile.TemporaryDirectory(prefix="aiop-decisions-") as folder:
        path = Path(folder) / f"decisions{Path(uploaded.name or '').suffix.lower() or '.csv'}"
        with path.open("wb") as sink:
            for part in uploaded.chunks():
                sink.write(part)
        with transaction.atomic():
            outcome = decide_file(org_of(request).pk, entity, path, by=who(request))
            if not acts:
                transaction.set_rollback(True)
    return outcome


def _ask(
    request: HttpRequest, entity: Entity, *, outcome: Outcome | None = None, refusal: str = "", done: bool = False
) -> HttpResponseBase:
    return draw(
        request,
        "sent_back",
        entity,
        title=f"Import decisions: {entity.plural.lower()}",
        outcome=outcome,
        refused=outcome.refused[:SHOWN] if outcome else (),
        refusal=refusal,
        done=done,
    )
