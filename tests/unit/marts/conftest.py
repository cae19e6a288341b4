"""What tests of the marts share."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from aiop.orgs.context import org_context
from aiop.orgs.models import Org
from tests.factories.painting import PaintingCompany

Write = Callable[..., Path]


@pytest.fixture
def painters(db: None) -> Org:
    """Give a painting company in Phoenix."""
    return Org.objects.create(slug="painters", name="Painters", time_zone="America/Phoenix")


@pytest.fixture
def company(painters: Org) -> Iterator[PaintingCompany]:
    """Give a company whose rows a test adds, its organisation open."""
    with org_context(painters, actor="test"):
        yield PaintingCompany(painters)


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Give what writes rows as a report's file."""

    def written(heads: list[str], rows: list[list[Any]]) -> Path:
        path = tmp_path / "report.csv"
        with path.open("w", newline="", encoding="utf-8") as sink:
            csv.writer(sink).writerows([heads, *rows])
        return path

    return written
