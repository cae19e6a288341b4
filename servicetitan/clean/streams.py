"""The streams of a connection as `aiop.sources` takes them: one for each line of `endpoints.py`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from aiop.sources.systems import StreamSpec, Typed
from servicetitan.clean.pay import known_by
from servicetitan.clean.personal import dropped, kept
from servicetitan.client import title_of
from servicetitan.endpoints import ENDPOINTS, Endpoint

# Of these, inactive means deleted or voided; what is inactive of the rest is retired, and still stands for its history.
DELETED_WHEN_INACTIVE = frozenset(
    {
        "jobs", "appointments", "estimates", "invoices", "payments", "gross_pay_items", "payroll_adjustments", "purchase_orders",
        "returns",
    }
)  # fmt: skip
MERGED = frozenset({"customers", "locations"})
# Their feeds tell whether a record is active, their lists do not.
SILENT_LISTS = frozenset({"jobs", "gross_pay_items"})
_TYPED = {
    "customers": (Typed("st_customers", untold=frozenset({"test_override"})),),
    "invoices": (
        Typed("st_invoices"),
        Typed("st_invoice_items", each="items", paths={"invoiceId": "^.id"}),
    ),
    "payments": (
        Typed("st_payments"),
        Typed("st_payment_applications", each="appliedTo", paths={"paymentId": "^.id"}),
    ),
    "gross_pay_items": (Typed("st_gross_pay_items", paths={"sourceKey": "@source_id"}),),
}


def _spec(endpoint: Endpoint) -> StreamSpec:
    name = endpoint.name
    gone: Callable[[Mapping[str, Any]], bool] | None = is_inactive if name in DELETED_WHEN_INACTIVE else None
    return StreamSpec(
        name,
        title_of(endpoint),
        key=endpoint.key,
        modified="modifiedOn",
        deleted=gone,
        merged="mergedToId" if name in MERGED else "",
        dropped=dropped(name),
        kept=kept(name),
        partial=frozenset({"active"}) if name in SILENT_LISTS else frozenset(),
        keyless=known_by if name == "gross_pay_items" else None,
        typed=_TYPED.get(name) or (Typed(f"st_{name}"),),
    )


def is_inactive(record: Mapping[str, Any]) -> bool:
    """Tell whether a record says that it is inactive; one that says nothing is not."""
    return record.get("active") is False


STREAMS = tuple(_spec(endpoint) for endpoint in ENDPOINTS)
