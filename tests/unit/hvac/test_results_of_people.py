"""A few rows in, where people, promises, stock, customers and campaigns stand out."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from aiop.orgs.models import Org
from hvac.models import (
    Appointment,
    CampaignReturn,
    Certification,
    CertificationState,
    Customer,
    CustomerContract,
    CustomerValue,
    Employee,
    IncidentResponse,
    Invoice,
    Lead,
    LeadAttribution,
    MarketingCampaign,
    Part,
    PartUsage,
    PromisedCall,
    PurchaseOrder,
    PurchaseOrderLine,
    SafetyCase,
    SafetyIncident,
    SafetyYear,
    ServiceCall,
    StockItem,
    StockNeed,
    Subscription,
    Technician,
    TimeEntry,
    Vendor,
    VendorPart,
    VendorQuarter,
)
from tests.factories.hvac_rows import Rows
from tests.unit.hvac.ledger import TODAY, failing, held, run

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
D = Decimal
DATE = dt.date


def days(number: int) -> dt.date:
    return TODAY + dt.timedelta(days=number)


def test_certifications_stand_by_today_and_the_newest_of_a_name_counts(org: Org, make: Rows) -> None:
    jo, left = make(Employee), make(Employee, employment_status="Terminated")
    make(Technician, employee=jo)

    def paper(holder: Any, name: str, body: str, expiry: dt.date | None, issued: int = 2022) -> None:
        make(Certification, employee=holder, certification_name=name, certification_body=body, expiry_date=expiry,
             issue_date=DATE(issued, 1, 1))  # fmt: skip

    paper(jo, "CPR", "Red Cross", days(-400))
    paper(jo, "CPR", "Red Cross", days(90), 2024)
    paper(jo, "Heat Pumps", "NATE", days(-30))
    paper(jo, "OSHA 10", "OSHA", None)
    paper(left, "Forklift", "OSHA", days(-10))
    built = run(org, "hvac_certifications")
    assert held(org, CertificationState, "state", "days_left", "counts", order="certification") == [
        ("Expired", -400, False),
        ("Expiring", 90, True),
        ("Grace", -30, True),
        ("Lasting", None, True),
        ("Expired", -10, False),
    ]
    told = {"hvac_certification_expired": 1, "hvac_technician_without_epa_608": 1}
    assert failing(built["hvac_certifications"]) == told


def test_accidents_are_recordable_by_their_severity_and_rates_need_the_hours_of_the_year(org: Org, make: Rows) -> None:
    jo = make(Employee)
    facts = {"employee": jo, "investigation_status": "Open"}
    make(
        SafetyIncident,
        severity="Days Away",
        osha_reportable=True,
        incident_date=DATE(2026, 1, 9),
        days_away=12,
        **facts,
    )
    make(SafetyIncident, severity="First Aid", osha_reportable=True, incident_date=DATE(2026, 2, 9), **facts)
    make(SafetyIncident, severity="Medical Treatment", osha_reportable=True, incident_date=DATE(2024, 2, 9), **facts)
    for day in range(90):
        began = dt.datetime.combine(DATE(2026, 1, 1) + dt.timedelta(days=day), dt.time(7), dt.UTC)
        make(TimeEntry, employee=jo, work_date=began.date(), clock_in_time=began, break_duration=0, overtime_hours=D(0),
             clock_out_time=began + dt.timedelta(hours=5), time_type="regular")  # fmt: skip
    built = run(org, "hvac_paid_time", "hvac_safety_cases", "hvac_safety_years")
    columns = ("is_recordable", "log_column", "is_reportable", "days_away", "agrees")
    assert held(org, SafetyCase, *columns, order="incident") == [
        (True, "H", None, 12, True),
        (False, "", False, None, False),
        (True, "J", None, None, True),
    ]
    assert failing(built["hvac_safety_cases"]) == {"hvac_osha_log_differs": 1}
    # One case in 450 hours: 200,000 / 450 = 444.44; 2024 has no hours.
    years = held(org, SafetyYear, "year", "recordable", "trir", "dart", order="year")
    assert years == [(2024, 1, None, None), (2026, 1, D("444.44"), D("444.44"))]


def test_a_promise_is_broken_only_where_a_time_says_so(org: Org, make: Rows) -> None:
    customer = make(Customer)
    make(CustomerContract, customer=customer, contract_type="Commercial SLA", sla_response_time=2, status="Active",
         start_date=DATE(2026, 1, 1), end_date=DATE(2026, 12, 31))  # fmt: skip
    late = make(ServiceCall, customer=customer, service_date=DATE(2026, 2, 1), service_type="Emergency")
    make(ServiceCall, customer=customer, service_date=DATE(2026, 2, 2))
    make(ServiceCall, customer=customer, service_date=DATE(2025, 2, 2))
    make(IncidentResponse, service_call=late, response_time_minutes=150)
    asked = dt.datetime(2026, 2, 3, 14, tzinfo=dt.UTC)
    for hours, booked_for in ((1, DATE(2026, 2, 3)), (3, DATE(2026, 2, 3)), (3, DATE(2026, 2, 5))):
        visit = make(ServiceCall, customer=customer, service_date=booked_for)
        make(Appointment, service_call=visit, appointment_type="Repair", appointment_date=booked_for, created_date=asked,
             booked_at=asked + dt.timedelta(hours=hours))  # fmt: skip
    built = run(org, "hvac_promises")
    unknown = (None, None, "No file says when somebody came.")
    # A time booked on another day than the visit's is that of the booking, and says nothing.
    assert held(org, PromisedCall, "is_breach", "minutes_over", "reason", order="service_call") == [
        (True, 30, ""), unknown, (False, 0, ""), (True, 60, ""), unknown,
    ]  # fmt: skip
    assert failing(built["hvac_promises"]) == {"hvac_promise_broken": 2}


def test_stock_asks_for_an_order_by_its_use_and_lead_time(org: Org, make: Rows) -> None:
    used, unused = make(Part, unit_cost=D(10)), make(Part, unit_cost=D(10))
    for at in range(100):
        make(PartUsage, part=used, quantity_used=2, usage_date=days(-at))
    facts = {"max_stock_level": 60, "supplier_lead_time_days": 9, "abc_classification": "B", "unit_cost": D(10)}
    make(StockItem, part=used, current_stock=15, reorder_point=5, **facts)
    make(StockItem, part=unused, current_stock=3, reorder_point=5, **facts)
    built = run(org, "hvac_stock")
    # Two every day of a hundred: no deviation; 2 x 9 = 18, and 60 - 15 to order.
    columns = ("daily_mean", "safety_stock", "reorder_point", "order_quantity", "days_of_supply", "state", "abc")
    assert held(org, StockNeed, *columns, order="stock_item") == [
        (D(2), 0, 18, 45, D("7.50"), "order", "A"),
        (None, None, None, None, None, None, "C"),
    ]
    assert failing(built["hvac_stock"]) == {"hvac_stock_short": 1, "hvac_abc_differs": 2}


def test_a_vendor_is_scored_by_the_orders_of_a_quarter(org: Org, make: Rows) -> None:
    vendor, part = make(Vendor), make(Part)
    make(VendorPart, vendor=vendor, part=part, unit_cost=D(10), valid_from=DATE(2025, 1, 1), min_order_qty=1)
    facts = {"vendor": vendor, "status": "Received", "ordered_on": DATE(2026, 1, 5)}
    order = make(PurchaseOrder, promised_on=DATE(2026, 1, 12), **facts)
    line = {"purchase_order": order, "part": part, "unit_price": D("10.20")}
    make(PurchaseOrderLine, qty_ordered=50, qty_received=50, qty_rejected=1, received_on=DATE(2026, 1, 12), **line)
    make(PurchaseOrderLine, qty_ordered=50, qty_received=50, qty_rejected=1, received_on=DATE(2026, 1, 16), **line)
    run(org, "hvac_vendors")
    # 50 x .4 + 98 x .3 + 100 x .2 + 80 x .1 = 77.4.
    columns = ("lines", "on_time", "fill_rate", "reject_rate", "days_off", "price_variance", "score")
    assert held(org, VendorQuarter, *columns) == [(2, D(50), D(100), D(2), D(2), D(2), D("77.40"))]


def test_customers_without_a_call_have_no_recency_and_press_nobody_else(org: Org, make: Rows) -> None:
    tech = make(Technician, hourly_rate=D(20))
    people = [make(Customer) for _ in range(4)]
    for customer, ago in zip(people, (10, 400, 800), strict=False):
        call = make(ServiceCall, customer=customer, technician=tech, service_date=days(-ago), duration_hours=D(2),
                    labor_cost=D(200), parts_cost=D(48))  # fmt: skip
        make(Invoice, customer=customer, service_call=call, subtotal=D(300), total_amount=D(300), status="Paid",
             issue_date=days(-ago), due_date=days(30 - ago))  # fmt: skip
    make(Subscription, customer=people[3], status="Active", start_date=days(-10), end_date=days(300))
    run(org, "hvac_paid_time", "hvac_job_costs", "hvac_customer_values")
    columns = ("days_since_call", "recency", "segment", "risk", "yearly_margin", "lifetime_value")
    # 300 - 2 x 20 x 1.3 - 48 = 200 in the last year; 200 x .9 / .2 = 900.
    assert held(org, CustomerValue, *columns, order="customer") == [
        (10, D("0.83"), "New", "Low", D(200), D(900)),
        (400, D("0.50"), "Occasional", "Medium", None, None),
        (800, D("0.17"), "Lost", "High", None, None),
        (None, None, "No calls yet", "Low", None, None),
    ]


def test_campaigns_share_the_leads_that_both_may_have_won_and_earn_by_links_alone(org: Org, make: Rows) -> None:
    facts = {"lead_source": "Website", "budget": D(1000), "actual_spend": D(1000)}
    first = make(MarketingCampaign, start_date=DATE(2026, 1, 1), end_date=DATE(2026, 1, 31), **facts)
    make(MarketingCampaign, start_date=DATE(2026, 1, 15), end_date=None, **facts)
    buyer = make(Customer)
    lead = {"lead_source": "Website", "status": "Converted"}
    make(Lead, created_date=DATE(2026, 1, 20), **lead)
    make(Lead, created_date=DATE(2026, 1, 21), campaign=first, converted_customer=buyer, **lead)
    make(Lead, created_date=DATE(2026, 1, 22), **(lead | {"status": "New", "lead_source": "Referral"}))
    make(Invoice, customer=buyer, subtotal=D(3000), status="Paid", issue_date=DATE(2026, 2, 1), due_date=TODAY)
    make(Invoice, customer=buyer, subtotal=D(9000), status="Paid", issue_date=DATE(2026, 1, 2), due_date=TODAY)
    run(org, "hvac_lead_attributions", "hvac_campaigns")
    assert sorted(held(org, LeadAttribution, "weight", "is_stated")) == [
        (D("0.5"), False),
        (D("0.5"), False),
        (D(1), True),
    ]
    columns = ("leads", "converted", "linked", "cost_per_lead", "revenue", "roi")
    assert held(org, CampaignReturn, *columns, order="campaign") == [
        (D("1.5"), D("1.5"), D(1), D("666.67"), D(3000), D(200)),
        (D("0.5"), D("0.5"), D(0), D(2000), None, None),
    ]
    assert "no revenue" in held(org, CampaignReturn, "reason", order="campaign")[1][0]
