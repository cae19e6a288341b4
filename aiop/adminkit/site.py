"""The one admin site."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import Resolver404, URLPattern, path, resolve, reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.views.decorators.http import require_POST
from unfold.sites import UnfoldAdminSite

from aiop.adminkit import pages


class AiopAdminSite(UnfoldAdminSite):
    """Where staff work: one organisation at a time, chosen at top left."""

    site_header = "AIOP"
    site_title = "AIOP"
    index_title = "Home"

    def extra_urls(self) -> list[URLPattern]:
        """Add the address that opens another organisation, and the pages that apps registered."""
        switch = path("org/<int:org_id>/", require_POST(self.admin_view(self.switch)), name="switch_org")
        return [switch, *(path(page.route, self.admin_view(page.view), name=page.name) for page in pages.all_pages())]

    def has_permission(self, request: HttpRequest) -> bool:
        """Let in whoever is active and belongs to an organisation."""
        return request.user.is_active and getattr(request, "org", None) is not None

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> Any:
        """Give the apps and their pages when somebody looks: no page of ours does, and each would ask every page's rights."""
        return SimpleLazyObject(lambda: super(AiopAdminSite, self).get_app_list(request, app_label))

    def switch(self, request: HttpRequest, org_id: int) -> HttpResponse:
        """Open another of the person's organisations, on the same list where that is where they are."""
        memberships = request.memberships  # type: ignore[attr-defined]
        if org_id not in {membership.org_id for membership in memberships}:
            raise Http404
        request.session["org"] = org_id
        return HttpResponseRedirect(_same_list(request.POST.get("from", "")) or reverse("admin:index"))

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Send people to the one log-in page; those who belong nowhere yet are told whom to ask."""
        if request.user.is_authenticated and not self.has_permission(request):
            return TemplateResponse(request, "admin/no_membership.html", status=403)
        target = request.GET.get("next", reverse("admin:index"))
        if request.user.is_authenticated:
            return HttpResponseRedirect(reverse("admin:index"))
        return HttpResponseRedirect(f"{reverse('account_login')}?{urlencode({'next': target})}")

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """Add the day that it is where the organisation is."""
        context: dict[str, Any] = super().each_context(request)
        org = getattr(request, "org", None)
        if org is not None:
            context["today"] = timezone.localtime(timezone=org.zone)
        return context


def _same_list(address: str) -> str | None:
    """Give the address back when it is a list of the admin, without filters, which name rows of one organisation."""
    try:
        match = resolve(address)
    except Resolver404:
        return None
    is_list = match.namespace == "admin" and (match.url_name or "").endswith("_changelist")
    return address if is_list else None
