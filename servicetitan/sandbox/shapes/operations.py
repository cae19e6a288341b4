"""Jobs, appointments and estimates as the API writes them."""

from __future__ import annotations

from typing import Any

from servicetitan.sandbox.moments import instant, instant_or_none
from servicetitan.sandbox.records import Facts
from servicetitan.sandbox.shapes.amounts import number
from servicetitan.sandbox.shapes.people import OFFICE_USER
from servicetitan.sandbox.staff import Tenant

ESTIMATE_STATUS = {"Open": 0, "Sold": 1, "Dismissed": 2}
TEXAS_TAX = 825
_PLAIN_JOB: dict[str, Any] = {
        "projectId": None, "jobGeneratedLeadSource": None, "notificationsEnabled": True, "createdById": OFFICE_USER, "tagTypeIds":
    [], "leadCallId": None, "partnerLeadCallId": None, "bookingId": None, "customerPo": "", "membershipId": None, "customFields":
    [], "externalData": [],
}  # fmt: skip
_PLAIN_ESTIMATE: dict[str, Any] = {
        "reviewStatus": "None", "externalLinks": None, "isRecommended": False, "budgetCodeId": None, "proposalTagName": None,
}  # fmt: skip
_LINE_NAMES = ("Labor", "Materials", "Extras", "Discount")


def job(tenant: Tenant, known: Facts) -> dict[str, Any]:
    """Write a job as the list does; the feed adds `active`."""
    return {
        "id": known["id"],
        "jobNumber": str(known["id"]),
        **_PLAIN_JOB,
        "customerId": known["customer"],
        "locationId": known["location"],
        "jobStatus": known["status"],
        "completedOn": instant_or_none(known["completed"]),
        "businessUnitId": known["unit"],
        "jobTypeId": known["type"],
        "priority": known["priority"],
        "campaignId": known["campaign"],
        "appointmentCount": known["visits"],
        "firstAppointmentId": known["first_visit"],
        "lastAppointmentId": known["latest_visit"],
        "recallForId": known.get("recall_for"),
        "warrantyId": known.get("warranty_for"),
        "noCharge": known["no_charge"],
        "createdOn": instant(known["created"]),
        "modifiedOn": instant(known["modified"]),
        "soldById": known.get("sold_by"),
        "invoiceId": known["invoice"] or 0,
        "total": None if known.get("amount") is None else number(known["amount"]),
        "createdFromEstimateId": known.get("from_estimate"),
        "estimateIds": [one for one in known.get("estimates", ()) if tenant.numbers.made_by(one, known["seen"])],
        "summary": f"<p>Paint work at site {known['location'] % 1000}</p>",
    }


def appointment(tenant: Tenant, known: Facts) -> dict[str, Any]:
    """Write an appointment."""
    return {
        "id": known["id"],
        "jobId": known["job"],
        "appointmentNumber": f"{known['job']}-{known['nth']}",
        "start": instant(known["start"]),
        "end": instant(known["end"]),
        "arrivalWindowStart": instant(known["start"]),
        "arrivalWindowEnd": instant(known["end"]),
        "status": known["status"],
        "specialInstructions": None,
        "createdOn": instant(known["created"]),
        "modifiedOn": instant(known["modified"]),
        "customerId": known["customer"],
        "unused": known.get("unused", False),
        "createdById": OFFICE_USER,
        "isConfirmed": known["status"] == "Done",
        "active": known.get("active", True),
    }


def estimate(tenant: Tenant, known: Facts) -> dict[str, Any]:
    """Write an estimate with its lines."""
    subtotal = sum(quantity * cents for quantity, cents in known["lines"])
    unit = known["unit"]
    return {
        "id": known["id"],
        "jobId": known["job"],
        "projectId": None if known["job"] else known["id"] // 16,
        "locationId": known["location"],
        "customerId": known["customer"],
        "name": known["name"],
        "jobNumber": None if known["job"] is None else str(known["job"]),
        "status": {"value": ESTIMATE_STATUS[known["status"]], "name": known["status"]},
        **_PLAIN_ESTIMATE,
        "summary": f"{known['name']}, two coats",
        "createdOn": instant(known["created"]),
        "modifiedOn": instant(known["modified"]),
        "soldOn": instant_or_none(known["sold"]),
        "soldBy": known["sold_by"],
        "active": known.get("active", True),
        "items": [_line(known, n, quantity, cents) for n, (quantity, cents) in enumerate(known["lines"])],
        "subtotal": number(subtotal),
        "tax": number(subtotal * TEXAS_TAX // 10_000) if known["taxed"] else 0,
        "businessUnitId": unit,
        "businessUnitName": None if unit is None else tenant.known("business_units", unit, known["seen"])["name"],
        "isChangeOrder": known["change_order"],
    }


def _line(known: Facts, nth: int, quantity: int, cents: int) -> dict[str, Any]:
    name = _LINE_NAMES[nth % len(_LINE_NAMES)]
    return {
        "id": known["id"] * 10 + nth,
        "sku": {
            "id": 7000 + nth,
            "name": name,
            "displayName": name,
            "type": "Service" if nth == 0 else "Material",
            "soldHours": 0,
            "generalLedgerAccountId": 4000,
            "generalLedgerAccountName": "Painting income",
            "modifiedOn": instant(known["created"]),
        },
        "skuAccount": "Painting income",
        "description": f"<p>{name}: prepare, mask, paint and clean up as agreed.</p>",
        "membershipTypeId": None,
        "qty": quantity,
        "unitRate": number(cents),
        "total": number(quantity * cents),
        "unitCost": number(cents // 3),
        "totalCost": number(quantity * (cents // 3)),
        "itemGroupName": None,
        "itemGroupRootId": None,
        "createdOn": instant(known["created"]),
        "modifiedOn": instant(known["modified"]),
        "chargeable": None,
        "invoiceItemId": None,
        "budgetCodeId": None,
    }
