"""A report held against our figures: alike, it ties; a planted fault of any kind is found and named."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from aiop.builders.windows import Window
from aiop.files.reading.source import Refused
from marts.models import TieOut, TieOutDifference
from marts.tieout.evidence import pack
from marts.tieout.reports import NotAReport
from marts.tieout.tie import AlreadySigned, sign, tie
from servicetitan import models as st
from tests.factories.painting import ESTIMATE, STRANGE, WASHING, PaintingCompany, at
from tests.factories.printed_reports import JOB_COST, TAKEN, causes, cost_row, named, produced

Write = Callable[..., Path]


@pytest.fixture
def company(company: PaintingCompany) -> PaintingCompany:
    """Give a company whose units the reports call by name."""
    return named(company)


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
        # What nobody has placed counts under no unit of ours, so the report alone has it.
        (str(strange), "theirs"): "UNIT_UNMAPPED",
        (str(other), "theirs"): "UNIT_ATTRIBUTION",
        (str(other), "ours"): "UNIT_ATTRIBUTION",
    }


def test_what_a_report_has_under_a_unit_that_nobody_placed_is_named_and_ties_once_somebody_does(
    company: PaintingCompany, write: Write
) -> None:
    first, strange = produced(company), produced(company, business_unit_source_id=STRANGE, amount="48.20")
    path = write(JOB_COST, [cost_row(first), cost_row(strange, "48.20", unit="Strange")])
    assert causes(company, path) == {"UNIT_UNMAPPED": Decimal("48.20")}
    made, _, _ = tie(company.org, path, by="maya", extracted_at=TAKEN)
    assert made.verdicts["dollars_produced"] == "accepted"
    company.place(STRANGE, "phx_production", "production")
    assert causes(company, path) == {}
    made, _, _ = tie(company.org, path, by="maya", extracted_at=TAKEN)
    assert made.verdicts["dollars_produced"] == "reconciled"


def test_a_job_that_its_adjustment_made_nothing_of_is_explained_by_the_adjustment(
    company: PaintingCompany, write: Write
) -> None:
    job = produced(company)
    company.invoice(job, "-100", adjustment_to_source_id=1, modified_on=at("2030-03-19 00:00"))
    assert causes(company, write(JOB_COST, [cost_row(job)])) == {"ADJUSTMENT_INVOICE": 100}


def test_a_unit_that_was_called_otherwise_is_known_by_its_records(company: PaintingCompany, write: Write) -> None:
    job = produced(company)
    path = write(JOB_COST, [cost_row(job, unit="Phoenix West-Production")])
    assert causes(company, path) == {}
    made, _, _ = tie(company.org, path, by="maya", extracted_at=TAKEN)
    assert made.doubts == ["The report calls phx_production by another name: Phoenix West-Production."]


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
