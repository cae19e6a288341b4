"""Whoever writes across tables takes turns, and waits for the loads that are under way: nobody waits for another in a ring.

The order is the same for all: first the organisation's turn, then the loads' locks of all tables, then rows.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

from django.db import connection

from aiop.audit.install import recorded_models

HURRIED_SECONDS = 5  # somebody waits for a page
PATIENT_SECONDS = 1_800  # nobody does; longer than the longest load

_TURN = """
    SELECT aiop_take_turn(%(org)s, %(tables)s,
        coalesce(%(seconds)s, CASE WHEN current_setting('aiop.run', true) <> '' THEN %(patient)s ELSE %(hurried)s END) * 1000)
"""


class Busy(Exception):  # noqa: N818  (an answer in words, not a fault)
    """Somebody else's load, link step or decision goes on for too long to wait; nothing was written."""

    def __init__(self) -> None:
        """Say what to do."""
        super().__init__("A load is being applied; try again in a moment.")


def take_turn(org_id: int, *, seconds: int | None = None) -> None:
    """Wait for decisions, undos, link steps and loads of an organisation, and keep them waiting until the transaction ends.

    Raises Busy after so many seconds: by default a few, and many in a run, for which nobody waits.
    """
    bound: dict[str, Any] = {
        "org": org_id, "tables": _tables(), "seconds": seconds, "patient": PATIENT_SECONDS, "hurried": HURRIED_SECONDS,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_TURN, bound)
        if cursor.fetchone() != (True,):
            raise Busy


def take_tables(org_id: int, tables: Iterable[str]) -> None:
    """Wait for whoever else loads into some tables or writes across them; whoever needs several names them at once."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(%s, hashtext(name)) FROM unnest(%s::text[]) AS name",
            [org_id % 2**31, sorted(set(tables))],
        )


@cache
def _tables() -> list[str]:
    return sorted(model._meta.db_table for model in recorded_models())
