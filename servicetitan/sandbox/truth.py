"""The ledger: what is true of the world at its clock, entity by entity, stated without the API's paging."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from aiop.sandbox.twin import Truth
from servicetitan.sandbox.records import ENTITIES
from servicetitan.sandbox.shapes import SHAPES
from servicetitan.sandbox.world import TenantWorld


def truth_of(world: TenantWorld) -> Truth:
    """Name every table of the ledger: `ENTITY` for records, `ENTITY/tombstones`, and `customers/merges`, `locations/merges`."""
    tables: dict[str, Callable[[], Iterator[Any]]] = {}
    for entity in ENTITIES:
        tables[entity] = partial(rows, world, entity)
        tables[f"{entity}/tombstones"] = partial(tombstones, world, entity)
    for entity in ("customers", "locations"):
        tables[f"{entity}/merges"] = partial(merges, world, entity)
    return tables


def rows(world: TenantWorld, entity: str) -> Iterator[dict[str, Any]]:
    """Give every record of an entity as it stands, inactive ones too, with `active` where feeds show it."""
    for state in world.states(entity):
        shaped = SHAPES[entity](world.tenant, state)
        if entity in {"jobs", "gross_pay_items"}:
            shaped["active"] = state.get("active", True)
        yield shaped


def tombstones(world: TenantWorld, entity: str) -> Iterator[dict[str, Any]]:
    """Give the ids of what had been seen and is deleted now: what is inactive, and what vanished without a trace."""
    now = world.now()
    shelf = world.shelves[entity]
    for position in shelf.order():
        record = world.record(entity, shelf.ids[position])
        if record.versions[0][0] > now:
            continue
        state = record.state(now)
        if state is None or not state.get("active", True):
            yield {"id": record.id, "vanished": state is None}


def merges(world: TenantWorld, entity: str) -> Iterator[dict[str, int]]:
    """Give who was merged into whom, chains followed to their end."""
    into = {state["id"]: state["merged_to"] for state in world.states(entity) if state.get("merged_to")}
    for merged, survivor in into.items():
        seen = {merged}
        while survivor in into and survivor not in seen:
            seen.add(survivor)
            survivor = into[survivor]
        yield {"id": merged, "merged_to": into[merged], "survivor": survivor}
