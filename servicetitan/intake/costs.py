"""Pay, purchase orders and returns: what work costs."""

from __future__ import annotations

from dataclasses import replace

from aiop.loading.kind import Derived, Ordinal
from servicetitan.intake import unstored
from servicetitan.intake.columns import record_kind
from servicetitan.intake.parsers import lines, pay_key, written_key
from servicetitan.models import GrossPayItem, PayrollAdjustment, PurchaseOrder, Return

# What tells one line of pay without an id from another.
_SAID = (
    "payroll_source_id", "employee_type", "employee_source_id", "gross_pay_item_type", "source_entity_id",
    "invoice_item_source_id", "job_source_id", "date", "started_on", "activity", "amount",
)  # fmt: skip

GROSS_PAY_ITEMS = replace(
    record_kind(
        GrossPayItem, "gross_pay_items", "ServiceTitan gross pay", order=320, key=("source_key", "ordinal"),
        fields="id active employeeId employeeType businessUnitName payoutBusinessUnitName payrollId date activity "
        "activityCodeId activityCode amount amountAdjustment grossPayItemType startedOn endedOn paidDurationHours "
        "paidTimeType sourceEntityId jobId jobNumber jobTypeName invoiceId invoiceItemId createdOn modifiedOn "
        "sourceKey ordinal",
        unstored=unstored.GROSS_PAY_ITEMS, renamed={"sourceEntityId": "source_entity_id"}, special={"source_key": written_key},
        derived=(
            Derived("source_key", ("source_id", *_SAID), pay_key, needed=("employee_source_id", "date", "amount")),
        ),
    ),
    ordinal=Ordinal("ordinal", unless="source_id"),
)  # fmt: skip
PAYROLL_ADJUSTMENTS = record_kind(
    PayrollAdjustment, "payroll_adjustments", "ServiceTitan payroll adjustments", order=320,
    fields="id active employeeId employeeType postedOn amount invoiceId type createdOn modifiedOn",
    unstored=unstored.PAYROLL_ADJUSTMENTS,
)  # fmt: skip
PURCHASE_ORDERS = record_kind(
    PurchaseOrder, "purchase_orders", "ServiceTitan purchase orders", order=320,
    fields="id active jobId invoiceId projectId status vendorId businessUnitId date requiredOn sentOn receivedOn total tax "
    "shipping items createdOn modifiedOn",
    unstored=unstored.PURCHASE_ORDERS, special={"items": lines("quantity", "quantityReceived", "cost", "total")},
)  # fmt: skip
RETURNS = record_kind(
    Return, "returns", "ServiceTitan returns", order=320,
    fields="id active jobId purchaseOrderId businessUnitId status returnAmount taxAmount shippingAmount returnDate "
    "returnedOn creditReceivedOn dateCanceled items createdOn modifiedOn",
    unstored=unstored.RETURNS, special={"items": lines("quantity", "cost")},
)  # fmt: skip
