"""Business units, job types and campaigns as the API writes them."""

from __future__ import annotations

from typing import Any

from servicetitan.sandbox.moments import instant
from servicetitan.sandbox.records import Facts
from servicetitan.sandbox.reference import REGIONS
from servicetitan.sandbox.shapes.amounts import number
from servicetitan.sandbox.staff import Tenant

_PLAIN_UNIT: dict[str, Any] = {
        "currency": "USD", "address": None, "materialSku": None, "accountCode": None, "franchiseId": None, "conceptCode": None,
    "corporateContractNumber": None, "tagTypeIds": [], "externalData": None,
}  # fmt: skip
_NULL_UNIT = dict.fromkeys(
    ("invoiceHeader", "invoiceMessage", "authorizationParagraph", "acknowledgementParagraph"), None
)  # fmt: skip


def business_unit(tenant: Tenant, known: Facts) -> dict[str, Any]:
    """Write a business unit."""
    region = known["region"]
    division = REGIONS.index(region) + 1 if region in REGIONS else None
    return {
        "id": known["id"],
        "active": known.get("active", True),
        "name": known["name"],
        "officialName": known["name"].strip(),
        "email": f"unit{known['id']}@painting.example.com",
        "phoneNumber": f"602-555-01{known['id'] % 100:02d}",
        **_PLAIN_UNIT,
        **_NULL_UNIT,
        "defaultTaxRate": 0.0825 if region == "GUAR_TX" else 0,
        "quickbooksClass": region,
        "trade": {"id": 1, "name": "Painting"},
        "division": None if division is None else {"id": division, "name": region},
        "tenant": {
            "id": 1, "name": "painting", "accountCode": None, "franchiseId": None, "conceptCode": None, "modifiedOn": instant(known["created"]),
        },
        "createdOn": instant(known["created"]),
        "modifiedOn": instant(known["modified"]),
    }  # fmt: skip


def job_type(tenant: Tenant, known: Facts) -> dict[str, Any]:
    """Write a job type."""
    return {
        "id": known["id"],
        "name": known["name"],
        "businessUnitIds": [],
        "skills": [],
        "tagTypeIds": [],
        "priority": "Normal",
        "duration": 3600 if known["no_charge"] else 5400,
        "soldThreshold": None if known["threshold"] is None else number(known["threshold"]),
        "class": "Commercial" if known["commercial"] else "",
        "summary": "",
        "noCharge": known["no_charge"],
        "enforceRecurringServiceEventSelection": False,
        "invoiceSignaturesRequired": False,
        "modifiedOn": instant(known["modified"]),
        "createdOn": instant(known["created"]),
        "externalData": [],
        "active": known.get("active", True),
        "isSmartDispatched": False,
    }


def campaign(tenant: Tenant, known: Facts) -> dict[str, Any]:
    """Write a campaign."""
    group = known["group"]
    return {
        "id": known["id"],
        "name": known["name"],
        "modifiedOn": instant(known["modified"]),
        "createdOn": instant(known["created"]),
        "active": known.get("active", True),
        "isDefaultCampaign": known["id"] == 3001,
        "category": {"id": 3900 + len(group), "name": group, "active": True},
        "source": group,
        "otherSource": None,
        "businessUnit": None,
        "medium": "Digital" if group == "Online" else None,
        "otherMedium": None,
        "campaignPhoneNumbers": [f"602-555-01{known['id'] % 100:02d}"],
    }
