"""Charts of answers: what is drawn is what the rows say, and what cannot be drawn honestly is left to the table."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.template.loader import render_to_string

from aiop.catalogue.charts import draw
from aiop.catalogue.plots.drawing import Drawing
from aiop.catalogue.run import Answer
from tests.unit.catalogue.own_questions import asking

ZONE = ZoneInfo("America/Toronto")


def drawn(
    kind: str, columns: Sequence[str], rows: Sequence[Sequence[Any]], y: str = "n", series: str = ""
) -> Drawing | None:
    """Draw rows as a kind of chart over the first column."""
    x = columns[0].partition(":")[0]
    heights = ", ".join(f'"{name}"' for name in y.split())
    chart = f'[chart]\nkind = "{kind}"\nx = "{x}"\ny = [{heights}]\n' + (f'series = "{series}"\n' if series else "")
    # Tables of a head may stand in any order.
    entry = asking("SELECT 1", *columns, head=chart)
    return draw(entry, Answer(entry.columns, list(rows), len(rows), 0.0, False, 1.0), ZONE)


def widths(drawing: Drawing | None) -> list[float]:
    """Give how long the bars are."""
    assert drawing is not None
    return [box.width for box in drawing.boxes if box.title]


def test_bars_are_as_long_as_their_values_and_go_left_below_zero() -> None:
    found = drawn("bar", ["name:text:none", "n:money:sum"], [("a", Decimal(100)), ("b", Decimal(-50)), ("c", None)])
    a, b = widths(found)
    assert a == pytest.approx(2 * b, abs=0.2)
    assert found is not None
    assert [word.text for word in found.words if word.look == "cg-value"] == ["100.00", "-50.00", "–"]
    assert found.boxes[1].x + b == pytest.approx(found.boxes[0].x, abs=0.2)


def test_rows_about_one_name_are_added_up_where_that_is_allowed() -> None:
    rows = [("a", "x", 1), ("a", "y", 2), ("b", "x", 3)]
    added = drawn("bar", ["name:text:none", "place:text:none", "n:count:sum"], rows)
    assert len(widths(added)) == 2
    assert widths(added)[0] == widths(added)[1]
    more = drawn(
        "bar", ["name:text:none", "place:text:none", "n:count:sum"], [("a", "x", 2), ("b", "x", 1), ("b", "y", 4)]
    )
    assert more is not None
    assert [word.text for word in more.words if word.look == "cg-label"] == ["b", "a"]


def test_values_of_several_bars_stand_each_beside_its_own() -> None:
    found = drawn("bar", ["name:text:none", "n:count:sum", "m:count:sum"], [("a", 1, 9), ("b", 2, 8)], y="n m")
    assert found is not None
    words = [word for word in found.words if word.look == "cg-value"]
    assert [word.text for word in words] == ["1", "9", "2", "8"]
    bars = [box for box in found.boxes if box.title]
    assert all(bar.y < word.y <= bar.y + bar.height for bar, word in zip(bars, words, strict=True))


def test_averages_are_never_added_up() -> None:
    rows = [("a", "x", Decimal(4)), ("a", "y", Decimal(2)), ("b", "x", Decimal(3))]
    columns = ["name:text:none", "place:text:none", "n:hours:none"]
    found = drawn("bar", columns, rows)
    assert found is not None
    assert [word.text for word in found.words if word.look == "cg-label"] == ["a · x", "a · y", "b · x"]
    assert drawn("line", columns, rows) is None
    assert drawn("map", columns, [("ON", "x", 1), ("ON", "y", 2)]) is None


def test_parts_of_one_bar_stand_one_after_the_other() -> None:
    found = drawn(
        "bar", ["name:text:none", "part:text:none", "n:count:sum"], [("a", "x", 3), ("a", "y", 1)], series="part"
    )
    assert found is not None
    first, second = [box for box in found.boxes if box.title]
    assert second.x == pytest.approx(first.x + first.width, abs=0.2)
    assert first.width == pytest.approx(3 * second.width, abs=0.3)


def test_a_line_leaves_a_gap_where_nothing_is_known_and_follows_time() -> None:
    days = [dt.date(2026, month, 1) for month in (4, 1, 2, 3)]
    found = drawn("line", ["day:date:none", "n:count:sum"], list(zip(days, [4, 1, 2, None], strict=True)))
    assert found is not None
    lines = [stroke for stroke in found.strokes if "cg-line" in stroke.look]
    assert len(lines) == 1
    assert [band.title for band in found.bands] == ["Jan 2026: N 1", "Feb 2026: N 2", "Mar 2026: N –", "Apr 2026: N 4"]


def test_columns_of_another_unit_share_no_axis() -> None:
    found = drawn(
        "line",
        ["day:date:none", "n:money:sum", "m:count:sum"],
        [(dt.date(2026, 1, 1), 5, 6), (dt.date(2026, 2, 1), 7, 8)],
        y="n m",
    )
    assert found is not None
    assert all("M " not in band.title for band in found.bands)


def test_a_heat_map_is_strongest_at_its_largest_value() -> None:
    rows = [(1, "a", Decimal(10)), (2, "a", Decimal(5)), (1, "b", Decimal(0))]
    found = drawn("heat_map", ["month:count:none", "branch:text:none", "n:money:sum"], rows, series="branch")
    assert found is not None
    assert [box.opacity for box in found.boxes] == [1.0, pytest.approx(0.53), pytest.approx(0.06)]


def test_two_rows_of_one_cell_are_added_up_and_shares_are_not_drawn() -> None:
    rows = [("Springfield", "Salem", 2), ("Springfield", "Salem", 3), ("Salem", "Salem", 1)]
    columns = ["to:text:none", "from:text:none"]
    found = drawn("heat_map", [*columns, "n:count:sum"], rows, series="from")
    assert found is not None
    assert [box.title for box in found.boxes] == ["Salem, Springfield: 5", "Salem, Salem: 1"]
    assert drawn("heat_map", [*columns, "n:percent:none"], rows, series="from") is None


def test_a_drawing_of_the_first_rows_says_so() -> None:
    entry = asking("SELECT 1", "name:text:none", "n:count:sum", head='[chart]\nkind = "bar"\nx = "name"\ny = ["n"]\n')
    found = draw(entry, Answer(entry.columns, [("a", 1)], 1_800, 0.0, False, 1.0), ZONE)
    assert found is not None
    assert found.note == "Drawn from the first 1 of 1,800 rows."
    cut = draw(entry, Answer(entry.columns, [("a", 1)], 1, 0.0, False, 1.0, limit=1), ZONE)
    assert cut is not None
    assert cut.note == "Drawn from as many rows as the limit lets through: 1."


def test_a_funnel_is_as_wide_as_its_share_of_the_first() -> None:
    found = drawn("funnel", ["kind:text:none", "n:count:none", "m:count:none"], [("all", 200, 50)], y="n m")
    a, b = widths(found)
    assert a == pytest.approx(4 * b, abs=0.2)
    assert found is not None
    assert any(word.text == "50 · 25 %" for word in found.words)


def test_a_map_knows_states_by_code_and_name_and_says_what_it_leaves_out() -> None:
    found = drawn("map", ["state:text:none", "n:count:sum"], [("Ontario", 2), ("on", 1), ("Nowhere", 9), (None, 4)])
    assert found is not None
    assert [box.title for box in found.boxes if "none" not in box.title] == ["ON: 3"]
    assert found.note == "In the table, 2 of the rows name no state or province that is known."


def test_nothing_known_is_not_drawn() -> None:
    for kind in ("bar", "line", "area", "map", "funnel"):
        assert drawn(kind, ["name:text:none", "n:count:sum"], [("a", None)]) is None, kind


def test_names_that_look_like_markup_are_text_in_a_drawing() -> None:
    found = drawn("bar", ["name:text:none", "n:count:sum"], [("<script>alert(1)</script>", 1)])
    said = render_to_string("catalogue/chart.html", {"drawing": found})
    assert "<script>" not in said
    assert "&lt;script&gt;" in said
