"""Placing units: the queue of those that wait, and the page of one with what its placement would move."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.generic import View

from aiop.adminkit.pages import Page, needs, register
from aiop.audit.said import done
from aiop.audit.turns import Busy
from servicetitan.admin.asked import Asked, NotUnderstood, asked
from servicetitan.admin.figures import lines
from servicetitan.curate import impact
from servicetitan.curate.placing import CannotPlace, Placement, confirm_unit, place_units, unplace_unit
from servicetitan.curate.queue import Waiting, events, targets, waiting
from servicetitan.curate.starting import load_starting_decisions
from servicetitan.curate.suggest import Suggestion, suggest
from servicetitan.models import BusinessUnit, ReportingUnit, UnitMapping
from servicetitan.models.curation import BEGINNING

SEE, DECIDE = "servicetitan.view_unitmapping", "servicetitan.change_unitmapping"


class UnitsView(View):
    """Units that wait, what happened to placed ones, and all that are placed."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the queue."""
        needs(request, SEE)
        org: Any = request.org  # type: ignore[attr-defined]
        rows = UnitMapping.objects.for_org(org).select_related("reporting_unit")
        context = {
            **admin.site.each_context(request),
            "title": "Place units",
            "waiting": waiting(org),
            "events": events(org),
            "placed": rows.order_by("reporting_unit__position", "unit_name", "valid_from"),
            "beginning": BEGINNING,
            "has_targets": ReportingUnit.objects.for_org(org).exists(),
            "may_decide": request.user.has_perm(DECIDE),
        }
        return TemplateResponse(request, "admin/servicetitan/units.html", context)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Confirm that a renamed or retired unit stays as placed, or begin with the starting decisions."""
        needs(request, DECIDE)
        org: Any = request.org  # type: ignore[attr-defined]
        by = request.user.get_username()
        if "start" in request.POST:
            messages.success(request, f"{load_starting_decisions(org, by=by):,} decisions to start with are loaded.")
        else:
            number = request.POST.get("confirm", "")
            if not BusinessUnit.objects.for_org(org).filter(source_id=number if number.isdigit() else 0).exists():
                raise Http404
            messages.success(request, done(confirm_unit(org, int(number), by=by), request))
        return redirect("admin:servicetitan_units")


class UnitView(View):
    """One unit: what it probably is, what it has been, and what a placement would move."""

    def get(self, request: HttpRequest, unit: int) -> HttpResponse:
        """Show the form, with a preview of what was chosen."""
        needs(request, SEE)
        return self._page(request, unit, asked(request.GET))

    def post(self, request: HttpRequest, unit: int) -> HttpResponse:
        """Place the unit, or let it wait again."""
        needs(request, DECIDE)
        org: Any = request.org  # type: ignore[attr-defined]
        by, form = request.user.get_username(), asked(request.POST)
        try:
            if "unplace" in request.POST:
                decided = unplace_unit(org, unit, by=by, reason=form.reason)
            else:
                placement = form.placement(unit, _roles(org))
                decided = place_units(org, [placement], by=by, reason=form.reason)
        except (CannotPlace, NotUnderstood, Busy) as error:
            return self._page(request, unit, form, str(error))
        messages.success(request, done(decided, request))
        return redirect("admin:servicetitan_units")

    def _page(self, request: HttpRequest, unit: int, form: Asked, problem: str = "") -> HttpResponse:
        org: Any = request.org  # type: ignore[attr-defined]
        record = BusinessUnit.objects.for_org(org).filter(source_id=unit).first()
        own = next((one for one in waiting(org) if one.unit_source_id == unit), None)
        periods = list(_periods(org, unit))
        if record is None and own is None and not periods:
            raise Http404("There is no such unit.")
        guess = _suggested(org, record, own)
        form = _filled(form, guess) if own is not None and not form.choice else form
        placement, problem = _placement(org, unit, form, problem)
        context = {
            **admin.site.each_context(request),
            "title": _title(unit, record, periods),
            "unit": unit,
            "record": record,
            "own": own,
            "guess": guess,
            "periods": periods,
            "beginning": BEGINNING,
            "form": form,
            "problem": problem,
            "targets": targets(org),
            "may_decide": request.user.has_perm(DECIDE),
            **_preview(org, placement),
        }
        return TemplateResponse(
            request, "admin/servicetitan/unit.html", context, status=400 if problem and request.POST else 200
        )


def _title(unit: int, record: BusinessUnit | None, periods: list[UnitMapping]) -> str:
    known = [record.name if record else None, *(period.unit_name for period in periods)]
    return next((str(name) for name in known if name), f"Unit {unit}")


def _roles(org: Any) -> dict[int, str]:
    return {target.id: target.role for target in targets(org)}


def _periods(org: Any, unit: int) -> Any:
    rows = UnitMapping.objects.for_org(org).filter(unit_source_id=unit).select_related("reporting_unit")
    return rows.order_by("valid_from")


def _suggested(org: Any, record: BusinessUnit | None, own: Waiting | None) -> Suggestion | None:
    if own is not None:
        return own.suggestion
    return suggest(record.name, active=record.active, targets=targets(org)) if record and record.name else None


def _filled(form: Asked, guess: Suggestion | None) -> Asked:
    """Fill a form that nobody has filled yet with what is suggested."""
    if guess is None or guess.target is None:
        return form
    reason = form.reason or guess.reasons[0][:1].upper() + guess.reasons[0][1:]
    return Asked(str(guess.target.id), form.since, form.until, reason)


def _placement(org: Any, unit: int, form: Asked, problem: str) -> tuple[Placement | None, str]:
    if not form.choice:
        return None, problem
    try:
        return form.placement(unit, _roles(org)), problem
    except NotUnderstood as error:
        return None, problem or str(error)


def _preview(org: Any, placement: Placement | None) -> dict[str, Any]:
    """Give what a placement would move, for the page."""
    if placement is None or not impact.can_preview():
        return {"can_preview": impact.can_preview(), "moved": None}
    one = impact.Proposed(
        placement.unit_source_id, placement.reporting_unit_id, placement.role, placement.since, placement.until
    )
    today = timezone.localdate(timezone=org.zone)
    units = dict(ReportingUnit.objects.for_org(org).values_list("pk", "label"))
    moved = impact.preview(org, [one], today)
    return {"can_preview": True, "moved": lines(moved, impact.kpis(), units)}


register(Page("servicetitan/units/", UnitsView.as_view(), "servicetitan_units"))
register(Page("servicetitan/units/<int:unit>/", UnitView.as_view(), "servicetitan_unit"))
