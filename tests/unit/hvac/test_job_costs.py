"""Job costs: a few calls in, their cost by hand out; what cannot be known is unknown and says why."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from aiop.builders.windows import Window
from aiop.orgs.models import Org
from hvac.models import (
    BranchMonth,
    BudgetLine,
    Customer,
    CustomerFeedback,
    Employee,
    EmployeeAssignment,
    EquipmentType,
    ExpenseReport,
    Invoice,
    JobCost,
    Location,
    PaidTime,
    Part,
    PartUsage,
    Payment,
    ServiceCall,
    ServiceTerritory,
    Technician,
    TechnicianMonth,
    TerritoryMonth,
    TimeEntry,
    Vendor,
    VendorPart,
    WorkOrder,
)
from tests.factories.hvac_rows import Rows
from tests.unit.hvac.ledger import failing, held, run

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
D = Decimal
JAN_12 = dt.date(2026, 1, 12)


@pytest.fixture
def jo(make: Rows) -> Any:
    """Give a technician at 32.00 an hour, who is an employee."""
    employee = make(Employee, salary=D(66560))
    return make(Technician, employee=employee, hourly_rate=D(32))


def call(make: Rows, technician: Any, day: dt.date = JAN_12, **given: Any) -> Any:
    """Make a call of 3 hours, charged 240.00 for labour and 85.20 for parts."""
    facts = {"duration_hours": D(3), "labor_cost": D(240), "parts_cost": D("85.20"), "total_cost": D("325.20")}
    return make(ServiceCall, technician=technician, service_date=day, **(facts | given))


def bill(make: Rows, for_call: Any, subtotal: str, **given: Any) -> Any:
    day = for_call.service_date
    facts = {"issue_date": day, "due_date": day + dt.timedelta(days=30), "total_amount": D(subtotal), "status": "Paid"}
    return make(Invoice, service_call=for_call, subtotal=D(subtotal), **(facts | given))


def clock(make: Rows, employee: Any, day: dt.date, hours: str, **given: Any) -> Any:
    began = dt.datetime.combine(day, dt.time(7), dt.UTC)
    ended = began + dt.timedelta(hours=float(hours))
    facts = {"break_duration": 0, "overtime_hours": D(0), "time_type": "regular"}
    return make(
        TimeEntry, employee=employee, work_date=day, clock_in_time=began, clock_out_time=ended, **(facts | given)
    )


def test_without_time_entries_hours_are_the_work_orders_at_the_technicians_rate(org: Org, make: Rows, jo: Any) -> None:
    one = call(make, jo)
    make(WorkOrder, service_call=one, technician=jo, actual_hours=D("3.5"))
    bill(make, one, "420.00")
    run(org, "hvac_paid_time", "hvac_job_costs")
    # 3.5 h x 32.00 = 112.00, with 30 % 145.60; parts as the call states them, 85.20.
    columns = ("labour_hours", "hours_from", "labour_cost", "parts_cost", "parts_basis", "gross_margin", "net_margin")
    assert held(org, JobCost, *columns, order="service_call") == [
        (D("3.50"), "work order", D("145.60"), D("85.20"), "call", D("189.20"), None)
    ]


def test_time_entries_come_before_stated_hours_and_overtime_costs_half_more(org: Org, make: Rows, jo: Any) -> None:
    monday = dt.date(2026, 1, 5)
    for at in range(4):
        clock(make, jo.employee, monday + dt.timedelta(days=at), "9.5")
    one = call(make, jo, dt.date(2026, 1, 9))
    clock(make, jo.employee, dt.date(2026, 1, 9), "5", service_call=one, overtime_hours=D(1))
    bill(make, one, "400.00")
    built = run(org, "hvac_paid_time", "hvac_job_costs")
    # 38 h by Thursday: of Friday's 5 hours 2 at 32.00 and 3 at 48.00: 208.00, with 30 % 270.40; 400 - 270.40 - 85.20.
    assert held(org, PaidTime, "regular_hours", "overtime_hours", "pay", order="work_date")[-1] == (
        D(2),
        D(3),
        D("208.00"),
    )
    columns = ("labour_hours", "overtime_hours", "hours_from", "labour_cost", "gross_margin")
    assert held(org, JobCost, *columns, order="service_call") == [(D(5), D(3), "time entries", D("270.40"), D("44.40"))]
    assert failing(built["hvac_paid_time"]) == {"hvac_overtime_as_stated": 1}


def test_parts_used_are_valued_at_what_they_cost_on_the_day(org: Org, make: Rows, jo: Any) -> None:
    vendor, part = make(Vendor), make(Part, unit_cost=D(50))
    facts = {"vendor": vendor, "part": part, "is_preferred": True}
    make(VendorPart, valid_from=dt.date(2025, 1, 1), valid_to=dt.date(2025, 12, 31), unit_cost=D(30), **facts)
    make(VendorPart, valid_from=dt.date(2026, 1, 1), unit_cost=D(40), **facts)
    one, two = call(make, jo), call(make, jo, dt.date(2024, 6, 1))
    make(PartUsage, service_call=one, part=part, quantity_used=2, usage_date=JAN_12)
    make(PartUsage, service_call=two, part=part, quantity_used=1, usage_date=dt.date(2024, 6, 1))
    run(org, "hvac_paid_time", "hvac_job_costs")
    assert held(org, JobCost, "parts_cost", "parts_basis", "parts_used", "parts_stated", order="service_call") == [
        (D(80), "usage", D(80), D("85.20")),
        (D(50), "usage", D(50), D("85.20")),
    ]


def test_parts_that_would_cost_many_times_what_calls_state_are_not_believed(org: Org, make: Rows, jo: Any) -> None:
    one = call(make, jo)
    make(PartUsage, service_call=one, part=make(Part, unit_cost=D(500)), quantity_used=2, usage_date=JAN_12)
    built = run(org, "hvac_paid_time", "hvac_job_costs")
    assert held(org, JobCost, "parts_cost", "parts_basis", "parts_used", order="service_call") == [
        (D("85.20"), "call", D(1000))
    ]
    assert failing(built["hvac_job_costs"])["hvac_parts_used_and_stated"] == 1


def test_what_is_not_known_is_unknown_with_a_reason_and_never_nothing(org: Org, make: Rows, jo: Any) -> None:
    call(make, jo)
    cancelled = call(make, jo)
    bill(make, cancelled, "300.00", status="Cancelled")
    nobodys = call(make, None, technician_ref=99)
    bill(make, nobodys, "300.00")
    built = run(org, "hvac_paid_time", "hvac_job_costs")
    overhead = "Its month has no overhead rate, and its quarter no closed budget."
    assert held(org, JobCost, "revenue", "labour_cost", "gross_margin", "overhead", "reason", order="service_call") == [
        (None, D("124.80"), None, None, f"It is not invoiced. {overhead}"),
        (None, D("124.80"), None, None, f"Its invoice was cancelled. {overhead}"),
        (D(300), None, None, None, f"Nobody knows what its technician earns. {overhead}"),
    ]
    assert failing(built["hvac_job_costs"]) == {"hvac_job_cost_unknown": 1}


def test_overhead_is_the_closed_quarters_spending_by_its_hours(org: Org, make: Rows, jo: Any) -> None:
    one = call(make, jo, dt.date(2025, 11, 3), duration_hours=D(3))
    call(make, jo, dt.date(2025, 12, 3), duration_hours=D(5))
    call(make, jo)
    bill(make, one, "420.00")
    for department, category, actual in [
        ("Finance", "Payroll", "100.00"), ("Finance", "Software", "60.00"), ("Service", "Payroll", "9000.00"),
        ("Warehouse", "Parts & Materials", "9000.00"), ("Sales", "Revenue", "9000.00"),
    ]:  # fmt: skip
        facts = {"department": department, "category": category, "actual_amount": D(actual)}
        make(BudgetLine, budget_year=2025, quarter=4, **facts)
        make(BudgetLine, budget_year=2026, quarter=1, **facts)
    run(org, "hvac_paid_time", "hvac_job_costs")
    # 160.00 by 8 hours; the quarter that still runs has no rate.
    assert held(org, JobCost, "overhead_rate", "overhead", "net_margin", order="service_call") == [
        (D(20), D(60), D("150.00")),
        (D(20), D(100), None),
        (None, None, None),
    ]


def test_a_window_builds_its_days_and_leaves_the_others_as_they_were(org: Org, make: Rows, jo: Any) -> None:
    call(make, jo, dt.date(2026, 1, 12))
    call(make, jo, dt.date(2026, 2, 12))
    both = ("hvac_paid_time", "hvac_job_costs")
    built = run(org, *both, window=Window(dt.date(2026, 2, 1), dt.date(2026, 2, 28)))
    assert built["hvac_job_costs"].built.new == 1
    assert run(org, *both)["hvac_job_costs"].built.new == 1


def test_expenses_that_name_a_call_are_its_cost_once_they_are_approved(org: Org, make: Rows, jo: Any) -> None:
    one = call(make, jo)
    facts = {"employee": jo.employee, "category": "Permits", "service_call": one}
    make(ExpenseReport, amount=D(45), approval_status="Approved", **facts)
    make(ExpenseReport, amount=D(99), approval_status="Rejected", **facts)
    run(org, "hvac_paid_time", "hvac_job_costs")
    assert held(org, JobCost, "direct_expenses", order="service_call") == [(D(45),)]


def test_technicians_branches_and_areas_add_up_their_calls(org: Org, make: Rows, jo: Any) -> None:
    branch = make(Location)
    make(EmployeeAssignment, employee=jo.employee, location=branch, from_date=dt.date(2025, 1, 1), is_primary=True)
    area = make(ServiceTerritory, travel_time=30)
    customer = make(Customer, territory=area)
    furnace = make(EquipmentType)
    facts = {"customer": customer, "equipment": furnace, "service_type": "Repair"}
    first = call(make, jo, dt.date(2026, 1, 12), **facts)
    call(make, jo, dt.date(2026, 1, 30), **facts)
    invoice = bill(make, first, "420.00", total_amount=D(450), due_date=dt.date(2026, 2, 11))
    make(Payment, invoice=invoice, amount=D(100), status="Completed", payment_date=dt.date(2026, 2, 1))
    scores = dict.fromkeys(("technician_rating", "timeliness_rating", "quality_rating", "value_rating"), 7)
    make(
        CustomerFeedback, service_call=first, customer=customer, overall_satisfaction=8, would_recommend=True, **scores
    )
    clock(make, jo.employee, dt.date(2026, 1, 12), "4", service_call=first)
    clock(make, jo.employee, dt.date(2026, 1, 13), "4")
    run(org)
    columns = ("calls", "call_hours", "paid_hours", "utilisation", "revenue", "answers", "satisfaction", "callbacks")
    january = (2, D(7), D(8), D(50), D(420), 1, None, 1)
    assert held(org, TechnicianMonth, *columns) == [january]
    # 4 h by the clock at 32.00 with 30 %: 166.40; 3 h stated: 124.80.
    of_branch = ("location", "calls", "technicians", "labour_cost", "billed", "open_balance", "overdue_balance")
    assert held(org, BranchMonth, *of_branch) == [(branch.pk, 2, 1, D("291.20"), D(450), D(350), D(350))]
    of_area = ("territory", "customers", "calls", "call_hours", "travel_hours", "load_index")
    assert held(org, TerritoryMonth, *of_area) == [(area.pk, 1, 2, D(7), D(2), D(100))]


def test_calls_of_nobodys_place_and_area_stand_under_none(org: Org, make: Rows, jo: Any) -> None:
    call(make, jo, customer=make(Customer))
    run(org)
    assert held(org, BranchMonth, "location", "calls") == [(None, 1)]
    ((area, index, reason),) = held(org, TerritoryMonth, "territory", "load_index", "reason")
    assert (area, index) == (None, None)
    assert "no area" in reason
