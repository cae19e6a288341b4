"""The pages of figures as staff see them: tiles, table, definition, records, comparisons."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from aiop.orgs.context import org_context
from aiop.orgs.models import Membership, Org, User
from marts.kpi.definitions import ALL
from marts.models import TieOut
from servicetitan import models as st
from tests.factories.painting import PRODUCTION, PaintingCompany, at


@pytest.fixture
def filled(painters: Org) -> PaintingCompany:
    """Give a company with a job, a lead and a sale in the first week of March, its figures built."""
    with org_context(painters, actor="test"):
        company = PaintingCompany(painters)
        company.add(st.BusinessUnit, source_id=PRODUCTION, name="Phoenix-Production", name_key="phoenix-production")
        job = company.job(job_number="J-1", completed_on=at("2030-03-08 16:00"))
        company.invoice(job, "1000")
        company.pay(job, "400")
        company.sale(company.lead(created_on=at("2030-03-05 18:00")), "2030-03-06 18:00", "250")
        company.build()
    return company


@pytest.fixture
def staff(client: Client, painters: Org) -> Client:
    """Give a client logged in as a curator of the painters."""
    user = User.objects.create_user("maya", password="invented-only-9")
    Membership.objects.create(user=user, org=painters, role=Membership.Role.CURATOR)
    client.force_login(user, backend="aiop.orgs.access.RoleBackend")
    return client


def text(client: Client, name: str, *args: object, query: str = "") -> str:
    """Open a page and give its text."""
    answer = client.get(f"{reverse(f'admin:{name}', args=args)}?{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_ten_tiles_show_the_week_with_its_figures(staff: Client, filled: PaintingCompany) -> None:
    page = text(staff, "marts_kpis", query="week=2030-03-04")
    assert page.count("kp-tile") == 10 * 1 + page.count("kp-tiles")
    for figure in ("1,000.00", "60.00 %", "250.00"):
        assert figure in page


def test_a_unit_has_the_kpis_of_what_it_does_and_no_others(staff: Client, filled: PaintingCompany) -> None:
    page = text(staff, "marts_kpis", query="week=2030-03-04&unit=phx_production")
    assert 'id="kpi-dollars_produced"' in page
    assert 'id="kpi-leads"' not in page


def test_a_unit_and_a_region_can_be_chosen_and_nonsense_is_told(staff: Client, filled: PaintingCompany) -> None:
    assert "phx_sales" in text(staff, "marts_kpis", query="week=2030-03-04&unit=phx_sales")
    assert "There is no region “north”" in text(staff, "marts_kpis", query="region=north")
    assert "is not a day" in text(staff, "marts_kpis", query="week=soon")


def test_all_kpis_leave_as_csv(staff: Client, filled: PaintingCompany) -> None:
    answer = staff.get(reverse("admin:marts_kpis"), {"week": "2030-03-04", "by": "region", "csv": "1"})
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[0][:4] == ["Week", "Place", "Leads", "Total booked"]
    assert ["2030-03-04", "Phx", "1.00", "250.00"] in [row[:4] for row in rows]


@pytest.mark.parametrize("key", [one.key for one in ALL])
def test_every_kpi_has_a_page_that_explains_it(staff: Client, filled: PaintingCompany, key: str) -> None:
    page = text(staff, "marts_kpi_definition", key)
    assert "When nothing is there" in page
    assert "SELECT" in page


def test_a_figure_leads_to_its_records_and_a_record_to_who_placed_it(staff: Client, filled: PaintingCompany) -> None:
    query = "kpi=gpm_percent&from=2030-03-04&to=2030-03-10&unit=phx_production"
    page = text(staff, "marts_kpi_records", query=query)
    assert "J-1" in page
    assert "60.00 %" in page
    with org_context(filled.org, actor="test"):
        mapping = st.UnitMapping.objects.get(unit_source_id=PRODUCTION)
    assert "placed under phx_production" in text(staff, "marts_kpi_record", "job", 1, query=f"mapping={mapping.pk}")


@pytest.mark.parametrize(
    ("name", "args", "query", "most"),
    [
        ("marts_kpis", (), "week=2030-03-04", 16),
        ("marts_kpi_records", (), "kpi=gpm_percent&from=2030-03-04&to=2030-03-10&unit=phx_production", 11),
        ("marts_kpi_record", ("job", 1), "mapping=1", 9),
        ("marts_tieouts", (), "", 9),
        ("marts_completeness", (), "", 9),
    ],
)
def test_a_page_takes_few_queries_however_much_there_is(
    staff: Client, filled: PaintingCompany, name: str, args: tuple[object, ...], query: str, most: int
) -> None:
    text(staff, name, *args, query=query)
    with CaptureQueriesContext(connection) as asked:
        text(staff, name, *args, query=query)
    assert len(asked) <= most, [one["sql"][:90] for one in asked]


def test_a_report_is_uploaded_compared_signed_and_taken_along(
    staff: Client, filled: PaintingCompany, settings: object, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]
    heads = "Scheduled Date,Job Business Unit,Job Type,Job Number,Jobs Subtotal,Jobs Total Costs\r\n"
    body = f"{heads}03/08/2030,Phoenix-Production,Production-RES-EXT,J-1,1000,400\r\n"
    answer = staff.post(
        reverse("admin:marts_tieouts"), {"report": SimpleUploadedFile("costs.csv", body.encode())}, follow=True
    )
    page = answer.content.decode()
    assert "✓ reconciled" in page
    with org_context(filled.org, actor="test"):
        made = TieOut.objects.get()
    assert made.verdicts["dollars_produced"] == "reconciled"
    signed = staff.post(reverse("admin:marts_tieout", args=[made.pk]), {"remark": "as it should be"}, follow=True)
    assert "Signed by maya" in signed.content.decode()
    evidence = staff.get(reverse("admin:marts_tieout_evidence", args=[made.pk]))
    assert evidence["Content-Type"] == "application/zip"
    assert "costs.csv" in text(staff, "marts_tieouts")


def test_a_file_that_is_no_report_is_refused_in_a_sentence(staff: Client, filled: PaintingCompany) -> None:
    answer = staff.post(
        reverse("admin:marts_tieouts"), {"report": SimpleUploadedFile("x.csv", b"a,b\r\n1,2\r\n")}, follow=True
    )
    assert "not the headers of a report" in answer.content.decode()
