"""Reports of sales: leads by creation, the weekly business review by unit and by seller, and the records behind it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import NamedTuple

from servicetitan.sandbox.books import Books, JobLine, Sale
from servicetitan.sandbox.moments import as_date, local_day
from servicetitan.sandbox.reference import JOB_TYPES
from servicetitan.sandbox.reports.layout import Asked, Row, Value, money, percent
from servicetitan.sandbox.staff import FIRST_TYPE

# The date types of the system: 0 invoice, 1 completion, 2 creation, 3 start.
CREATED, STARTED = 2, 3
STATUS_TEXT = {"InProgress": "In Progress"}
ESTIMATE_TYPES = frozenset(FIRST_TYPE + at for at, named in enumerate(JOB_TYPES) if named.use == "estimate")


def leads(books: Books, asked: Asked) -> list[Row]:
    """List jobs of the units by the date asked for, tests and every type included; whoever reads it filters."""
    rows = []
    for job in books.jobs:
        if asked.wants(job.unit) and asked.covers(job_day(job, asked.date_type, CREATED)):
            campaign = books.world.tenant.known("campaigns", job.campaign, books.at)
            rows.append((
                job.customer, campaign["group"], campaign["name"], books.type_name(job.type), "Office", str(job.id),
                books.unit_name(job.unit), status_text(job), as_date(job.created), books.technician_name(job.technician),
            ))  # fmt: skip
    return sorted(rows, key=lambda row: (row[6], row[8], row[5]))


def job_day(job: JobLine, date_type: int | None, usual: int) -> int | None:
    """Give the day that a date type means, the report's usual one by default."""
    return (job.invoiced, job.completed, job.created, job.start)[usual if date_type is None else date_type]


def status_text(job: JobLine) -> str:
    """Give a job's status as reports print it."""
    return STATUS_TEXT.get(job.status, job.status)


def first_sale_day(job: JobLine) -> int | None:
    """Give the day of the first sale on a job."""
    return local_day(job.sales[0].at) if job.sales else None


def opportunity_day(books: Books, job: JobLine) -> int | None:
    """Give the day on which a job counts as an opportunity: of its first sale, else of its completion; None if it is none."""
    if _free_of_charge(books, job):
        return None
    if job.sales:
        return first_sale_day(job)
    return job.completed if job.status == "Completed" else None


def _free_of_charge(books: Books, job: JobLine) -> bool:
    type_of = books.world.tenant.known("job_types", job.type, books.at)
    if not (job.no_charge or type_of["no_charge"]):
        return False
    threshold = type_of["threshold"]
    reached = max(sum(sale.cents for sale in job.sales), job.revenue)
    return threshold is None or reached < threshold


class Tally(NamedTuple):
    """What the review counts for one unit or one seller."""

    closed: int = 0
    completed: int = 0
    opportunities: int = 0
    booked: int = 0
    on_closed: int = 0

    def plus(self, other: Tally) -> Tally:
        """Add two tallies."""
        return Tally(*(a + b for a, b in zip(self, other, strict=True)))


def tallied(books: Books, asked: Asked) -> Iterator[tuple[JobLine, int | None, Tally]]:
    """Give for each job what it brings to the period, with the seller of its sales in it."""
    for job in books.jobs:
        if not asked.wants(job.unit):
            continue
        sales = [sale for sale in job.sales if asked.covers(local_day(sale.at))]
        opportunity = asked.covers(opportunity_day(books, job))
        closed = opportunity and bool(job.sales)
        completed = job.status == "Completed" and job.type in ESTIMATE_TYPES and asked.covers(job.completed)
        booked = sum(sale.cents for sale in sales)
        tally = Tally(int(closed), int(completed), int(opportunity), booked, booked if closed else 0)
        if any(tally):
            yield job, _seller(job, sales), tally


def _seller(job: JobLine, sales: list[Sale]) -> int | None:
    sold = sales or job.sales
    return sold[0].seller if sold else job.technician


def review_by_unit(books: Books, asked: Asked) -> list[Row]:
    """Print the review, one row per unit."""
    return _reviewed(books, asked, lambda job, seller: books.unit_name(job.unit))


def review_by_seller(books: Books, asked: Asked) -> list[Row]:
    """Print the review, one row per seller."""
    return _reviewed(books, asked, lambda job, seller: books.technician_name(seller) or "Unassigned")


def review_by_item_unit(books: Books, asked: Asked) -> list[Row]:
    """Print the review by the unit of the invoice's first line, as the report on units of invoice items does."""
    return _reviewed(
        books, asked, lambda job, seller: books.unit_name(job.item_units[0] if job.item_units else job.unit)
    )


def _reviewed(books: Books, asked: Asked, name: Callable[[JobLine, int | None], str]) -> list[Row]:
    tallies: dict[str, Tally] = {}
    for job, seller, tally in tallied(books, asked):
        key = name(job, seller)
        tallies[key] = tallies.get(key, Tally()).plus(tally)
    return [
        (key, found.closed, found.completed, found.opportunities, percent(found.closed, found.opportunities), money(found.booked),
         _average(found))
        for key, found in sorted(tallies.items())
    ]  # fmt: skip


def _average(found: Tally) -> Decimal | None:
    return (money(found.on_closed) / found.closed).quantize(Decimal("0.01")) if found.closed else None


def close_rate(sums: dict[str, Decimal]) -> Value:
    """Form the close rate of sums."""
    return percent(sums["ClosedOpportunities"], sums["SalesOpportunity"])


def sold_estimates(books: Books, asked: Asked) -> list[Row]:
    """List the sales of the period, estimate by estimate."""
    rows = [
        (str(sale.estimate), str(job.id), books.unit_name(job.unit), as_date(local_day(sale.at)),
         books.technician_name(sale.seller), money(sale.cents), opportunity_day(books, job) is not None)
        for job in books.jobs if asked.wants(job.unit)
        for sale in job.sales if asked.covers(local_day(sale.at))
    ]  # fmt: skip
    return sorted(rows, key=lambda row: (str(row[2]), str(row[0])))


def opportunities(books: Books, asked: Asked) -> list[Row]:
    """List the opportunities of the period, job by job, and the completed estimate jobs beside them."""
    rows = []
    for job in books.jobs:
        day = opportunity_day(books, job)
        completed = job.status == "Completed" and job.type in ESTIMATE_TYPES and asked.covers(job.completed)
        if asked.wants(job.unit) and (asked.covers(day) or completed):
            in_period = asked.covers(day)
            rows.append((
                str(job.id), books.unit_name(job.unit), books.type_name(job.type), as_date(day) if in_period and day else None,
                in_period, in_period and bool(job.sales), completed, status_text(job),
            ))  # fmt: skip
    return sorted(rows, key=lambda row: (str(row[1]), str(row[0])))
