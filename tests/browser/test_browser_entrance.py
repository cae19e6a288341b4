"""The way in, in a browser."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.fill_office import COMPANY, FORGETFUL
from tests.browser.visit import fill_log_in

pytestmark = pytest.mark.browser
Open = Callable[..., Page]


def test_somebody_logs_in_and_stands_on_the_home_page_of_their_company(open_as: Open) -> None:
    page = open_as(None)
    expect(page).to_have_url(re.compile("/accounts/login/"))
    fill_log_in(page, "curator")
    expect(page).to_have_url(re.compile("/admin/$"))
    expect(page.locator(".ak-name, #nav-sidebar-inner").first).to_contain_text(COMPANY)


def test_five_wrong_passwords_lead_to_a_page_that_says_how_long_and_whom_to_ask(open_as: Open) -> None:
    page = open_as(None)
    for number in range(5):
        fill_log_in(page, FORGETFUL, f"wrong-{number}")
    expect(page.get_by_role("heading", level=1)).to_have_text("Too many wrong passwords")
    expect(page.locator("body")).to_contain_text("15 minutes")
    expect(page.locator("body")).to_contain_text("administrator")
    page.get_by_role("link", name="Back to log-in").click()
    expect(page.get_by_label("Username")).to_be_visible()
