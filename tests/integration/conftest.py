"""What tests through the whole path need."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from aiop.orgs.models import Org, User
from tests.integration.files_desk import Desk


@pytest.fixture
def desk(org: Org, maya: User, settings: Any, tmp_path: Path) -> Desk:
    """Give a curator at the import pages, with a files folder of the test's own."""
    settings.MEDIA_ROOT = tmp_path / "files"
    return Desk(org, maya)
