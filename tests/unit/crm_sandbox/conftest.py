"""One small export of an invented company, read back as a user would read it."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from aiop.sandbox.world import Ledger
from crm.sandbox.generate import generate
from crm.sandbox.update import generate_update

Row = dict[str, str]
ReadKind = Callable[[str], list[Row]]


@pytest.fixture(scope="session")
def export_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a small export with seed 7."""
    folder = tmp_path_factory.mktemp("export")
    generate(folder, seed=7, scale="small")
    return folder


@pytest.fixture(scope="session")
def truth(export_folder: Path) -> Ledger:
    """The ledger of the small export."""
    return Ledger(export_folder / "ledger")


@pytest.fixture(scope="session")
def read_kind(export_folder: Path, truth: Ledger) -> ReadKind:
    """Reads the genuine rows of one kind by trimmed header, in file order."""
    return lambda kind: genuine_rows(export_folder, truth, kind)


@pytest.fixture(scope="session")
def later_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the same company's export a week later."""
    folder = tmp_path_factory.mktemp("later")
    generate_update(folder, seed=7, scale="small")
    return folder


@pytest.fixture(scope="session")
def read_later(later_folder: Path) -> ReadKind:
    """Reads the genuine rows of one kind of the later export."""
    return lambda kind: genuine_rows(later_folder, Ledger(later_folder / "ledger"), kind)


def genuine_rows(folder: Path, ledger: Ledger, kind: str) -> list[Row]:
    """Give the rows of a kind without those that the ledger calls totals or impossible to load."""
    rows = []
    for entry in ledger.rows("files"):
        if entry["kind"] == kind:
            with (folder / str(entry["file"])).open(encoding="utf-8-sig", newline="") as file:
                lines = list(csv.reader(file))
            headers = [header.strip() for header in lines[0]]
            genuine = lines[1 : 1 + int(entry["genuine_rows"] or 0)]
            rows += [dict(zip(headers, line, strict=True)) for line in genuine]
    return rows
