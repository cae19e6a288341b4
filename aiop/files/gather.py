"""Files out of what a person names: files, folders and ZIPs, in the order in which they must be loaded."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from aiop.files.reading.archive import extract_member, zip_members
from aiop.files.reading.source import Refused, is_zip

TABULAR = {".csv", ".tsv", ".txt", ".xlsx", ".xlsm"}


@dataclass(frozen=True, slots=True)
class Found:
    """One file: where it is now and what it is called in what people read."""

    path: Path
    name: str


@contextmanager
def gathered(paths: Sequence[Path]) -> Iterator[list[Found]]:
    """Give the tabular files below `paths`; ZIPs are unpacked into a folder that goes away afterwards."""
    with tempfile.TemporaryDirectory(prefix="aiop-") as folder:
        yield [found for path in paths for found in _below(path, Path(folder))]


def _below(path: Path, folder: Path) -> Iterator[Found]:
    if not path.exists():
        raise Refused(f"There is no file or folder “{path}”.")
    if path.is_dir():
        # Folders beside the reports, such as a ledger of truth, hold no reports themselves.
        for inner in sorted(p for p in path.iterdir() if p.is_file() and not p.name.startswith(".")):
            if inner.suffix.lower() in TABULAR or inner.suffix.lower() == ".zip":
                yield from _below(inner, folder)
    elif path.suffix.lower() == ".zip" or (path.suffix.lower() not in TABULAR and is_zip(path)):
        for member in zip_members(path):
            if Path(member.name).suffix.lower() in TABULAR:
                unpacked = extract_member(path, member, folder)
                yield Found(unpacked, Path(member.name).name)
    else:
        yield Found(path, path.name)
