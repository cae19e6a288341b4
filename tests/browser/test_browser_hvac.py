"""Every table of the HVAC company in a browser: its list, a form that is saved, its file looked at and let go, its export."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.fill_hvac import FILES
from tests.browser.office import open_office
from tests.browser.visit import Visit, log_in
from tests.factories.hvac_company import tables

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.nightly]
# A night's machine is busy with other things too, and a file is read while the page waits.
PATIENCE_MS = 60_000
TABLES = {kind.name.removeprefix("hvac_"): f"/admin/hvac/{kind.model._meta.model_name}/" for kind in tables()}


@pytest.fixture(scope="module")
def northwind(
    chromium: str, django_db_setup: None, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, Path]]:
    """Give the address of a server with the company, and the folder of files that it was loaded from."""
    folder = tmp_path_factory.mktemp("northwind")
    with open_office(folder, filled_by="tests.browser.fill_hvac") as address:
        yield address, folder / FILES


@pytest.fixture(scope="module")
def window(northwind: tuple[str, Path], browser: Browser) -> Iterator[Visit]:
    """Give the curator's window; when all is walked, no page had an error and none asked another host."""
    visit = Visit(browser, northwind[0], log_in(browser, northwind[0], "curator"))
    visit.context.set_default_timeout(PATIENCE_MS)
    yield visit
    visit.close()
    assert visit.complaints == []


@pytest.mark.parametrize("table", TABLES)
def test_a_table_is_listed_edited_imported_and_exported(window: Visit, northwind: tuple[str, Path], table: str) -> None:
    page, listed = window.page, TABLES[table]
    page.goto(listed)
    rows = _number(page)
    assert rows > 0
    _searched_for_links(page)
    _saved(page, rows)
    _imported(page, listed, northwind[1] / f"{table}.csv")
    _exported(page, listed, rows)


def test_dashboards_are_drawn_of_the_company(window: Visit) -> None:
    page = window.page
    for name in ("operations", "finance", "people", "fleet"):
        page.goto(f"/admin/hvac/{name}/")
        expect(page.locator("main svg").first).to_be_visible()
        expect(page.locator("main")).not_to_contain_text("could not be")


def _number(page: Page) -> int:
    found = re.search(r"[\d,]+", page.locator(".ak-count").inner_text())
    assert found is not None
    return int(found[0].replace(",", ""))


def _searched_for_links(page: Page) -> None:
    """Open the first row, and of its links to other rows look one up by its search box."""
    page.locator(".ak-open").first.click()
    expect(page.locator("main")).to_contain_text("Loaded from")
    boxes = page.locator("main .select2-selection")
    if boxes.count():
        boxes.first.click()
        expect(page.locator(".select2-results__option:not(.loading-results)").first).to_be_visible(timeout=PATIENCE_MS)
        page.keyboard.press("Escape")


def _saved(page: Page, rows: int) -> None:
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url(re.compile(r"/hvac/\w+/(\?|$)"))
    assert _number(page) == rows


def _imported(page: Page, listed: str, path: Path) -> None:
    """Look at the very file that the table was loaded from: it would change nothing. Then let it go."""
    page.goto(f"{listed}import/")
    page.locator("#files").set_input_files(path)
    page.get_by_role("button", name="Upload and look").click()
    page.wait_for_url(re.compile(r"/import/\d+/"))
    expect(page.locator(".fl-counts")).to_contain_text(re.compile(r"New\s*0.*Changed\s*0", re.DOTALL))
    page.get_by_role("button", name=re.compile("Let it go|Cancel")).first.click()
    page.wait_for_url(re.compile(r"/import/$"))
    expect(page.get_by_text("is let go. Nothing of it was written.").first).to_be_visible()


def _exported(page: Page, listed: str, rows: int) -> None:
    page.goto(f"{listed}export/")
    page.get_by_label("CSV").check()
    with page.expect_download() as coming:
        page.get_by_role("button", name="Export").click()
    with Path(coming.value.path()).open(encoding="utf-8-sig", newline="") as stream:
        assert len(list(csv.reader(stream))) == rows + 1
