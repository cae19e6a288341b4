"""Every table of the HVAC company in a browser: its list, a form that is saved, its file looked at and let go, its export."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.office import open_office
from tests.browser.visit import Visit, log_in
from tests.factories.hvac_company import ROWS, tables, write_files

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.nightly, pytest.mark.xdist_group("browser")]
TABLES = {kind.name.removeprefix("hvac_"): f"/admin/hvac/{kind.model._meta.model_name}/" for kind in tables()}


@pytest.fixture(scope="module")
def northwind(chromium: str, django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Give the address of a server with the company."""
    with open_office(tmp_path_factory.mktemp("northwind"), filled_by="tests.browser.fill_hvac") as address:
        yield address


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder of files that the company was loaded from."""
    return write_files(tmp_path_factory.mktemp("files"))


@pytest.fixture(scope="module")
def visit(browser: Browser, northwind: str) -> Iterator[Visit]:
    """Give the curator's window; when all is walked, no page had an error and none asked another host."""
    session: Any = log_in(browser, northwind, "curator")
    window = Visit(browser, northwind, session)
    yield window
    window.close()
    assert window.complaints == []


@pytest.mark.parametrize("table", TABLES)
def test_a_table_is_listed_edited_imported_and_exported(visit: Visit, files: Path, table: str) -> None:
    page, listed = visit.page, TABLES[table]
    page.goto(listed)
    expect(page.locator(".ak-count")).to_contain_text(f"{ROWS} ")
    _saved(page)
    _imported(page, listed, files / f"{table}.csv")
    _exported(page, listed)


def _saved(page: Page) -> None:
    page.locator(".ak-open").first.click()
    expect(page.locator("main")).to_contain_text("Loaded from")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".errornote")).to_have_count(0)
    expect(page.locator(".ak-count")).to_contain_text(f"{ROWS} ")


def _imported(page: Page, listed: str, path: Path) -> None:
    page.goto(f"{listed}import/")
    page.locator("input[type=file]").first.set_input_files(path)
    page.locator("form:has(input[type=file]) [type=submit]").first.click()
    expect(page.locator(".fl-counts")).to_contain_text(re.compile(r"Quarantined\s*0"))


def _exported(page: Page, listed: str) -> None:
    page.goto(f"{listed}export/")
    with page.expect_download() as coming:
        page.locator("form:has(select[name=format]) [type=submit]").first.click()
    rows = list(csv.reader(Path(coming.value.path()).read_text(encoding="utf-8-sig").splitlines()))
    assert len(rows) > ROWS
