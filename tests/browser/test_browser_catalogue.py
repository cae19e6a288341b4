"""The catalogue in a browser: each kind of chart drawn and saved as a picture, a kept question reached again by its address."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.visit import NARROW, scrolls_sideways

pytestmark = [pytest.mark.browser, pytest.mark.slow]
Open = Callable[..., Page]
# One entry of each kind of chart, and what of the drawing only that kind has.
KINDS = {
    "bar": ("revenue_by_branch", "rect.cg-s0"),
    "line": ("monthly_metrics_summary", "polyline.cg-line"),
    "area": ("revenue_trends", "polygon.cg-area"),
    "heat_map": ("heatmap_revenue_by_branch_month", "rect.cg-heat"),
    "funnel": ("lead_conversion_funnel", "rect.cg-s0"),
    "cohort": ("retention_cohort_analysis", "rect.cg-heat"),
    "map": ("geographic_coverage", "rect.cg-heat"),
}


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_of_chart_is_drawn_and_saved_as_a_picture(open_as: Open, folder: Path, kind: str) -> None:
    name, part = KINDS[kind]
    page = open_as("curator", at=f"/admin/catalogue/{name}/?period=all")
    expect(page.get_by_role("img", name=re.compile("The table holds every value")).locator(part).first).to_be_attached()
    expect(page.locator(".cg-table tbody tr").first).to_be_visible()
    with page.expect_download() as saved:
        page.get_by_role("button", name="PNG").click()
    assert saved.value.suggested_filename == f"{name}.png"
    saved.value.save_as(folder / "chart.png")
    picture = (folder / "chart.png").read_bytes()
    assert picture.startswith(b"\x89PNG")
    assert len(picture) > 5_000


def test_a_kept_question_has_an_address_that_asks_the_same_for_everybody(open_as: Open) -> None:
    page = open_as("curator", at="/admin/catalogue/revenue_trends/?period=last_year&granularity=quarter")
    page.get_by_text("Keep", exact=True).click()
    page.get_by_label("Title").fill("Quarters of last year")
    page.get_by_label("for everybody here").check()
    page.get_by_role("button", name="Keep this question").click()
    expect(page).to_have_url(re.compile(r"/admin/catalogue/kept/\d+/$"))
    rows = page.locator(".cg-table tbody").inner_text()
    other = open_as("viewer", at=page.url.partition("//")[2].partition("/")[2].join(["/", ""]))
    expect(other.locator("#content").get_by_role("heading", name="Quarters of last year")).to_be_visible()
    assert other.locator(".cg-table tbody").inner_text() == rows
    assert other.get_by_label("Granularity").input_value() == "quarter"


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_no_page_of_the_catalogue_scrolls_sideways_in_a_narrow_window(open_as: Open, dark: bool) -> None:
    page = open_as("administrator", at="/admin/catalogue/", size=NARROW, dark=dark)
    boards = page.goto("/admin/catalogue/board/overview/")
    assert boards is not None
    tabs = page.locator(".cg-tabs a").evaluate_all("links => links.map((link) => link.getAttribute('href'))")
    wide = []
    for address in [
        "/admin/catalogue/",
        *tabs,
        *(f"/admin/catalogue/{name}/?period=all" for name, _ in KINDS.values()),
    ]:
        page.goto(address)
        if scrolls_sideways(page):
            wide.append(address)
    assert wide == []
