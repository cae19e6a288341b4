"""The job cost report of the foremen: revenue and cost of each job on the day it starts."""

from __future__ import annotations

from decimal import Decimal

from servicetitan.sandbox.books import Books, JobLine
from servicetitan.sandbox.moments import as_date
from servicetitan.sandbox.reports.layout import Asked, Row, Value, money, percent
from servicetitan.sandbox.reports.sales import STARTED, job_day, status_text

WARRANTY = ("Warranty", "Touchup")


def job_cost(books: Books, asked: Asked) -> list[Row]:
    """Print one row per job; the types that are left out of production figures are in it, as in the real export."""
    chosen = [
        job for job in books.jobs if asked.wants(job.unit) and asked.covers(job_day(job, asked.date_type, STARTED))
    ]
    rows = [_row(books, job, adjustments=asked.adjustments) for job in chosen]
    return sorted(rows, key=lambda row: (str(row[1]), str(row[0]), str(row[6])))


def _row(books: Books, job: JobLine, *, adjustments: bool) -> Row:
    revenue = job.revenue if adjustments else job.revenue - job.adjusted
    total = job.labour + job.direct + job.material - job.returned
    seller = job.sales[0].seller if job.sales else None
    return (
        as_date(job.start), books.unit_name(job.unit), books.technician_name(seller), books.technician_name(job.technician),
        books.type_name(job.type), job.customer, str(job.id), money(revenue), money(job.labour), money(job.direct), money(job.material),
        money(-job.returned), money(total), percent(revenue - total, revenue), status_text(job),
    )  # fmt: skip


def margin(sums: dict[str, Decimal]) -> Value:
    """Form the margin of sums: weighted, not the average of the jobs' margins."""
    return percent(sums["Subtotal"] - sums["TotalCosts"], sums["Subtotal"])


def warranty_cost(books: Books, asked: Asked) -> list[Row]:
    """Print the rows of the job cost report that are warranty or touch-up work."""
    return [row for row in job_cost(books, asked) if row[4] in WARRANTY]
