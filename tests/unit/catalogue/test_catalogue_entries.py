"""What an entry's text must be: each fault is refused with file, line, key and reason."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from aiop.catalogue.entries import parse, read_file
from aiop.catalogue.head import RefusedEntry
from aiop.catalogue.parameters import SPANS, WrongValue, declared, read_value
from tests.unit.catalogue.own_questions import HEAD, asking, text_of

TODAY = dt.date(2026, 3, 17)
COLUMN = '[columns.a]\ntitle = "A"\n'


@pytest.mark.parametrize(
    ("head", "sql", "refusal"),
    [
        ("", "SELECT 1 AS a", "line 1, title: is missing"),
        (HEAD, "SELECT 1 AS a", "columns: declares no column"),
        (HEAD + 'colour = "red"\n' + COLUMN, "SELECT 1 AS a", "line 5, colour: is not known here"),
        (HEAD + "corrected = 3\n" + COLUMN, "SELECT 1 AS a", "line 5, corrected: is not a text"),
        (HEAD + "[columns.a]\n", "SELECT 1 AS a", "line 5, columns.a.title: is missing"),
        (HEAD + """[columns.'=1+1"']\ntitle = "A"\n""", "SELECT 1", "columns.=1.1\": is no name"),
        (HEAD + '[columns.a]\ntitle = "A"\nunit = "miles"\n', "SELECT 1 AS a", "line 7, columns.a.unit: is 'miles'"),
        (HEAD + '[columns.a]\ntitle = "A"\ntotal = "sum"\n', "SELECT 1 AS a", "line 7, columns.a.total: adds up a text"),
        (HEAD + COLUMN + '[chart]\nkind = "pie"\n', "SELECT 1 AS a", "chart.kind: is 'pie'"),
        (HEAD + COLUMN + '[chart]\nkind = "bar"\nx = "b"\ny = ["a"]\n', "SELECT 1 AS a", "chart.x: names 'b'"),
        (HEAD + COLUMN + '[chart]\nkind = "bar"\nx = "a"\ny = ["a"]\n', "SELECT 1 AS a", "chart.y: draws a, which is no number"),
        (HEAD + '[params.p]\ntype = "colour"\n' + COLUMN, "SELECT 1 AS a", "line 6, params.p.type: is 'colour'"),
        (HEAD + '[params.p]\ntype = "choice"\n' + COLUMN, "SELECT 1 AS a", "params.p.choices: is missing"),
        (HEAD + '[params.p]\ntype = "integer"\ndefault = 5\nmax = 3\n' + COLUMN, "SELECT 1 AS a", "line 7, params.p.default: is not a value"),
        (HEAD + '[params.p]\ntype = "integer"\n' + COLUMN, "SELECT 1 AS a", "line 5, params.p: is used nowhere"),
        (HEAD + COLUMN, "SELECT %(branch)s AS a", r"line 8, %\(branch\)s: is bound by no parameter"),
        (HEAD + COLUMN, "SELECT 1 AS a\nWHERE 'a' LIKE 'b%'", "line 9: has a bare %"),
        (HEAD + COLUMN, "UPDATE crm_job SET x = 1", "line 8: is not one SELECT"),
        (HEAD + "[columns\n", "SELECT 1 AS a", "line 5: the head is not TOML"),
    ],
)  # fmt: skip
def test_a_fault_is_refused_where_it_stands(head: str, sql: str, refusal: str) -> None:
    with pytest.raises(RefusedEntry, match=rf"^x/bad\.sql, .*{refusal}") as caught:
        parse(f"/*\n{head}*/\n{sql}", name="bad", category="x", file="x/bad.sql")
    assert str(caught.value).endswith(".")


def test_a_text_without_a_head_is_refused() -> None:
    with pytest.raises(RefusedEntry, match="begins with no /"):
        parse("SELECT 1", name="bad", category="x", file="x/bad.sql")


def test_a_doubled_percent_sign_is_one_character() -> None:
    assert asking("SELECT 'a' LIKE '%%b%%' AS a", "a").sql.count("%%") == 2


@pytest.mark.parametrize(
    ("table", "given", "bound"),
    [
        ({"type": "date_range"}, {}, {"p_from": None, "p_to": None}),
        ({"type": "date_range", "default": "last_12_months"}, {}, {"p_from": dt.date(2025, 4, 1), "p_to": TODAY}),
        ({"type": "date_range"}, {"p": "this_month"}, {"p_from": dt.date(2026, 3, 1), "p_to": dt.date(2026, 3, 31)}),
        ({"type": "date_range"}, {"p": "last_year"}, {"p_from": dt.date(2025, 1, 1), "p_to": dt.date(2025, 12, 31)}),
        ({"type": "date_range"}, {"p": "2026-01-01..2026-01-31"}, {"p_from": dt.date(2026, 1, 1), "p_to": dt.date(2026, 1, 31)}),
        ({"type": "date_range", "default": "this_year"}, {"p_from": "2026-02-01"}, {"p_from": dt.date(2026, 2, 1), "p_to": None}),
        ({"type": "branch"}, {"p": ""}, {"p": None}),
        ({"type": "branch"}, {"p": "17"}, {"p": 17}),
        ({"type": "choice", "choices": ["a", "b"], "default": "b"}, {}, {"p": "b"}),
        ({"type": "integer", "default": 50, "min": 1}, {}, {"p": 50}),
        ({"type": "text"}, {"p": "'; DROP TABLE x"}, {"p": "'; DROP TABLE x"}),
    ],
)  # fmt: skip
def test_values_are_read_as_their_type(table: dict[str, Any], given: dict[str, str], bound: dict[str, Any]) -> None:
    assert read_value(declared("p", table, line=1), given, today=TODAY) == bound


@pytest.mark.parametrize(
    ("table", "given"),
    [
        ({"type": "date_range"}, {"p": "someday"}),
        ({"type": "date_range"}, {"p_from": "31/02/2024"}),
        ({"type": "date_range"}, {"p_from": "2026-02-01", "p_to": "2026-01-01"}),
        ({"type": "date_range"}, {"p_from": "0001-01-01"}),
        ({"type": "branch"}, {"p": "one"}),
        ({"type": "branch"}, {"p": "99999999999999999999"}),
        ({"type": "integer", "min": 1, "max": 9, "default": 5}, {"p": "10"}),
        ({"type": "integer"}, {"p": "1.5"}),
        ({"type": "number"}, {"p": "NaN"}),
        ({"type": "text", "max": 3}, {"p": "four"}),
        ({"type": "text"}, {"p": "a\0b"}),
        ({"type": "choice", "choices": ["a"], "default": "a"}, {"p": "z"}),
    ],
)
def test_a_value_that_makes_no_sense_is_said_in_a_sentence(table: dict[str, Any], given: dict[str, str]) -> None:
    with pytest.raises(WrongValue, match=r"^P.*\.$"):
        read_value(declared("p", table, line=1), given, today=TODAY)


@pytest.mark.parametrize("today", [dt.date(2024, 2, 29), dt.date(2026, 1, 31), dt.date(2026, 12, 31)])
def test_every_preset_has_days_in_order_whatever_day_it_is(today: dt.date) -> None:
    for name, (_, days) in SPANS.items():
        start, end = days(today)
        assert name == "all" or (start and end and start <= end), name


def test_an_own_text_is_read_as_a_file_is() -> None:
    entry = asking("SELECT 1 AS a, 2 AS b", "a", "b:count:sum")
    assert [(column.name, column.unit, column.total) for column in entry.columns] == [
        ("a", "text", "none"),
        ("b", "count", "sum"),
    ]
    assert text_of("SELECT 1 AS a", "a").startswith("/*")


def in_a_folder(folder: Path, sql: str, part: str) -> Path:
    """Write an entry, and beside it a part that several share."""
    for name, text in (("x/asked.sql", f"/*\n{HEAD}{COLUMN}*/\n{sql}"), ("_shared/base.sql", part)):
        path = folder / "queries" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder / "queries/x/asked.sql"


def test_a_shared_part_stands_in_the_whole_text_that_people_read(tmp_path: Path) -> None:
    path = in_a_folder(tmp_path, "{{ base }}\nSELECT a FROM base", "WITH base AS (\n    SELECT 1 AS a\n)\n")
    entry = read_file(path, "x")
    assert entry.sql == "WITH base AS (\n    SELECT 1 AS a\n)\nSELECT a FROM base"
    assert entry.source.endswith(entry.sql)


def test_a_changed_part_is_read_again(tmp_path: Path) -> None:
    path = in_a_folder(tmp_path, "{{ base }}", "SELECT 1 AS a")
    assert read_file(path, "x").sql == "SELECT 1 AS a"
    in_a_folder(tmp_path, "{{ base }}", "SELECT 2 AS a")
    assert read_file(path, "x").sql == "SELECT 2 AS a"


@pytest.mark.parametrize(
    ("sql", "part", "refusal"),
    [
        ("{{ base }}\nSELECT a", "WITH base AS (\n    SELECT %(b)s AS a\n)", r"_shared/base\.sql, line 2, %\(b\)s: is bound by no"),
        ("{{ base }}\nSELECT a LIKE 'b%'", "WITH base AS (\n)", r"x/asked\.sql, line 9: has a bare %"),
        ("SELECT a FROM\n{{ gone }}", "", r"x/asked\.sql, line 9, \{\{ gone \}\}: names no shared part"),
    ],
)  # fmt: skip
def test_a_fault_is_refused_in_the_file_where_it_stands(tmp_path: Path, sql: str, part: str, refusal: str) -> None:
    with pytest.raises(RefusedEntry, match=refusal):
        read_file(in_a_folder(tmp_path, sql, part), "x")
