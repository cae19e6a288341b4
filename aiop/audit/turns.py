"""Whoever writes across tables takes turns, and waits for the loads that are under way: nobody waits for another in a ring.

The order is the same for all: first the organisation's turn, then the loads' locks of all tables, then rows.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection

from aiop.audit.install import recorded_models


def take_turn(org_id: int) -> None:
    """Wait for decisions, undos, link steps and loads of an organisation, and keep them waiting until the transaction ends."""
    tables = sorted(model._meta.db_table for model in recorded_models())
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('aiop.turn'), %s)", [org_id % 2**31])
        cursor.execute(
            "SELECT pg_advisory_xact_lock_shared(%s, hashtext(name)) FROM unnest(%s::text[]) AS name",
            [org_id % 2**31, tables],
        )


def take_tables(org_id: int, tables: Iterable[str]) -> None:
    """Wait for whoever else loads into some tables or writes across them; whoever needs several names them at once."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(%s, hashtext(name)) FROM unnest(%s::text[]) AS name",
            [org_id % 2**31, sorted(set(tables))],
        )
