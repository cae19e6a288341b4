"""Files of the HVAC company loaded as the command line does."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

from django.core.management import call_command

from aiop.loading.dump import dumped_fields
from aiop.loading.kind import kind_named
from aiop.orgs.models import Org
from tests.factories.hvac_company import cell


def load(org: Org, *paths: Path, execute: bool = True) -> list[dict[str, Any]]:
    """Load files or folders, or look what that would do; gives what became of each file."""
    out = io.StringIO()
    call_command("load", *map(str, paths), org=org.slug, json=True, execute=execute, stdout=out)
    files: list[dict[str, Any]] = json.loads(out.getvalue())["files"]
    return files


def row_of(kind: str, n: int) -> dict[str, str]:
    """Give a row of a table by its headers."""
    declared = kind_named(kind)
    return {field.headers[0]: cell(declared, field, n, "") for field in dumped_fields(declared)}


def loaded_one(org: Org, folder: Path, kind: str, row: dict[str, str]) -> dict[str, Any]:
    """Load a file of one row, kept as `one.csv`; gives what became of it."""
    path = folder / "one.csv"
    with path.open("w", encoding="utf-8", newline="") as sink:
        sheet = csv.DictWriter(sink, list(row))
        sheet.writeheader()
        sheet.writerow(row)
    (result,) = load(org, path)
    assert result["kind"] == kind, result
    return result
