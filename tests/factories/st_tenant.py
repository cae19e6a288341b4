"""A tenant of ServiceTitan in a few records with the API's field names: units with retired and oddly spelt ones, one of each entity and more."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.core.management import call_command

from aiop.orgs.models import Org

Record = dict[str, Any]
STAMPS = {"createdOn": "2030-03-01T16:02:03.1230000Z", "modifiedOn": "2030-03-06T00:41:13Z"}
UNITS = {
    11: "Phoenix-Sales",
    12: "Phoenix-Production",
    13: "Andy\u2019s Painting-Sales",
    14: "Z-DO NOT USE - West - Sales",
    15: "Z_DO NOT USE - West - Sales",
    16: "Z-DO NOT USE - West- Production",
    17: "Z-DO NOT USE - West",
    18: "NewCommercialTucson-AZ-Sales",
}
TYPES = {
    21: "ESTIMATE-RES-EXT",
    22: "Estimate- Cabinets",
    23: "Production-RES-EXT",
    24: "Warranty",
    25: "PM Inspection ",
}


def unit(number: int, name: str, **more: Any) -> Record:
    """Give a business unit."""
    return {"id": number, "active": not name.startswith("Z"), "name": name, "trade.id": 1, **STAMPS, **more}


def job(number: int, **more: Any) -> Record:
    """Give a completed estimate visit of Phoenix sales."""
    return {
        "id": number, "jobNumber": str(number), "customerId": 7001, "locationId": 8001, "jobStatus": "Completed",
        "completedOn": "2030-03-06T00:41:12.5170000Z", "businessUnitId": 11, "jobTypeId": 21, "campaignId": 31,
        "firstAppointmentId": number + 10_000, "noCharge": False, "invoiceId": number + 100_000, "estimateIds": [number + 20_000],
        **STAMPS, **more,
    }  # fmt: skip


def estimate(number: int, job_id: int, subtotal: str, **more: Any) -> Record:
    """Give a sold estimate."""
    return {
        "id": number, "jobId": job_id, "jobNumber": str(job_id), "customerId": 7001, "status.name": "Sold",
        "soldOn": "2030-03-06T00:30:00Z", "subtotal": subtotal, "businessUnitId": 11, "businessUnitName": "Phoenix-Sales",
        "isChangeOrder": False, "active": True, **STAMPS, **more,
    }  # fmt: skip


def invoice(number: int, job_id: int, sub_total: str, **more: Any) -> Record:
    """Give an invoice of Phoenix production."""
    return {
        "id": number, "referenceNumber": str(job_id), "invoiceDate": "2030-03-20T00:00:00Z", "dueDate": "2030-04-20T00:00:00Z",
        "subTotal": sub_total, "total": sub_total, "balance": "0.00", "job.id": job_id, "customer.id": 7001, "location.id": 8001,
        "businessUnit.id": 12, "businessUnit.name": "Phoenix-Production", "active": True, **STAMPS, **more,
    }  # fmt: skip


def pay(amount: str, **more: Any) -> Record:
    """Give a line of pay without an id, as the source often sends it."""
    return {
        "id": None, "payrollId": 40, "employeeId": 9002, "employeeType": "Technician", "date": "2030-03-20T00:00:00Z",
        "activity": "Working", "amount": amount, "grossPayItemType": "TimesheetTime", "paidDurationHours": 8,
        "sourceEntityId": 800001, "jobId": 500002, "startedOn": "2030-03-20T14:00:00Z", "invoiceItemId": None, **STAMPS, **more,
    }  # fmt: skip


NAMED: Record = {"active": True, **STAMPS}


def tenant() -> dict[str, list[Record]]:
    """Give some records of every kind."""
    return {**reference(), **operations(), **costs()}


def reference() -> dict[str, list[Record]]:
    """Give what operations refer to."""
    return {
        "st_business_units": [unit(number, name) for number, name in UNITS.items()],
        "st_job_types": [
            {"id": n, "name": name, "businessUnitIds": [11, 12], "soldThreshold": 100, "class": "X", "noCharge": False, **NAMED}
            for n, name in TYPES.items()
        ],
        "st_campaigns": [{"id": 31, "name": "Door hangers", "category.id": 3, "category.name": "Print", "medium": "Paper", **NAMED}],
        "st_technicians": [{"id": 9001, "name": "Invented Seller", "businessUnitId": 11, "team": "West", **NAMED}],
        "st_customers": [
            {"id": 7001, "name": "Leonora Velmont", "type": "Residential", "balance": 12.5, "mergedToId": None, **NAMED},
            {"id": 7002, "name": "TEST Customer", "type": "Residential", "balance": 0, "mergedToId": None, **NAMED},
            {"id": 7003, "name": "Old Velmont", "type": "Residential", "balance": 0, "mergedToId": 7001, **NAMED},
        ],
        "st_locations": [{"id": 8001, "name": "Site 1", "customerId": 7001, "mergedToId": None, **NAMED}],
    }  # fmt: skip


def operations() -> dict[str, list[Record]]:
    """Give jobs, visits, what was sold, billed and paid."""
    return {
        "st_jobs": [job(500001), job(500002, businessUnitId=12, jobTypeId=23, jobStatus="Scheduled", completedOn=None)],
        "st_appointments": [
            {"id": 510001, "jobId": 500001, "start": "2030-03-05T22:00:00Z", "end": "2030-03-05T23:00:00Z", "status": "Done", "unused": False, **NAMED}
        ],
        "st_estimates": [estimate(520001, 500001, "4200.00")],
        "st_invoices": [
            invoice(600002, 500002, "4200.00"),
            invoice(600003, 500002, "-200.00", adjustmentToId=600002, dueDate="2030-04-20T07:00:00Z"),
        ],
        "st_invoice_items": [
            {"invoiceId": 600002, "id": 1, "type": "Material", "quantity": "3", "cost": "20.0001", "totalCost": "60.0003", "total": "0.00"},
            {"invoiceId": 600003, "id": 1, "type": "Service", "quantity": "1", "cost": "0", "totalCost": "0.00", "total": "-200.00"},
        ],
        "st_payments": [
            {"id": 700001, "total": "3000.00", "unappliedAmount": "0.00", "date": "2030-03-21T00:00:00Z", "businessUnit.id": 12,
             "customer.id": 7001, "type": "Check", "typeId": "5", "refundedPaymentId": None, **NAMED},
        ],
        "st_payment_applications": [
            {"paymentId": 700001, "appliedId": 1, "appliedTo": 600002, "appliedAmount": "3000.00", "appliedOn": "2030-03-21T00:00:00Z"}
        ],
    }  # fmt: skip


def costs() -> dict[str, list[Record]]:
    """Give pay, orders and returns."""
    return {
        "st_gross_pay_items": [pay("180.00"), pay("180.00"), pay("90.123456"), {**pay("12"), "id": 77}],
        "st_payroll_adjustments": [
            {"id": 78, "employeeId": 9002, "employeeType": "Technician", "postedOn": "2030-03-21T12:00:00Z", "amount": -3.25, "invoiceId": 600002, "type": "Direct", **NAMED}
        ],
        "st_purchase_orders": [
            {"id": 88, "jobId": 500002, "status": "Exported", "vendorId": 4, "businessUnitId": 12, "date": "2030-03-18T00:00:00Z",
             "total": 110.0, "tax": 10, "shipping": 0, "items": [{"id": 5, "skuName": "Paint", "quantity": 4.0, "cost": 25.50, "total": 102}], **NAMED}
        ],
        "st_returns": [
            {"id": 89, "jobId": 500002, "purchaseOrderId": 88, "businessUnitId": 12, "status": "Returned", "returnAmount": 25.5,
             "taxAmount": 0, "shippingAmount": 0, "returnDate": "2030-03-25T00:00:00Z", "items": [], **NAMED}
        ],
    }  # fmt: skip


def write_csv(folder: Path, kinds: Mapping[str, list[Record]]) -> Path:
    """Write a file of each kind, lists as JSON."""
    folder.mkdir(exist_ok=True)
    for name, records in kinds.items():
        header = list(dict.fromkeys(field for record in records for field in record))
        with (folder / f"{name}.csv").open("w", newline="") as sink:
            writer = csv.writer(sink)
            writer.writerow(header)
            writer.writerows([[_cell(record.get(field)) for field in header] for record in records])
    return folder


def _cell(value: Any) -> Any:
    if isinstance(value, list):
        return json.dumps(value)
    return (
        {None: "", True: "true", False: "false"}.get(value, value)
        if value is None or isinstance(value, bool)
        else value
    )


def load(org: Org, *words: str | Path) -> list[dict[str, Any]]:
    """Load files as the command does, and give what became of each."""
    out = io.StringIO()
    call_command("load", *map(str, words), "--org", org.slug, "--execute", "--json", stdout=out)
    files: list[dict[str, Any]] = json.loads(out.getvalue())["files"]
    return files
