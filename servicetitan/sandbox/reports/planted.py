"""Reports with a fault planted in them, one for each cause for which a report may differ from ours."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from servicetitan.sandbox.books import Books, JobLine
from servicetitan.sandbox.moments import DAY, at_local
from servicetitan.sandbox.reports.catalogue import BY_NAME
from servicetitan.sandbox.reports.layout import Asked, Report, Row, Value, money
from servicetitan.sandbox.reports.sales import review_by_item_unit
from servicetitan.sandbox.world import TenantWorld

Fault = Callable[[Books, Asked], list[Row]]
NOBODY_HAS = "999000111"
OFF_BY = Decimal("10.00")


def planted(world: TenantWorld, cause: str, asked: Asked) -> tuple[Report, list[Row]]:
    """Print the report in which the cause shows, with the fault in it; KeyError if no report shows that cause."""
    name, fault = PLANTS[cause]
    return BY_NAME[name], fault(Books(world), asked)


def _set(report: str, row: Row, **values: Value) -> Row:
    line = list(row)
    for name, value in values.items():
        line[BY_NAME[report].at(name)] = value
    return tuple(line)


def _add(report: str, row: Row, name: str, amount: Decimal) -> Row:
    value = row[BY_NAME[report].at(name)]
    return _set(report, row, **{name: amount + value if isinstance(value, Decimal) else amount})


def _job_cost(books: Books, asked: Asked) -> list[Row]:
    return BY_NAME["foreman"].compute(books, asked)


def _first(report: str, fault: Callable[[Row], list[Row]]) -> Fault:
    """Plant a fault in the first row, the one with the largest amount so that no filter takes it out."""
    amount = {"foreman": "Subtotal", "wbr": "TotalSales"}[report]

    def plant(books: Books, asked: Asked) -> list[Row]:
        rows = BY_NAME[report].compute(books, asked)
        at = BY_NAME[report].at(amount)
        largest = max(range(len(rows)), key=lambda position: rows[position][at] or Decimal())
        return [*rows[:largest], *fault(rows[largest]), *rows[largest + 1 :]]

    return plant


def _recounted(change: Callable[[JobLine], JobLine]) -> Fault:
    """Print the job cost report of jobs that were changed before they were counted."""

    def plant(books: Books, asked: Asked) -> list[Row]:
        books.jobs = [change(job) for job in books.jobs]
        return _job_cost(books, asked)

    return plant


def _taken_early(books: Books, asked: Asked) -> list[Row]:
    early = min(at_local(asked.until + 1, 360), books.at)
    return _job_cost(Books(books.world, at=early), asked)


def _with_deleted(books: Books, asked: Asked) -> list[Row]:
    return _job_cost(Books(books.world, deleted=True), asked)


def _in_utc(books: Books, asked: Asked) -> list[Row]:
    books.jobs = [
        job._replace(sales=tuple(sale._replace(at=sale.at // DAY * DAY + DAY // 2) for sale in job.sales))
        for job in books.jobs
    ]
    return BY_NAME["sold_estimates"].compute(books, asked)


def _without_charge_rule(books: Books, asked: Asked) -> list[Row]:
    follow_up = next(
        record.id
        for record in books.world.tenant.reference["job_types"]
        if record.versions[0][2]["name"] == "Follow Up"
    )
    free = {record.id for record in books.world.tenant.reference["job_types"] if record.versions[0][2]["no_charge"]}
    books.jobs = [job._replace(no_charge=False, type=follow_up if job.type in free else job.type) for job in books.jobs]
    return BY_NAME["opportunities"].compute(books, asked)


def _leads(keep: Callable[[Row], bool], **instead: Value) -> Fault:
    def plant(books: Books, asked: Asked) -> list[Row]:
        rows = BY_NAME["leads"].compute(books, asked)
        return [row if keep(row) else _set("leads", row, **instead) for row in rows if keep(row) or instead]

    return plant


def _cut(books: Books, asked: Asked) -> list[Row]:
    rows = _job_cost(books, asked)
    return rows[: 100 if len(rows) > 100 else max(10, len(rows) // 20 * 10)]


PLANTS: dict[str, tuple[str, Fault]] = {
    "TIMING": ("foreman", _taken_early),
    "MISSING_RECORD": ("foreman", _first("foreman", lambda row: [row, _set("foreman", row, JobNumber=NOBODY_HAS)])),
    "VOIDED": ("foreman", _with_deleted),
    "STATUS": ("foreman", lambda books, asked: [row for row in _job_cost(books, asked) if row[-1] in {"Completed", "Hold"}]),
    "DATE_BOUNDARY": ("foreman", _recounted(lambda job: job._replace(start=job.earliest))),
    "TIME_ZONE": ("sold_estimates", _in_utc),
    "UNIT_ATTRIBUTION": ("wbr_item_units", review_by_item_unit),
    "UNIT_UNMAPPED": ("foreman", _job_cost),  # units that no list names are in it as they are
    "TYPE_LIST": ("leads", _leads(lambda row: "COMM" not in str(row[3]))),
    "NO_CHARGE": ("opportunities", _without_charge_rule),
    "TEST_CUSTOMER": ("leads", _leads(lambda row: "test" not in str(row[0]).casefold(), CustomerName="Taylor Customer")),
    "DUPLICATE": ("foreman", _first("foreman", lambda row: [row, row])),
    "ADJUSTMENT_INVOICE": ("foreman", _recounted(lambda job: job._replace(revenue=job.revenue - job.adjusted))),
    "TAX": ("foreman", _recounted(lambda job: job._replace(revenue=job.revenue + job.tax))),
    "COST_LABOUR": ("foreman", _recounted(lambda job: job._replace(labour=job.labour * 97 // 100))),
    "COST_MATERIAL": ("foreman", _recounted(lambda job: job._replace(material=job.material * 94 // 100))),
    "COST_RETURN": ("foreman", _recounted(lambda job: job._replace(returned=0))),
    "UNAPPLIED_PAYMENT": (
        "collections", lambda books, asked: [row for row in BY_NAME["collections"].compute(books, asked) if row[3] is not None],
    ),
    "REPORT_CUT": ("foreman", _cut),
    "BASELINE_ERROR": ("wbr", _first("wbr", lambda row: [_add("wbr", row, "TotalSales", money(90_000))])),
    "UNKNOWN": ("foreman", _first("foreman", lambda row: [_add("foreman", row, "Subtotal", OFF_BY)])),
}  # fmt: skip
