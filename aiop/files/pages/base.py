"""What the pages of this app share: who may open them, how they are drawn."""

from __future__ import annotations

from collections.abc import Callable
from datetime import tzinfo
from functools import wraps
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.template.response import TemplateResponse
from django.views.decorators.http import require_POST

from aiop.loading.models import Load
from aiop.orgs.models import Org

View = Callable[..., HttpResponseBase]
VIEW_LOADS, IMPORT = "loading.view_load", "loading.import_load"
VIEW_QUARANTINE, FIX = "loading.view_quarantinedrow", "loading.import_quarantinedrow"


def opens_to(right: str, *, post: bool = False) -> Callable[[View], View]:
    """Make a view a page of the admin for whoever has a right; with `post` it only takes what a form sends."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.has_perm(right):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        # A later wrapper asks for the log-in first; the right is looked up in the organisation that is open then.
        return admin.site.admin_view(require_POST(guarded) if post else guarded)

    return decorate


def draw(request: HttpRequest, template: str, *, status: int = 200, **context: Any) -> TemplateResponse:
    """Draw a page inside the admin's shell."""
    shared = {
        **admin.site.each_context(request),
        "zone": zone_of(request),
        "may_import": request.user.has_perm(IMPORT),
        "may_fix": request.user.has_perm(FIX),
    }
    return TemplateResponse(request, f"admin/files/{template}.html", {**shared, **context}, status=status)


def org_of(request: HttpRequest) -> Org:
    """Give the organisation that is open."""
    org: Org | None = getattr(request, "org", None)
    if org is None:
        raise PermissionDenied
    return org


def zone_of(request: HttpRequest) -> tzinfo:
    """Give the time zone of the organisation that is open."""
    return org_of(request).zone


def load_of(request: HttpRequest, load_id: int, *, lock: bool = False) -> Load:
    """Give a load of the organisation that is open; `lock` holds off others who would act on it."""
    loads = Load.objects.filter(org=org_of(request), pk=load_id)
    found = loads.select_for_update().first() if lock else loads.first()
    if found is None:
        raise Http404("There is no such import.")
    return found


def number(request: HttpRequest, name: str) -> int | None:
    """Read a number out of the address; None when it is none."""
    text = request.GET.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 19 else None


def who(request: HttpRequest) -> str:
    """Give the name that actions are recorded under."""
    return request.user.get_username()
