"""Trying a connection: what it can and cannot read, in words, kept with it."""

from __future__ import annotations

from django.utils import timezone

from aiop.runs.redact import redact
from aiop.sources.errors import SourceFailed
from aiop.sources.models import Connection
from aiop.sources.systems import Ability, find

State = Connection.State


def test_connection(connection: Connection) -> list[Ability]:
    """Try a connection through its system and keep what came out; call inside `org_context`."""
    system = find(connection.system)
    try:
        if system is None:
            abilities = [Ability("Anything", can=False, why="this version of the program does not know the system")]
        else:
            abilities = list(system.test(connection))
    except SourceFailed as error:
        abilities = [Ability("Log in", can=False, why=redact(str(error)))]
    able = any(ability.can for ability in abilities)
    connection.abilities = [ability.as_dict() for ability in abilities]
    connection.checked_at = timezone.now()
    connection.state = State.WORKING if able else State.BROKEN
    connection.state_reason = "" if able else _first_reason(abilities)
    connection.save(update_fields=["abilities", "checked_at", "state", "state_reason"])
    return abilities


def _first_reason(abilities: list[Ability]) -> str:
    return next((ability.why for ability in abilities if ability.why), "It can read nothing.")


def mark(connection: Connection, broken: str = "") -> None:
    """Say that a connection works, or why it does not; writes only what differs. Call inside `org_context`."""
    state = State.BROKEN if broken else State.WORKING
    stands = Connection.objects.for_org(connection.org_id).filter(pk=connection.pk)
    stands.exclude(state=state, state_reason=redact(broken)).update(state=state, state_reason=redact(broken))
    connection.state, connection.state_reason = state, redact(broken)
