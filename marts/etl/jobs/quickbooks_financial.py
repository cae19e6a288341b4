"""`etl_quickbooks_financial`: books of the running month and of those that may still be restated, at two in the morning."""

from __future__ import annotations

import datetime as dt

from marts.build.financial import financial_month
from marts.build.worked import Worked
from marts.etl.declared import Extracted, Job, Reading
from marts.etl.windows import Reach, Span
from marts.models import FinancialMetrics
from marts.sources.choices import UNDEPOSITED
from marts.sources.quickbooks.client import client_of
from marts.sources.quickbooks.extract import MONTHS_A_CALL, Books, read_books


def extract(reading: Reading) -> Extracted[Books]:
    """Read the three reports of the months."""
    with client_of(reading.connection, reading.patience, reading.pause) as http:
        counted = reading.choice(UNDEPOSITED) == "include"
        books = read_books(http, list(reading.days.months()), reading.today, with_undeposited=counted)
    return Extracted(books, rows=sum(report.size for report in (books.profit, books.balance, books.flows) if report))


def compute(reading: Reading, books: Books) -> list[Worked]:
    """Give a row for each month that the books know."""
    reports = (books.profit, books.balance, books.flows)
    worked = [financial_month(month, reading.today, *reports, undeposited=books.undeposited) for month in books.months]
    rows = [one for one in worked if one is not None]
    for one in rows[-1:]:
        one.warnings += books.refused
    return rows


JOB = Job(
    name="etl_quickbooks_financial",
    title="Financial metrics",
    mart=FinancialMetrics,
    key=("year", "month"),
    system="quickbooks",
    at=dt.time(2),
    # Books are edited months later; the first run reads two years, or all that is to be shown.
    reach=Reach(Span.MONTH, restates=3, first=24, from_beginning=True, chunk=MONTHS_A_CALL),
    extract=extract,
    compute=compute,
    owner="Finance",
)
