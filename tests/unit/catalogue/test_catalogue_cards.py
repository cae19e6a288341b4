"""Cards of boards: which rows a figure is worked out of."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from aiop.catalogue.boards import Card, figure, said
from aiop.catalogue.run import Answer
from tests.unit.catalogue.own_questions import asking

ROWS = [("ON", 3), (None, 4), ("TX", 5)]


@pytest.mark.parametrize(
    ("card", "value"),
    [
        (Card("All", "x", "n", "sum"), 12),
        (Card("All rows", "x", pick="rows"), 3),
        (Card("With a place", "x", "n", "sum", known="state"), 8),
        (Card("Places", "x", pick="rows", known="state"), 2),
        (Card("One", "x", "n", where={"state": "TX"}), 5),
        (Card("Last", "x", "n", "last"), 5),
        (Card("None", "x", "n", "sum", where={"state": "BC"}), None),
    ],
)
def test_a_figure_is_of_the_rows_that_its_card_names(card: Card, value: Any) -> None:
    entry = asking("SELECT 1", "state:text:none", "n:count:sum")
    assert figure(card, Answer(entry.columns, ROWS, 3, 0.0, False, 1.0, {"n": 12})) == value


@pytest.mark.parametrize(
    ("unit", "value", "words"),
    [
        ("hours", Decimal("14055.71"), "14,056 h"),
        ("hours", Decimal("5839.35"), "5,839.35 h"),
        ("money", Decimal("172782.40"), "172,782"),
        ("count", 12_345, "12,345"),
        ("count", None, "–"),
    ],
)
def test_a_large_figure_is_whole(unit: str, value: Any, words: str) -> None:
    entry = asking("SELECT 1", f"n:{unit}:sum")
    assert said(Card("All", "x", "n", "sum"), entry, value, dt.UTC) == words
