"""A walk by keyboard alone."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.visit import arrived, press

pytestmark = pytest.mark.browser
Open = Callable[..., Page]


def test_the_keys_of_a_page_are_shown_and_leave_again(open_as: Open) -> None:
    page = open_as("viewer")
    press(page, "?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    press(page, "Escape")
    expect(page.get_by_role("dialog", name="Keys")).to_be_hidden()


def test_a_row_is_found_opened_and_left_without_a_mouse(open_as: Open) -> None:
    page = open_as("viewer")
    press(page, "g", "j")
    arrived(page, "/admin/crm/job/")
    press(page, "j", "j", "k", "j")
    second = page.locator("[data-row] .ak-open").nth(1)
    expect(second).to_be_focused()
    wanted = second.inner_text()
    press(page, "Enter")
    arrived(page, "/change/")
    expect(page.locator("body")).to_contain_text(wanted)
    press(page, "g", "h")
    arrived(page, "/admin/$")


def test_pages_of_a_list_are_turned_and_rows_drawn_closer_by_key(open_as: Open) -> None:
    page = open_as("viewer", at="/admin/crm/job/")
    press(page, "n")
    arrived(page, "p=a")
    press(page, "p")
    expect(page.locator(".ak-off", has_text="Previous")).to_be_visible()
    arrived(page, "p=b")
    press(page, "d")
    expect(page.locator("html")).to_have_attribute("data-density", "compact")


def test_the_jump_box_goes_to_a_page_and_searches_in_one(open_as: Open) -> None:
    page = open_as("viewer")
    press(page, "/")
    expect(page.get_by_role("dialog", name="Search or jump")).to_be_visible()
    page.keyboard.type("quaran")
    press(page, "Enter")
    arrived(page, "/admin/quarantine/")
    press(page, "Control+k")
    page.keyboard.type("416-555-0188")
    # Two apps have jobs, and each says whose they are.
    expect(page.get_by_role("option", name=re.compile(r"Find .* in Jobs \(Lead pool\)"))).to_be_visible()


def test_the_last_change_is_undone_from_home_by_z_after_a_look(open_as: Open) -> None:
    page = open_as("curator", at="/admin/crm/branch/")
    press(page, "j", "Enter")
    arrived(page, "/change/")
    page.get_by_label("Name").first.fill("Renamed by a test")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("body")).to_contain_text("changed successfully")
    page.goto("/admin/")
    press(page, "z")
    arrived(page, "/undo/")
    expect(page.get_by_role("heading", name=re.compile("If you undo"))).to_be_visible()
    press(page, "j", "Enter")
    expect(page.locator("body")).not_to_contain_text("If you undo")
    page.goto("/admin/crm/branch/?q=Renamed")
    expect(page.get_by_role("heading", name="Nothing matches")).to_be_visible()
