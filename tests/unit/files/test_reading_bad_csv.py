"""Bad CSV: every fault is a row set aside with its line and reason, and the rows around it still load."""

import tracemalloc
from pathlib import Path

import pytest

from aiop.files.reading import table
from aiop.files.reading.source import Limits, Refused, TabularFile, open_tabular


def opened(folder: Path, content: bytes | str, limits: Limits | None = None) -> TabularFile:
    path = folder / "upload.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return open_tabular(path, limits=limits)


def outcome(file: TabularFile) -> tuple[list[str], list[tuple[int, str]]]:
    """Give the first cells of the good rows, and line and reason of the bad ones."""
    firsts = [row[0] for batch in file.batches() for row in batch.rows]
    return firsts, [(bad.line, bad.reason) for bad in file.bad]


def test_short_and_long_rows_are_set_aside(tmp_path: Path) -> None:
    good = "".join(f"g{n},1,2\n" for n in range(3))
    firsts, bad = outcome(opened(tmp_path, f"Name,Low,High\n{good}short,1\nlong,1,2,3\npadded,1,2,,\nlast,1,2\n"))
    assert firsts == ["g0", "g1", "g2", "padded", "last"]
    assert bad == [(5, "This row has 2 of 3 cells."), (6, "This row has 4 of 3 cells.")]


def test_missing_last_cells_are_blanks_where_most_rows_leave_them_out(tmp_path: Path) -> None:
    rows = "".join(f"r{n},1\n" for n in range(12))
    file = opened(tmp_path, f"Name,Low,High\n{rows}full,1,2\ntorn\n")
    assert [row for batch in file.batches() for row in batch.rows][-2:] == [["r11", "1", ""], ["full", "1", "2"]]
    assert [(bad.line, bad.reason) for bad in file.bad] == [(15, "This row has 1 of 3 cells.")]


def test_the_lines_of_a_giant_quoted_text_are_no_rows(tmp_path: Path) -> None:
    text = "word\n" * 100_000
    firsts, bad = outcome(opened(tmp_path, f'Name,Note,City\nAnn,"{text}",Rome\nBob,short,Oslo\n'))
    assert firsts == ["Bob"]
    assert bad[0][0] == 2


def test_a_header_in_the_middle_is_set_aside(tmp_path: Path) -> None:
    firsts, bad = outcome(opened(tmp_path, "Name ,City\nAnn,Rome\n\ufeffName ,City\nBob,Oslo\n"))
    assert (firsts, bad) == (["Ann", "Bob"], [(3, "This row is the header again.")])


def test_a_row_with_a_nul_byte_is_set_aside(tmp_path: Path) -> None:
    file = opened(tmp_path, b"Name,City\nAnn,Rome\nB\0b,Oslo\nCid,Bonn\n")
    assert outcome(file) == (["Ann", "Cid"], [(3, "This row holds a NUL byte, which no text has.")])
    assert file.bad[0].raw == "B\u2400b,Oslo"


def test_lines_in_another_encoding_are_set_aside(tmp_path: Path) -> None:
    file = opened(tmp_path, "Name,City\nZoë,Orléans\n".encode() + "José,Québec\n".encode("cp1252") + b"Ann,Rome\n")
    assert outcome(file) == (
        ["Zoë", "Ann"], [(3, "This row cannot be read as utf-8, the encoding of the rest of the file.")]
    )  # fmt: skip
    assert file.bad[0].raw == "Jos\ufffd,Qu\ufffdbec"


def test_a_few_utf_8_lines_in_a_windows_file_are_set_aside(tmp_path: Path) -> None:
    windows = "José,Québec\nFrançois,Orléans\nZoë,Genève\n".encode("cp1252")
    firsts, bad = outcome(opened(tmp_path, b"Name,City\n" + windows + "Renée,Liège\n".encode() + b"Ann,Rome\n"))
    assert firsts == ["José", "François", "Zoë", "Ann"]
    assert bad == [(5, "This row is written in UTF-8, the rest of the file in cp1252.")]


def test_bytes_that_windows_1252_does_not_know_are_set_aside(tmp_path: Path) -> None:
    content = b"Name,City\n" + "José,Québec\nFrançois,Orléans\n".encode("cp1252") * 20
    firsts, bad = outcome(opened(tmp_path, content + b"\x81\x8d,Rome\nAnn,Rome\n"))
    assert (len(firsts), [line for line, _ in bad]) == (41, [42])


def test_a_half_character_at_the_end_is_set_aside(tmp_path: Path) -> None:
    torn = "Name,City\nAnn,Rome\nZoë,é".encode()[:-1]
    assert outcome(opened(tmp_path, torn))[1][0][0] == 3
    utf16 = "Name,City\nAnn,Rome\nBob,Oslo".encode("utf-16")[:-1]
    firsts, bad = outcome(opened(tmp_path, utf16))
    assert (firsts, bad[0][0]) == (["Ann"], 3)


def test_an_unclosed_quote_is_reported_where_it_opens_and_the_next_rows_load(tmp_path: Path) -> None:
    firsts, bad = outcome(opened(tmp_path, 'Name,City\nAnn,Rome\n"Bob,Oslo\nCid,Bonn\nDan,Bern'))
    assert firsts == ["Ann", "Cid", "Dan"]
    assert bad == [(3, "A quotation mark opens on this line and is never closed.")]


@pytest.mark.parametrize("later", ['"Eve, Jr",Kyiv', "plain,row"])
def test_a_stray_quote_swallows_no_rows_in_a_long_file(tmp_path: Path, later: str) -> None:
    filler = "".join(f"n{n},somewhere in a long street of a large city\n" for n in range(9_000))
    firsts, bad = outcome(opened(tmp_path, f'Name,City\n"Bob,Oslo\n{filler}{later}\n{filler}'))
    assert len(firsts) == 18_001
    assert [line for line, _ in bad] == [2]


def test_a_quote_closed_far_below_is_a_stray_one(tmp_path: Path) -> None:
    filler = "".join(f"n{n},x\n" for n in range(250))
    firsts, bad = outcome(opened(tmp_path, f'Name,City\n"Bob,Oslo\n{filler}end",Rome\nAnn,Rome\n'))
    assert bad[0] == (2, "A quotation mark opens on this line and is not closed within 200 lines.")
    assert (len(firsts), firsts[-2:]) == (252, ['end"', "Ann"])


def test_a_quote_closed_in_another_row_is_a_stray_one(tmp_path: Path) -> None:
    firsts, bad = outcome(opened(tmp_path, 'Name,City,Zip\na,"b,c\nx,y,z\nu,v",w,q\np,q,r\n'))
    assert firsts == ["x", "u", "p"] or firsts == ["x", "p"]
    assert bad[0] == (2, "A quotation mark opens on this line and is closed in another row.")


def test_an_undoubled_quote_costs_its_own_row_only(tmp_path: Path) -> None:
    firsts, bad = outcome(opened(tmp_path, 'Name,City\n"Bob "the mover" Ray",Oslo\n5" pipe,Rome\nAnn,Bonn\n'))
    assert firsts == ['5" pipe', "Ann"]
    assert bad == [(2, "A quotation mark inside a quoted cell of this row is not doubled.")]


def test_quoted_newlines_may_cross_any_block_border(tmp_path: Path) -> None:
    rows = "".join(f'n{n},"street {n}\r\nfloor {n}\n\rcity"\r\n' for n in range(12_000))
    file = opened(tmp_path, f"Name,Address\r\n{rows}")
    read = [(line, row) for batch in file.batches() for line, row in zip(batch.lines, batch.rows, strict=True)]
    assert read[11_999] == (2 + 4 * 11_999, ["n11999", "street 11999\r\nfloor 11999\n\rcity"])
    assert (len(read), file.bad) == (12_000, [])


@pytest.mark.parametrize(("quote", "megabytes"), [("", 10), ('"', 10), pytest.param('"', 100, marks=pytest.mark.slow)])
def test_a_giant_field_costs_its_row_and_no_memory(tmp_path: Path, quote: str, megabytes: int) -> None:
    path = tmp_path / "giant.csv"
    with path.open("wb") as stream:
        stream.write(b"Name,City\nAnn,Rome\nBob," + quote.encode())
        for _ in range(megabytes):
            stream.write(b"x" * 1_000_000)
        stream.write(quote.encode() + b"\nCid,Bonn\n")
    tracemalloc.start()
    firsts, bad = outcome(open_tabular(path))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (firsts, bad) == (["Ann", "Cid"], [(3, "This line is longer than 4,000,000 characters.")])
    assert peak < 30_000_000


def test_a_cell_above_a_megabyte_is_set_aside(tmp_path: Path) -> None:
    firsts, bad = outcome(opened(tmp_path, f"Name,City\nAnn,Rome\nBob,{'x' * 1_000_001}\nCid,Bonn\n"))
    assert (firsts, bad) == (["Ann", "Cid"], [(3, "A cell of this row is larger than 1,000,000 characters.")])


def test_a_file_that_is_one_endless_line_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="longer than 4,000,000 characters"):
        opened(tmp_path, b"x," * 3_000_000)
    with pytest.raises(Refused, match="longer than 4,000,000 characters"):
        opened(tmp_path, b"x," * 3_000_000 + b"\nAnn,Rome\nBob,Oslo\n")


def test_bad_rows_are_handed_over_before_they_pile_up(tmp_path: Path) -> None:
    file = opened(tmp_path, "Name,City,Zip\n" + "a,b,c\n" * 20 + "bad,row\n" * 60_000)
    largest = 0
    for _ in file.batches():
        largest = max(largest, len(file.bad))
        file.bad.clear()
    assert largest < 30_000
    assert len(table.storable("x" * 5_000)) == 2_000


def test_a_file_above_the_limit_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="20 bytes, and 10 is the most"):
        opened(tmp_path, "Name,City\nAnn,Romeo\n"[:20], Limits(file_bytes=10))


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="cannot be opened"):
        open_tabular(tmp_path / "gone.csv")
