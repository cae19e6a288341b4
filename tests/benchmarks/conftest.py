"""A pool to measure on: `full` by hand and at night, `small` where the benchmarks themselves are checked."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from aiop.orgs.models import Org
from crm.sandbox.generate import generate

SCALE = os.environ.get("AIOP_BENCH_SCALE", "small")


@pytest.fixture(scope="session")
def exports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder of exports at the scale that is measured."""
    folder = tmp_path_factory.mktemp("exports")
    generate(folder, seed=11, scale=SCALE)
    return folder


@pytest.fixture
def committed_org(transactional_db: None) -> Iterator[Org]:
    """Give an organisation whose rows are committed as in production, progress written through its own session."""
    alias, settings.RUN_LOG_ALIAS = settings.RUN_LOG_ALIAS, "side"
    yield Org.objects.create(slug="letsmove", name="Letsmove", time_zone="America/Toronto")
    settings.RUN_LOG_ALIAS = alias
