"""`tieout` on the command line: a comparison that is kept or only tried, and the search for a definition."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from aiop.orgs.context import org_context
from aiop.orgs.models import Org
from marts.models import TieOut
from servicetitan import models as st
from tests.factories.painting import SALES, PaintingCompany, at

HEADS = "Estimate #,Job Business Unit,Sold On,Subtotal\r\n"


@pytest.fixture
def report(painters: Org, tmp_path: Path) -> Path:
    """Give a report of two weeks of sales that ours agree with: by the moment of sale, whatever the type."""
    with org_context(painters, actor="test"):
        company = PaintingCompany(painters)
        company.add(st.BusinessUnit, source_id=SALES, name="Phoenix-Sales", name_key="phoenix-sales")
        rows = []
        for day, amount in [("04", "100.50"), ("05", "20"), ("12", "7.25")]:
            lead = company.lead(created_on=at("2030-02-01 18:00"))
            sale = company.sale(lead, f"2030-03-{day} 18:00", amount, created_on=at("2030-02-02 18:00"))
            rows.append(f"{sale},Phoenix-Sales,03/{day}/2030,{amount}\r\n")
        # Sold on Sunday evening in Phoenix, on Monday by UTC.
        late = company.sale(company.lead(), "2030-03-11 03:00", "9", created_on=at("2030-02-02 18:00"))
        rows.append(f"{late},Phoenix-Sales,03/10/2030,9\r\n")
        company.build()
    path = tmp_path / "sold.csv"
    path.write_text(HEADS + "".join(rows), newline="")
    return path


def answer(capsys: pytest.CaptureFixture[str], *arguments: Any, **options: Any) -> dict[str, Any]:
    """Run the command and give its JSON."""
    call_command("tieout", *map(str, arguments), json=True, **options)
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_a_report_is_compared_and_kept_unless_it_is_only_tried(
    report: Path, painters: Org, capsys: pytest.CaptureFixture[str], settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path / "kept"
    tried = answer(capsys, report, dry_run=True)
    assert (tried["verdicts"], tried["tie_out"]) == ({"total_booked": "reconciled"}, None)
    kept = answer(capsys, report)
    with org_context(painters, actor="test"):
        assert TieOut.objects.get(pk=kept["tie_out"]).digest == tried["digest"]


def test_the_search_finds_the_way_that_the_report_counts(
    report: Path, painters: Org, capsys: pytest.CaptureFixture[str]
) -> None:
    found = answer(capsys, report, search="total_booked")
    assert found["ties"][0] == "sales by sale in the organisation's zone; unit of the job; status Sold"
    assert not any("UTC" in way or "creation" in way for way in found["ties"])


def test_a_kpi_without_ways_and_a_missing_file_are_refused_in_a_sentence(report: Path) -> None:
    with pytest.raises(CommandError, match="No ways of counting gpm_percent"):
        call_command("tieout", str(report), search="gpm_percent")
    with pytest.raises(CommandError, match="nowhere"):
        call_command("tieout", "nowhere.csv")
