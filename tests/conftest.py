"""Fixtures that every test may use."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connections
from django.test.utils import setup_databases, teardown_databases
from xdist.scheduler import LoadScopeScheduling

from aiop.orgs.models import Membership, Org, User
from tests.template import copied_schema


class ByWhatIsShared(LoadScopeScheduling):
    """Gives a file's tests to one process, and all of the browser's: what takes long to set up is made once."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        return "browser" if file.startswith("tests/browser/") else file


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> ByWhatIsShared:
    """Say which process takes which test; the mark for it, `xdist_group`, is overlooked by pytest 9."""
    return ByWhatIsShared(config, log)


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest,
    django_test_environment: None,
    django_db_blocker: Any,
    django_db_keepdb: bool,
    django_db_createdb: bool,
    django_db_modify_db_settings: None,
) -> Iterator[None]:
    """Make the test database through `owner`, whichever connections the tests name.

    pytest-django sets up only those; `default` mirrors `owner`, so without it tests would reach the real database.
    """
    keep = django_db_keepdb and not django_db_createdb
    with django_db_blocker.unblock(), copied_schema("owner"):
        made = setup_databases(
            verbosity=request.config.option.verbose, interactive=False, keepdb=keep, serialized_aliases=[]
        )
    yield
    if not django_db_keepdb:
        with django_db_blocker.unblock():
            # The mirrors' sessions would keep the database from being dropped.
            connections.close_all()
            teardown_databases(made, verbosity=request.config.option.verbose)


@pytest.fixture
def org(db: None) -> Org:
    """Give the organisation that a test works in."""
    return Org.objects.create(slug="letsmove", name="Letsmove", time_zone="America/Toronto")


@pytest.fixture
def other_org(db: None) -> Org:
    """Give an organisation whose rows must stay unseen."""
    return Org.objects.create(slug="otherco", name="Other Co", time_zone="America/Phoenix")


@pytest.fixture
def maya(org: Org) -> User:
    """Give a curator of the organisation."""
    user = User.objects.create_user("maya", password="invented-only-9")
    Membership.objects.create(user=user, org=org, role=Membership.Role.CURATOR)
    return user
