"""ServiceTitan on the home page: units that nobody has placed, with the money that counts nowhere until somebody does."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from aiop.adminkit import format as fmt
from aiop.home.tiles import Line, State, Tile, register
from servicetitan.admin.units import SEE
from servicetitan.curate.queue import events, waiting


def units(request: HttpRequest) -> Sequence[Line]:
    """Say how many units wait to be placed and what hangs on them, and how many placed ones changed at the source."""
    org: Any = request.org  # type: ignore[attr-defined]
    return [*_waiting(org), *_changed(org)]


def _waiting(org: Any) -> list[Line]:
    found = waiting(org)
    if not found:
        return []
    only = found[0] if len(found) == 1 else None
    link = (
        reverse("admin:servicetitan_unit", args=[only.unit_source_id]) if only else reverse("admin:servicetitan_units")
    )
    label = f"unit to place: {only.name}" if only else "units to place"
    money = round(sum(one.money for one in found))
    value = f"{fmt.number(len(found))} · moves ${fmt.number(money)}" if money else fmt.number(len(found))
    return [Line(label, value, State.LOOK, link, "Its records count under no unit until somebody says what it is")]


def _changed(org: Any) -> list[Line]:
    count = len(events(org))
    if not count:
        return []
    label = "placed unit was renamed or retired" if count == 1 else "placed units were renamed or retired"
    hint = "No figure moved: placements go by id. Say whether they stay"
    return [Line(label, fmt.number(count), State.CALM, reverse("admin:servicetitan_units") + "#events", hint)]


register(Tile("Needs you", 9, units, "Nothing waits for you.", permission=SEE))
