"""A list in a browser: searched, filtered, sorted, paged, kept as a view, exported."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
Open = Callable[..., Page]
JOBS = "/admin/crm/job/"


def column(page: Page, name: str) -> list[str]:
    """Give what a column of the list says."""
    return [text.strip() for text in page.locator(f'td[data-label="{name}"]').all_inner_texts()]


def number(page: Page) -> int:
    """Give the number of rows that the list says it has."""
    found = re.search(r"[\d,]+", page.locator(".ak-count").inner_text())
    assert found is not None
    return int(found[0].replace(",", ""))


def test_a_list_is_searched_for_one_row_and_says_so_when_there_is_none(open_as: Open) -> None:
    page = open_as("viewer", at=JOBS)
    wanted = column(page, "Job number")[0]
    page.keyboard.press("/")
    page.keyboard.type(wanted)
    page.keyboard.press("Enter")
    expect(page.locator(".ak-count")).to_contain_text("job")
    assert wanted in column(page, "Job number")
    page.locator("#searchbar").fill("nobody@example.com")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Nothing matches")).to_be_visible()


def test_a_filter_narrows_the_list_and_is_cleared_again(open_as: Open) -> None:
    page = open_as("viewer", at=JOBS)
    every = number(page)
    page.locator("summary", has_text="Opportunity status").click()
    page.locator(".ak-panel").get_by_role("link", name="Booked", exact=True).click()
    expect(page.locator("summary", has_text="Opportunity status")).to_contain_text("Booked")
    assert 0 < number(page) < every
    assert set(column(page, "Opportunity status")) == {"Booked"}
    page.get_by_role("link", name="Clear").click()
    expect(page.locator(".ak-count")).to_contain_text(f"{every:,}")


def test_a_list_is_sorted_and_paged_forth_and_back(open_as: Open) -> None:
    page = open_as("viewer", at=JOBS)
    page.get_by_role("columnheader", name="Job date").get_by_role("link").click()
    expect(page.get_by_role("columnheader", name="Job date")).to_have_attribute("aria-sort", "ascending")
    first = column(page, "Job number")
    page.get_by_role("link", name="Next").click()
    expect(page.get_by_role("link", name="Previous")).to_be_visible()
    assert not set(first) & set(column(page, "Job number"))
    page.get_by_role("link", name="Previous").click()
    expect(page.locator(".ak-off", has_text="Previous")).to_be_visible()
    assert column(page, "Job number") == first


def test_filters_are_kept_as_a_view_and_removed_again(open_as: Open) -> None:
    page = open_as("viewer", at=f"{JOBS}?opportunity_status=LOST")
    page.locator("summary", has_text="Save as view").click()
    page.get_by_label("Name").fill("Lost ones")
    page.get_by_role("button", name="Save view").click()
    expect(page.get_by_role("link", name="Lost ones")).to_have_attribute("aria-current", "page")
    page.goto(JOBS)
    page.get_by_role("link", name="Lost ones").click()
    expect(page.get_by_role("link", name="Lost ones")).to_have_attribute("aria-current", "page")
    assert set(column(page, "Opportunity status")) == {"Lost"}
    page.locator(".ak-save-view summary").click()
    page.get_by_role("button", name="Remove").click()
    expect(page.get_by_role("link", name="Lost ones")).to_have_count(0)


def test_what_a_filter_leaves_is_exported(open_as: Open, folder: Path) -> None:
    page = open_as("viewer", at=f"{JOBS}?opportunity_status=LOST")
    rows = number(page)
    page.locator("a[href*='/job/export/']").click()
    page.get_by_label("CSV").check()
    with page.expect_download() as started:
        page.get_by_role("button", name="Export").click()
    started.value.save_as(folder / "jobs.csv")
    with (folder / "jobs.csv").open(encoding="utf-8-sig", newline="") as stream:
        assert len(list(csv.reader(stream))) == rows + 1
