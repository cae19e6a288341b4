"""A file's way in, in a browser: uploaded, recognised, looked at, fixed, applied, taken back; and files that are none."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.integration.files_desk import LOST, csv_bytes, lost_row

pytestmark = pytest.mark.browser
Open = Callable[..., Page]
IMPORTS = "/admin/import/"


def upload(page: Page, path: Path, content: bytes) -> None:
    """Choose a file and send it; the page of its import follows."""
    path.write_bytes(content)
    page.goto(IMPORTS)
    page.locator("#files").set_input_files(path)
    page.get_by_role("button", name="Upload and look").click()
    page.wait_for_url(re.compile(r"/import/\d+/"))


def test_a_file_is_recognised_fixed_in_place_applied_and_taken_back(open_as: Open, folder: Path) -> None:
    page = open_as("curator", at=IMPORTS)
    bad = [lost_row("77002", **{"Move Date": "31/02/2024"})]
    alike = [lost_row(str(quote), **{"Move Date": "N/A"}) for quote in range(77003, 77006)]
    upload(page, folder / "lost-leads (1).csv", csv_bytes(LOST, [lost_row("77001"), *bad, *alike]))
    expect(page.locator(".fl-head")).to_contain_text("recognised by 8 of 8 headers")
    expect(page.locator(".fl-counts")).to_contain_text(re.compile(r"Quarantined\s*4"))

    page.get_by_role("button", name="They are blank").click()
    expect(page.locator(".fl-counts")).to_contain_text(re.compile(r"Quarantined\s*1"))
    page.get_by_label("Move Date on line 3").fill("2/28/2024")
    page.get_by_role("button", name="Check and save the fixes").click()
    expect(page.locator(".fl-counts")).to_contain_text(re.compile(r"New\s*5.*Quarantined\s*0", re.DOTALL))

    # No key of so small a file is known here, so the page asks whether it belongs here.
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="Add 5 rows").click()
    expect(page.locator(".fl-box")).to_contain_text("5 rows added")
    page.goto("/admin/crm/lostlead/?q=77005")
    expect(page.locator(".ak-count")).to_contain_text("1 ")

    page.go_back()
    page.keyboard.press("z")
    page.get_by_role("link", name="Undo this").click()
    page.get_by_role("button", name="Undo 5 rows").click()
    expect(page).not_to_have_url(re.compile("/undo/"))
    page.goto("/admin/crm/lostlead/?q=77005")
    expect(page.get_by_role("heading", name="Nothing matches")).to_be_visible()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("noise.csv", random.Random(5).randbytes(5_000), "This file is not text"),
        ("empty.csv", b"", "The file is empty"),
        ("report.csv", b"%PDF-1.7 of nothing", "This is a PDF document"),
    ],
)
def test_a_file_that_is_no_table_is_refused_with_the_way_on(
    open_as: Open, folder: Path, name: str, content: bytes, words: str
) -> None:
    page = open_as("curator", at=IMPORTS)
    upload(page, folder / name, content)
    expect(page.get_by_role("heading", name="Refused: nothing was written")).to_be_visible()
    expect(page.locator(".fl-box")).to_contain_text(words)
    page.get_by_role("link", name="Upload another file").click()
    expect(page.locator("tr", has_text=name).first).to_contain_text("Refused")


def test_the_page_of_imports_says_what_to_do_where_no_file_has_come_yet(open_as: Open) -> None:
    page = open_as("newcomer", at=IMPORTS)
    expect(page.get_by_role("heading", name="No files yet")).to_be_visible()
    expect(page.get_by_role("heading", name="Drop exports here")).to_be_visible()


def test_a_quarantined_cell_is_fixed_on_the_page_of_quarantine_and_a_wrong_fix_is_told(open_as: Open) -> None:
    page = open_as("curator", at="/admin/quarantine/?header=Actual+Number+of+Crew")
    rows = page.locator("tr[data-row]")
    before = rows.count()
    rows.first.get_by_role("textbox").fill("three")
    page.get_by_role("button", name=re.compile("Check and|fixes")).first.click()
    expect(rows).to_have_count(before)
    rows.first.get_by_role("textbox").fill("3")
    page.get_by_role("button", name=re.compile("Check and|fixes")).first.click()
    expect(rows).to_have_count(before - 1)
