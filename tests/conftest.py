"""Fixtures that every test may use."""

from __future__ import annotations

import pytest

from aiop.orgs.models import Membership, Org, User


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
