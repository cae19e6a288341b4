"""CSV as people send it: encodings, delimiters, headers, line numbers."""

import csv
import io
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aiop.files.reading.source import Batch, Refused, TabularFile, open_tabular


def opened(folder: Path, content: bytes | str, encoding: str = "utf-8") -> TabularFile:
    path = folder / "upload.bin"
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return open_tabular(path)


def read(file: TabularFile) -> list[list[str]]:
    return [row for batch in file.batches() for row in batch.rows]


@pytest.mark.parametrize(
    ("encoding", "name"),
    [("utf-8", "utf-8"), ("utf-8-sig", "utf-8-sig"), ("utf-16", "utf-16-le"), ("utf-16-be", "utf-16-be"),
     ("utf-16-le", "utf-16-le"), ("cp1252", "cp1252"), ("latin-1", "cp1252"), ("mac-roman", "mac-roman")],
)  # fmt: skip
def test_it_reads_any_common_encoding(tmp_path: Path, encoding: str, name: str) -> None:
    file = opened(tmp_path, "Name,City\nJosé Nuñez,Montréal\nFrançois,Québec\n", encoding)
    assert file.encoding == name
    assert file.sheet.header == ("Name", "City")
    assert read(file) == [["José Nuñez", "Montréal"], ["François", "Québec"]]
    assert file.bad == []


def test_it_reads_utf_16_big_endian_with_its_mark(tmp_path: Path) -> None:
    file = opened(tmp_path, "\ufeffName,City\nZoë,Orléans\n", "utf-16-be")
    assert (file.encoding, read(file)) == ("utf-16-be", [["Zoë", "Orléans"]])


def test_it_finds_an_accent_that_comes_long_after_the_sample(tmp_path: Path) -> None:
    file = opened(tmp_path, "Name,City\n" + "Ann,Rome\n" * 40_000 + "Zoë,Orléans\n", "cp1252")
    assert file.encoding == "cp1252"
    assert read(file)[-1] == ["Zoë", "Orléans"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_it_finds_delimiter_and_line_end(tmp_path: Path, delimiter: str, newline: str) -> None:
    rows = [["Name", "Rate", "Note"], ["Ann", "1,5", 'said "hi"\nand left'], ["Bob", "2,5", "a;b|c\td"]]
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator=newline, quoting=csv.QUOTE_ALL).writerows(rows)
    file = opened(tmp_path, text.getvalue())
    assert (file.delimiter, file.newline) == (delimiter, newline)
    assert read(file) == rows[1:]


def test_decimal_commas_do_not_pass_for_delimiters(tmp_path: Path) -> None:
    file = opened(tmp_path, "Name;Low;High\nAnn;1,5;2,5\nBob;3,5;4,5\n")
    assert (file.delimiter, read(file)[0]) == (";", ["Ann", "1,5", "2,5"])


def test_commas_in_the_cells_do_not_outvote_a_semicolon(tmp_path: Path) -> None:
    file = opened(tmp_path, "Name;City\nAnn, Bob;Rome\n")
    assert (file.delimiter, read(file)) == (";", [["Ann, Bob", "Rome"]])


def test_it_obeys_the_separator_line_of_excel(tmp_path: Path) -> None:
    file = opened(tmp_path, "sep=;\r\nName;City\r\nAnn;Rome\r\n")
    assert (file.delimiter, file.sheet.header_line, read(file)) == (";", 2, [["Ann", "Rome"]])
    assert file.skipped == ("sep=;",)


def test_header_cells_lose_blanks_and_empty_ones_at_the_end(tmp_path: Path) -> None:
    file = opened(tmp_path, "\ufeffName        , % Bad\u00a0,,\nAnn,5%,,\nBob,6%,,\n")
    assert file.sheet.header == ("Name", "% Bad")
    assert read(file) == [["Ann", "5%"], ["Bob", "6%"]]


def test_title_lines_above_the_header_are_skipped_and_shown(tmp_path: Path) -> None:
    file = opened(
        tmp_path, "Lead Status report\n\nFrom,1/1/2024\nQuote #,Branch Name,Status,City\n1,North,Booked,Rome\n"
    )
    assert file.sheet.header == ("Quote #", "Branch Name", "Status", "City")
    assert file.sheet.header_line == 4
    assert file.skipped == ("Lead Status report", "From,1/1/2024")
    assert [batch.lines for batch in file.batches()] == [[5]]


def test_a_file_of_one_column_is_a_table(tmp_path: Path) -> None:
    file = opened(tmp_path, "Email\nann@example.com\nbob@example.com\n")
    assert (file.sheet.header, read(file)) == (("Email",), [["ann@example.com"], ["bob@example.com"]])


def test_blank_lines_are_skipped_and_line_numbers_still_agree(tmp_path: Path) -> None:
    file = opened(tmp_path, 'A name,B name\n1,2\n\n  \n,\n3,"4\n5"\n6,7\n')
    (batch,) = file.batches()
    assert batch == Batch(2, [2, 6, 8], [["1", "2"], ["3", "4\n5"], ["6", "7"]])


def test_batches_have_the_size_asked_for(tmp_path: Path) -> None:
    file = opened(tmp_path, "Number,Twice\n" + "".join(f"{n},{2 * n}\n" for n in range(25)))
    batches = list(file.batches(10))
    assert [len(batch.rows) for batch in batches] == [10, 10, 5]
    assert [batch.first_line for batch in batches] == [2, 12, 22]
    assert file.bytes_read == file.size


def test_it_can_be_read_twice(tmp_path: Path) -> None:
    file = opened(tmp_path, "Name,City\nAnn,Rome\nBob\n")
    assert read(file) == read(file)
    assert len(file.bad) == 1


def test_a_header_alone_is_no_error_but_empty(tmp_path: Path) -> None:
    for content in ("Name,City", "Name,City\n\n,\n"):
        file = opened(tmp_path, content)
        assert (file.is_empty, read(file)) == (True, [])
    assert not opened(tmp_path, "Name,City\nAnn,Rome\n").is_empty


@pytest.mark.parametrize("content", ["", "\ufeff", "\n\n  \r\n"])
def test_an_empty_file_is_refused(tmp_path: Path, content: str) -> None:
    with pytest.raises(Refused, match="empty: export it again"):
        opened(tmp_path, content)


@pytest.mark.parametrize(
    "row",
    ["12345,Toronto,1/2/2024", "Ann,ann@example.com,North", "Ann,(416) 555-0100,North", "Ann,\"$(1,234.50)\",North",
     "--,Ann,North", "6f9619ff-8b86-d011-b42d-00cf4fc964ff,Ann,North", "2024-01-31T10:00:00Z,Ann,North", "12.5%,Ann,x", "5;Ann, Bob;1/2/2024"],
)  # fmt: skip
def test_a_file_without_a_header_is_refused(tmp_path: Path, row: str) -> None:
    with pytest.raises(Refused, match="add a row with the names of the columns"):
        opened(tmp_path, f"{row}\n{row}\n")


def test_years_may_head_columns(tmp_path: Path) -> None:
    assert opened(tmp_path, "Branch,2023,2024\nNorth,1,2\n").sheet.header == ("Branch", "2023", "2024")


def test_too_many_columns_are_refused(tmp_path: Path) -> None:
    header = ",".join(f"Column number {n}" for n in range(10_000))
    with pytest.raises(Refused, match="10,000 columns, and 2,000 is the most"):
        opened(tmp_path, f"{header}\n")


def test_sixteen_thousand_empty_columns_of_excel_are_none(tmp_path: Path) -> None:
    tail = "," * 16_382
    file = opened(tmp_path, f"Name,City{tail}\nAnn,Rome{tail}\n")
    assert (file.sheet.header, read(file)) == (("Name", "City"), [["Ann", "Rome"]])


CELL = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)


@st.composite
def tables(draw: st.DrawFn) -> list[list[str]]:
    width = draw(st.integers(2, 6))
    row = st.lists(CELL, min_size=width, max_size=width).filter(lambda cells: any(map(str.strip, cells)))
    return [[f"Column {chr(65 + n)}" for n in range(width)], *draw(st.lists(row, min_size=1, max_size=8))]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    table=tables(),
    delimiter=st.sampled_from(",;\t|"),
    style=st.sampled_from(
        [("\n", csv.QUOTE_ALL), ("\r\n", csv.QUOTE_ALL), ("\r", csv.QUOTE_ALL), ("\r\n", csv.QUOTE_MINIMAL)]
    ),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    size=st.integers(1, 5),
)
def test_what_csv_writes_reads_back_equal(
    tmp_path: Path, table: list[list[str]], delimiter: str, style: tuple[str, Literal[0, 1]], encoding: str, size: int
) -> None:
    text = io.StringIO()
    newline, quoting = style
    csv.writer(text, delimiter=delimiter, lineterminator=newline, quoting=quoting).writerows(table)
    file = opened(tmp_path, text.getvalue(), encoding)
    rows = [row for batch in file.batches(size) for row in batch.rows]
    assert (file.delimiter, list(file.sheet.header), rows, file.bad) == (delimiter, table[0], table[1:], [])


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tail=st.binary(max_size=300))
def test_any_bytes_after_a_header_become_rows_or_bad_rows(tmp_path: Path, tail: bytes) -> None:
    try:
        file = opened(tmp_path, b"Name,City\n" + tail)
    except Refused:
        return
    for batch in file.batches():
        assert all(len(row) == len(file.sheet.header) for row in batch.rows)
        assert "\0" not in "".join(bad.raw for bad in file.bad)
        "".join(bad.raw for bad in file.bad).encode()
