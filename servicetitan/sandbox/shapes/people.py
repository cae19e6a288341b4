"""Customers, locations and technicians as the API writes them; all of them invented."""

from __future__ import annotations

from typing import Any

from servicetitan.sandbox.moments import instant
from servicetitan.sandbox.records import Facts
from servicetitan.sandbox.shapes.amounts import number
from servicetitan.sandbox.staff import Tenant

OFFICE_USER = 77
_PLAIN_TECHNICIAN: dict[str, Any] = {
        "roleIds": [2], "mainZoneId": None, "zoneIds": [], "mobilePhone": None, "outboundCallerId": None, "home": None,
    "isManagedTech": True, "licenseType": "ManagedTech", "customFields": [], "aadUserId": None, "burdenRate": 0, "commissionRate":
    0, "soldByRate": 0, "location": None, "bio": None, "memo": None,
}  # fmt: skip
_NO_TECHNICIAN_FIELDS = dict.fromkeys(
    ("jobFilter", "permissions", "accountLocked", "currentValue", "jobId", "appoitmentId", "status", "shiftStart", "shiftEnd", "startDate",
     "payrollId", "payrollProfileId", "skills"), None,
)  # fmt: skip


def customer(tenant: Tenant, known: Facts) -> dict[str, Any]:
    """Write a customer."""
    return {
        "id": known["id"],
        "active": known.get("active", True),
        "name": known["name"],
        "type": known["type"],
        "address": _address(known),
        "customFields": [],
        "balance": number(known.get("balance", 0)),
        "taxExempt": False,
        "doNotMail": known["id"] % 50 == 0,
        "doNotService": False,
        "nationalAccount": False,
        "tagTypeIds": [],
        "createdOn": instant(known["created"]),
        "createdById": OFFICE_USER,
        "modifiedOn": instant(known["modified"]),
        "mergedToId": known.get("merged_to"),
        "paymentTermId": None,
        "creditLimit": None,
        "creditLimitBalance": None,
        "externalData": None,
    }


def location(tenant: Tenant, known: Facts) -> dict[str, Any]:
    """Write a location."""
    return {
        "id": known["id"],
        "customerId": known["customer"],
        "active": known.get("active", True),
        "name": known["name"],
        "address": _address(known),
        "customFields": [],
        "createdOn": instant(known["created"]),
        "createdById": OFFICE_USER,
        "modifiedOn": instant(known["modified"]),
        "mergedToId": known.get("merged_to"),
        "zoneId": None,
        "taxZoneId": None,
        "taxExempt": False,
        "tagTypeIds": [],
        "externalData": None,
    }


def _address(known: Facts) -> dict[str, Any]:
    return {**known["address"], "latitude": None, "longitude": None}


def technician(tenant: Tenant, known: Facts) -> dict[str, Any]:
    """Write a technician."""
    first, _, last = known["name"].partition(" ")
    number_of = known["id"] - 9000
    return {
        "id": known["id"],
        "userId": 50_000 + number_of,
        "name": known["name"],
        "firstName": first,
        "lastName": last,
        "businessUnitId": known["unit"],
        "active": known.get("active", True),
        **_PLAIN_TECHNICIAN,
        "createdOn": instant(known["created"]),
        "modifiedOn": instant(known["modified"]),
        "email": f"tech{number_of}@painting.example.com",
        "phoneNumber": f"602-555-01{number_of % 100:02d}",
        "loginName": f"tech{number_of}",
        "dailyGoal": 2500 if known["sells"] else 0,
        "hourlyRate": 16 + known["id"] % 12,
        "team": "Sales" if known["sells"] else "Production",
        **_NO_TECHNICIAN_FIELDS,
        "positions": ["Sales"] if known["sells"] else ["Installer"],
    }
