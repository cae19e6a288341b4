"""What charts draw: nothing that was not said, nothing that a browser would run."""

from __future__ import annotations

import re
from decimal import Decimal
from xml.etree import ElementTree

import pytest

from aiop.dashboards.charts import Bar, Part, Stage, bar_chart, funnel, line_chart
from aiop.dashboards.geometry import Point, compact, ticks
from aiop.dashboards.tables import Cell, Head, Table, as_csv

EVIL = '<script>alert("x")</script>'


def line(*values: float | Decimal | None, provisional: bool = False) -> list[Point]:
    return [
        Point(f"M{i}", value, f"{value}", provisional=provisional and i == len(values) - 1)
        for i, value in enumerate(values)
    ]


def test_labels_are_never_run() -> None:
    drawn = [
        line_chart([Point(EVIL, 1, EVIL, EVIL)], name=EVIL),
        bar_chart([Bar(EVIL, 1, EVIL, EVIL, EVIL)], name=EVIL),
        funnel([Stage(EVIL, 1, EVIL, EVIL, EVIL, [Part(EVIL, EVIL)], EVIL)], name=EVIL),
    ]
    assert all("<script" not in chart and "&lt;script&gt;" in chart for chart in drawn)


def test_a_strict_policy_would_refuse_nothing() -> None:
    drawn = (
        line_chart(line(1, 2), name="Leads")
        + bar_chart([Bar("A", 1, "1")], name="x")
        + funnel([Stage("A", 1, "1")], name="x")
    )
    assert not re.search(r"\sstyle=|\son\w+=|javascript:", drawn)


def test_nothing_is_drawn_where_nothing_is_known() -> None:
    assert line_chart([], name="Leads") == line_chart(line(None, None), name="Leads") == ""
    assert bar_chart([], name="Leads") == funnel([], name="Leads") == ""


def test_a_single_value_is_a_dot_with_its_number() -> None:
    drawn = ElementTree.fromstring(line_chart(line(7), name="Leads"))  # noqa: S314  (our own drawing)
    names = [element.tag.rpartition("}")[2] for element in drawn.iter()]
    assert names.count("circle") == 1
    assert "polyline" not in names
    assert "7" in [element.text for element in drawn.iter() if element.tag.endswith("text")]


def test_unknown_values_leave_a_gap_and_are_no_zeros() -> None:
    drawn = line_chart(line(5, 6, None, 6, 7), name="Leads")
    assert drawn.count('class="db-stroke"') == 2


def test_what_is_still_growing_is_dashed_and_said() -> None:
    drawn = line_chart(line(5, 6, 2, provisional=True), name="Leads")
    assert drawn.count("db-provisional") == 1
    assert "M2: 2, so far" in drawn


@pytest.mark.parametrize("values", [(0, 0), (Decimal("9" * 30), 1), (-5, 10), (1e-6, 2e-6), (float("nan"), 3)])
def test_extreme_values_stay_inside_the_drawing(values: tuple[float, float]) -> None:
    drawn = line_chart(line(*values), name="Leads")
    marks = [float(text) for text in re.findall(r'cy="([^"]+)"', drawn)]
    assert marks
    assert all(0 <= mark <= 200 for mark in marks)


def test_the_drawing_says_in_words_what_it_shows() -> None:
    assert "M0 to M2; highest 9 in M1, latest 4. The table holds every value." in line_chart(
        line(1, 9, 4), name="Leads"
    )


def test_bars_start_from_zero_and_are_as_long_as_their_share() -> None:
    drawn = bar_chart([Bar("A", 200, "200"), Bar("B", 50, "50"), Bar("C", 0, "0"), Bar("D", None, "–")], name="Leads")
    assert [float(width) for width in re.findall(r'width="([\d.]+)"', drawn)] == [100, 25, 0, 0]


def test_the_smallest_bar_can_still_be_seen() -> None:
    drawn = bar_chart([Bar("A", 10**9, "1B"), Bar("B", 1, "1")], name="Leads")
    assert float(re.findall(r'width="([\d.]+)"', drawn)[1]) > 0


@pytest.mark.parametrize(
    ("values", "named"),
    [
        ([0.0], [0, 1]),
        ([1.0, 2.0], [0, 1, 2]),
        ([30.0], [0, 10, 20, 30]),
        ([11.0, 4.0], [0, 5, 10, 15]),
        ([0.3], [0, 0.1, 0.2, 0.3]),
        ([-3.0, 7.0], [-4, -2, 0, 2, 4, 6, 8]),
        ([-90.0], [-100, -80, -60, -40, -20, 0]),
    ],
)
def test_axes_name_round_steps_and_no_part_of_what_comes_whole(values: list[float], named: list[float]) -> None:
    assert ticks(values) == pytest.approx(named)


@pytest.mark.parametrize(
    ("value", "text"), [(0, "0"), (950, "950"), (48_200, "48.2k"), (Decimal(1250000), "1.25M"), (-2e9, "-2B")]
)
def test_axes_write_numbers_shortly(value: float, text: str) -> None:
    assert compact(value) == text


def test_a_tables_file_is_no_formula_and_leaves_the_unknown_blank() -> None:
    table = Table("Sources", [Head("Source", False), Head("Leads")], [[Cell("=1+1", "=1+1"), Cell("–")]])
    assert as_csv(table) == "Source,Leads\r\n'=1+1,\r\n"
