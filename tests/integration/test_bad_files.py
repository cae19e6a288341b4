"""Every bad file ends in a plain sentence or in quarantine rows, by the command and by the page alike."""

from __future__ import annotations

import errno
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from aiop.files.uploads import CappedUpload
from aiop.orgs.context import org_context
from crm.models import Customer, LostLead
from tests.integration.files_desk import LOST, Desk, csv_bytes, lost_row

pytestmark = pytest.mark.django_db


def cells(**odd: str) -> bytes:
    """Give a file of one good row and one with odd cells."""
    return csv_bytes(LOST, [lost_row("1"), lost_row("2", **odd)])


def workbook(*tables: tuple[list[str], list[list[str]]]) -> bytes:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    for number, (header, rows) in enumerate(tables):
        sheet = book.create_sheet(f"Table {number}")
        for row in (header, *rows):
            sheet.append(row)
    sink = io.BytesIO()
    book.save(sink)
    return sink.getvalue()


BOOKED = ["Quote #", "Status", "Customer Name"]

# What a file is, how it is called, and words that its sentence has.
REFUSED: dict[str, tuple[Callable[[], bytes], str, str]] = {
    "empty": (lambda: b"", "a.csv", "empty"),
    "no header": (lambda: csv_bytes(lost_row("1"), [lost_row("2")]), "a.csv", ""),
    "header twice": (lambda: csv_bytes([*LOST, "Reason"], [[*lost_row("1"), "x"]]), "a.csv", "Reason"),
    "unknown headers": (lambda: csv_bytes(["Colour", "Taste"], [["red", "sour"]]), "a.csv", "No known kind"),
    "two kinds in one workbook": (lambda: workbook((LOST, [lost_row("1")]), (BOOKED, [["1", "Booked", "Leonora"], ["2", "Booked", "Leonora"]])), "a.xlsx", "choose"),
    "ten thousand columns": (lambda: csv_bytes([f"c{n}" for n in range(10_000)], [["x"] * 10_000]), "a.csv", "columns"),
    "only NUL bytes": (lambda: b"\0" * 500, "a.csv", "NUL"),
    "a PDF": (lambda: b"%PDF-1.7 not a table", "a.csv", "PDF"),
    "an old workbook": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "a.xls", "old Excel"),
    "half a workbook": (lambda: workbook((LOST, [lost_row("1")]))[:300], "a.xlsx", "damaged"),
    "days that settle no order, in a list of no one report": (
        lambda: csv_bytes(["customer_id", "name", "created"], [["C1", "Ada Velmont", "02/03/2024"], ["C2", "Bo Velmont", ""]]),
        "a.csv", "whether the day or the month comes first",
    ),
    "dates unsettled against the report": (
        lambda: csv_bytes(LOST, [lost_row(str(n), **{"Lost Date": f"{n}/11/2025", "Move Date": "", "Date Received": ""}) for n in (14, 15)]),
        "a.csv", "day first",
    ),
}  # fmt: skip

# What stands in the second row, and what its reason says.
QUARANTINED: dict[str, tuple[bytes, str]] = {
    "no such day": (cells(**{"Move Date": "31/02/2024"}), "not a date"),
    "words for a number": (cells(**{"Est. Dollar Amount": "lots"}), "not a number of money"),
    "1e30": (cells(**{"Est. Dollar Amount": "1e30"}), "not a number of money"),
    "ragged row": (csv_bytes(LOST, [lost_row("1"), ["2", "x"]]), "has 2 of 8 cells"),
    "repeated key": (csv_bytes(LOST, [lost_row("1"), lost_row("1", Name="Other")]), "is already on line 2"),
    "blank key": (csv_bytes(LOST, [lost_row("1"), lost_row("")]), "is blank"),
    "an open quotation mark": (csv_bytes(LOST, [lost_row("1")]) + b'2,"never closed,x\r\n', "quotation mark"),
    "the header again": (csv_bytes(LOST, [lost_row("1"), LOST]), "is the header again"),
    "a line in another encoding": (
        csv_bytes(LOST, [lost_row("1", Name="Zoë Orléans")])
        + csv_bytes(lost_row("2", Name="José"), []).decode().encode("cp1252"),
        "cannot be read as utf-8",
    ),
    "NUL in a cell": (cells(Name="a\0b"), "NUL"),
    "a field of two million letters": (cells(Reason="x" * 2_000_000), "larger than"),
}

LOADED: dict[str, tuple[bytes, dict[str, str | None]]] = {
    "days that settle no order, in a report that has one": (cells(**{"Move Date": "02/03/2024"}), {"move_date": "2024-02-03"}),
    "sentinel date": (cells(**{"Move Date": "0/0/0"}), {"move_date": None}),
    "money in parentheses": (cells(**{"Est. Dollar Amount": "$(1,234.50)"}), {"estimated_amount": "-1234.50"}),
    "NaN": (cells(**{"Est. Dollar Amount": "NaN"}), {"estimated_amount": None}),
    "script tag": (cells(Name="<script>alert(1)</script>"), {"name": "<script>alert(1)</script>"}),
    "formula": (cells(Name="=HYPERLINK(1)"), {"name": "=HYPERLINK(1)"}),
    "line ends of old Macs": (cells(Name="Mac").replace(b"\r\n", b"\r"), {"name": "Mac"}),
    "semicolons": (b"\r\n".join([";".join(LOST).encode(), ";".join(lost_row("2", Name="Semi")).encode()]), {"name": "Semi"}),
    "UTF-16": (cells(Name="Élodie").decode().encode("utf-16"), {"name": "Élodie"}),
    "Windows letters": (cells(Name="Élodie Müller").decode().encode("cp1252"), {"name": "Élodie Müller"}),
    "trailing blanks in headers": (csv_bytes([f" {name}  " for name in LOST], [lost_row("2", Name="Blank")]), {"name": "Blank"}),
}  # fmt: skip


def command(desk: Desk, path: Path, **options: Any) -> tuple[list[dict[str, Any]], str]:
    """Load by the command; give what it says of each file, and why it refused."""
    out, refusal = io.StringIO(), ""
    try:
        call_command("load", str(path), org=desk.org.slug, json=True, execute=True, stdout=out, **options)
    except CommandError as error:
        refusal = str(error)
    return json.loads(out.getvalue() or '{"files": []}')["files"], refusal


@pytest.fixture
def on_disk(tmp_path: Path) -> Callable[[bytes, str], Path]:
    """Write a file for the command."""

    def write(content: bytes, name: str) -> Path:
        path = tmp_path / name
        path.write_bytes(content)
        return path

    return write


@pytest.fixture(autouse=True)
def _no_worker_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("aiop.files.jobs.SMALL_BYTES", 10**9)


def stored(desk: Desk) -> dict[str, LostLead]:
    with org_context(desk.org, actor="test"):
        return {row.quote_number: row for row in LostLead.objects.all()}


@pytest.mark.parametrize("case", REFUSED)
def test_a_file_that_cannot_be_taken_is_refused_in_a_sentence(desk: Desk, on_disk: Any, case: str) -> None:
    make, name, words = REFUSED[case]
    content = make()
    page = desk.look(desk.upload(content, name))
    _, refusal = command(desk, on_disk(content, name))
    assert words in page
    assert words in refusal
    assert refusal.endswith((".", ".)"))
    assert "Traceback" not in page + refusal
    assert stored(desk) == {}


@pytest.mark.parametrize("case", QUARANTINED)
def test_a_bad_row_is_quarantined_and_the_good_one_is_loaded(desk: Desk, on_disk: Any, case: str) -> None:
    content, reason = QUARANTINED[case]
    address = desk.upload(content)
    assert reason in desk.look(address, tab="quarantined")
    assert "1 row added" in desk.apply(address)
    (said,), _ = command(desk, on_disk(content, "again.csv"))
    assert (said["new"], said["same"], said["quarantined"]) == (0, 1, 1)
    assert list(stored(desk)) == ["1"]


@pytest.mark.parametrize("case", LOADED)
def test_an_odd_cell_that_means_something_is_loaded_as_that(desk: Desk, on_disk: Any, case: str) -> None:
    content, expected = LOADED[case]
    page = desk.apply(desk.upload(content))
    assert "<script>" not in page.replace(expected.get("name") or "", "")
    (said,), _ = command(desk, on_disk(content, "again.csv"))
    assert said["quarantined"] == 0
    assert said["new"] == said["changed"] == 0
    found = stored(desk)["2"]
    assert {column: None if (v := getattr(found, column)) is None else str(v) for column in expected} == expected


def test_days_that_settle_no_order_are_read_by_the_order_that_somebody_says(desk: Desk, on_disk: Any) -> None:
    path = on_disk(csv_bytes(["customer_id", "name", "created"], [["C1", "Ada Velmont", "02/03/2024"]]), "a.csv")
    (said,), refusal = command(desk, path, dates="DMY")
    assert (said["new"], refusal) == (1, "")
    with org_context(desk.org, actor="test"):
        made = Customer.objects.get().source_created_at
    assert made
    assert made.astimezone(desk.org.zone).date().isoformat() == "2024-03-02"


def test_a_script_in_a_file_never_reaches_a_page_as_markup(desk: Desk) -> None:
    address = desk.upload(cells(Name="<script>alert(1)</script>", **{"Move Date": "<img src=x onerror=alert(2)>"}))
    for tab in ("new", "quarantined"):
        raw = desk.client.get(address, {"tab": tab}).content.decode()
        assert "<script>alert" not in raw
        assert "<img src=x" not in raw


def test_a_header_alone_loads_nothing_and_says_so(desk: Desk, on_disk: Any) -> None:
    content = csv_bytes(LOST, [])
    page = desk.look(desk.upload(content))
    files, refusal = command(desk, on_disk(content, "a.csv"))
    assert "nothing to apply" in page or "no rows" in page
    assert refusal or files[0]["read"] == 0


def test_an_upload_above_the_cap_is_refused_before_it_is_stored(desk: Desk, settings: Any) -> None:
    settings.UPLOAD_MAX_BYTES = 1_000
    answer = desk.client.post("/admin/import/upload/", {"files": io.BytesIO(b"x" * 5_000)}, follow=True)
    assert "larger than" in answer.content.decode()
    assert not list(Path(settings.MEDIA_ROOT).rglob("?" * 64))


def test_a_disk_that_is_full_while_a_file_arrives_is_told(desk: Desk, monkeypatch: Any) -> None:
    full = OSError(errno.ENOSPC, "No space left on device")

    def write(self: Any, *args: Any) -> None:
        raise full

    monkeypatch.setattr(CappedUpload.__mro__[1], "receive_data_chunk", write)
    answer = desk.client.post("/admin/import/upload/", {"files": io.BytesIO(cells())}, follow=True)
    assert "The disk is full" in answer.content.decode()


def test_a_disk_that_is_full_while_a_file_is_kept_is_told(desk: Desk, monkeypatch: Any) -> None:
    def keep(*args: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("aiop.files.uploads._write", keep)
    answer = desk.client.post("/admin/import/upload/", {"files": io.BytesIO(cells())}, follow=True)
    assert "The disk is full" in answer.content.decode()


# What PostgreSQL answers when it cannot extend a file.
NO_ROOM = "DO $$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = 'disk_full'; END $$"


def run_out_of_room(*args: Any, **named: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(NO_ROOM)


def test_a_database_without_room_to_read_a_file_into_is_told(desk: Desk, on_disk: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr("aiop.loading.door.create_table", run_out_of_room)
    assert "The disk of the database is full" in desk.look(desk.upload(cells()))
    _, refusal = command(desk, on_disk(cells(), "a.csv"))
    assert refusal.startswith("The disk of the database is full")
    assert stored(desk) == {}


def test_a_database_without_room_to_apply_a_plan_is_told_and_nothing_is_written(
    desk: Desk, on_disk: Any, monkeypatch: Any
) -> None:
    address = desk.upload(cells())
    with monkeypatch.context() as full:
        full.setattr("aiop.loading.statements.Statements.insert", lambda *args, **named: NO_ROOM)
        assert "The disk of the database is full: nothing was written" in desk.apply(address)
        _, refusal = command(desk, on_disk(cells(), "a.csv"))
    assert refusal.startswith("The disk of the database is full")
    assert stored(desk) == {}
    assert "2 rows added" in desk.apply(address)
