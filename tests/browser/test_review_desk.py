"""A reviewer at work, in a browser: by keyboard alone, by mouse, taking back, choosing fields."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.visit import NARROW, scrolls_sideways

pytestmark = pytest.mark.browser
Open = Callable[..., Page]
NEXT = "/admin/review/customers/next/"
ANOTHER = "before => ![undefined, before].includes(document.querySelector('form[data-pair]')?.dataset.pair)"


def shown(page: Page) -> str:
    """Give the number of the pair on the desk, blank where it is empty."""
    return str(page.evaluate("document.querySelector('form[data-pair]')?.dataset.pair ?? ''"))


def said(page: Page, words: str) -> None:
    """Wait for what the page says of the last act."""
    expect(page.locator("[data-said]")).to_contain_text(re.compile(words))


def test_a_reviewer_works_through_pairs_by_keyboard_alone(open_as: Open) -> None:
    page = open_as("curator", at=NEXT)
    for key in "dusd":
        before = shown(page)
        page.keyboard.press(key)
        page.wait_for_function(ANOTHER, arg=before)
    said(page, "Merged|Kept|Parked")


def test_a_decision_is_taken_back_at_any_point_and_its_pair_is_there_again(open_as: Open) -> None:
    page = open_as("curator", at=NEXT)
    first = shown(page)
    page.keyboard.press("d")
    said(page, "Kept as two")
    second = shown(page)
    page.keyboard.press("u")
    said(page, "Parked")
    page.keyboard.press("z")
    said(page, "Taken back: unsure")
    assert shown(page) == second
    page.keyboard.press("z")
    said(page, "Taken back: different")
    assert shown(page) == first


def test_fields_are_chosen_and_a_pair_is_passed_over_by_key(open_as: Open) -> None:
    page = open_as("curator", at="/admin/review/sales_people/next/")
    page.keyboard.press("]")
    expect(page.locator("tr[data-aimed] .rv-rule")).to_contain_text("(B) chosen")
    page.keyboard.press("1")
    expect(page.locator("tr[data-aimed] .rv-rule")).to_contain_text("(A) chosen")
    before = shown(page)
    page.keyboard.press("ArrowRight")
    page.wait_for_function(ANOTHER, arg=before)
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_contain_text("they are different")


def test_everything_is_done_by_mouse_as_well_on_a_narrow_screen(open_as: Open) -> None:
    page = open_as("curator", at="/admin/review/customers/", size=NARROW)
    assert not scrolls_sideways(page)
    page.get_by_role("link", name="Review them one by one").click()
    page.wait_for_url(re.compile("/next/"))
    assert not scrolls_sideways(page)
    before = shown(page)
    page.get_by_role("button", name=re.compile("Different")).click()
    said(page, "Kept as two")
    page.get_by_role("button", name=re.compile("Undo")).click()
    said(page, "Taken back")
    assert shown(page) == before
    page.get_by_role("link", name="Preview every row").click()
    page.get_by_role("button", name=re.compile("Merge .* ticked")).click()
    expect(page.get_by_role("heading", name="What will happen")).to_be_visible()
    page.get_by_role("button", name=re.compile("Merge 2 records")).click()
    expect(page.locator("body")).to_contain_text("Merged.")
    page.get_by_role("link", name="Undo").first.click()
    page.get_by_role("button", name=re.compile("Take it back")).click()
    expect(page.locator("body")).to_contain_text("went back")


@pytest.mark.parametrize("dark", [False, True])
def test_every_page_of_review_is_whole_in_both_lights(open_as: Open, dark: bool) -> None:
    page = open_as("administrator", at="/admin/review/", dark=dark)
    for entity in ("customers", "sales_people", "branches", "lead_sources", "jobs"):
        for part in ("", "next/", "bulk/", "second/", "quality/"):
            page.goto(f"/admin/review/{entity}/{part}")
            expect(page.locator("#content")).to_be_visible()
            assert not scrolls_sideways(page), (entity, part)
