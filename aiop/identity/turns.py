"""Arrival, matching and learning of one entity take turns."""

from __future__ import annotations

from aiop.identity.copying import execute


def take_turn(org_id: int, entity: str) -> None:
    """Wait for whoever else matches this entity, and keep them waiting until the transaction ends."""
    named = {"name": f"identity match {entity}", "org": org_id % 2**31}
    execute("SELECT pg_advisory_xact_lock(hashtext(%(name)s), %(org)s::int)", named)
