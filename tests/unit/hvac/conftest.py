"""What tests of figures share: a day, and a maker of rows."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine

from aiop.orgs.models import Org
from tests.factories.hvac_rows import Rows
from tests.unit.hvac.ledger import NOON


@pytest.fixture
def today() -> Iterator[None]:
    """Let it be the last day of March 2026."""
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def make(org: Org) -> Rows:
    """Make rows of the organisation."""
    return Rows(org)
