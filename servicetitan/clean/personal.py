"""What is taken out of records before anything is stored: about persons, and needed by nobody. Paths, by stream."""

from __future__ import annotations

_PEOPLE = "createdBy memo summary customFields"
DROPPED = {
    "business_units": "email phoneNumber",
    "customers": "address customFields",
    "locations": "address customFields",
    "jobs": "summary customFields",
    "appointments": "specialInstructions",
    "estimates": "summary",
    "invoices": f"{_PEOPLE} customer.name customerAddress location.name locationAddress employeeInfo.name assignedTo.name",
    "payments": f"{_PEOPLE} customer.name checkNumber authCode appliedTo.appliedBy",
    "gross_pay_items": "employeePayrollId customerName locationName locationAddress locationZip memo",
    "payroll_adjustments": "memo",
    "purchase_orders": "shipTo customFields",
    "returns": "memo customFields",
}
# A technician's record is full of what is nobody's business, so it says what may stay instead.
KEPT = {"technicians": "id name businessUnitId active team createdOn modifiedOn"}


def dropped(stream: str) -> frozenset[str]:
    """Give the paths that are taken out of a stream's records."""
    return frozenset(DROPPED.get(stream, "").split())


def kept(stream: str) -> frozenset[str]:
    """Give the only fields that are stored of a stream's records; empty where all are that are not dropped."""
    return frozenset(KEPT.get(stream, "").split())
