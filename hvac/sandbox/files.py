"""A company's rows as the files of its tables, under the headers that those files have, and the ledger beside them."""

from __future__ import annotations

import csv
import datetime as dt
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import astuple, fields
from operator import itemgetter
from pathlib import Path
from typing import Any

from aiop.loading.dump import dumped_fields
from aiop.loading.kind import kind_named
from aiop.sandbox.world import Ledger
from hvac.sandbox.chance import Row
from hvac.sandbox.generate import generate
from hvac.sandbox.planting import Planted
from hvac.sandbox.story import NAME

LEDGER = "ledger"
_Write = Callable[[Row], Any]


class HeaderError(Exception):
    """The generator and a table's file do not have the same headers."""


def write_company(
    folder: Path, *, seed: int, as_of: dt.date, scale: float, name: str = NAME, flawed: bool = True
) -> dict[str, int]:
    """Write one CSV a table into a folder, and into `ledger` below it what was planted; give the rows of each table."""
    folder.mkdir(parents=True, exist_ok=True)
    generated = generate(seed=seed, as_of=as_of, scale=scale, name=name, flawed=flawed)
    counts: Counter[str] = Counter()
    writers: dict[str, _Write] = {}
    with ExitStack() as files:
        for table, row in generated.rows:
            write = writers.get(table)
            if write is None:
                write = writers[table] = _writer(files, folder, table, row)
            write(row)
            counts[table] += 1
    ledger = Ledger(folder / LEDGER)
    ledger.write("files", ("table", "rows"), sorted(counts.items()))
    columns = [field.name for field in fields(Planted)]
    ledger.write("anomalies", columns, (astuple(planted) for planted in generated.planted))
    return dict(counts)


def headers_of(table: str, row: Row) -> list[str]:
    """Give the headers of a table's file in their order, of those that a file may do without the ones that a row has."""
    known = dumped_fields(kind_named(f"hvac_{table}"))
    headers = [field.headers[0] for field in known if field.headers[0] in row or not field.spare]
    if set(headers) != set(row):
        raise HeaderError(f"{table}: {', '.join(sorted(set(headers) ^ set(row)))}")
    return headers


def _writer(files: ExitStack, folder: Path, table: str, first: Row) -> _Write:
    headers = headers_of(table, first)
    file = files.enter_context((folder / f"{table}.csv").open("w", encoding="utf-8", newline=""))
    sheet = csv.writer(file, lineterminator="\n")
    sheet.writerow(headers)
    cells = itemgetter(*headers)
    return lambda row: sheet.writerow(cells(row))
