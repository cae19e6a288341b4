"""What a job would cost: the price rules tried on a job that somebody describes, nothing written."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone

from aiop.adminkit import format as fmt
from aiop.adminkit import pages
from aiop.adminkit.pages import needs
from aiop.dashboards.tables import Cell, Head, Table
from hvac.costing.prices import FILTERS, Priced, preview
from hvac.costing.rules.pricing import Job
from hvac.models import Customer, EquipmentType, Location, PriceRule, ServiceCall, ServiceTerritory, Subscription

NAME = "hvac_prices"


def _any(words: Any) -> list[tuple[str, str]]:
    return [("", "– (any)"), *words.choices]


class Asked(forms.Form):
    """A job as far as price rules look at it."""

    amount = forms.DecimalField(min_value=Decimal(0), max_digits=10, decimal_places=2, label="Price before rules, $")
    part = forms.ChoiceField(choices=PriceRule.Part.choices, label="Of")
    day = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}))
    time = forms.TimeField(widget=forms.TimeInput(attrs={"type": "time"}))
    service_type = forms.ChoiceField(choices=_any(ServiceCall.Type), required=False)
    customer_type = forms.ChoiceField(choices=_any(Customer.Type), required=False)
    equipment_type = forms.ChoiceField(choices=_any(EquipmentType.Type), required=False)
    service_plan = forms.ChoiceField(choices=_any(Subscription.Plan), required=False)
    urgency = forms.ChoiceField(choices=_any(PriceRule.Urgency), required=False)
    territory_id = forms.TypedChoiceField(coerce=int, empty_value=None, required=False, label="Area")
    location_id = forms.TypedChoiceField(coerce=int, empty_value=None, required=False, label="Place")

    def __init__(self, org: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        areas = ServiceTerritory.objects.for_org(org).order_by("territory_name").values_list("pk", "territory_name")
        places = Location.objects.for_org(org).exclude(location_type="Truck").order_by("name").values_list("pk", "name")
        for name, rows in (("territory_id", areas), ("location_id", places)):
            field = self.fields[name]
            field.choices = [("", "– (any)"), *rows]  # type: ignore[attr-defined]

    def job(self) -> Job:
        """Give the job that was described."""
        found = self.cleaned_data
        at = dt.datetime.combine(found["day"], found["time"], dt.UTC)
        return Job(at, {name: found[name] or None for name in FILTERS})


def view(request: HttpRequest) -> HttpResponse:
    """Ask for a job; once it is described, show what each rule makes of its price."""
    needs(request, "hvac.view_pricerule")
    org: Any = request.org  # type: ignore[attr-defined]
    now = timezone.localtime(timezone=org.zone)
    usual = {"amount": "200.00", "part": "Total", "day": now.date().isoformat(), "time": f"{now:%H:%M}"}
    form = Asked(org, {**usual, **request.GET.dict()})
    priced = (
        preview(org, form.cleaned_data["part"], form.cleaned_data["amount"], form.job()) if form.is_valid() else None
    )
    context = {"title": "Try the price rules", "form": form, "priced": priced, "steps": priced and _steps(priced)}
    return TemplateResponse(request, "admin/hvac/prices.html", {**admin.site.each_context(request), **context})


def _steps(priced: Priced) -> Table:
    heads = [
        Head("Rule", is_number=False),
        Head("Kind", is_number=False),
        Head("Before, $"),
        Head("Change, $"),
        Head("After, $"),
    ]
    rows = [
        [
            Cell(step.rule.name, step.rule.name),
            Cell(f"{step.rule.kind} {fmt.number(step.rule.value)}", step.rule.kind),
            *(Cell(fmt.money(value), value) for value in (step.before, step.after - step.before, step.after)),
        ]
        for step in priced.steps
    ]
    return Table("What each rule made of the price", heads, rows)


pages.register(pages.Page("hvac/prices/", view, NAME))
