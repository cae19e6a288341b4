"""A report held against our figures: alike, it ties; a planted fault of any kind is found and named."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from aiop.builders.windows import Window
from aiop.files.reading.source import Refused
from marts.models import TieOut, TieOutDifference
from marts.tieout.evidence import pack
from marts.tieout.reports import NotAReport
from marts.tieout.tie import AlreadySigned, NeedsPeriod, sign, tie
from marts.tieout.verdicts import Compared, Verdict, judge
from servicetitan import models as st
from tests.factories.painting import ESTIMATE, PRODUCTION, RETIRED, SALES, STRANGE, WASHING, PaintingCompany, at

TAKEN = at("2030-03-20 12:00")
UNITS = {
    SALES: "Phoenix-Sales",
    PRODUCTION: "Phoenix-Production",
    RETIRED: "Z-DO NOT USE",
    STRANGE: "Strange",
    13: "Tucson-Sales",
}
JOB_COST = [
    "Scheduled Date", "Job Business Unit", "Job Type", "Job Number", "Jobs Subtotal", "Labor Pay", "Payroll Adjustments",
    "Materials + Equip. + PO/Bill Costs", "Return Costs", "Jobs Total Costs", "Job Status",
]  # fmt: skip
Write = Callable[..., Path]


@pytest.fixture
def company(company: PaintingCompany) -> PaintingCompany:
    """Give a company whose units the reports call by name."""
    for unit, name in UNITS.items():
        company.add(st.BusinessUnit, source_id=unit, name=name, name_key=name.casefold())
    return company


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Give what writes rows as a report's file."""

    def written(heads: list[str], rows: list[list[Any]]) -> Path:
        path = tmp_path / "report.csv"
        with path.open("w", newline="", encoding="utf-8") as sink:
            csv.writer(sink).writerows([heads, *rows])
        return path

    return written


def produced(company: PaintingCompany, start: str = "2030-03-05 16:00", amount: str = "100", **also: Any) -> int:
    """Add a production job with a visit and an invoice, changed before the report was taken."""
    job = company.job(modified_on=at("2030-03-19 00:00"), **also)
    company.visit(job, start, modified_on=at("2030-03-19 00:00"))
    company.invoice(job, amount, modified_on=at("2030-03-19 00:00"), total=Decimal(amount) * 2)
    return job


def cost_row(job: int, subtotal: str = "100", **also: Any) -> list[Any]:
    """Give a row of the job-cost report; by default as our factory's job."""
    usual = {"day": "03/05/2030", "unit": "Phoenix-Production", "type": "Production-RES-EXT", "status": "Completed"}
    row = {**usual, "labour": "0", "adjustments": "0", "materials": "0", "returns": "0", "cost": "0", **also}
    return [
        row["day"], row["unit"], row["type"], job, subtotal, row["labour"], row["adjustments"], row["materials"],
        row["returns"], row["cost"], row["status"],
    ]  # fmt: skip


def causes(company: PaintingCompany, path: Path, kpi: str = "dollars_produced", **how: Any) -> dict[str, Decimal]:
    """Compare and give the causes of one KPI's numerator with their sums."""
    company.build()
    _, figures, differences = tie(company.org, path, by="maya", extracted_at=TAKEN, **how)
    found: dict[str, Decimal] = {}
    for one in differences:
        if one.kpi == kpi and one.part == "numerator":
            found[one.cause] = found.get(one.cause, Decimal(0)) + one.amount
    off = sum((f.theirs or Decimal(0)) - (f.ours or Decimal(0)) for f in figures if f.kpi == kpi)
    assert sum(found.values()) == off
    return found


def test_a_report_that_says_what_we_say_ties_in_every_kpi(company: PaintingCompany, write: Write) -> None:
    first, second = produced(company), produced(company, amount="50.25")
    company.pay(first, "30")
    path = write(
        JOB_COST,
        [
            cost_row(first, labour="20", adjustments="10", cost="30"),
            cost_row(second, "50.25"),
            ["", "Phoenix-Production Total", "", "", "150.25", "20", "10", "0", "0", "30", ""],
        ],
    )
    company.build()
    made, _, differences = tie(company.org, path, by="maya", extracted_at=TAKEN)
    assert made.verdicts == dict.fromkeys(["dollars_produced", "gpm_percent", "warranty_percent"], "reconciled")
    assert (differences, made.doubts) == ([], [])
    assert (str(made.start_date), str(made.end_date)) == ("2030-03-04", "2030-03-10")


def test_a_job_that_has_not_come_in_is_missing(company: PaintingCompany, write: Write) -> None:
    job = produced(company)
    assert causes(company, write(JOB_COST, [cost_row(job), cost_row(777, "9")])) == {"MISSING_RECORD": 9}


def test_a_job_that_was_voided_here_is_named(company: PaintingCompany, write: Write) -> None:
    job = produced(company, active=False)
    assert causes(company, write(JOB_COST, [cost_row(job)])) == {"VOIDED": 100}


def test_a_job_that_changed_after_the_report_is_a_matter_of_timing(company: PaintingCompany, write: Write) -> None:
    job = produced(company, amount="130")
    st.Invoice.objects.for_org(company.org).update(modified_on=at("2030-03-21 00:00"))
    assert causes(company, write(JOB_COST, [cost_row(job)])) == {"TIMING": -30}


def test_a_job_of_another_week_is_at_the_boundary_or_of_another_zone(company: PaintingCompany, write: Write) -> None:
    late, zone = produced(company, "2030-03-12 16:00"), produced(company, "2030-03-04 05:00")
    path = write(JOB_COST, [cost_row(late), cost_row(zone, day="03/04/2030")])
    week = Window(at("2030-03-04 00:00").date(), at("2030-03-10 00:00").date())
    assert causes(company, path, window=week) == {"DATE_BOUNDARY": 100, "TIME_ZONE": 100}


def test_a_unit_that_nobody_placed_and_one_that_we_place_otherwise(company: PaintingCompany, write: Write) -> None:
    strange = produced(company, business_unit_source_id=STRANGE)
    company.units["tuc_production"] = st.ReportingUnit.objects.create(
        org=company.org,
        key="tuc_production",
        label="Tucson-Production",
        role="production",
        region_key="T",
        region_label="T",
    )
    company.add(st.BusinessUnit, source_id=17, name="West", name_key="west")
    company.place(17, "tuc_production", "production")
    other = produced(company, business_unit_source_id=17, amount="7")
    path = write(JOB_COST, [cost_row(strange), cost_row(other, "7")])
    company.build()
    _, _, differences = tie(company.org, path, by="maya", extracted_at=TAKEN)
    found = {(one.record, one.where): one.cause for one in differences if one.kpi == "dollars_produced"}
    assert found == {
        (str(strange), "theirs"): "UNIT_UNMAPPED",
        (str(strange), "ours"): "UNIT_UNMAPPED",
        (str(other), "theirs"): "UNIT_ATTRIBUTION",
        (str(other), "ours"): "UNIT_ATTRIBUTION",
    }


def test_a_type_on_the_wrong_list_is_named(company: PaintingCompany, write: Write) -> None:
    job = produced(company, job_type_source_id=WASHING)
    path = write(JOB_COST, [cost_row(job, type="Window Washing")])
    assert causes(company, path) == {"TYPE_LIST": 100}


def test_a_status_that_the_report_leaves_out_is_named(company: PaintingCompany, write: Write) -> None:
    job = produced(company)
    produced(company, job_status="Hold", amount="9")
    assert causes(company, write(JOB_COST, [cost_row(job)])) == {"STATUS": -9}


def test_a_job_that_the_report_prints_twice(company: PaintingCompany, write: Write) -> None:
    job = produced(company)
    assert causes(company, write(JOB_COST, [cost_row(job), cost_row(job)])) == {"DUPLICATE": 100}


def test_adjustments_and_tax_are_told_by_their_amount(company: PaintingCompany, write: Write) -> None:
    adjusted, taxed = produced(company), produced(company, amount="40")
    company.invoice(adjusted, "15", adjustment_to_source_id=1)
    assert causes(company, write(JOB_COST, [cost_row(adjusted), cost_row(taxed, "80")])) == {
        "ADJUSTMENT_INVOICE": -15,
        "TAX": 40,
    }


def test_costs_differ_by_labour_material_and_returns_and_the_rest_is_unknown(
    company: PaintingCompany, write: Write
) -> None:
    job = produced(company)
    company.pay(job, "30")
    company.add(st.PurchaseOrder, job_source_id=job, status="Sent", total=Decimal(20))
    company.add(st.Return, job_source_id=job, status="Returned", return_amount=Decimal(5))
    row = cost_row(job, labour="33", materials="27", returns="0", cost="61")
    found = causes(company, write(JOB_COST, [row]), "gpm_percent")
    # Their margin is 39, ours 55; labour, material and returns tell 15 of the 16.
    assert found == {"COST_LABOUR": -3, "COST_MATERIAL": -7, "COST_RETURN": -5, "UNKNOWN": -1}


def test_a_report_that_ends_at_a_round_number_of_rows_is_cut(company: PaintingCompany, write: Write) -> None:
    jobs = [produced(company, amount="1") for _ in range(52)]
    assert causes(company, write(JOB_COST, [cost_row(job, "1") for job in jobs[:50]])) == {"REPORT_CUT": -2}


LEADS = ["Job Number", "Customer Name", "Job Type", "Job Business Unit", "Created Date", "Job Status"]


def test_a_lead_that_we_take_for_a_test_is_named(company: PaintingCompany, write: Write) -> None:
    company.add(st.Customer, source_id=1, name="Protest Hall", test_override=True)
    lead = company.lead(created_on=at("2030-03-05 18:00"), customer_source_id=1)
    row = [lead, "Pro Hall", "ESTIMATE-RES-INT", "Phoenix-Sales", "2030-03-05T00:00:00-07:00", "Scheduled"]
    assert causes(company, write(LEADS, [row]), "leads") == {"TEST_CUSTOMER": 1}
    assert ESTIMATE


COLLECTIONS = ["Paid On", "Customer", "Amount", "Invoice Number", "Invoice Business Unit"]


def test_money_that_no_invoice_has_yet_is_named(company: PaintingCompany, write: Write) -> None:
    invoice = company.invoice(None, "100", reference_number="A-1")
    company.payment("2030-03-05", {invoice: "60"}, unapplied="40")
    rows = [["03/05/2030", "Bo", "60.00", "A-1", "Phoenix-Production"]]
    assert causes(company, write(COLLECTIONS, rows), "dollars_collected") == {"UNAPPLIED_PAYMENT": -40}


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


def test_a_file_of_another_kind_is_refused_in_words(company: PaintingCompany, write: Write) -> None:
    with pytest.raises(NotAReport, match="Nearest is"):
        tie(company.org, write(["Name", "Colour"], [["a", "b"]]), by="maya")
    with pytest.raises(Refused, match="is not a"):
        tie(company.org, write(JOB_COST, [cost_row(1, "much")]), by="maya")


def test_a_total_that_its_own_rows_do_not_add_up_to_is_doubted(company: PaintingCompany, write: Write) -> None:
    job = produced(company)
    company.build()
    rows = [cost_row(job), ["", "Grand Total", "", "", "101", "0", "0", "0", "0", "0", ""]]
    made, _, _ = tie(company.org, write(JOB_COST, rows), by="maya")
    assert made.doubts == ["Line 3 prints 101 for revenue; its rows add up to 100."]


def test_a_comparison_is_signed_once_and_packs_with_its_seal(company: PaintingCompany, write: Write) -> None:
    path = write(JOB_COST, [cost_row(produced(company), "90")])
    company.build()
    made, _, _ = tie(company.org, path, by="maya")
    sign(made, by="Ann", remark="fine")
    with pytest.raises(AlreadySigned):
        sign(made, by="Bo")
    kept = TieOut.objects.get(pk=made.pk)
    assert (kept.signed_by, kept.remark) == ("Ann", "fine")
    first, second = pack(kept), pack(kept)
    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert archive.read("report.csv") == path.read_bytes()
        assert {"figures.csv", "differences.csv", "comparison.json", "manifest.json"} <= set(archive.namelist())
    assert TieOutDifference.objects.filter(tie_out=kept).exists()


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
