"""Rows that could not be loaded: fixed in place, by pattern, by re-upload, or left out."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest

from aiop.loading.models import QuarantinedRow
from aiop.orgs.context import org_context
from crm.models import LostLead
from tests.integration.files_desk import LOST, Desk, csv_bytes, lost_row

pytestmark = pytest.mark.django_db
PAGE = "/admin/quarantine/"


def applied(desk: Desk, *rows: list[str]) -> str:
    """Apply a file; its bad rows land in quarantine."""
    address = desk.upload(csv_bytes(LOST, rows))
    desk.apply(address)
    return address


def quarantined(desk: Desk) -> list[QuarantinedRow]:
    with org_context(desk.org, actor="test"):
        return list(QuarantinedRow.objects.order_by("pk"))


def stored(desk: Desk) -> dict[str, LostLead]:
    with org_context(desk.org, actor="test"):
        return {row.quote_number: row for row in LostLead.objects.all()}


def bad(quote: str, **cells: str) -> list[str]:
    return lost_row(quote, **{"Move Date": "31/02/2024", **cells})


def test_nothing_in_quarantine_says_so(desk: Desk) -> None:
    assert "Nothing is in quarantine" in desk.look(PAGE)


def test_a_cell_that_is_set_right_brings_its_row_in(desk: Desk) -> None:
    applied(desk, lost_row("1"), bad("2"))
    assert "31/02/2024 is not a date" in desk.look(PAGE)
    (row,) = quarantined(desk)
    page = desk.act(f"{PAGE}fix/", **{f"cell:{row.pk}:Move Date": "3/1/2024"})
    assert "1 row has joined the data" in page
    assert str(stored(desk)["2"].move_date) == "2024-03-01"
    (row,) = quarantined(desk)
    assert (row.state, row.settled_by, row.fixed_in is not None) == ("fixed", "maya", True)
    assert stored(desk)["2"].source_line == 3


def test_a_fix_that_is_wrong_too_is_kept_and_told(desk: Desk) -> None:
    applied(desk, bad("2"))
    (row,) = quarantined(desk)
    page = desk.act(f"{PAGE}fix/", **{f"cell:{row.pk}:Move Date": "soon"})
    assert "1 row still cannot be read" in page
    assert "soon is not a date" in page
    assert stored(desk) == {}


def test_rows_alike_are_fixed_by_one_form(desk: Desk) -> None:
    applied(desk, *(bad(str(n), **{"Move Date": "N/A"}) for n in range(5)))
    assert "5 rows have N/A under Move Date" in desk.look(PAGE)
    page = desk.act(
        f"{PAGE}fix/", kind="lost_leads", header="Move Date", value="N/A", reason="is not a date", blank="1"
    )
    assert "5 rows have joined the data" in page
    assert len(stored(desk)) == 5


def test_rows_of_several_files_are_fixed_together_each_in_its_own_batch(desk: Desk) -> None:
    applied(desk, bad("1"))
    applied(desk, bad("2"))
    loads = {row.load_id for row in quarantined(desk)}
    reason = quarantined(desk)[0].problems[0]["reason"]
    desk.act(
        f"{PAGE}fix/", kind="lost_leads", header="Move Date", value="31/02/2024", reason=reason, becomes="2/28/2024"
    )
    assert sorted(stored(desk)) == ["1", "2"]
    assert len(loads) == 2


def test_an_old_row_does_not_overwrite_what_a_later_file_brought(desk: Desk) -> None:
    applied(desk, bad("1", Reason="Old"))
    applied(desk, lost_row("1", Reason="Newer"))
    (row,) = quarantined(desk)
    page = desk.act(f"{PAGE}fix/", **{f"cell:{row.pk}:Move Date": ""})
    assert "a later file has brought this row already" in page
    assert stored(desk)["1"].reason == "Newer"


def test_a_row_that_repeats_another_is_fixed_on_its_own_page(desk: Desk) -> None:
    applied(desk, lost_row("1"), lost_row("1", Name="Another Person"))
    (row,) = quarantined(desk)
    assert "is already on line 2 of this file" in desk.look(f"{PAGE}{row.pk}/")
    desk.act(f"{PAGE}fix/", **{f"cell:{row.pk}:Quote #": "2"})
    assert stored(desk)["2"].name == "Another Person"


def test_rows_are_left_out_and_taken_back(desk: Desk) -> None:
    applied(desk, bad("1"), bad("2"))
    first, second = quarantined(desk)
    assert "1 row left out" in desk.act(f"{PAGE}dismiss/", row=[str(first.pk)])
    assert "Leonora" not in desk.look(PAGE, state="dismissed")
    assert "1 row taken back" in desk.act(f"{PAGE}reopen/", row=[str(first.pk)])
    assert [row.state for row in quarantined(desk)] == ["open", "open"]
    assert second.state == "open"


def test_filters_keep_the_rows_that_are_meant(desk: Desk) -> None:
    applied(desk, bad("1"), lost_row("2", **{"Est. Dollar Amount": "lots"}))
    page = desk.look(PAGE, header="Est. Dollar Amount")
    assert "1 row" in page
    assert "31/02/2024" not in page.partition("What is wrong")[2]


def test_a_corrected_download_rejoins_its_batch(desk: Desk) -> None:
    applied(desk, bad("1"), bad("2"), lost_row("3"))
    answer: Any = desk.client.get(f"{PAGE}rows.csv")
    rows = list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert "is not a date" in rows[0]["Quarantine reason"]
    rows[0]["Move Date"] = "3/1/2024"
    address = desk.upload(csv_bytes(list(rows[0]), [list(row.values()) for row in rows]), "corrected.csv")
    desk.apply(address)
    assert sorted(stored(desk)) == ["1", "3"]
    assert [(row.state, row.line) for row in quarantined(desk)] == [("fixed", 2), ("open", 3)]


def test_an_unreadable_record_can_only_be_left_out(desk: Desk) -> None:
    content = csv_bytes(LOST, [lost_row("1")]) + b"2,too short\r\n"
    desk.apply(desk.upload(content))
    (row,) = quarantined(desk)
    assert "could not be cut into cells" in desk.look(f"{PAGE}{row.pk}/")
    assert "1 row left out" in desk.act(f"{PAGE}dismiss/", row=[str(row.pk)])


def test_a_viewer_reads_and_changes_nothing(desk: Desk) -> None:
    applied(desk, bad("1"))
    desk.user.memberships.update(role="viewer")
    assert "31/02/2024" in desk.look(PAGE)
    for act in ("fix", "dismiss", "reopen"):
        assert desk.client.post(f"{PAGE}{act}/").status_code == 403
