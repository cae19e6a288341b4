"""Credentials at rest: sealed, bound to their organisation, moved to a new key."""

from __future__ import annotations

import json
from io import StringIO
from typing import Any

import pytest
from cryptography.fernet import Fernet
from django.core import checks
from django.core.management import CommandError, call_command

from aiop.orgs.context import org_context
from aiop.orgs.models import Org
from aiop.sources.models import Connection
from aiop.sources.vault import CannotOpen, is_current, seal, unseal
from tests.unit.sources.conftest import SECRET, make_connection

pytestmark = pytest.mark.django_db
URL = "https://api.testing.example"


def keys(number: int) -> list[str]:
    """Make keys."""
    return [Fernet.generate_key().decode() for _ in range(number)]


def rotate(**options: Any) -> dict[str, Any]:
    """Run the command and give its JSON."""
    said = StringIO()
    call_command("rotate_keys", json=True, stdout=said, **options)
    told: dict[str, Any] = json.loads(said.getvalue())
    return told


def test_what_was_sealed_opens_for_its_organisation_alone() -> None:
    sealed = seal(1, {"client_secret": SECRET})
    assert SECRET not in sealed
    assert unseal(1, sealed) == {"client_secret": SECRET}
    with pytest.raises(CannotOpen, match="another organisation"):
        unseal(2, sealed)


def test_without_a_key_of_its_own_it_follows_from_the_secret_key(settings: Any) -> None:
    settings.SOURCES_KEY = []
    sealed = seal(1, {"a": "b"})
    assert unseal(1, sealed) == {"a": "b"}
    settings.SECRET_KEY = "another"
    with pytest.raises(CannotOpen, match="SOURCES_KEY"):
        unseal(1, sealed)


def test_keys_are_rotated_without_a_moment_when_credentials_cannot_be_read(
    org: Org, other_org: Org, settings: Any
) -> None:
    old, new = keys(2)
    settings.SOURCES_KEY = [old]
    connections = [make_connection(owner, URL) for owner in (org, other_org)]
    settings.SOURCES_KEY = [new, old]
    assert dict(connections[0].secrets()) == {"client_secret": SECRET}
    assert rotate(dry_run=True)["organisations"][0]["sealed"] == 1
    assert {row["sealed"] for row in rotate()["organisations"]} == {1}
    assert {row["sealed"] for row in rotate()["organisations"]} == {0}
    settings.SOURCES_KEY = [new]
    for connection in connections:
        with org_context(connection.org_id, actor="maya"):
            moved = Connection.objects.get()
        assert is_current(moved.sealed)
        assert dict(moved.secrets()) == {"client_secret": SECRET}


def test_rotation_without_the_old_key_is_refused_by_name(org: Org, settings: Any) -> None:
    settings.SOURCES_KEY = keys(1)
    make_connection(org, URL)
    settings.SOURCES_KEY = keys(1)
    with pytest.raises(CommandError, match=r"Main account: .*any key in SOURCES_KEY"):
        rotate()


def test_a_new_key_is_one_that_can_be_used(settings: Any) -> None:
    said = StringIO()
    call_command("rotate_keys", new_key=True, stdout=said)
    settings.SOURCES_KEY = [said.getvalue().strip()]
    assert unseal(1, seal(1, {"a": "b"})) == {"a": "b"}


def test_a_key_that_is_none_stops_the_start(settings: Any) -> None:
    settings.SOURCES_KEY = ["not a key"]
    assert [found.id for found in checks.run_checks(tags=["security"])] == ["sources.E001"]
    settings.SOURCES_KEY = []
    found = {check.id for check in checks.run_checks(tags=["security"], include_deployment_checks=True)}
    assert "sources.W001" in found
