"""A load of a hundred thousand rows, fifty edits, and an undo that tells them apart one by one."""

from __future__ import annotations

import csv
import time
from pathlib import Path

import pytest
from django.db import connection

from aiop.audit.models import ChangeSet
from aiop.audit.undo import undo
from aiop.orgs.context import org_context
from aiop.orgs.models import Org
from crm.models import LostLead
from tests.factories.tiny_company import load_exports

pytestmark = [pytest.mark.slow, pytest.mark.nightly, pytest.mark.django_db(databases=["default", "owner", "side"])]
ROWS, EDITS = 100_000, 50
HEADER = ("Quote #", "Name", "Lost Date", "Move Date", "Reason", "Date Received", "Time to First Contact", "Est. Dollar Amount")  # fmt: skip


def write_lost_leads(folder: Path) -> Path:
    """Write a large report of lost leads."""
    with (folder / "lost-leads.csv").open("w", newline="") as sink:
        sheet = csv.writer(sink)
        sheet.writerow(HEADER)
        for n in range(ROWS):
            sheet.writerow(
                (200_000 + n, f"Person {n}", "3/15/2024", "4/1/2024", "Price", "3/1/2024", "2h 5m", f"${n % 5000}.50")
            )
    return folder


def test_all_but_the_fifty_edited_rows_of_a_large_load_leave(
    org: Org, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change_set, results = load_exports(org, write_lost_leads(tmp_path))
    assert results[0].verdict.new == ROWS
    edited: dict[int, int] = {}
    for n in range(EDITS):
        with org_context(org, actor="ana"):
            row = LostLead.objects.get(quote_number=str(200_000 + n * 1_999))
            LostLead.objects.filter(pk=row.pk).update(reason=f"Edit {n}")
            edited[row.pk] = ChangeSet.objects.latest("id").pk

    began = time.monotonic()
    report = undo(org, change_set, by="maya")
    seconds = time.monotonic() - began

    assert report.removed == {"crm_lostlead": ROWS - EDITS}
    assert {row.row_id: row.change_set for row in report.kept} == edited
    assert (report.kept_count, report.impossible_count, report.reversed) == (EDITS, 0, ROWS - EDITS)
    assert {row.reason for row in report.kept} == {"was edited since"}
    with org_context(org, actor="test"):
        assert set(LostLead.objects.values_list("pk", flat=True)) == set(edited)
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM audit_change WHERE op = 'D'")
            assert cursor.fetchone() == (ROWS - EDITS,)

    again = undo(org, change_set + EDITS + 1, by="maya")
    assert again.put_back == {"crm_lostlead": ROWS - EDITS}
    with capsys.disabled():
        print(f"\n{report.reversed:,} rows taken back in {seconds:.1f} s")  # noqa: T201  (the number that acceptance asks for)
