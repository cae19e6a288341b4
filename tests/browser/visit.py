"""One person's window: what it complains about, and what tests do in it again and again."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, ViewportSize, expect

from tests.browser.fill_office import PASSWORD

WIDE: ViewportSize = {"width": 1440, "height": 900}
NARROW: ViewportSize = {"width": 820, "height": 1100}
PATIENCE_MS = 15_000


class Visit:
    """A window of its own, that notes errors of the console, pages that broke and requests to other hosts."""

    def __init__(
        self, browser: Browser, address: str, session: Any = None, *, size: ViewportSize = WIDE, dark: bool = False
    ) -> None:
        self.address = address
        self.complaints: list[str] = []
        self.context: BrowserContext = browser.new_context(
            base_url=address,
            storage_state=session,
            viewport=size,
            color_scheme="dark" if dark else "light",
            # Half-drawn menus are no state that a test should look at.
            reduced_motion="reduce",
        )
        self.context.set_default_timeout(PATIENCE_MS)
        self.context.on("request", self._asked)
        self.context.on("console", self._said)
        self.context.on("weberror", lambda error: self.complaints.append(f"script: {error.error}"))
        self.page: Page = self.context.new_page()

    def close(self) -> None:
        """Close the window."""
        self.context.close()

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((self.address, "data:", "blob:")):
            self.complaints.append(f"another host: {request.url}")

    def _said(self, message: ConsoleMessage) -> None:
        # The page of a lock-out has a status of its own, which Chromium reports as a failure.
        if message.type in {"error", "warning"} and "status of 429" not in message.text:
            self.complaints.append(f"{message.type}: {message.text} on {message.page and message.page.url}")


def log_in(browser: Browser, address: str, name: str) -> Any:
    """Log in by the form and give the session."""
    visit = Visit(browser, address)
    fill_log_in(visit.page, name)
    visit.page.wait_for_url("**/admin/")
    state = visit.context.storage_state()
    visit.close()
    return state


def fill_log_in(page: Page, name: str, password: str = PASSWORD) -> None:
    """Fill the log-in form and send it."""
    page.goto("/accounts/login/?next=/admin/")
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Log in").click()


def press(page: Page, *keys: str) -> None:
    """Press keys one after the other."""
    for key in keys:
        page.keyboard.press(key)


def arrived(page: Page, address: str) -> None:
    """Wait for a page, its script included: keys pressed before are the last page's."""
    expect(page).to_have_url(re.compile(address))
    page.wait_for_load_state("load")


def scrolls_sideways(page: Page) -> bool:
    """Tell whether the page as a whole is wider than its window."""
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))
