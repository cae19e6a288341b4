"""Files that are no tables, and archives of files."""

import gzip
import io
import stat
import zipfile
from pathlib import Path

import pytest

from aiop.files.reading.archive import ZipMember, extract_member, zip_members
from aiop.files.reading.source import Limits, Refused, is_zip, open_tabular


def packed(members: dict[str, bytes]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return content.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (OLE, "old Excel workbook"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "protected by a password"),
        (b"%PDF-1.7\n%...", "PDF"),
        (b"\x89PNG\r\n\x1a\n", "picture"),
        (b"\xff\xd8\xff\xe0JFIF", "picture"),
        (b"\xef\xbb\xbf\n <!DOCTYPE HTML><html><table>", "web page"),
        (b"<table><tr><td>1</td></tr></table>", "web page"),
        (b'<?xml version="1.0"?><Workbook>', "XML"),
        (b'{"rows": []}', "JSON"),
        (gzip.compress(b"Name,City\n"), "gzip"),
        (packed({"a.csv": b"Name,City\n"}), "ZIP archive"),
        (packed({"a.csv": b"Name,City\n" * 50})[:60], "damaged or only half"),
        (packed({"[Content_Types].xml": b"", "xl/workbook.bin": b""}), "xlsb"),
        (packed({"[Content_Types].xml": b"", "word/document.xml": b""}), "Word"),
        (packed({"[Content_Types].xml": b"", "xl/workbook.xml": b"no xml"}), "damaged"),
        (packed({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b""}), "OpenDocument"),
        (b"\0" * 5_000, "NUL bytes"),
    ],
    # Archives hold the time of their making, so their bytes would name each test differently in every worker.
    ids=lambda value: value if isinstance(value, str) else f"{len(value)} bytes",
)
def test_what_is_no_table_is_refused_by_content_whatever_its_name(
    tmp_path: Path, content: bytes, sentence: str
) -> None:
    for name in ("export.xlsx", "export.csv"):
        path = tmp_path / name
        path.write_bytes(content)
        with pytest.raises(Refused, match=sentence) as refused:
            open_tabular(path)
        assert refused.value.reason.endswith(".")


def test_a_csv_called_xlsx_is_read_as_csv(tmp_path: Path) -> None:
    path = tmp_path / "export.xlsx"
    path.write_text("Name,City\nAnn,Rome\n")
    assert open_tabular(path).format == "csv"


def archive(folder: Path, members: dict[str, bytes]) -> Path:
    path = folder / "upload.zip"
    path.write_bytes(packed(members))
    return path


def test_an_archive_lists_and_gives_its_files(tmp_path: Path) -> None:
    members = {
        "2024/jobs.csv": b"Name,City\n",
        "2025/jobs.csv": b"Name,Zip\n",
        "__MACOSX/._jobs.csv": b"",
        ".DS_Store": b"",
    }
    path = archive(tmp_path, members)
    assert is_zip(path)
    listed = zip_members(path)
    assert listed == (ZipMember("2024/jobs.csv", 10), ZipMember("2025/jobs.csv", 9))
    (tmp_path / "out").mkdir()
    targets = [extract_member(path, member, tmp_path / "out") for member in listed]
    assert [target.name for target in targets] == ["jobs.csv", "jobs (2).csv"]
    assert [target.read_bytes() for target in targets] == [b"Name,City\n", b"Name,Zip\n"]


@pytest.mark.parametrize("name", ["../up.csv", "a/../../up.csv", "/etc/up.csv", "C:/up.csv", "..\\up.csv"])
def test_a_member_that_leads_out_of_the_archive_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(Refused, match="leads out of it"):
        zip_members(archive(tmp_path, {name: b"x"}))


def test_links_passwords_bombs_and_damage_are_refused(tmp_path: Path) -> None:
    link = zipfile.ZipInfo("link.csv")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    path = tmp_path / "link.zip"
    with zipfile.ZipFile(path, "w") as target:
        target.writestr(link, "/etc/passwd")
    with pytest.raises(Refused, match="link instead of a file"):
        zip_members(path)
    plain = packed({"a.csv": b"x"})
    at = plain.index(b"PK\x01\x02") + 8
    path.write_bytes(plain[:at] + b"\x01" + plain[at + 1 :])
    with pytest.raises(Refused, match="password"):
        zip_members(path)
    path.write_bytes(plain[:-8])
    with pytest.raises(Refused, match="damaged"):
        zip_members(path)
    with pytest.raises(Refused, match="5 is the most"):
        zip_members(archive(tmp_path, {"a.csv": b"123456"}), Limits(inflated_bytes=5))


def test_a_member_that_breaks_while_unpacking_leaves_nothing_behind(tmp_path: Path) -> None:
    path = archive(tmp_path, {"a.csv": b"Name,City\nAnn,Rome\n" * 100})
    (member,) = zip_members(path)
    content = bytearray(path.read_bytes())
    content[40:44] = b"\xff\xff\xff\xff"
    path.write_bytes(content)
    (tmp_path / "out").mkdir()
    with pytest.raises(Refused, match="damaged"):
        extract_member(path, member, tmp_path / "out")
    assert list((tmp_path / "out").iterdir()) == []


def test_a_workbook_is_no_archive_of_files(tmp_path: Path) -> None:
    assert not is_zip(archive(tmp_path, {"[Content_Types].xml": b"", "xl/workbook.xml": b""}))
    (tmp_path / "a.csv").write_text("Name,City\n")
    assert not is_zip(tmp_path / "a.csv")
