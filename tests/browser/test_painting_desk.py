"""Units placed, lists edited and a connection tried in a browser, the first two by keyboard alone."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.fill_office import STRANGE_UNIT
from tests.browser.visit import arrived, press
from tests.factories.st_sync import tenant

pytestmark = pytest.mark.browser
Open = Callable[..., Page]
REFUSED = "Client ID and secret were refused."


def test_a_unit_is_placed_looked_at_and_taken_back_without_a_mouse(open_as: Open) -> None:
    page = open_as("painter", at="/admin/servicetitan/units/")
    press(page, "j")
    expect(page.get_by_role("link", name=f"Place {STRANGE_UNIT}")).to_be_focused()
    press(page, "Enter")
    arrived(page, r"/units/\d+/$")
    press(page, "?")
    expect(page.get_by_role("dialog", name="Keys")).to_contain_text("preview what moves")
    press(page, "Escape", "c")
    expect(page.get_by_role("combobox", name="Unit")).to_be_focused()
    page.keyboard.type("tuc_sales")
    press(page, "Escape", "r")
    expect(page.get_by_role("textbox", name="Why")).to_be_focused()
    page.keyboard.type("Sold for Tucson before it was retired")
    # Enter in a field shows what would move and places nothing.
    press(page, "Enter")
    arrived(page, "choice=")
    expect(page.get_by_role("region", name="What would move")).to_contain_text("tuc_sales")
    expect(page.get_by_role("region", name="What would move")).to_contain_text("250.00")
    press(page, "s")
    arrived(page, "/units/$")
    expect(page.locator("body")).to_contain_text("Every unit is placed on every day.")
    press(page, "z")
    arrived(page, "/undo/")
    press(page, "j", "Enter")
    expect(page).not_to_have_url(re.compile("/undo/"))
    page.goto("/admin/servicetitan/units/")
    expect(page.get_by_role("link", name=f"Place {STRANGE_UNIT}")).to_be_visible()


def test_a_list_is_edited_without_a_mouse(open_as: Open) -> None:
    page = open_as("painter", at="/admin/servicetitan/lists/warranty/")
    entries = page.get_by_role("region", name="On the list")
    expect(entries).to_contain_text("Touchup")
    press(page, "r")
    page.keyboard.type("Is repainted at our cost")
    press(page, "Escape", "a")
    page.keyboard.type("22 Production-RES-EXT")
    press(page, "Enter")
    expect(page.locator("body")).to_contain_text("On the list Warranty: Production-RES-EXT")
    press(page, "r")
    page.keyboard.type("Was a mistake")
    press(page, "Escape", "j")
    row = entries.get_by_role("row", name=re.compile("Production-RES-EXT"))
    for _ in range(entries.get_by_role("row").count()):
        if row.locator(":focus").count():
            break
        press(page, "j")
    press(page, "Enter")
    expect(entries).not_to_contain_text("Production-RES-EXT")
    expect(entries).to_contain_text("Touchup")


def test_a_connection_is_tried_and_says_what_it_can_read_and_why_it_was_refused(open_as: Open) -> None:
    service = tenant()
    known = service.access.credentials
    with service.twin() as twin:
        page = open_as("chief", at="/admin/sources/connection/add/")
        page.get_by_role("link", name="ServiceTitan").click()
        page.get_by_label("Name", exact=False).first.fill("Main account")
        page.get_by_label("Address", exact=False).first.fill(twin.url)
        page.get_by_label("Address for log-in").fill(f"{twin.url}/connect/token")
        page.get_by_label("Tenant").fill(str(known.tenant))
        page.get_by_label("Client ID").fill(known.client_id)
        page.get_by_label("Client secret").fill("cs1.not-the-one")
        page.get_by_label("Application key").fill(known.app_key)
        page.get_by_role("button", name="Save and continue editing").click()
        page.get_by_role("button", name="Test connection").click()
        reads = page.get_by_role("region", name="What it can read")
        expect(reads).to_contain_text(REFUSED)
        expect(reads.get_by_role("row", name=re.compile("Log in"))).to_contain_text("No")
        page.get_by_label("Client secret").fill(known.client_secret)
        page.get_by_role("button", name="Save and continue editing").click()
        page.get_by_role("button", name="Test connection").click()
        expect(page.locator("body")).to_contain_text("Main account can read: Business units, Job types")
        expect(reads).not_to_contain_text(REFUSED)
        assert reads.get_by_role("row", name=re.compile("Yes")).count() == 15
        page.goto("/admin/sources/connection/")
        expect(page.locator("body")).to_contain_text("Works")
        expect(page.locator("body")).not_to_contain_text(known.client_secret)
