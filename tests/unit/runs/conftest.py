"""Fixtures of the tests of runs."""

from __future__ import annotations

import pytest

from aiop import schedule
from aiop.runs import jobs


@pytest.fixture
def no_jobs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Start with an empty registry and an empty timetable."""
    monkeypatch.setattr(jobs, "_jobs", {})
    monkeypatch.setattr(schedule, "_entries", {})
