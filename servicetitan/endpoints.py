"""The lists and feeds of the ServiceTitan API that are read, as one table: where each is, what tells a change, what it hides by default."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

# How a stream is followed: `export` by the continuation token of its feed, `modified` by modifiedOnOrAfter, `full` by reading all of it each time.
Cursor = Literal["export", "modified", "full"]

BASE_URL = "https://api.servicetitan.io"
TOKEN_URL = "https://auth.servicetitan.io/connect/token"  # noqa: S105 - an address
LARGEST_PAGE = 5000
MOST_IDS = 50
CALLS_PER_SECOND = 60


@dataclass(frozen=True)
class Endpoint:
    """One stream of records: its list, its feed if there is one, and what must be known to read it whole."""

    name: str
    module: str
    path: str
    export_path: str | None
    cursor: Cursor
    sorted: bool  # by Id on request; a list that cannot be sorted may shift between pages
    active_param: str | None  # what makes the list show what is inactive too
    page_size: int
    date_fields: tuple[str, ...]  # business dates to re-read by, as the API names them
    key: str = "id"
    sort_params: tuple[tuple[str, str], ...] = (("sort", "+Id"),)
    bound_param: str = "modifiedBefore"  # what holds the upper end of an incremental read

    def list_path(self, tenant: int | str) -> str:
        """Give the path of the list under the base URL."""
        return f"/{self.module}/v2/tenant/{tenant}/{self.path}"

    def feed_path(self, tenant: int | str) -> str:
        """Give the path of the export feed; ValueError where the API has none."""
        if self.export_path is None:
            raise ValueError(f"{self.name} has no export feed")
        return f"/{self.module}/v2/tenant/{tenant}/{self.export_path}"

    def list_params(self) -> dict[str, str]:
        """Give what every read of the whole list asks for: inactive records too, in the order of ids where that can be had."""
        params = dict(self.sort_params) if self.sorted else {}
        if self.active_param:
            name, _, value = self.active_param.partition("=")
            params[name] = value
        return params


ANY = "active=Any"
ALL = "activeState=All"
# Light reference data comes in one page or two; payroll answers slowly and estimates and invoices are heavy, so their pages are small.
LIGHT, NORMAL, SLOW = 5000, 500, 100

# In the order in which they are read: what others point to comes first.
ENDPOINTS = (
    Endpoint("business_units", "settings", "business-units", "export/business-units", "export", True, ANY, LIGHT, ()),
    Endpoint(
        "job_types", "jpm", "job-types", None, "full", True, ANY, LIGHT, (),
        sort_params=(("orderBy", "Id"), ("orderByDirection", "Ascending")),
    ),
    Endpoint("campaigns", "marketing", "campaigns", None, "full", True, ANY, LIGHT, ()),
    Endpoint("technicians", "settings", "technicians", "export/technicians", "export", True, ANY, LIGHT, ()),
    Endpoint("customers", "crm", "customers", "export/customers", "export", True, ANY, LIGHT, ()),
    Endpoint("locations", "crm", "locations", "export/locations", "export", True, ANY, LIGHT, ()),
    Endpoint("jobs", "jpm", "jobs", "export/jobs", "export", True, None, NORMAL, ("completedOn",)),
    Endpoint("appointments", "jpm", "appointments", "export/appointments", "export", True, ANY, NORMAL, ("start",)),
    Endpoint("estimates", "sales", "estimates", "export/estimates", "export", True, ANY, NORMAL, ("soldOn",)),
    Endpoint("invoices", "accounting", "invoices", "export/invoices", "export", True, ALL, NORMAL, ("invoiceDate",)),
    Endpoint("payments", "accounting", "payments", "export/payments", "export", True, ALL, NORMAL, ("date",)),
    Endpoint(
        "gross_pay_items", "payroll", "gross-pay-items", "export/gross-pay-items", "export", False, None, SLOW, ("date",),
        bound_param="modifiedOnOrBefore",
    ),
    Endpoint(
        "payroll_adjustments", "payroll", "payroll-adjustments", "export/payroll-adjustments", "export", True, ANY, SLOW,
        ("postedOn",),
    ),
    Endpoint("purchase_orders", "inventory", "purchase-orders", "export/purchase-orders", "export", True, None, NORMAL, ("date",)),
    Endpoint("returns", "inventory", "returns", "export/returns", "export", True, ANY, NORMAL, ("returnDate",)),
)  # fmt: skip

BY_NAME = {endpoint.name: endpoint for endpoint in ENDPOINTS}
