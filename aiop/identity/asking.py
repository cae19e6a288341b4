"""What commands and jobs of matching share: names of jobs, and which entity is meant."""

from __future__ import annotations

from django.core.management.base import CommandError

from aiop.identity.entity import Entity, all_entities

JOB = "identity.match"
ARRIVE = "identity.arrive"
LEARN = "identity.learn"
NIGHTLY = "identity.nightly"


def entity_of_command(name: str) -> Entity:
    """Give the entity that a command names; wrong usage, with the names there are, when there is none."""
    for entity in all_entities():
        if name == entity.name:
            return entity
    names = ", ".join(entity.name for entity in all_entities())
    raise CommandError(f"There is nothing called “{name}” to match. There are: {names}.", returncode=2)
