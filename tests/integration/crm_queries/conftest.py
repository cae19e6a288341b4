"""A small lead pool, loaded, linked and committed, that the catalogue's reader sees: one for all tests of the entries."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connections

from aiop.orgs.models import Org
from crm.link.run import link
from crm.sandbox.generate import generate
from tests.factories.tiny_company import load_exports
from tests.integration.crm_queries.asking import Pool


@pytest.fixture(scope="package")
def pool(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pool]:
    """Give the pool; nothing of it is left afterwards."""
    folder: Path = tmp_path_factory.mktemp("pool")
    with django_db_blocker.unblock():
        org = Org.objects.create(slug="letsmove", name="Letsmove", time_zone="America/Toronto")
        generate(folder, seed=7, scale="small")
        load_exports(org, folder)
        link(org, execute=True, by="maya")
        with connections["owner"].cursor() as cursor:
            # What is asked is planned as in a database that has lived, not by guesses about empty tables.
            cursor.execute("ANALYZE")
        yield Pool(org)
        with connections["owner"].cursor() as cursor:
            cursor.execute("TRUNCATE orgs_org, catalogue_sitting CASCADE")
        # The sessions would keep the test database from being dropped.
        connections.close_all()
