"""A browser as staff use it: Debian's Chromium on an AIOP of its own, logged in as each role."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.office import open_office
from tests.browser.visit import Visit, log_in

PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
Open = Callable[..., Page]


@pytest.fixture(scope="session")
def chromium() -> str:
    """Give the path of the browser; without one CI fails, and a developer is told what to install."""
    found = next((path for name in PROGRAMS if (path := shutil.which(name))), None)
    if found:
        return found
    words = "No Chromium was found: apt-get install chromium"
    if os.environ.get("CI"):
        pytest.fail(words)
    pytest.skip(words)


@pytest.fixture(scope="session")
def office(chromium: str, django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Give the address of a server with a filled company."""
    with open_office(tmp_path_factory.mktemp("office")) as address:
        yield address


@pytest.fixture(scope="module")
def browser(chromium: str, office: str) -> Iterator[Browser]:
    """Give the browser; for one module, because while its loop runs in this thread no test of another kind reaches its database."""
    with sync_playwright() as playwright:
        # Containers forbid the sandbox to root and give little shared memory.
        options = ["--no-sandbox", "--disable-dev-shm-usage"]
        browser = playwright.chromium.launch(executable_path=chromium, args=options)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def sessions(office: str) -> dict[str, Any]:
    """Give the sessions of people who have logged in, by name; filled as they come."""
    return {}


@pytest.fixture
def open_as(browser: Browser, office: str, sessions: dict[str, Any]) -> Iterator[Open]:
    """Give a function that opens the office as somebody; afterwards the pages had no error and asked no other host."""
    visits: list[Visit] = []

    def open_(name: str | None = "curator", *, at: str = "/admin/", **how: Any) -> Page:
        if name is not None and name not in sessions:
            sessions[name] = log_in(browser, office, name)
        visit = Visit(browser, office, sessions.get(name or ""), **how)
        visits.append(visit)
        visit.page.goto(at)
        return visit.page

    yield open_
    for visit in visits:
        visit.close()
    assert [complaint for visit in visits for complaint in visit.complaints] == []


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a folder for files that are uploaded."""
    return tmp_path
