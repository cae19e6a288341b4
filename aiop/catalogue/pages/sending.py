"""Having an entry sent by e-mail, or no longer."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import validate_email
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from aiop.catalogue.asking import query
from aiop.catalogue.models import Subscription
from aiop.catalogue.pages.base import find, org_of, person_of
from aiop.catalogue.pages.entry import read_query
from aiop.catalogue.shelf import may

_MOST = 20
_HOURS = range(24)


@require_POST
def send(request: HttpRequest, name: str) -> HttpResponse:
    """Begin to send an entry as it is asked here, or stop."""
    entry, org, person = find(request, name), org_of(request), person_of(request)
    if not may(person, entry, "export"):
        raise PermissionDenied
    if request.POST.get("stop", "").isdecimal():
        get_object_or_404(Subscription.objects.for_org(org), pk=request.POST["stop"], user=person).delete()
        messages.success(request, f"“{entry.title}” is no longer sent.")
        return redirect("admin:catalogue_entry", entry.name)
    try:
        to, every, hour = _asked(request)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("admin:catalogue_entry", entry.name)
    asked = query(entry, read_query(request.POST.get("query", "")))
    made = Subscription.objects.create(
        org=org, entry=entry.name, query=asked, user=person, to=to, every=every, hour=hour
    )
    messages.success(
        request, f"“{entry.title}” goes to {to.replace(chr(10), ', ')} {made.get_every_display()} at {hour}:00."
    )
    return redirect("admin:catalogue_entry", entry.name)


def _asked(request: HttpRequest) -> tuple[str, str, int]:
    """Read addresses, how often, and the hour; raises ValidationError with a sentence."""
    addresses = request.POST.get("to", "").replace(",", " ").split()
    if not 0 < len(addresses) <= _MOST:
        raise ValidationError(f"Give one to {_MOST} e-mail addresses.")
    for address in addresses:
        try:
            validate_email(address)
        except ValidationError as error:
            raise ValidationError(f"“{address}” is not an e-mail address.") from error
    every, hour = request.POST.get("every", ""), request.POST.get("hour", "")
    if every not in Subscription.Every.values or not (hour.isdecimal() and int(hour) in _HOURS):
        raise ValidationError("Say how often, and at which hour from 0 to 23.")
    return "\n".join(addresses), every, int(hour)
