"""How long a decision takes a reviewer at the keyboard with 100,000 pairs open, and how fast the next is there: by hand.

`python3 manage.py test -m "browser and benchmark"`; AIOP_REVIEW_PAIRS says how many pairs are worked.
"""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page

from tests.browser.office import open_office
from tests.browser.test_review_desk import ANOTHER, NEXT, said, shown

pytestmark = [pytest.mark.browser, pytest.mark.benchmark]
Open = Callable[..., Page]
PAIRS = int(os.environ.get("AIOP_REVIEW_PAIRS", "200"))
# Nobody decides without a glance; it counts as part of the decision.
GLANCE_MS = 350
# Notes when a key went down and when another pair lay on the desk.
_WATCH = """
  window.swaps = [];
  let down = 0;
  window.addEventListener("keydown", () => { down = performance.now(); }, true);
  document.addEventListener("DOMContentLoaded", () => {
    const desk = document.querySelector("[data-desk]");
    const note = () => { if (down && desk.querySelector("form")) { window.swaps.push(performance.now() - down); down = 0; } };
    if (desk) new MutationObserver(note).observe(desk, { childList: true });
  });
"""


@pytest.fixture(scope="session")
def office(chromium: str, django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Give the address of a server on which 100,000 pairs are open."""
    with open_office(tmp_path_factory.mktemp("pile"), "tests.browser.fill_pile") as address:
        yield address


def test_a_reviewer_works_through_pairs_by_keyboard_at_a_steady_pace(open_as: Open) -> None:
    page = open_as("curator")
    # Ahead of the page's own script, which keeps its keys to itself.
    page.add_init_script(_WATCH)
    page.goto(NEXT)
    seconds = []
    for number in range(PAIRS):
        before = shown(page)
        started = time.perf_counter()
        page.wait_for_timeout(GLANCE_MS)
        page.keyboard.press("dus"[number % 3])
        page.wait_for_function(ANOTHER, arg=before)
        seconds.append(time.perf_counter() - started)
    said(page, "Merged|Kept|Parked")
    swaps = page.evaluate("window.swaps")
    print(  # noqa: T201 - the figures are what it is run for
        f"\n{PAIRS} pairs: median {statistics.median(seconds):.2f} s a decision, {GLANCE_MS} ms of it a glance; "
        f"the next pair after {statistics.median(swaps):.0f} ms, at worst {max(swaps):.0f} ms"
    )
    assert statistics.median(seconds) <= 1.5
    assert statistics.median(swaps) <= 100
