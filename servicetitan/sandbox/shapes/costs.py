"""Gross pay, payroll adjustments, purchase orders and returns as the API writes them."""

from __future__ import annotations

from typing import Any

from servicetitan.sandbox.moments import instant, instant_or_none, midnight
from servicetitan.sandbox.records import Facts
from servicetitan.sandbox.shapes.accounting import GOODS, INCOME
from servicetitan.sandbox.shapes.amounts import number
from servicetitan.sandbox.shapes.people import OFFICE_USER
from servicetitan.sandbox.staff import FIRST_TECHNICIAN, Tenant

_PLAIN_PAY: dict[str, Any] = {
        "employeePayrollId": None, "activityCodeId": None, "activityCode": None, "amountAdjustment": 0, "jobTypeName": None,
    "projectNumber": None, "projectId": None, "invoiceNumber": None, "invoiceItemId": None, "customerId": None, "locationId":
    None,
}  # fmt: skip
_PLAIN_ORDER: dict[str, Any] = {
        "projectId": None, "typeId": 1, "shipTo": None, "inventoryLocationId": None, "batchId": None, "budgetCodeId": None,
    "vendorDocumentNumber": "", "summary": "", "customFields": [],
}  # fmt: skip
_PLAIN_RETURN: dict[str, Any] = {
        "referenceNumber": "", "projectId": None, "budgetCodeId": None, "inventoryLocationId": None, "createdById": OFFICE_USER,
    "memo": "", "batchId": None, "batch": None, "syncStatus": "Pending", "customFields": [], "externalData": None,
}  # fmt: skip
_NO_PAY_FIELDS = dict.fromkeys(
    ("customerName", "locationName", "locationAddress", "locationZip", "zoneName", "taxZoneName", "laborTypeId", "laborTypeCode",
     "budgetCodeId", "isPrevailingWageJob", "memo"), None,
)  # fmt: skip


def gross_pay_item(tenant: Tenant, known: Facts) -> dict[str, Any]:
    """Write an item of gross pay as the list does; the feed adds `active`."""
    who = tenant.known("technicians", known["employee"], known["seen"])
    unit = tenant.known("business_units", who["unit"], known["seen"])["name"]
    return {
        "id": None if known["nameless"] else known["id"],
        "employeeId": known["employee"],
        "employeeType": known["employee_type"],
        "businessUnitName": unit,
        "payoutBusinessUnitName": unit,
        "payrollId": known["payroll"],
        **_PLAIN_PAY,
        "date": midnight(known["day"]),
        "activity": known["activity"],
        "amount": number(known["amount"]),
        "grossPayItemType": known["kind"],
        "startedOn": instant_or_none(known["start"]),
        "endedOn": instant_or_none(known["end"]),
        "paidDurationHours": known["hours"],
        "paidTimeType": "Regular" if known["hours"] else None,
        "sourceEntityId": known["source"],
        "jobId": known["job"],
        "jobNumber": str(known["job"]),
        "invoiceId": known["invoice"],
        **_NO_PAY_FIELDS,
        "createdOn": instant(known["created"]),
        "modifiedOn": instant(known["modified"]),
    }


def payroll_adjustment(tenant: Tenant, known: Facts) -> dict[str, Any]:
    """Write an adjustment of pay."""
    return {
        "id": known["id"],
        "employeeType": known["employee_type"],
        "employeeId": known["employee"],
        "postedOn": instant(known["created"]),
        "amount": number(known["amount"]),
        "memo": None,
        "activityCodeId": None,
        "invoiceId": known["invoice"],
        "hours": None,
        "rate": None,
        "quantity": None,
        "type": known["kind"],
        "createdOn": instant(known["created"]),
        "modifiedOn": instant(known["modified"]),
        "active": known.get("active", True),
    }


def purchase_order(tenant: Tenant, known: Facts) -> dict[str, Any]:
    """Write a purchase order with its lines."""
    goods = sum(quantity * cents for quantity, cents in known["lines"])
    received = known["received"] is not None
    return {
        "id": known["id"],
        "number": f"{known['job']}-{known['id'] % 1000:03d}",
        "invoiceId": known["invoice"],
        **_PLAIN_ORDER,
        "jobId": known["job"],
        "status": known["status"],
        "vendorId": known["vendor"],
        "technicianId": known["technician"],
        "businessUnitId": known["unit"],
        "date": midnight(known["day"]),
        "requiredOn": midnight(known["day"] + 1),
        "sentOn": instant_or_none(known["sent"]),
        "receivedOn": instant_or_none(known["received"]),
        "createdOn": instant(known["created"]),
        "modifiedOn": instant(known["modified"]),
        "total": number(goods + known["tax"] + known["shipping"]),
        "tax": number(known["tax"]),
        "shipping": number(known["shipping"]),
        "items": [_ordered(known, n, line, received=received) for n, line in enumerate(known["lines"])],
    }


def _ordered(known: Facts, nth: int, line: tuple[int, int], *, received: bool) -> dict[str, Any]:
    quantity, cents = line
    return {
        "id": known["id"] * 10 + nth,
        "skuId": 8000 + nth,
        "createdOn": instant(known["created"]),
        "modifiedOn": instant(known["modified"]),
        "description": "<p>Paint and sundries</p>",
        "skuName": f"PAINT-{nth:02d}",
        "skuCode": f"P{nth:02d}",
        "skuType": "Material",
        "vendorPartNumber": "",
        "quantity": quantity,
        "quantityReceived": quantity if received else 0,
        "cost": number(cents),
        "total": number(quantity * cents),
        "serialNumbers": [],
        "status": "Received" if received else "Pending",
        "chargeable": False,
        "budgetCodeId": None,
    }


def returned(tenant: Tenant, known: Facts) -> dict[str, Any]:
    """Write a return with its lines."""
    goods = sum(quantity * cents for quantity, cents in known["lines"])
    return {
        "id": known["id"],
        "active": known.get("active", True),
        "number": f"R{known['id'] % 100_000}",
        **_PLAIN_RETURN,
        "status": known["status"],
        "vendorId": known["vendor"],
        "purchaseOrderId": known["order"],
        "jobId": known["job"],
        "businessUnitId": known["unit"],
        "returnAmount": number(goods + known["tax"] + known["shipping"]),
        "taxAmount": number(known["tax"]),
        "shippingAmount": number(known["shipping"]),
        "returnDate": midnight(known["day"]),
        "returnedOn": instant_or_none(known.get("returned")),
        "creditReceivedOn": instant_or_none(known.get("credited")),
        "dateCanceled": instant_or_none(known.get("canceled")),
        "createdOn": instant(known["created"]),
        "modifiedOn": instant(known["modified"]),
        "canceledById": FIRST_TECHNICIAN if known["status"] == "Canceled" else None,
        "canceledReason": "Kept after all" if known["status"] == "Canceled" else None,
        "items": [_given_back(known, n, line) for n, line in enumerate(known["lines"])],
    }


def _given_back(known: Facts, nth: int, line: tuple[int, int]) -> dict[str, Any]:
    quantity, cents = line
    account = {name: value for name, value in GOODS.items() if name != "id"}
    return {
        "id": known["id"] * 10 + nth,
        "skuId": 8000 + nth,
        "createdOn": instant(known["created"]),
        "modifiedOn": instant(known["modified"]),
        "createdById": OFFICE_USER,
        "active": True,
        "receiptItemId": None,
        "budgetCodeId": None,
        "description": "<p>Paint and sundries</p>",
        "name": f"PAINT-{nth:02d}",
        "code": f"P{nth:02d}",
        "quantity": quantity,
        "cost": number(cents),
        "generalLedgerAccount": {name: value for name, value in INCOME.items() if name != "id"},
        "costOfSaleAccount": account,
        "assetAccount": None,
        "serialNumbers": None,
    }
