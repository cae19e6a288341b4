"""Through which day everything has come in: by what streams tell, or by somebody's word where files bring the records."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone

from aiop.adminkit import pages
from aiop.adminkit.pages import needs
from aiop.audit.said import done
from marts.kpi.completeness import told_by_streams
from marts.kpi.definitions import TEN
from marts.kpi.terms import said
from marts.kpi.vouching import CannotVouch, vouch
from marts.models import Vouched

NAME = "marts_completeness"
RIGHT, RIGHT_TO_VOUCH = "marts.view_dailycell", "marts.add_vouched"
SHOWN = 20


def view(request: HttpRequest) -> HttpResponse:
    """Show how far each KPI's sources are complete and who said so; with a POST take somebody's word."""
    needs(request, RIGHT)
    org: Any = request.org  # type: ignore[attr-defined]
    today = timezone.localdate(timezone=org.zone)
    if request.method == "POST":
        needs(request, RIGHT_TO_VOUCH)
        return _vouch(request, org, today)
    words = list(Vouched.objects.for_org(org).order_by("-pk")[:SHOWN])
    told = told_by_streams(org, TEN)
    context = {
        **admin.site.each_context(request),
        "title": "How far everything is in",
        "kpis": [
            (one, told[one.key], words[0].through if words else None, ", ".join(map(said, one.streams))) for one in TEN
        ],
        "is_by_files": not all(told.values()),
        "words": words,
        "yesterday": today - dt.timedelta(days=1),
        "may_vouch": request.user.has_perm(RIGHT_TO_VOUCH),
        "may_undo": request.user.has_perm("audit.undo_changeset"),
        "zone": org.zone,
    }
    return TemplateResponse(request, "marts/completeness.html", context)


def _vouch(request: HttpRequest, org: Any, today: dt.date) -> HttpResponse:
    by, reason = request.user.get_username(), request.POST.get("reason", "").strip()
    try:
        through = dt.date.fromisoformat(request.POST.get("through", ""))
        decided = vouch(org, through, by=by, today=today, reason=reason)
    except ValueError:
        messages.error(request, "Say through which day everything has come in.")
    except CannotVouch as error:
        messages.error(request, str(error))
    else:
        messages.success(request, done(decided, request))
    return redirect(f"admin:{NAME}")


pages.register(pages.Page("kpi-completeness/", view, NAME))
