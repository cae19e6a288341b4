"""Forms about quarantined rows become patched rows."""

from __future__ import annotations

from django.http import QueryDict

from aiop.files import fixes


def test_cells_of_a_form_are_read_by_row_and_header() -> None:
    form = QueryDict("cell:12:Move Date=3/1/2024&cell:12:Est: Amount=5&cell:13:Name=&csrf=x&cell:x:Name=1&cell:14=1")
    assert fixes.changes_from(form) == {12: {"Move Date": "3/1/2024", "Est: Amount": "5"}, 13: {"Name": ""}}


def test_the_name_of_an_input_leads_back_to_its_cell() -> None:
    name = fixes.cell_name(7, "Est. Dollar Amount")
    assert fixes.changes_from({name: "1"}) == {7: {"Est. Dollar Amount": "1"}}


def test_a_row_gets_no_cells_that_it_does_not_have() -> None:
    assert fixes.patched({"A": "1", "B": "2"}, {"B": "3", "C": "4"}) == {"A": "1", "B": "3"}


def test_a_form_about_one_kind_of_problem_is_a_pattern() -> None:
    form = {"header": "Move Date", "value": "N/A", "reason": "is not a date", "becomes": "1/1/2025"}
    pattern = fixes.pattern_from(form)
    assert pattern is not None
    assert pattern.problem == {"header": "Move Date", "value": "N/A", "reason": "is not a date"}
    assert pattern.becomes == "1/1/2025"
    assert fixes.pattern_from({**form, "blank": "1"}).becomes == ""  # type: ignore[union-attr]
    assert fixes.pattern_from({"becomes": "x"}) is None


def test_a_record_kept_as_one_text_is_not_readable() -> None:
    assert not fixes.is_readable({"": "1,2,too short"})
    assert fixes.is_readable({"A": "1"})


def test_problems_without_a_cell_of_their_own_are_shown_apart() -> None:
    row = fixes.form_row(
        {"line": 3, "raw": {"A": "x"}, "problems": [{"header": "A", "value": "x"}, {"header": "", "value": "y"}]}
    )
    assert [cell["header"] for cell in row["cells"]] == ["A"]
    assert [other["value"] for other in row["others"]] == ["y"]
