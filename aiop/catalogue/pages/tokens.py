"""One's own keys to the API: made, shown once, taken back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from aiop.adminkit.pages import needs
from aiop.catalogue.models import Token
from aiop.catalogue.pages.base import draw, org_of, person_of
from aiop.catalogue.tokens import make

_TITLE = 80


def tokens_page(request: HttpRequest) -> HttpResponse:
    """List one's tokens; a posted title makes one, a posted id takes one back."""
    needs(request, "catalogue.export_entry")
    org, person = org_of(request), person_of(request)
    mine = Token.objects.for_org(org).filter(user=person)
    made = ""
    if request.method == "POST" and request.POST.get("remove", "").isdecimal():
        gone = get_object_or_404(mine, pk=request.POST["remove"])
        gone.delete()
        messages.success(request, f"“{gone.title}” opens nothing any more.")
        return redirect("admin:catalogue_tokens")
    if request.method == "POST":
        title = request.POST.get("title", "").strip()[:_TITLE]
        if title:
            made = make(org, person, title)
        else:
            messages.error(request, "A token needs a title: which program holds it?")
    return draw(request, "tokens", {"title": "API tokens", "tokens": mine.order_by("-id"), "made": made})
