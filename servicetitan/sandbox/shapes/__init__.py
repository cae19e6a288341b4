"""How the API writes each record: the documented fields in the documented order, null where nothing is known."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from servicetitan.sandbox.records import Facts
from servicetitan.sandbox.shapes import accounting, costs, operations, people, reference
from servicetitan.sandbox.staff import Tenant

Shape = Callable[[Tenant, Facts], dict[str, Any]]

SHAPES: dict[str, Shape] = {
    "business_units": reference.business_unit,
    "job_types": reference.job_type,
    "campaigns": reference.campaign,
    "technicians": people.technician,
    "customers": people.customer,
    "locations": people.location,
    "jobs": operations.job,
    "appointments": operations.appointment,
    "estimates": operations.estimate,
    "invoices": accounting.invoice,
    "payments": accounting.payment,
    "gross_pay_items": costs.gross_pay_item,
    "payroll_adjustments": costs.payroll_adjustment,
    "purchase_orders": costs.purchase_order,
    "returns": costs.returned,
}
