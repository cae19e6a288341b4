"""The base of every sandbox: seeded streams of chance, and a ledger that states the truth beside the files."""

import json
import random
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

# One encoder for all rows: `json.dumps` with an option builds a new one for each call.
_ENCODE = json.JSONEncoder(ensure_ascii=False).encode

Cell = str | int | float | bool | None


class World:
    """One reproducible company; each named stream is independent, so that a new part shifts no other."""

    def __init__(self, seed: int, company: str) -> None:
        """Fix the world by its seed and the company's name."""
        self.seed = seed
        self.company = company
        self.salt = self.rng("salt").getrandbits(48)

    def rng(self, name: str) -> random.Random:
        """Give a fresh stream for one purpose; the same name always replays the same numbers."""
        return random.Random(f"{self.seed}:{self.company}:{name}")  # noqa: S311 - invented data, not secrets

    def reseed(self, stream: random.Random, key: int) -> None:
        """Set a stream to the state that belongs to one row, so that a row's details do not depend on its neighbours."""
        stream.seed(self.salt ^ (key << 3))


class LedgerError(Exception):
    """A ledger has no such table."""


class Ledger:
    """Named tables of truth, one JSON file each, written row by row so that a large one needs no memory."""

    def __init__(self, folder: Path) -> None:
        """Open the ledger in a folder, which is made when the first table is written."""
        self.folder = folder

    def write(self, name: str, columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> int:
        """Write one table, replacing an older one, and give its number of rows."""
        path = self._path(name)
        self.folder.mkdir(parents=True, exist_ok=True)
        count = 0
        with path.open("w", encoding="utf-8", newline="\n") as file:
            file.write('{"columns": ' + json.dumps(list(columns)) + ', "rows": [')
            for row in rows:
                file.write(("\n" if count == 0 else ",\n") + _ENCODE(row))
                count += 1
            file.write("\n]}\n")
        return count

    def rows(self, name: str) -> Iterator[dict[str, Cell]]:
        """Give a table's rows by column name; LedgerError when there is no such table."""
        path = self._path(name)
        if not path.exists():
            raise LedgerError(f"The ledger in {self.folder} has no table “{name}”.")
        table = json.loads(path.read_text(encoding="utf-8"))
        columns = table["columns"]
        return (dict(zip(columns, row, strict=True)) for row in table["rows"])

    def mapping(self, name: str) -> dict[Cell, Cell]:
        """Give a table's first column mapped to its second, such as checks by name."""
        pairs = (list(row.values()) for row in self.rows(name))
        return {row[0]: row[1] for row in pairs}

    def names(self) -> list[str]:
        """Give the names of the tables that exist, sorted."""
        return sorted(path.stem for path in self.folder.glob("*.json"))

    def _path(self, name: str) -> Path:
        return self.folder / f"{name}.json"
