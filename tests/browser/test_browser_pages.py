"""The pages of the office in a browser: home, dashboard, checks, linking with its run, who may do what, narrow windows."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.visit import NARROW, scrolls_sideways

pytestmark = pytest.mark.browser
Open = Callable[..., Page]
LINKING = "/admin/lead-pool/link/"
PAGES = [
    "/admin/",
    "/admin/lead-pool/",
    LINKING,
    "/admin/crm/job/",
    "/admin/crm/customer/",
    "/admin/import/",
    "/admin/quarantine/",
    "/admin/quality/checkresult/",
    "/admin/runs/run/",
    "/admin/audit/changeset/",
]


def test_home_leads_to_what_needs_somebody(open_as: Open) -> None:
    page = open_as("curator")
    expect(page.get_by_role("region", name="Needs you")).to_contain_text("in quarantine")
    expect(page.get_by_role("region", name="Is it right?")).to_contain_text("Won jobs with a customer")
    page.get_by_role("region", name="Needs you").get_by_role("link").first.click()
    expect(page).to_have_url(re.compile("/admin/review/customers/next/"))


def test_a_number_of_the_dashboard_opens_its_rows(open_as: Open) -> None:
    page = open_as("viewer", at="/admin/lead-pool/")
    funnel = page.locator("section", has_text="From lead to completed move").first
    shown = funnel.get_by_role("link", name=re.compile(r"^[\d,]+$")).first
    rows = shown.inner_text()
    shown.click()
    expect(page.locator(".ak-count")).to_contain_text(f"{rows} ")


def test_a_failing_check_opens_its_rows(open_as: Open) -> None:
    page = open_as("viewer", at="/admin/quality/checkresult/")
    page.get_by_role("link", name="Won jobs without a booking date").first.click()
    expect(page.get_by_role("main")).to_contain_text(re.compile(r"[1-9]\d* rows?"))


def test_linking_is_previewed_then_asked_of_the_worker_whose_run_is_followed(open_as: Open) -> None:
    page = open_as("operator", at=LINKING)
    expect(page.locator(".ak-nav a[aria-current]")).to_have_text(re.compile("Linking"))
    page.get_by_role("link", name="Preview all steps").click()
    expect(page.get_by_role("status")).to_contain_text("Everything that the rules can link is linked")
    page.get_by_role("button", name="Link the whole pool").click()
    expect(page).to_have_url(re.compile(r"/admin/runs/run/\d+/change/"))
    expect(page.locator("#run-summary")).to_contain_text("Done", ignore_case=True)
    expect(page.locator("#run-lines")).to_contain_text("rows written")
    page.goto(LINKING)
    expect(page.locator(".ak-page")).to_contain_text("by operator: done")


def test_a_viewer_sees_everything_and_changes_nothing(open_as: Open) -> None:
    page = open_as("viewer", at="/admin/crm/job/")
    expect(page.locator("a[href='/admin/crm/job/import/']")).to_have_count(0)
    page.locator(".ak-open").first.click()
    expect(page.get_by_role("button", name=re.compile("^(Save|Delete)"))).to_have_count(0)
    for address, act in (
        (LINKING, "Link the whole pool"),
        ("/admin/import/", "Upload and look"),
        ("/admin/quarantine/", "They are blank"),
        ("/admin/quality/checkresult/", re.compile("^Run all")),
    ):
        page.goto(address)
        expect(page.get_by_role("main").first).to_be_visible()
        expect(page.get_by_role("button", name=act)).to_have_count(0)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_no_page_scrolls_sideways_in_a_narrow_window(open_as: Open, dark: bool) -> None:
    page = open_as("administrator", size=NARROW, dark=dark)
    wide = []
    for address in PAGES:
        page.goto(address)
        if scrolls_sideways(page):
            wide.append(address)
    assert wide == []
