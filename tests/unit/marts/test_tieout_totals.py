"""Totals without records: explained by the way of counting that gives them, judged by each KPI's tolerance."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from aiop.builders.windows import Window
from marts.tieout.tie import NeedsPeriod, tie
from marts.tieout.verdicts import Compared, Verdict, judge
from servicetitan import models as st
from tests.factories.painting import PaintingCompany, at
from tests.factories.printed_reports import TAKEN, causes, named

Write = Callable[..., Path]


@pytest.fixture
def company(company: PaintingCompany) -> PaintingCompany:
    """Give a company whose units the reports call by name."""
    return named(company)


SALES_HEADS = ["Name", "Closed Opportunities", "Completed Jobs", "Sales Opportunity", "Close Rate", "Total Sales"]
MARCH = Window(at("2030-03-04 00:00").date(), at("2030-03-10 00:00").date())


def test_a_total_without_records_is_explained_by_the_way_that_gives_it(company: PaintingCompany, write: Write) -> None:
    lead = company.lead(modified_on=at("2030-03-01 00:00"))
    company.sale(lead, "2030-03-05 16:00", "100", modified_on=at("2030-03-05 00:00"))
    company.sale(lead, "2030-03-11 03:00", "7", modified_on=at("2030-03-05 00:00"))
    path = write(
        SALES_HEADS, [["Phoenix-Sales", "1", "0", "1", "100 %", "$100.00"], ["Total", "1", "0", "1", "", "100"]]
    )
    assert causes(company, path, "total_booked", window=MARCH) == {"TIME_ZONE": -7}


def test_a_report_of_totals_needs_to_be_told_its_days(company: PaintingCompany, write: Write) -> None:
    with pytest.raises(NeedsPeriod):
        tie(company.org, write(SALES_HEADS, [["Phoenix-Sales", "1", "0", "1", "100 %", "1"]]), by="maya")


def test_totals_by_the_unit_of_invoice_lines_are_told_from_those_by_the_jobs(
    company: PaintingCompany, write: Write
) -> None:
    lead = company.lead(modified_on=at("2030-03-01 00:00"))
    company.sale(lead, "2030-03-05 16:00", "100", modified_on=at("2030-03-05 00:00"))
    invoice = company.invoice(lead, "100")
    company.add(st.InvoiceItem, source_id=1, invoice_source_id=invoice, business_unit_source_id=13)
    path = write(SALES_HEADS, [["Tucson-Sales", "1", "0", "1", "100 %", "$100.00"]])
    company.build()
    _, _, differences = tie(company.org, path, by="maya", window=MARCH, extracted_at=TAKEN)
    booked = [one for one in differences if one.kpi == "total_booked"]
    assert {(one.cause, one.amount) for one in booked} == {
        ("UNIT_ATTRIBUTION", Decimal(100)),
        ("UNIT_ATTRIBUTION", Decimal(-100)),
    }


@pytest.mark.parametrize(
    ("kpi", "theirs", "ours", "unexplained", "verdict"),
    [
        ("leads", 10, 10, 0, Verdict.RECONCILED),
        ("leads", 10, 9, 0, Verdict.ACCEPTED),
        ("leads", 10, 9, 1, Verdict.FAILED),
        ("leads", 10, 8, 0, Verdict.FAILED),
        ("total_booked", "10.00", "9.99", 0, Verdict.FAILED),
        ("dollars_produced", 1000, 995, 0, Verdict.ACCEPTED),
        ("dollars_produced", 1000, 994, 0, Verdict.FAILED),
        ("gpm_percent", "40.1", "40", 0, Verdict.RECONCILED),
        ("gpm_percent", "41", "40", 0, Verdict.ACCEPTED),
        ("gpm_percent", "41.01", "40", 0, Verdict.FAILED),
        ("outstanding_ar", 100, 99, 0, Verdict.ACCEPTED),
        ("warranty_percent", None, 3, 0, Verdict.NOT_COMPARABLE),
        ("warranty_percent", None, None, 0, Verdict.RECONCILED),
    ],
)
def test_a_figure_is_judged_by_its_kpis_tolerance(
    kpi: str, theirs: Any, ours: Any, unexplained: int, verdict: Verdict
) -> None:
    there, here = (None if value is None else Decimal(value) for value in (theirs, ours))
    assert judge(kpi, Compared(there, here, Decimal(unexplained))) is verdict
