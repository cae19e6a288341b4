"""What tests through the whole path need."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from aiop.orgs.models import Org, User
from tests.integration.every_address import Rows
from tests.integration.files_desk import Desk
from tests.integration.two_organisations import OURS, THEIRS, fill


@pytest.fixture
def desk(org: Org, maya: User, settings: Any, tmp_path: Path) -> Desk:
    """Give a curator at the import pages, with a files folder of the test's own."""
    settings.MEDIA_ROOT = tmp_path / "files"
    return Desk(org, maya)


@pytest.fixture
def ours(org: Org, tmp_path: Path) -> Rows:
    """Give our organisation, filled."""
    return fill(org, tmp_path, OURS, 5)


@pytest.fixture
def theirs(ours: Rows, other_org: Org, tmp_path: Path) -> Rows:
    """Give the other organisation, filled with other names under the same quote numbers and e-mails."""
    return fill(other_org, tmp_path, THEIRS, 7)
