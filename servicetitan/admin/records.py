"""Lists of the source's records. People read them; the one thing they decide here is which customers are tests."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar, TypeVar

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from aiop.adminkit.search import Normalise, text
from aiop.files.row_admin import FileRowAdmin
from servicetitan.admin.filters import TYPE_FILTER, UNIT_FILTER, name_of, plain
from servicetitan.models import (
    Appointment,
    BusinessUnit,
    Campaign,
    Customer,
    Estimate,
    GrossPayItem,
    Invoice,
    InvoiceItem,
    Job,
    JobType,
    Location,
    Payment,
    PaymentApplication,
    PayrollAdjustment,
    PurchaseOrder,
    Return,
    Technician,
)
from servicetitan.models.base import SourceRow

M = TypeVar("M", bound=SourceRow)


def source_number(term: str) -> str | None:
    """Give the id that a search asks for, None where it is none."""
    digits = term.strip().lstrip("#")
    return digits if digits.isascii() and digits.isdigit() and len(digits) < 19 else None


class SourceAdmin(FileRowAdmin[M]):
    """A list of records as the source has them; corrections are made at the source."""

    named: ClassVar[Mapping[str, tuple[type[models.Model], str]]] = {}
    may_change: ClassVar[frozenset[str]] = frozenset()
    empty_words = "Records appear here as soon as ServiceTitan is synced, or a file of them is loaded."

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[M]:
        """Give the rows with the names of what their ids refer to."""
        names: Any = {name: name_of(*where) for name, where in self.named.items()}
        rows: models.QuerySet[M] = super().get_queryset(request).annotate(**names)
        return rows

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse, save where something is for people to decide."""
        return bool(self.may_change) and bool(super().has_change_permission(request, obj))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse: what is gone at the source is a tombstone here."""
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """Leave open what people decide."""
        return [f.name for f in self.model._meta.concrete_fields if f.editable and f.name not in self.may_change]

    def origin(self, row: M) -> str:
        """Name the file and line that the row came from, or the sync."""
        if row.source_line is None:
            return super(FileRowAdmin, self).origin(row)
        return super().origin(row)


def page(
    model: type[SourceRow],
    columns: str,
    *,
    order: str = "-source_id",
    filters: str = "",
    picks: tuple[Any, ...] = (),
    search: Mapping[str, Normalise] | None = None,
    search_words: str = "ID",
    named: Mapping[str, tuple[type[models.Model], str]] | None = None,
    may_change: str = "",
    small: bool = False,
) -> None:
    """Register a list: columns and filters in one text each, an id as it is; `named` shows names in place of ids."""
    fields = {field.name: field for field in model._meta.concrete_fields}
    ids = {name: plain(name, str(fields[name].verbose_name)) for name in columns.split() if name.endswith("source_id")}
    titles = {name: _named(name) for name in named or {}}
    attributes = {
        "__doc__": model.__doc__,
        "__module__": __name__,
        "order": order,
        "list_display": [ids.get(name) or titles.get(name) or name for name in columns.split()],
        "list_filter": [*filters.split(), *picks],
        "search_exact": {} if small else {"source_id": source_number, **(search or {})},
        "search_help_text": "Part of a name" if small else search_words,
        "named": named or {},
        "may_change": frozenset(may_change.split()),
        "small": small,
    }
    admin.site.register(model, type(f"{model.__name__}Admin", (SourceAdmin,), attributes))


def _named(name: str) -> Callable[[Any], Any]:
    @admin.display(description=name.removesuffix("_shown").replace("_", " ").capitalize())
    def shown(row: Any) -> Any:
        return getattr(row, name)

    shown.__name__ = f"named_{name}"
    return shown


UNIT: Mapping[str, tuple[type[models.Model], str]] = {"unit": (BusinessUnit, "business_unit_source_id")}
TYPE: Mapping[str, tuple[type[models.Model], str]] = {"job_type": (JobType, "job_type_source_id")}
CUSTOMER: Mapping[str, tuple[type[models.Model], str]] = {"customer": (Customer, "customer_source_id")}

page(BusinessUnit, "name source_id active division_name trade_name modified_on", small=True)
page(JobType, "name source_id active no_charge sold_threshold job_class modified_on", small=True)
page(Campaign, "name source_id active category_name source medium", small=True)
page(Technician, "name source_id unit active team", small=True, named=UNIT)
page(
    Customer,
    "name source_id type active name_says_test test_override balance merged_to_source_id",
    filters="type name_says_test",
    search={"name": text},
    search_words="Name as written, or ID",
    may_change="test_override",
)
page(
    Location,
    "name source_id customer active merged_to_source_id",
    search={"name": text, "customer_source_id": source_number},
    search_words="Name as written, ID or customer's ID",
    named=CUSTOMER,
)
page(
    Job,
    "job_number job_status unit job_type customer created_on completed_on no_charge",
    order="-created_on",
    filters="created_on completed_on job_status",
    picks=(UNIT_FILTER, TYPE_FILTER),
    search={"job_number": text, "customer_source_id": source_number},
    search_words="Job number, ID or customer's ID",
    named={**UNIT, **TYPE, **CUSTOMER},
)
page(
    Appointment,
    "source_id job_source_id status start end unused active",
    order="-start",
    filters="start status",
    search={"job_source_id": source_number},
    search_words="ID or job's ID",
)
page(
    Estimate,
    "source_id job_number status_name sold_on subtotal unit is_change_order active",
    order="-sold_on",
    filters="sold_on created_on status_name",
    search={"job_source_id": source_number},
    search_words="ID or job's ID",
    named=UNIT,
)
page(
    Invoice,
    "reference_number invoice_date unit sub_total total balance sync_status active",
    order="-invoice_date",
    filters="invoice_date sync_status",
    search={"reference_number": text, "job_source_id": source_number},
    search_words="Number, ID or job's ID",
    named=UNIT,
)
page(
    InvoiceItem,
    "source_id invoice_source_id type quantity cost total_cost total",
    filters="type",
    search={"invoice_source_id": source_number},
    search_words="ID or invoice's ID",
)
page(
    Payment,
    "source_id date customer type total unapplied_amount unit active",
    order="-date",
    filters="date type",
    search={"customer_source_id": source_number},
    search_words="ID or customer's ID",
    named={**UNIT, **CUSTOMER},
)
page(
    PaymentApplication,
    "payment_source_id invoice_source_id applied_amount applied_on applied_to_reference_number",
    order="-applied_on",
    filters="applied_on",
    search={"payment_source_id": source_number, "invoice_source_id": source_number},
    search_words="Payment's or invoice's ID",
)
page(
    GrossPayItem,
    "date activity employee_source_id amount paid_duration_hours job_source_id gross_pay_item_type",
    order="-date",
    filters="date activity",
    search={"job_source_id": source_number},
    search_words="ID or job's ID",
)
page(
    PayrollAdjustment,
    "source_id posted_on type employee_source_id amount invoice_source_id active",
    order="-posted_on",
    filters="posted_on type",
    search={"invoice_source_id": source_number},
    search_words="ID or invoice's ID",
)
page(
    PurchaseOrder,
    "source_id date status job_source_id total tax shipping unit",
    order="-date",
    filters="date status",
    search={"job_source_id": source_number},
    search_words="ID or job's ID",
    named=UNIT,
)
page(
    Return,
    "source_id return_date status job_source_id return_amount unit",
    order="-return_date",
    filters="return_date status",
    search={"job_source_id": source_number},
    search_words="ID or job's ID",
    named=UNIT,
)
