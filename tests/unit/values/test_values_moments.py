"""The quick reader of a column of moments says what `moment` says, text for text."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aiop.values.errors import BadValue
from aiop.values.moments import MomentReader, moment

TORONTO = ZoneInfo("America/Toronto")
USUAL = st.builds(
    "{}/{}/{} {}:{:02}{} {}{}".format,
    st.integers(0, 13), st.integers(0, 32), st.integers(1999, 2027), st.integers(0, 13), st.integers(0, 61), st.sampled_from(["", ":07", ":60"]),
    st.sampled_from(["AM", "PM", "am"]), st.sampled_from(["", " -05:00", " +14:00", " +05:60", " Z"]),
)  # fmt: skip


def said(read: object, text: str) -> object:
    """Give the moment that a reader reads, or the reason why it does not."""
    try:
        return read(text)  # type: ignore[operator]
    except BadValue as error:
        return error.reason


@settings(max_examples=300, deadline=None)
@given(USUAL | st.text(max_size=20))
def test_a_column_is_read_as_each_of_its_cells(text: str) -> None:
    assert said(MomentReader(TORONTO), text) == said(lambda t: moment(t, TORONTO), text)


@pytest.mark.parametrize(
    "text",
    [
        "3/9/2025 2:30 AM",
        "11/2/2025 1:30 AM",
        "3/9/2025 11:00 PM",
        "3/9/2025 2:30 AM -04:00",
        "0/0/0",
        "1/1/2024 9:05 AM -05:00",
    ],
)
def test_days_on_which_clocks_change_are_read_as_single_cells_are(text: str) -> None:
    assert said(MomentReader(TORONTO), text) == said(lambda t: moment(t, TORONTO), text)


@settings(max_examples=300, deadline=None)
@given(USUAL)
def test_a_moment_is_written_at_once_as_it_would_be_once_read(text: str) -> None:
    written = MomentReader(TORONTO).written(text)
    assert written is None or written == str(moment(text, TORONTO))
