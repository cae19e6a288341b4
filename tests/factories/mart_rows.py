"""Invented rows of the nine marts: a dealer with sales, fleet and cash, and a service company with all the rest."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from aiop.orgs.models import Org
from marts.models import (
    AppAnalytics,
    CaseMetrics,
    CashFlow,
    CrmContacts,
    CrmDeals,
    CustomerActivity,
    FinancialMetrics,
    MartStanding,
    RentalFleet,
    SalesDaily,
    WorkOrderDaily,
    ZoomMetrics,
)
from marts.models.mart import Mart

NOON = dt.time(12, tzinfo=dt.UTC)


def fill_dealer(org: Org, last: dt.date, *, days: int = 60, months: int = 14) -> None:
    """Give an organisation days of sales and fleet that end with `last`, and months of cash."""
    each = [last - dt.timedelta(days=n) for n in reversed(range(days))]
    _keep(SalesDaily, org, [_sales(day, n) for n, day in enumerate(each)])
    _keep(RentalFleet, org, [_fleet(day, n) for n, day in enumerate(each)])
    _keep(CashFlow, org, [_cash(first, n) for n, first in enumerate(_months(last, months))])
    _keep(WorkOrderDaily, org, [_orders(day, n, kind) for n, day in enumerate(each) for kind in ("Service", "Shop")])
    _keep(CustomerActivity, org, [_customer(day, number) for day in each[-3:] for number in range(30)])
    for job in ("etl_sales_daily", "etl_rental_fleet", "etl_cash_flow", "etl_work_orders", "etl_customer_activity"):
        stand(org, job, last)


def fill_service(org: Org, last: dt.date, *, days: int = 60, months: int = 14) -> None:
    """Give an organisation days of calls, the app, cases and CRM that end with `last`, and months of books."""
    each = [last - dt.timedelta(days=n) for n in reversed(range(days))]
    _keep(ZoomMetrics, org, [_calls(day, n) for n, day in enumerate(each)])
    _keep(AppAnalytics, org, [_app(day, n) for n, day in enumerate(each)])
    _keep(CaseMetrics, org, [_cases(day, n) for n, day in enumerate(each)])
    _keep(CrmContacts, org, [_contacts(day, n) for n, day in enumerate(each)])
    _keep(CrmDeals, org, [_deals(day, n) for n, day in enumerate(each)])
    _keep(FinancialMetrics, org, [_books(first, n) for n, first in enumerate(_months(last, months))])
    for job in (
        "zoom_metrics",
        "app_analytics",
        "case_metrics",
        "hubspot_contacts",
        "hubspot_deals",
        "quickbooks_financial",
    ):
        stand(org, f"etl_{job}", last)


def stand(org: Org, job: str, through: dt.date, **how: Any) -> MartStanding:
    """Say how a job stands: published at noon of the day it is complete through."""
    return MartStanding.objects.create(
        org=org, job=job, mart=job, complete_through=through, published_at=dt.datetime.combine(through, NOON), **how
    )


def _keep(model: type[Mart], org: Org, rows: list[dict[str, Any]]) -> None:
    model._default_manager.bulk_create(model(org=org, source_system="invented", **row) for row in rows)


def _months(last: dt.date, months: int) -> list[dt.date]:
    found, first = [], last.replace(day=1)
    for _ in range(months):
        found.append(first)
        first = (first - dt.timedelta(days=1)).replace(day=1)
    return found[::-1]


def _month_end(first: dt.date) -> dt.date:
    return (first.replace(day=28) + dt.timedelta(days=4)).replace(day=1) - dt.timedelta(days=1)


def _sales(day: dt.date, n: int) -> dict[str, Any]:
    open_day = day.weekday() < 6
    parts = {
        name: Decimal((n % 7 + place) * 311 * open_day)
        for place, name in enumerate(("service", "parts", "rental", "sales"), 1)
    }
    total = sum(parts.values(), Decimal(0))
    return {
        "sales_date": day, "year": day.year, "month": day.month, "day_of_week": day.isoweekday() % 7,
        **{f"{name}_revenue": value for name, value in parts.items()}, **{f"{name}_cost": value / 2 for name, value in parts.items()},
        "total_revenue": total, "total_cost": total / 2, "gross_profit": total / 2, "total_invoices": 9 * open_day,
        "open_work_orders": 40 + n % 9, "closed_work_orders": 3 * open_day,
    }  # fmt: skip


def _fleet(day: dt.date, n: int) -> dict[str, Any]:
    rented = 50 + n % 20
    return {
        "snapshot_date": day, "year": day.year, "month": day.month, "total_units": 100, "rented_units": rented,
        "available_units": 90 - rented, "maintenance_units": 10, "utilization_rate": Decimal(rented),
        "rental_revenue_mtd": Decimal(900 * day.day), "rental_revenue_ytd": Decimal(27_000 * day.month),
        "units_by_type": {"Forklift": {"total": 70, "rented": rented - 20}, "Boom lift": {"total": 30, "rented": 20}},
        "revenue_by_type": {"Forklift": {"mtd": str(600 * day.day), "ytd": "1"}, "Boom lift": {"mtd": str(300 * day.day), "ytd": "1"}},
    }  # fmt: skip


def _orders(day: dt.date, n: int, kind: str) -> dict[str, Any]:
    return {
        "metric_date": day, "wo_type": kind, "opened": 3 + n % 2, "completed": 3, "closed": 3, "open_total": 20 + n % 5,
        "in_progress": 15 + n % 5, "awaiting_invoice": 5, "awaiting_over_5d": n % 3, "awaiting_value": Decimal(4_000 + n),
        "overrun_value": Decimal(189) if kind == "Shop" else None,
    }  # fmt: skip


def _customer(day: dt.date, number: int) -> dict[str, Any]:
    status = ("new", "active", "at_risk", "churned", "dormant")[number % 5]
    return {
        "snapshot_date": day, "bill_to": f"C{number:03}", "customer_name": f"Customer {number}", "recent_invoice_count": 2,
        "recent_revenue": Decimal(1_000), "lifetime_revenue": Decimal(9_000), "first_invoice_date": dt.date(2024, 1, 1),
        "last_invoice_date": day, "activity_status": status,
    }  # fmt: skip


def _cash(first: dt.date, n: int) -> dict[str, Any]:
    operating = Decimal(12_000 - 4_000 * (n % 4))
    return {
        "year": first.year, "month": first.month, "period_end": _month_end(first), "cash_balance": Decimal(80_000 + 1_500 * n),
        "cash_change_mtd": Decimal(1_500), "operating_cash_flow": operating, "net_income": operating + 2_000,
        "ar_change": Decimal(-2_000), "investing_cash_flow": Decimal(1_500) - operating, "health_status": "healthy",
    }  # fmt: skip


def _calls(day: dt.date, n: int) -> dict[str, Any]:
    calls = 60 + n % 13
    return {
        "metric_date": day, "total_calls": calls, "inbound_calls": calls - 20, "outbound_calls": 20, "missed_calls": n % 5,
        "answered_calls": calls - n % 5, "answered_call_seconds": 180 * (calls - n % 5), "total_meetings": 4, "total_participants": 19,
        "calls_by_queue": {"Intake": calls - 25, "Billing": 25}, "calls_by_hour": {"9": 20, "10": calls - 20},
    }  # fmt: skip


def _app(day: dt.date, n: int) -> dict[str, Any]:
    return {
        "metric_date": day, "daily_active_users": 200 + n, "weekly_active_users": 700 + n, "monthly_active_users": 1_000 + n,
        "new_users": 12, "total_sessions": 420, "engagement_msec": 420 * 95_000, "ios_first_opens": 7, "android_first_opens": 5,
        "top_screens": [{"screen": "Home", "views": 300}, {"screen": "Book", "views": 90}],
    }  # fmt: skip


def _cases(day: dt.date, n: int) -> dict[str, Any]:
    return {
        "snapshot_date": day, "total_cases": 5_000 + n, "open_cases": 300 + n % 7, "new_cases_30d": 90, "closed_cases_30d": 88,
        "avg_tat_days": Decimal("2.40"), "cases_by_type": {"EAP": 3_000, "Work-life": 2_000 + n},
        "cases_by_status": {"Open": 300 + n % 7, "Closed": 4_700}, "cases_by_category": {"Stress": 2_500, "Legal": 2_500 + n},
    }  # fmt: skip


def _contacts(day: dt.date, n: int) -> dict[str, Any]:
    return {"snapshot_date": day, "total_contacts": 9_000 + n, "new_contacts_30d": 210, "new_contacts_7d": 50,
            "leads": 4_000, "opportunities": 900, "customers": 4_100 + n}  # fmt: skip


def _deals(day: dt.date, n: int) -> dict[str, Any]:
    stages = {
        "1": {"label": "Proposal", "order": 1, "count": 14, "value": "260000"},
        "2": {"label": "Contract", "order": 2, "count": 6, "value": "140000"},
    }
    return {
        "snapshot_date": day, "total_deals": 220, "open_deals": 20, "won_deals": 120, "lost_deals": 80,
        "total_pipeline_value": Decimal(400_000 + 500 * n), "win_rate": Decimal(60), "won_value_ytd": Decimal(1_200_000),
        "deals_by_stage": stages,
    }  # fmt: skip


def _books(first: dt.date, n: int) -> dict[str, Any]:
    revenue = Decimal(500_000 + 10_000 * n)
    return {
        "year": first.year, "month": first.month, "period_start": first, "period_end": _month_end(first), "total_revenue": revenue,
        "total_expenses": revenue * 4 / 5, "net_income": revenue / 5, "gross_profit": revenue * 2 / 5, "cash_balance": Decimal(250_000 + n),
        "accounts_receivable": Decimal(90_000), "accounts_payable": Decimal(40_000), "operating_cash_flow": None if n == 5 else Decimal(30_000),
        "is_provisional": n == 13,
    }  # fmt: skip
