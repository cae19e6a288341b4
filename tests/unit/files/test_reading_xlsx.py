"""Workbooks: values as text, the choice of a sheet, and traps."""

import re
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from aiop.files.reading.source import ChooseSheet, Limits, Refused, TabularFile, open_tabular

Sheets = Mapping[str, Sequence[Sequence[Any]]]


def workbook(folder: Path, sheets: Sheets) -> Path:
    book = Workbook()
    book.remove(book.active)  # type: ignore[arg-type]
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    path = folder / "upload.dat"
    book.save(path)
    return path


def read(file: TabularFile) -> list[list[str]]:
    return [row for batch in file.batches() for row in batch.rows]


def rewritten(path: Path, part: str, pattern: str, replacement: str) -> Path:
    """Change one part of a workbook as a hostile or careless writer would."""
    with zipfile.ZipFile(path) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    parts[part] = re.sub(pattern, lambda found: replacement, parts[part].decode(), count=1).encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in parts.items():
            target.writestr(name, content)
    return path


def cell(folder: Path, value: object) -> str:
    table: list[list[object]] = [["Name", "Value"], ["x", value]]
    rows = read(open_tabular(workbook(folder, {"data": table})))
    return rows[0][1]


@pytest.mark.parametrize(
    ("value", "text"),
    [(12345.0, "12345"), (7, "7"), (-3.5, "-3.5"), (0.1 + 0.2, "0.3"), (1234.5600000000001, "1234.56"), (1e30, "1e+30"),
     (12345678901, "12345678901"), (True, "TRUE"), (False, "FALSE"), (date(2024, 1, 31), "2024-01-31"),
     (datetime(2024, 1, 31, 13, 45, 59), "2024-01-31T13:45:59"), (time(3, 4, 5), "03:04:05"),  # noqa: DTZ001 - Excel has no zones
     (timedelta(hours=30, minutes=5), "30:05:00"), ("#REF!", "#REF!"), ("  kept  ", "  kept  "), ("0012", "0012"),
     ("<script>alert(1)</script>", "<script>alert(1)</script>"), ("two\nlines", "two\nlines"), (None, "")],
)  # fmt: skip
def test_cells_are_the_text_that_excel_shows(tmp_path: Path, value: object, text: str) -> None:
    assert cell(tmp_path, value) == text


@pytest.mark.parametrize(
    ("value", "mask", "text"),
    [(0.125, "0.0%", "12.5%"), (0.29, "0%", "29%"), (1, "0%", "100%"), (0, "0.00%", "0%"), (0.07, '0.00"%"', "0.07"),
     (1234, "00000", "01234"), (1234.5, "$#,##0.00", "1234.5"), (45322.5, "m/d/yy h:mm", "2024-01-31T12:00:00")],
)  # fmt: skip
def test_number_formats_that_change_the_meaning_are_obeyed(tmp_path: Path, value: float, mask: str, text: str) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["Name", "Value"])
    sheet.append(["x", value])
    sheet["B2"].number_format = mask
    book.save(tmp_path / "upload.xlsx")
    assert read(open_tabular(tmp_path / "upload.xlsx")) == [["x", text]]


def test_header_title_lines_and_row_numbers(tmp_path: Path) -> None:
    rows: list[list[str | None]] = [
        ["All Jobs report"],
        [],
        ["Job Id ", "City", "Zip", None],
        ["a", "Rome"],
        [],
        ["b", None, "1"],
    ]
    file = open_tabular(workbook(tmp_path, {"jobs": rows}))
    assert (file.format, file.sheet.name, file.sheet.header) == ("xlsx", "jobs", ("Job Id", "City", "Zip"))
    assert (file.sheet.header_line, file.skipped) == (3, ("All Jobs report",))
    (batch,) = file.batches()
    assert (batch.lines, batch.rows) == ([4, 6], [["a", "Rome", ""], ["b", "", "1"]])
    assert file.bytes_read == file.size


def test_wide_rows_and_second_headers_are_set_aside(tmp_path: Path) -> None:
    rows = [["Name", "City"], ["Ann", "Rome", "extra, more"], ["Name", "City"], ["Bob", "Oslo"]]
    file = open_tabular(workbook(tmp_path, {"data": rows}))
    assert read(file) == [["Bob", "Oslo"]]
    assert [(bad.line, bad.reason) for bad in file.bad] == [
        (2, "This row has 3 of 2 cells."), (3, "This row is the header again."),
    ]  # fmt: skip
    assert file.bad[0].raw == 'Ann,Rome,"extra, more"'


def test_a_formula_gives_its_stored_value(tmp_path: Path) -> None:
    path = workbook(tmp_path, {"data": [["Name", "Value"], ["x", "=1+1"]]})
    file = open_tabular(rewritten(path, "xl/worksheets/sheet1.xml", r"<v ?/>|<v></v>", "<v>2</v>"))
    assert (read(file), file.bad) == ([["x", "2"]], [])


def test_a_formula_without_a_stored_value_is_set_aside(tmp_path: Path) -> None:
    file = open_tabular(workbook(tmp_path, {"data": [["Name", "Value"], ["x", "=1+1"], ["y", 3]]}))
    assert read(file) == [["y", "3"]]
    assert file.bad[0].reason.startswith("Cell B2 is a formula without a stored value")


def test_the_only_sheet_with_a_header_is_taken(tmp_path: Path) -> None:
    file = open_tabular(
        workbook(tmp_path, {"empty": [], "notes": [["Read me first"]], "jobs": [["Job Id", "City"], ["a", "b"]]})
    )
    assert (file.sheet.name, file.sheets) == ("jobs", ("jobs",))


def test_two_kinds_in_one_workbook_are_asked_about(tmp_path: Path) -> None:
    path = workbook(tmp_path, {"jobs": [["Job Id", "City"], ["a", "b"]], "leads": [["Quote #", "Status"]]})
    with pytest.raises(ChooseSheet, match="2 sheets with tables") as asked:
        open_tabular(path)
    assert asked.value.sheets == ("jobs", "leads")
    file = open_tabular(path, sheet="leads")
    assert (file.sheet.header, file.is_empty, read(file)) == (("Quote #", "Status"), True, [])
    with pytest.raises(Refused, match="no table on a sheet named “gone”: it has jobs, leads"):
        open_tabular(path, sheet="gone")


def test_an_empty_workbook_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="workbook is empty"):
        open_tabular(workbook(tmp_path, {"data": []}))


def test_a_sheet_without_a_header_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="add a row with the names"):
        open_tabular(workbook(tmp_path, {"data": [["a", date(2024, 1, 1), 5], ["b", date(2024, 1, 2), 6]]}))


def test_too_many_columns_are_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="10,000 columns"):
        open_tabular(workbook(tmp_path, {"data": [[f"Column n{n}" for n in range(10_000)]]}))


def test_a_bomb_is_refused_before_it_is_inflated(tmp_path: Path) -> None:
    path = workbook(tmp_path, {"data": [["Name", "City"], ["a", "b"]]})
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/filler.bin", b"\0" * 60_000_000)
    with pytest.raises(Refused, match="far more than its size"):
        open_tabular(path)
    with pytest.raises(Refused, match="1,000 is the most that is taken"):
        open_tabular(path, limits=Limits(inflated_bytes=1_000))
    with pytest.raises(Refused, match="parts inside"):
        open_tabular(path, limits=Limits(archive_members=3))
    with pytest.raises(Refused, match="too much text"):
        open_tabular(excels_own(tmp_path, ""), limits=Limits(shared_text_bytes=10))


def test_entity_bombs_are_refused(tmp_path: Path) -> None:
    doctype = '<!DOCTYPE bomb [<!ENTITY a "lol"><!ENTITY b "&a;&a;">]><worksheet'
    path = workbook(tmp_path, {"data": [["Name", "City"], ["a", "b"]]})
    with pytest.raises(Refused, match=r"save it again as CSV"):
        open_tabular(rewritten(path, "xl/worksheets/sheet1.xml", "<worksheet", doctype))


def test_a_giant_cell_is_set_aside(tmp_path: Path) -> None:
    path = workbook(tmp_path, {"data": [["Name", "City"], ["a", "bbbb"], ["c", "d"]]})
    file = open_tabular(path, limits=Limits(cell_chars=3))
    assert read(file) == [["c", "d"]]
    assert file.bad[0].reason == "A cell of this row is larger than 3 characters."


@pytest.mark.parametrize(
    "part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml", "[Content_Types].xml"]
)
def test_a_damaged_part_is_a_sentence(tmp_path: Path, part: str) -> None:
    path = workbook(tmp_path, {"data": [["Name", "City"], ["a", "b"]]})
    with pytest.raises(Refused, match="damaged or only half of it arrived"):
        open_tabular(rewritten(path, part, "(?s)<.*", "<broken"))


def excels_own(folder: Path, last_cell: str) -> Path:
    """Write a workbook as Excel does: shared texts with runs and reading aids, cells without addresses."""
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    main = 'xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    texts = "<x:si><x:t>Name</x:t></x:si><x:si><x:r><x:t>Ci</x:t></x:r><x:r><x:t>ty</x:t></x:r></x:si><x:si><x:t>東京</x:t></x:si>"
    rows = f'<x:row r="2"><x:c t="s"><x:v>0</x:v></x:c><x:c t="s"><x:v>1</x:v></x:c></x:row><x:row>{last_cell}</x:row>'
    package = "http://schemas.openxmlformats.org/package/2006"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types">'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kind}.worksheet+xml"/>'
        f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}.sharedStrings+xml"/></Types>',
        "xl/workbook.xml": f'<x:workbook {main} xmlns:r="{office}"><x:sheets><x:sheet name="data" sheetId="1" r:id="rId1"/>'
        "</x:sheets></x:workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" '
        f'Type="{office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/sharedStrings.xml": f"<x:sst {main}>{texts}</x:sst>",
        "xl/worksheets/sheet1.xml": f"<x:worksheet {main}><x:sheetData>{rows}</x:sheetData></x:worksheet>",
    }
    path = folder / "excel.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in parts.items():
            target.writestr(name, content)
    return path


def test_shared_texts_and_cells_without_addresses_are_read(tmp_path: Path) -> None:
    aided = '<x:c t="inlineStr"><x:is><x:r><x:t>東</x:t></x:r><x:t>京</x:t><x:rPh><x:t>トウ</x:t></x:rPh></x:is></x:c>'
    file = open_tabular(excels_own(tmp_path, f'<x:c t="s"><x:v>2</x:v></x:c>{aided}'))
    assert file.sheet.header == ("Name", "City")
    assert [(batch.lines, batch.rows) for batch in file.batches()] == [([3], [["東京", "東京"]])]


def test_a_shared_text_that_is_missing_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="damaged"):
        open_tabular(excels_own(tmp_path, '<x:c t="s"><x:v>99</x:v></x:c>'))


def test_hidden_sheets_are_not_offered(tmp_path: Path) -> None:
    book = Workbook()
    book.worksheets[0].append(["Name", "City"])
    hidden = book.create_sheet("lists")
    hidden.append(["Kind", "Label"])
    hidden.sheet_state = "hidden"
    path = tmp_path / "upload.xlsx"
    book.save(path)
    assert open_tabular(path).sheets == ("Sheet",)
