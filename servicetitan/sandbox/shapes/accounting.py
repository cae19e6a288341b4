"""Invoices and payments as the API writes them: money as text, calendar dates dressed as midnight Z."""

from __future__ import annotations

from typing import Any

from servicetitan.sandbox.moments import instant, instant_or_none, midnight
from servicetitan.sandbox.records import Facts
from servicetitan.sandbox.shapes.amounts import text
from servicetitan.sandbox.staff import FIRST_CAMPAIGN, Tenant

DUE_DAYS = 30
INCOME = {"id": 4000, "name": "Painting income", "number": "4000", "type": "Income", "detailType": "ServiceFeeIncome"}
GOODS = {
    "id": 5000,
    "name": "Materials",
    "number": "5000",
    "type": "CostOfGoodsSold",
    "detailType": "SuppliesMaterialsCogs",
}
_EMPTY_ADDRESS = {"street": None, "unit": None, "city": None, "state": None, "zip": None, "country": None}
_PLAIN_INVOICE: dict[str, Any] = {
    "reviewStatus": "Reviewed",
        "budgetCodeId": None, "taxZoneId": None, "invoiceType": None, "customerAddress": _EMPTY_ADDRESS, "locationAddress":
    _EMPTY_ADDRESS, "termName": "Due Upon Receipt", "createdBy": "office", "batch": None, "depositedOn": None, "projectId": None,
    "royalty": {"status": "Pending", "date": None, "sentOn": None, "memo": None}, "employeeInfo": None,
    "commissionEligibilityDate": None, "assignedTo": None, "summary": "<p>Thank you for your business.</p>", "customFields": None,
    "importId": None, "exportId": None, "materialSkuId": None, "membershipId": None,
}  # fmt: skip
_PLAIN_LINE: dict[str, Any] = {
        "inventory": False, "isChargeable": True, "addOn": False, "assetAccount": None, "itemGroup": None, "soldHours": 0,
    "displayInAmount": True, "memberPrice": "0.00", "createdById": None, "technicianId": None, "installedEquipmentId": None,
    "estimateItemId": None, "importId": None, "exportId": None,
}  # fmt: skip
_NO_LINE_FIELDS: dict[str, Any] = {
    "inventoryLocationId": None, "inventoryLocation": None, "inventoryStatus": None, "budgetCodeId": None, "membershipTypeId": None,
}  # fmt: skip


def invoice(tenant: Tenant, known: Facts) -> dict[str, Any]:
    """Write an invoice with its lines."""
    subtotal, tax, job = known["subtotal"], known["tax"], known["job"]
    unit = tenant.known("business_units", known["unit"], known["seen"])
    return {
        "id": known["id"],
        "syncStatus": known["sync"],
        **_PLAIN_INVOICE,
        "referenceNumber": str(job or known["id"]),
        "invoiceDate": midnight(known["day"]),
        "dueDate": midnight(known["day"] + DUE_DAYS),
        "subTotal": text(subtotal),
        "salesTax": text(tax),
        "salesTaxCode": {"id": 1, "name": "TX", "taxRate": 0.0825} if tax else None,
        "total": text(subtotal + tax),
        "balance": text(known["balance"]),
        "customer": {"id": known["customer"], "name": known["payer"]},
        "location": {"id": known["location"], "name": known["site"]},
        "businessUnit": {"id": known["unit"], "name": unit["name"]},
        "createdOn": instant(known["created"]),
        "modifiedOn": instant(known["modified"]),
        "adjustmentToId": known["adjusts"],
        "job": None if job is None else {"id": job, "number": str(job), "type": _type_name(tenant, known)},
        "sentStatus": "Sent" if known["balance"] == 0 else "NotSent",
        "items": _lines(tenant, known),
        "active": known.get("active", True),
        "discountTotal": text(known["discount"]),
        "paidOn": instant_or_none(known.get("paid_on")),
        "invoiceConfiguration": "JobInvoice" if job else "CounterSales",
    }


def _type_name(tenant: Tenant, known: Facts) -> str:
    return str(tenant.known("job_types", known["type"], known["seen"])["name"])


def _lines(tenant: Tenant, known: Facts) -> list[dict[str, Any]]:
    # A visit that costs nothing is billed as such: reports by the unit of a line count it too.
    lines = [_line(tenant, known, 0, "Service", 1, 0, known["subtotal"] - known["discount"])]
    if known["discount"]:
        lines.append(_line(tenant, known, 9, "PriceModifier", 1, 0, known["discount"]))
    for nth, (quantity, cents) in enumerate(known["costs"], start=1):
        lines.append(_line(tenant, known, nth, "Material" if nth % 2 else "Equipment", quantity, cents, 0))
    return lines


def _line(tenant: Tenant, known: Facts, nth: int, kind: str, quantity: int, cost: int, total: int) -> dict[str, Any]:
    unit = known["line_unit"]
    # Every seventh line says what one costs and leaves the sum to the reader.
    total_cost = None if cost and known["id"] % 7 == 0 else text(quantity * cost)
    return {
        "id": known["id"] * 10 + nth,
        "description": f"<p>{kind} for the work at the site, as agreed.</p>",
        "quantity": str(quantity),
        "cost": text(cost),
        "totalCost": total_cost,
        "price": text(total // quantity),
        "total": text(total),
        "type": kind,
        "skuName": f"{kind[:3].upper()}-{nth:03d}",
        "skuId": 7000 + nth,
        **_PLAIN_LINE,
        "taxable": bool(known["tax"]),
        **_NO_LINE_FIELDS,
        "generalLedgerAccount": INCOME,
        "costOfSaleAccount": GOODS if cost else None,
        "displayName": kind,
        "order": nth,
        "createdOn": instant(known["created"]),
        "modifiedOn": instant(known["modified"]),
        "serviceDate": midnight(known["day"]),
        "businessUnit": {"id": unit, "name": tenant.known("business_units", unit, known["seen"])["name"]},
    }


def payment(tenant: Tenant, known: Facts) -> dict[str, Any]:
    """Write a payment with its applications."""
    applied = known["applied"]
    unit = tenant.known("business_units", known["unit"], known["seen"])
    return {
        "id": known["id"],
        "active": known.get("active", True),
        "total": text(known["total"]),
        "unappliedAmount": text(known["total"] - sum(cents for _, _, cents, _ in applied)),
        "date": midnight(known["day"]),
        "appliedTo": [_application(application) for application in applied] or None,
        "type": known["kind"],
        "typeId": str(FIRST_CAMPAIGN + len(known["kind"])),
        "businessUnit": {"id": known["unit"], "name": unit["name"]},
        "customer": {"id": known["customer"], "name": known["payer"]},
        "referenceNumber": str(known["id"] % 100_000),
        "checkNumber": str(known["id"] % 9_000 + 1_000) if known["kind"] == "Check" else None,
        "authCode": None,
        "memo": None,
        "batch": None,
        "deposit": None,
        "generalLedgerAccount": INCOME,
        "refundedPaymentId": known.get("refunds"),
        "syncStatus": known["sync"],
        "createdBy": "office",
        "createdOn": instant(known["created"]),
        "modifiedOn": instant(known["modified"]),
        "customFields": None,
    }


def _application(application: tuple[int, int, int, int]) -> dict[str, Any]:
    number, invoice_id, cents, at = application
    return {
        "appliedTo": invoice_id,
        "appliedId": number,
        "appliedAmount": text(cents),
        "appliedOn": instant(at),
        "appliedBy": "office",
        "appliedToReferenceNumber": str(invoice_id),
    }
