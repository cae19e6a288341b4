"""What somebody chose or wrote for the record that is to survive, as a form of review sends it."""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Any

from django.http import HttpRequest

from aiop.identity.entity import Entity

# Characters of a value that somebody writes.
_LONGEST = 500


def chosen_of(request: HttpRequest, entity: Entity, nodes: Collection[int] | None = None) -> dict[str, Any]:
    """Give column -> node or {"value": text}; left out is what is no column of the record, or no node of `nodes`."""
    choices: dict[str, Any] = {}
    for group in entity.kept:
        try:
            chosen = json.loads(request.POST.get(f"choice-{group.columns[0]}") or "{}")
        except ValueError:
            chosen = {}
        if isinstance(chosen, dict):
            choices |= {
                column: node for column, node in chosen.items() if column in group.columns and _fits(node, nodes)
            }
        for column in group.columns:
            written = request.POST.get(f"value-{column}", "").strip()
            if written:
                choices[column] = {"value": written[:_LONGEST]}
    return choices


def _fits(node: object, nodes: Collection[int] | None) -> bool:
    return isinstance(node, int) and (nodes is None or node in nodes)
