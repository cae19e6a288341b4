"""What tests of the marts share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from aiop.orgs.context import org_context
from aiop.orgs.models import Org
from tests.factories.painting import PaintingCompany


@pytest.fixture
def painters(db: None) -> Org:
    """Give a painting company in Phoenix."""
    return Org.objects.create(slug="painters", name="Painters", time_zone="America/Phoenix")


@pytest.fixture
def company(painters: Org) -> Iterator[PaintingCompany]:
    """Give a company whose rows a test adds, its organisation open."""
    with org_context(painters, actor="test"):
        yield PaintingCompany(painters)
