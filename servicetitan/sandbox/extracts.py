"""The ledger as record-level extracts: one CSV file of each kind, the API's field names as headers, for those who have files alone."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from servicetitan.sandbox.records import ENTITIES
from servicetitan.sandbox.truth import rows
from servicetitan.sandbox.world import TenantWorld

# Lists that stand in files of their own: the file, and the header under which each line names its parent.
_PARTS = {
    "invoices": ("items", "invoice_items", "invoiceId"),
    "payments": ("appliedTo", "payment_applications", "paymentId"),
}


def write_extracts(world: TenantWorld, folder: Path) -> dict[str, int]:
    """Write every entity as of the world's clock into a folder, and give the number of records of each file."""
    folder.mkdir(parents=True, exist_ok=True)
    counts: dict[str, int] = {}
    for entity in ENTITIES:
        counts |= _write_entity(world, entity, folder)
    return counts


def _write_entity(world: TenantWorld, entity: str, folder: Path) -> dict[str, int]:
    listed, part, parent = _PARTS.get(entity, ("", "", ""))

    def whole() -> Iterator[dict[str, str]]:
        return (flat({name: value for name, value in row.items() if name != listed}) for row in rows(world, entity))

    def lines() -> Iterator[dict[str, str]]:
        return ({parent: str(row["id"]), **flat(line)} for row in rows(world, entity) for line in row[listed] or ())

    counts = {entity: _write(folder / f"st_{entity}.csv", whole)}
    if listed:
        counts[part] = _write(folder / f"st_{part}.csv", lines)
    return counts


def flat(row: dict[str, Any], before: str = "") -> dict[str, str]:
    """Give a record's fields as texts, those of objects as `object.field`, lists as JSON, nothing for null."""
    cells: dict[str, str] = {}
    for name, value in row.items():
        if isinstance(value, dict):
            cells |= flat(value, f"{before}{name}.")
        elif value is not None:
            cells[before + name] = json.dumps(value) if isinstance(value, list | bool | float) else str(value)
        else:
            cells[before + name] = ""
    return cells


def _write(path: Path, records: Callable[[], Iterator[dict[str, str]]]) -> int:
    """Write records under all headers that any of them has; they are gone through twice so that none is held."""
    header: dict[str, None] = {}
    for record in records():
        header |= dict.fromkeys(record)
    with path.open("w", newline="", encoding="utf-8") as sink:
        writer = csv.DictWriter(sink, list(header))
        writer.writeheader()
        return sum(1 for record in records() if writer.writerow(record))
