"""The reports that figures are compared with: how each is known by its headers, and what its rows say. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from aiop.files.reading.headers import header_key

# What a person sets on the report's own screen; compared as names are: letter case and blanks around hyphens alike.
EXCLUDED_TYPES = frozenset({"pm inspection", "safety inspection", "window/solar washing"})
WARRANTY_TYPES = frozenset({"warranty", "touchup"})


@dataclass(frozen=True)
class Column:
    """A column that we read: our name for it, and the headers under which the API and the exports print it."""

    name: str
    headers: tuple[str, ...]
    is_required: bool = True


@dataclass(frozen=True)
class Part:
    """What a row adds to one sum of a KPI: `numerator` or `denominator`, for rows that `counts` keeps."""

    kpi: str
    part: str
    amount: Callable[[Row], Decimal]
    counts: Callable[[Row], bool] = lambda row: True


@dataclass(frozen=True)
class Report:
    """One report. Without a record column its rows are totals of units, and only totals can be compared.

    With `prints_all` it prints the records of its days whatever their type and customer, and whoever reads it filters.
    `asked_by` is the label of the date that it is run by, where it can be run by several.
    """

    name: str
    title: str
    columns: tuple[Column, ...]
    parts: tuple[Part, ...]
    unit: str
    record: str = ""
    day: str = ""
    prints_all: bool = False
    asked_by: str = ""

    @property
    def kpis(self) -> tuple[str, ...]:
        """The KPIs that it can be compared with."""
        return tuple(dict.fromkeys(part.kpi for part in self.parts))


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a report by our names; amounts as Decimal, texts as printed."""

    line: int
    texts: dict[str, str]
    amounts: dict[str, Decimal]

    def text(self, name: str) -> str:
        """Give a text in lower case without blanks around it."""
        return self.texts.get(name, "").strip().casefold()

    def amount(self, name: str) -> Decimal:
        """Give an amount, 0 where the report prints none."""
        return self.amounts.get(name, Decimal(0))


def _one(row: Row) -> Decimal:
    return Decimal(1)


def _of(name: str) -> Callable[[Row], Decimal]:
    return lambda row: row.amount(name)


def _lead(row: Row) -> bool:
    return "estimate" in row.text("type") and "test" not in row.text("customer")


def _produced(row: Row) -> bool:
    return row.text("type") not in EXCLUDED_TYPES


def _warranty(row: Row) -> bool:
    return row.text("type") in WARRANTY_TYPES


def _owed(row: Row) -> bool:
    return row.text("location") != "name" and row.amount("net") >= 10


def _says(name: str) -> Callable[[Row], bool]:
    return lambda row: row.text(name) in {"yes", "true", "1"}


def _cost(row: Row) -> Decimal:
    return row.amount("cost")


def _margin(row: Row) -> Decimal:
    return row.amount("revenue") - row.amount("cost")


LEADS = Report(
    "leads",
    "Leads",
    (
        Column("record", ("JobNumber", "Job Number", "Job #")),
        Column("customer", ("CustomerName", "Customer Name")),
        Column("type", ("JobType", "Job Type")),
        Column("unit", ("JobBusinessUnit", "Job Business Unit", "Business Unit")),
        Column("day", ("CreatedDate", "Created Date", "Job Creation Date")),
        Column("status", ("JobStatus", "Job Status"), is_required=False),
        Column("campaign", ("Campaign", "CampaignCategory", "Campaign Category"), is_required=False),
    ),
    (Part("leads", "numerator", _one, _lead),),
    "unit",
    "record",
    "day",
    prints_all=True,
    asked_by="Job Creation Date",
)
JOB_COST = Report(
    "job_cost",
    "FOREMAN Job Cost",
    (
        Column("record", ("JobNumber", "Job Number", "Job #")),
        Column("type", ("JobType", "Job Type")),
        Column("unit", ("JobBusinessUnit", "Job Business Unit", "Business Unit")),
        Column("day", ("ScheduledDate", "Scheduled Date")),
        Column("revenue", ("Subtotal", "Jobs Subtotal")),
        Column("labour", ("LaborPay", "Labor Pay"), is_required=False),
        Column("adjustments", ("PayrollAdjustments", "Payroll Adjustments"), is_required=False),
        Column(
            "materials",
            ("MaterialEquipmentPurchaseOrderCosts", "Materials + Equip. + PO/Bill Costs"),
            is_required=False,
        ),
        Column("returns", ("ReturnCosts", "Return Costs"), is_required=False),
        Column("cost", ("TotalCosts", "Jobs Total Costs")),
        Column("status", ("JobStatus", "Job Status"), is_required=False),
    ),
    (
        Part("dollars_produced", "numerator", _of("revenue"), _produced),
        Part("gpm_percent", "numerator", _margin, _produced),
        Part("gpm_percent", "denominator", _of("revenue"), _produced),
        Part("warranty_percent", "numerator", _cost, _warranty),
        Part("warranty_percent", "denominator", _of("revenue"), _produced),
    ),
    "unit",
    "record",
    "day",
    prints_all=True,
    asked_by="Job Start Date",
)
SALES = Report(
    "sales",
    "BU Sales",
    (
        Column("unit", ("Name", "Business Unit", "BusinessUnit")),
        Column("closed", ("ClosedOpportunities", "Closed Opportunities")),
        Column("completed", ("CompletedJobs", "Completed Jobs", "Completed Job")),
        Column("opportunities", ("SalesOpportunity", "Sales Opportunity", "Sales Opportunities")),
        Column("sales", ("TotalSales", "Total Sales")),
        Column("rate", ("CloseRate", "Close Rate"), is_required=False),
    ),
    (
        Part("total_booked", "numerator", _of("sales")),
        Part("num_estimates", "numerator", _of("completed")),
        Part("close_rate_percent", "numerator", _of("closed")),
        Part("close_rate_percent", "denominator", _of("opportunities")),
    ),
    "unit",
)
COLLECTIONS = Report(
    "collections",
    "Collections",
    (
        Column("day", ("PaidOn", "Paid On", "Payment Date")),
        Column("amount", ("Amount", "Payment Amount")),
        Column("record", ("InvoiceNumber", "Invoice/Job Number", "Invoice Number", "Invoice #")),
        Column("unit", ("InvoiceBusinessUnit", "Invoice Business Unit")),
        Column("customer", ("CustomerName", "Customer Name", "Customer"), is_required=False),
    ),
    (Part("dollars_collected", "numerator", _of("amount")),),
    "unit",
    "record",
    "day",
    asked_by="Paid On",
)
RECEIVABLES = Report(
    "receivables",
    "A/R transactions by location",
    (
        Column("location", ("LocationName", "Location Name", "Location")),
        Column("net", ("NetAmount", "Net Amount", "Net")),
        Column("unit", ("BusinessUnit", "Business Unit")),
    ),
    (Part("outstanding_ar", "numerator", _of("net"), _owed),),
    "unit",
    "location",
)
SOLD = Report(
    "sold_estimates",
    "Sold Estimates",
    (
        Column("record", ("EstimateNumber", "Estimate Number", "Estimate #")),
        Column("unit", ("JobBusinessUnit", "Job Business Unit", "Business Unit")),
        Column("day", ("SoldOn", "Sold On")),
        Column("subtotal", ("Subtotal",)),
    ),
    (Part("total_booked", "numerator", _of("subtotal")),),
    "unit",
    "record",
    "day",
)
OPPORTUNITIES = Report(
    "opportunities",
    "Sales Opportunities",
    (
        Column("record", ("JobNumber", "Job Number", "Job #")),
        Column("unit", ("JobBusinessUnit", "Job Business Unit", "Business Unit")),
        Column("type", ("JobType", "Job Type"), is_required=False),
        Column("day", ("OpportunityDate", "Opportunity Date")),
        Column("opportunity", ("IsOpportunity", "Sales Opportunity")),
        Column("closed", ("IsClosed", "Closed")),
        Column("status", ("JobStatus", "Job Status"), is_required=False),
    ),
    (
        Part("close_rate_percent", "numerator", _one, _says("closed")),
        Part("close_rate_percent", "denominator", _one, _says("opportunity")),
    ),
    "unit",
    "record",
    "day",
)
REPORTS = (OPPORTUNITIES, SOLD, JOB_COST, LEADS, COLLECTIONS, RECEIVABLES, SALES)
BY_NAME = {report.name: report for report in REPORTS}


class NotAReport(ValueError):  # noqa: N818  (an answer about a file, in one sentence)
    """The headers are of none of the reports that we compare with."""


def recognise(header: Sequence[str]) -> tuple[Report, dict[str, int]]:
    """Say which report a header is of, and at which position each of its columns stands."""
    places = {header_key(cell): at for at, cell in reversed(list(enumerate(header))) if cell}
    best: tuple[Report, list[str]] | None = None
    for report in REPORTS:
        found = {column.name: at for column in report.columns if (at := _place(column, places)) is not None}
        missing = [column.headers[-1] for column in report.columns if column.is_required and column.name not in found]
        if not missing:
            return report, found
        if best is None or len(missing) < len(best[1]):
            best = report, missing
    assert best is not None  # noqa: S101  (there are reports)
    raise NotAReport(
        f"These are not the headers of a report that we compare with. Nearest is {best[0].title}, which also has: "
        f"{', '.join(best[1])}."
    )


def _place(column: Column, places: dict[str, int]) -> int | None:
    return next((places[key] for name in column.headers if (key := header_key(name)) in places), None)
