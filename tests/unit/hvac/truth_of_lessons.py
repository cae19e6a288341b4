"""What checks of rows and audits of builders return of an organisation's rows, in the words of the seeded company's ledger."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.apps import apps
from django.db import connection

from aiop.orgs.models import Org
from aiop.quality.checks import all_checks
from tests.unit.hvac.books import Failing
from tests.unit.hvac.truth_of_checks import TABLES

# For each lesson of the ledger the check or audit that teaches it, and the link from what that returns to the row meant.
LESSONS = {
    "sla_breach": ("hvac_promise_broken", "service_call"),
    "commission_amount": ("hvac_commission_differs", "commission"),
    "commission_early": ("hvac_commission_paid_early", "commission"),
    "tax_split": ("hvac_tax_ties_to_invoices", ""),
    "tax_period": ("hvac_tax_period", ""),
    "time_other_technician": ("hvac_time_other_technician", ""),
    "overtime_unstated": ("hvac_overtime_as_stated", "time_entry"),
    "time_overlap": ("hvac_time_overlap", ""),
    "expense_no_receipt": ("hvac_expense_no_receipt", ""),
    "expense_mile_rate": ("hvac_expense_mile_rate", ""),
    "expense_fuel_vehicle": ("hvac_expense_fuel_vehicle", ""),
    "expense_twice": ("hvac_expense_twice", ""),
    "certificate_expired": ("hvac_certification_expired", "certification"),
    "audit_low": ("hvac_audit_low", ""),
    "warranty_late": ("hvac_claim_out_of_warranty", "claim"),
    "safety_unlogged": ("hvac_osha_log_differs", "incident"),
    "budget_overrun": ("hvac_budget_overrun", ""),
    "campaign_overspend": ("hvac_campaign_overspend", ""),
    "campaign_conversion": ("hvac_campaign_figures_differ", "campaign"),
    "vendor_over_delivery": ("hvac_vendor_over_delivery", ""),
    "vendor_price": ("hvac_vendor_price", ""),
    "stock_ledger": ("hvac_stock_ledger", ""),
    "claim_outside_policy": ("hvac_claim_outside_policy", ""),
    "territory_zip_twice": ("hvac_territory_zip_twice", ""),
    "price_adjustment": ("hvac_price_adjustment", ""),
}


def taught(org: Org, today: dt.date) -> set[Failing]:
    """Give (lesson, table, number) of every row that teaches one; must run in the organisation's context, after figures."""
    checks = {check.name: check for check in all_checks()}
    found: set[Failing] = set()
    for lesson, (name, link) in LESSONS.items():
        check = checks[name]
        with connection.cursor() as cursor:
            cursor.execute(check.wrong_rows, {"org": org.pk, "zone": org.time_zone, "today": today})
            ids = [row[0] for row in cursor.fetchall()]
        rows: Any = apps.get_model(check.model)._default_manager.filter(org=org, id__in=ids)
        for row in rows.select_related(*filter(None, [link])):
            meant = getattr(row, link) if link else row
            found.add((lesson, TABLES[type(meant)], meant.number))
    return found
