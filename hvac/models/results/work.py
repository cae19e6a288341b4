"""What hours and jobs cost."""

from __future__ import annotations

from django.db import models
from django.db.models import F

from hvac.models.base import Vocabulary, money, one_of
from hvac.models.field_service import ServiceCall
from hvac.models.people import TimeEntry
from hvac.models.results.base import Result, amount, found_by, hours, key, of, per_cent, why


class PaidTime(Result):
    """How many hours of a time entry are overtime by the week's forty, and what the entry costs in pay."""

    time_entry = of("hvac.TimeEntry")
    employee = of("hvac.Employee", optional=True)
    service_call = of("hvac.ServiceCall", optional=True)
    work_date = models.DateField("date")
    time_type = one_of(TimeEntry.Type)
    regular_hours = hours(help_text="Unknown while clocked in.")
    overtime_hours = hours(help_text="What comes after the fortieth hour worked from Monday to Sunday.")
    stated_overtime = hours(help_text="As the file states it.")
    hourly_rate = amount(help_text="The technician's rate, else the salary by 2,080 hours.")
    pay = amount(help_text="Overtime at one and a half; without the employer's burden.")
    reason = why()

    class Meta:
        verbose_name_plural = "paid time"
        constraints = key("hvac_paidtime", "time_entry")
        indexes = found_by("hvac_paidtime", "employee", "service_call", "work_date")

    def __str__(self) -> str:
        return f"Pay of time entry {self.time_entry_id}"


class JobCost(Result):
    """What a service call brought and cost. What the customer is charged for labour is not what labour costs."""

    class Basis(Vocabulary):
        """Whence the cost of parts: what was issued, at cost, or what the call states."""

        USAGE = "usage"
        CALL = "call"

    class HoursFrom(Vocabulary):
        """Whence the hours."""

        TIME = "time entries"
        WORK_ORDER = "work order"
        CALL = "call"

    service_call = of("hvac.ServiceCall")
    service_date = models.DateField()
    service_type = one_of(ServiceCall.Type)
    technician = of("hvac.Technician", optional=True)
    customer = of("hvac.Customer", optional=True)
    location = of("hvac.Location", optional=True)
    revenue = amount(help_text="Invoiced before tax, cancelled invoices left out; unknown until there is an invoice.")
    labour_hours = hours()
    overtime_hours = hours(help_text="Known where the hours are time entries.")
    hours_from = one_of(HoursFrom)
    labour_cost = amount(help_text="Pay of the hours with 30 % of burden; not what the customer is charged.")
    charged_labour = money(12, help_text="What the call charges for labour.")
    parts_cost = amount()
    parts_basis = one_of(Basis)
    parts_used = money(14, help_text="Parts issued, at what they cost on the day.")
    parts_stated = money(12, help_text="Parts as the call states them.")
    direct_expenses = money(12, help_text="Expenses that name the call.")
    warranty_credit = money(12, help_text="What manufacturers paid on claims that name the call.")
    overhead_rate = amount(help_text="Dollars a billable hour of the month or quarter.")
    overhead = amount()
    gross_margin = models.GeneratedField(
        expression=F("revenue") - F("labour_cost") - F("parts_cost") - F("direct_expenses") + F("warranty_credit"),
        output_field=amount(),
        db_persist=True,
        help_text="Computed; unknown where a part of it is.",
    )
    net_margin = models.GeneratedField(
        expression=F("revenue")
        - F("labour_cost")
        - F("parts_cost")
        - F("direct_expenses")
        + F("warranty_credit")
        - F("overhead"),
        output_field=amount(),
        db_persist=True,
        help_text="Computed: gross margin less overhead.",
    )
    reason = why(help_text="What is unknown, and why.")

    class Meta:
        constraints = key("hvac_jobcost", "service_call")
        indexes = found_by("hvac_jobcost", "service_date", "technician", "location", "customer", "service_type")

    def __str__(self) -> str:
        return f"Cost of call {self.service_call_id}"


class TechnicianMonth(Result):
    """What a technician did in a month. Sums and counts are kept, so that longer periods divide anew."""

    technician = of("hvac.Technician")
    month = models.DateField()
    calls = models.IntegerField()
    call_hours = hours()
    paid_hours = hours(help_text="From time entries; unknown without any.")
    billable_hours = hours(help_text="Paid hours on calls.")
    utilisation = per_cent(help_text="Billable by paid hours, per cent.")
    invoiced_calls = models.IntegerField()
    revenue = amount()
    average_ticket = amount()
    gross_margin = amount(help_text="Of the calls whose margin is known.")
    margin_calls = models.IntegerField()
    answers = models.IntegerField(help_text="Customers who gave a score.")
    score_sum = models.IntegerField()
    satisfaction = per_cent(help_text="Mean score; unknown below ten answers, where it would be chance.")
    recommending = models.IntegerField()
    fixable_calls = models.IntegerField(help_text="Repairs and emergencies.")
    callbacks = models.IntegerField(help_text="Of them: the customer called again for the same model within 30 days.")
    parts_issued = models.IntegerField()
    incidents = models.IntegerField(help_text="Accidents of the technician.")
    reason = why()

    class Meta:
        verbose_name = "technician's month"
        constraints = key("hvac_techmonth", "technician", "month")
        indexes = found_by("hvac_techmonth", "month")

    def __str__(self) -> str:
        return f"Technician {self.technician_id} in {self.month:%Y-%m}"


class BranchMonth(Result):
    """What a place of the company did in a month; without a place: calls whose technician belonged to none."""

    location = of("hvac.Location", optional=True)
    month = models.DateField()
    calls = models.IntegerField()
    technicians = models.IntegerField()
    call_hours = hours()
    invoiced_calls = models.IntegerField()
    revenue = amount()
    labour_cost = amount()
    parts_cost = amount()
    overhead = amount()
    gross_margin = amount()
    margin_calls = models.IntegerField()
    answers = models.IntegerField()
    score_sum = models.IntegerField()
    billed = amount(help_text="Invoices of the month with tax, cancelled left out.")
    open_balance = amount(help_text="Of them: what is not paid.")
    overdue_balance = amount(help_text="Of that: past its due date today.")

    class Meta:
        verbose_name = "branch's month"
        constraints = key("hvac_branchmonth", "location", "month")
        indexes = found_by("hvac_branchmonth", "month")

    def __str__(self) -> str:
        return f"Location {self.location_id} in {self.month:%Y-%m}"


class TerritoryZip(Result):
    """A ZIP code, or its first three digits, with the area that claims it first: one code belongs to one area."""

    prefix = models.TextField("ZIP code")
    territory = of("hvac.ServiceTerritory")
    claims = models.IntegerField(help_text="Areas that list it; more than one and nobody is linked by it.")
    customers = models.IntegerField(help_text="Whose ZIP code it is, or begins with it.")

    class Meta:
        verbose_name = "territory's ZIP code"
        constraints = key("hvac_territoryzip", "prefix")
        indexes = found_by("hvac_territoryzip", "territory")

    def __str__(self) -> str:
        return str(self.prefix)


class TerritoryMonth(Result):
    """How much work an area had in a month; without an area: customers whose ZIP code lies in none."""

    territory = of("hvac.ServiceTerritory", optional=True)
    month = models.DateField()
    customers = models.IntegerField(help_text="All customers of the area today.")
    calls = models.IntegerField()
    call_hours = hours()
    technicians = models.IntegerField(help_text="Technicians who went there.")
    travel_hours = hours(help_text="Calls by the area's travel time, there and back.")
    load_index = per_cent(help_text="Hours and travel by the mean of all areas: 100 is the mean.")
    reason = why()

    class Meta:
        verbose_name = "territory's month"
        constraints = key("hvac_territorymonth", "territory", "month")
        indexes = found_by("hvac_territorymonth", "month")

    def __str__(self) -> str:
        return f"Territory {self.territory_id} in {self.month:%Y-%m}"
