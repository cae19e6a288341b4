"""The fact tables that follow from the source's rows: key, days, and which rows of the source touch which fact."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.apps import apps

from marts.kpi.sources import FACTS
from marts.kpi.terms import Record

_HERE = Path(__file__).parent


@dataclass(frozen=True)
class Touch:
    """A change of a row of `table` touches facts: `ids` gives their ids from the row `s`, `before` from its former image.

    `before` is a column of the image that holds the id itself; blank where an old value touches nothing else.
    """

    table: str
    ids: str
    before: str = ""


@dataclass(frozen=True)
class FactTable:
    """One fact table: how it is made, known and found again."""

    record: Record
    key: tuple[str, ...]
    days: tuple[str, ...]
    touches: tuple[Touch, ...]

    @property
    def table(self) -> str:
        """The table's name."""
        return FACTS[self.record]

    @property
    def columns(self) -> list[str]:
        """The columns that follow from its rows."""
        return columns_of(self.record)

    def select(self, *, only: bool) -> str:
        """Give the SQL of its rows: all, or those whose ids are in %(touched)s."""
        source, job = ("AND s.source_id = ANY(%(touched)s)", "AND s.job_source_id = ANY(%(touched)s)")
        return made_by(self.record).format(of_source=source if only else "", of_job=job if only else "")


@cache
def columns_of(record: Record) -> list[str]:
    """List the columns of a record's facts that follow from its rows."""
    model = apps.get_model("marts", f"{record.value}fact")
    names = [str(column.column) for column in model._meta.concrete_fields]
    return [name for name in names if name not in {"id", "org_id", "built_at", "built_in"}]


@cache
def made_by(record: Record) -> str:
    """Read the SQL that makes a record's facts."""
    return (_HERE / f"{record.value}.sql").read_text(encoding="utf-8")


_OF_JOB = "s.job_source_id"
_INVOICES_JOB = """(SELECT i.job_source_id FROM servicetitan_invoice i
    WHERE i.org_id = s.org_id AND i.source_id = s.invoice_source_id)"""
_JOBS_OF = (
    "unnest(ARRAY(SELECT j.source_id FROM servicetitan_job j WHERE j.org_id = s.org_id AND j.{column} = s.source_id))"
)
# Who was merged into a customer, directly or through others, counts as that customer.
_JOBS_OF_MERGED = """unnest(ARRAY(
    WITH RECURSIVE merged AS (
        SELECT c.source_id FROM servicetitan_customer c WHERE c.org_id = s.org_id AND c.merged_to_source_id = s.source_id
        UNION SELECT c.source_id FROM merged m JOIN servicetitan_customer c
          ON c.org_id = s.org_id AND c.merged_to_source_id = m.source_id
    ) SELECT j.source_id FROM merged m JOIN servicetitan_job j ON j.org_id = s.org_id AND j.customer_source_id = m.source_id))"""
_ESTIMATES_OF_JOB = """unnest(ARRAY(SELECT e.source_id FROM servicetitan_estimate e
    WHERE e.org_id = s.org_id AND e.job_source_id = s.source_id))"""
_PAYMENTS_OF_INVOICE = """unnest(ARRAY(SELECT a.payment_source_id FROM servicetitan_paymentapplication a
    WHERE a.org_id = s.org_id AND a.invoice_source_id = s.source_id))"""

JOBS = FactTable(
    Record.JOB,
    ("job_id",),
    ("created_day", "completed_day", "start_day", "opportunity_day"),
    (
        Touch("servicetitan_job", "s.source_id", "source_id"),
        *(
            Touch(f"servicetitan_{name}", _OF_JOB, "job_source_id")
            for name in ("appointment", "estimate", "invoice", "grosspayitem", "purchaseorder", "return")
        ),
        Touch("servicetitan_invoiceitem", _INVOICES_JOB),
        Touch("servicetitan_customer", _JOBS_OF.format(column="customer_source_id")),
        Touch("servicetitan_customer", _JOBS_OF_MERGED),
        Touch("servicetitan_jobtype", _JOBS_OF.format(column="job_type_source_id")),
    ),
)
ESTIMATES = FactTable(
    Record.ESTIMATE,
    ("estimate_id",),
    ("created_day", "sold_day"),
    (
        Touch("servicetitan_estimate", "s.source_id", "source_id"),
        Touch("servicetitan_job", _ESTIMATES_OF_JOB),
    ),
)
COLLECTIONS = FactTable(
    Record.COLLECTION,
    ("payment_id", "part"),
    ("paid_day",),
    (
        Touch("servicetitan_payment", "s.source_id", "source_id"),
        Touch("servicetitan_paymentapplication", "s.payment_source_id", "payment_source_id"),
        Touch("servicetitan_invoice", _PAYMENTS_OF_INVOICE),
    ),
)
TABLES = (JOBS, ESTIMATES, COLLECTIONS)
