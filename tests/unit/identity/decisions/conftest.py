"""A small pool of customers with everything that hangs on them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from aiop.orgs.context import org_context
from aiop.orgs.models import Org


@pytest.fixture
def inside(org: Org) -> Iterator[Org]:
    """Work inside the organisation, as maya."""
    with org_context(org, actor="maya"):
        yield org
