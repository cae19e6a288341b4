"""The catalogue as JSON: entries, their parameters and answers, and what an old id leads to; for programs that hold a token."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET

from aiop.catalogue.entries import Entry, UnknownEntry
from aiop.catalogue.head import RefusedEntry
from aiop.catalogue.models import Use
from aiop.catalogue.openapi import document
from aiop.catalogue.parameters import WrongValue
from aiop.catalogue.plans import TooDear
from aiop.catalogue.reader import QuestionRefused, ReaderMissing
from aiop.catalogue.run import MOST, Answer, answer
from aiop.catalogue.shelf import entries_for, entry_for, may
from aiop.catalogue.tokens import Holder, holder_of
from aiop.catalogue.using import note_use
from aiop.files.exports import record_export
from aiop.identity.entity import all_entities
from aiop.identity.who import who as who_is
from aiop.orgs.commands import Encoder
from aiop.orgs.context import org_context

_HTTP = {UnknownEntry: 404, WrongValue: 400, TooDear: 422, QuestionRefused: 422, RefusedEntry: 404, ReaderMissing: 503}
SEE_WHO = "identity.view_candidate"
View = Callable[..., HttpResponse]


def _said(data: dict[str, Any], status: int = 200) -> JsonResponse:
    return JsonResponse(data, encoder=Encoder, status=status, json_dumps_params={"ensure_ascii": False})


def _with_token(view: Callable[..., HttpResponse]) -> View:
    """Open the token's organisation for a view; whatever is refused is said in one sentence."""

    def answered(request: HttpRequest, **named: str) -> HttpResponse:
        kind, _, token = request.headers.get("Authorization", "").partition(" ")
        holder = holder_of(token.strip()) if kind.lower() == "bearer" else None
        if holder is None:
            refusal = _said({"error": "Send a token of the catalogue, as “Authorization: Bearer …”."}, 401)
            refusal["WWW-Authenticate"] = "Bearer"
            return refusal
        with org_context(holder.org, actor=holder.person.get_username()), timezone.override(holder.org.zone):
            try:
                return view(request, holder, **named)
            except (UnknownEntry, WrongValue, TooDear, QuestionRefused, RefusedEntry, ReaderMissing) as error:
                return _said({"error": str(error)}, _HTTP[type(error)])

    # A token is no cookie: no other site's page can send it along.
    return csrf_exempt(require_GET(answered))


@_with_token
def entries(request: HttpRequest, holder: Holder) -> HttpResponse:
    """List what the token's person may ask."""
    found = entries_for(holder.person, holder.org)
    return _said({"entries": [_described(entry) for entry in found]})


@_with_token
def rows(request: HttpRequest, holder: Holder, name: str) -> HttpResponse:
    """Answer an entry; parameters stand in the address as on its page."""
    entry = entry_for(holder.person, holder.org, name)
    if not may(holder.person, entry, "export"):
        return _said({"error": "This token's person may not take rows out."}, 403)
    given = request.GET.dict()
    limit = given.get("limit_rows", str(MOST))
    if not (limit.isdecimal() and 1 <= int(limit) <= MOST):
        raise WrongValue(f"limit_rows is a whole number from 1 to {MOST}.")
    found = answer(entry, holder.org, given, sort=given.get("sort", ""), most=int(limit))
    by = holder.person.get_username()
    note_use(entry, holder.org, found, by=by, through=Use.Through.API)
    record_export(holder.org, f"catalogue.{entry.name}", given, "json", by=by, rows=len(found.rows))
    return _said(_answered(entry, found))


@_with_token
def who(request: HttpRequest, holder: Holder, entity_name: str, known_by: str) -> HttpResponse:
    """Tell what an id leads to today, however often its record was merged."""
    if not holder.person.has_perm(SEE_WHO):
        return _said({"error": "This token's person may not see who is who."}, 403)
    entity = next((one for one in all_entities() if one.name == entity_name), None)
    found = who_is(holder.org.pk, entity, known_by) if entity else None
    if found is None:
        what = entity.title.lower() if entity else "kind of record"
        return _said({"error": f"There is no {what} “{known_by if entity else entity_name}”."}, 404)
    return _said(found.as_json())


@require_GET
def openapi(request: HttpRequest) -> HttpResponse:
    """Give the OpenAPI document; it says how to ask and nothing of anybody's rows."""
    return _said(document(request.build_absolute_uri("/")))


def _described(entry: Entry) -> dict[str, Any]:
    return {
        "name": entry.name,
        "category": entry.category,
        "title": entry.title,
        "question": entry.head.question,
        "parameters": [
            {"name": p.name, "type": p.type, "default": p.default, "choices": list(p.choices)}
            for p in entry.params.values()
        ],
        "columns": [{"name": c.name, "title": c.title, "unit": c.unit} for c in entry.columns],
    }


def _answered(entry: Entry, found: Answer) -> dict[str, Any]:
    return {
        "name": entry.name,
        "columns": [column.name for column in found.columns],
        "rows": found.records(),
        "total": found.total,
        "sums": dict(found.sums),
        "seconds": round(found.took, 3),
        "from_cache": found.from_cache,
    }


app_name = "catalogue_api"
urlpatterns = [
    path("openapi.json", openapi, name="openapi"),
    path("entries/", entries, name="entries"),
    path("entries/<slug:name>/rows/", rows, name="rows"),
    path("who/<slug:entity_name>/<path:known_by>/", who, name="who"),
]
