"""What the review pages share: who may do what, how they are drawn, which entity they are of."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import Http404, HttpRequest
from django.template.response import TemplateResponse
from django.utils import timezone

from aiop.files.pages.base import opens_to, org_of, who, zone_of
from aiop.identity.entity import Entity, all_entities, entity_named
from aiop.orgs.apps_used import uses

SEE, DECIDE, EXPORT = "identity.view_candidate", "identity.change_candidate", "identity.export_candidate"
UNDO = "audit.undo_changeset"
# Only administrators may change their organisation, and what runs in it without a person.
SWITCH = "orgs.change_org"

__all__ = ["DECIDE", "EXPORT", "SEE", "SWITCH", "UNDO", "draw", "entity_of", "opens_to", "org_of", "who", "zone_of"]


def entity_of(name: str) -> Entity:
    """Give an entity by the name in an address; 404 where there is none."""
    try:
        return entity_named(name)
    except KeyError:
        raise Http404("There is nothing of this name to review.") from None


def entities_of(request: HttpRequest) -> list[Entity]:
    """List the entities of the apps that the organisation uses, all where it uses none that has any."""
    org = org_of(request)
    used = [entity for entity in all_entities() if uses(org, entity.model._meta.app_label)]
    return used or all_entities()


def draw(
    request: HttpRequest, template: str, entity: Entity | None = None, *, status: int = 200, **context: Any
) -> TemplateResponse:
    """Draw a page inside the admin's shell, with the entities as tabs."""
    shared = {
        **admin.site.each_context(request),
        "zone": zone_of(request),
        "now": timezone.now(),
        "entity": entity,
        "entities": entities_of(request),
        "may_decide": request.user.has_perm(DECIDE),
        "may_export": request.user.has_perm(EXPORT),
        "may_undo": request.user.has_perm(UNDO),
        "may_switch": request.user.has_perm(SWITCH),
        "is_fullwidth": "1",
    }
    return TemplateResponse(request, f"admin/identity/{template}.html", {**shared, **context}, status=status)
