"""Markup and formulas in every text of every table: no page, tooltip, mail or file makes anything else of them than text."""

from __future__ import annotations

import csv
import email
import io
import json
import os
import zipfile
from collections.abc import Iterator
from email import policy
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from playwright.sync_api import APIResponse, Browser, Page
from playwright.sync_api import Error as BrowserError

from tests.browser.fill_hostile import ADDRESSES, ALERT, MAILS
from tests.browser.office import open_office
from tests.browser.visit import PATIENCE_MS, Visit, log_in
from tests.integration.every_address import READY

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.nightly]
# How many of the addresses are visited, spread over all of them; all at night.
EVERY = int(os.environ.get("AIOP_HOSTILE_EVERY", "1"))
# What ran, and what was made an element of though it is text.
FOUND = """() => [
    window.__hit === undefined ? "" : "it ran",
    document.querySelector("img[src='x'], img[onerror]") ? "an image was made" : "",
    [...document.scripts].some((script) => script.textContent.includes("__hit=1") && !script.type.includes("json")) ? "a script was made" : "",
    [...document.querySelectorAll("a[href^='javascript:']")].length ? "a link runs" : "",
].filter(Boolean)"""
POINT = """() => {
    document.querySelectorAll("details").forEach((one) => { one.open = true; });
    document.querySelectorAll("[title], svg title, svg rect, svg circle, td, th, option").forEach((one) => {
        ["pointerenter", "mouseenter", "mouseover", "mousemove", "focus"].forEach((kind) => one.dispatchEvent(new Event(kind, { bubbles: true })));
    });
}"""
HOLDS = "() => document.documentElement.outerHTML.includes('window.__hit')"
FORMULA_STARTS = ("=", "+", "@", "\t", "\r")


class Seen(NamedTuple):
    """What is wrong with a page that was shown, and whether hostile text stood on it."""

    wrong: list[str]
    holds: bool


@pytest.fixture(scope="module")
def hostile(
    chromium: str, django_db_setup: None, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, Path]]:
    """Give the address of a server with a hostile company, and its folder."""
    folder = tmp_path_factory.mktemp("hostile")
    with open_office(folder, filled_by="tests.browser.fill_hostile") as address:
        yield address, folder


@pytest.fixture(scope="module")
def window(hostile: tuple[str, Path], browser: Browser) -> Iterator[Visit]:
    """Give the administrator's window."""
    visit = Visit(browser, hostile[0], log_in(browser, hostile[0], "hostile-administrator"))
    visit.context.set_default_navigation_timeout(4 * PATIENCE_MS)
    visit.page.on("dialog", lambda dialog: visit.complaints.append(f"dialog: {dialog.message}"))
    yield visit
    visit.close()


def test_no_text_runs_anywhere(window: Visit, hostile: tuple[str, Path]) -> None:
    pages: list[str] = json.loads((hostile[1] / ADDRESSES).read_text(encoding="utf-8"))
    wrong: dict[str, Any] = {}
    shown = files = hold = 0
    for address in pages[::EVERY]:
        answer = look(window.page, address)
        if isinstance(answer, Seen):
            shown, hold = shown + 1, hold + answer.holds
            wrong |= {address: answer.wrong} if answer.wrong else {}
        else:
            files += 1
            wrong |= {address: cells} if (cells := formulas(answer)) else {}
    ran = [complaint for complaint in window.complaints if complaint.startswith(("dialog", "another host"))]
    print(f"{shown} pages shown, {hold} with markup, {files} files, {len(wrong)} wrong, {len(ran)} ran")  # noqa: T201
    assert (wrong, ran) == ({}, [])


def test_no_text_runs_in_a_mail(window: Visit, hostile: tuple[str, Path]) -> None:
    page = window.context.new_page()
    page.set_content((hostile[1] / ALERT).read_text(encoding="utf-8"))
    assert page.evaluate(FOUND) == []
    page.close()
    wrong: dict[str, Any] = {}
    mails = sorted((hostile[1] / MAILS).glob("*.eml"))
    for path in mails:
        parts = [
            part
            for part in email.message_from_bytes(path.read_bytes(), policy=policy.default).walk()
            if not part.is_multipart()
        ]
        kinds = {part.get_content_type() for part in parts}
        cells = [cell for part in parts if part.get_content_type() == "text/csv" for cell in unsafe(part.get_content())]
        if kinds != {"text/plain", "text/csv"} or cells:
            wrong[path.stem] = (kinds, cells)
    assert len(mails) >= 129
    assert wrong == {}


def look(page: Page, address: str) -> Seen | APIResponse:
    """Show a page and point at all that it holds, giving what is wrong; or give the file that it is."""
    try:
        answer = page.goto(address, wait_until="load")
    except BrowserError as error:
        if "Download is starting" in str(error) or "ERR_ABORTED" in str(error):
            return page.context.request.get(address)
        # The browser's own page about the last refusal came in between.
        if "interrupted by another navigation" in str(error):
            return look(page, address)
        # A refusal without a word, as to a GET where only forms are sent.
        if "ERR_HTTP_RESPONSE_CODE_FAILURE" in str(error):
            return Seen([], holds=False)
        raise
    # No clock ticks here.
    broke = [f"status {answer.status}"] if answer and answer.status >= 500 and address != READY else []
    page.evaluate(POINT)
    return Seen(broke + list(page.evaluate(FOUND)), bool(page.evaluate(HOLDS)))


def formulas(file: APIResponse) -> list[str]:
    """List the cells of a sheet that a spreadsheet would work out."""
    said = file.body()
    if file.status != 200:
        return [f"status {file.status}"]
    if zipfile.is_zipfile(io.BytesIO(said)):
        with zipfile.ZipFile(io.BytesIO(said)) as packed:
            return [name for name in packed.namelist() if b"<f>" in packed.read(name) or b"<f " in packed.read(name)]
    if "csv" not in file.headers.get("content-type", ""):
        return []
    return unsafe(said.decode("utf-8-sig"))


def unsafe(text: str) -> list[str]:
    """List the first cells of a CSV that a spreadsheet would work out."""
    rows = csv.reader(io.StringIO(text, newline=""))
    return [cell[:60] for row in rows for cell in row if cell.startswith(FORMULA_STARTS)][:3]
