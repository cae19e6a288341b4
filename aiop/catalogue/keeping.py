"""Answers that are kept: found again under the organisation's row security while the data that they were read from is the same."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

from aiop.catalogue.models import Kept
from aiop.orgs.context import org_context
from aiop.orgs.models import Org

_CLERK = "side"
# JSON has no form for these: they are kept as a pair of their kind and their text.
_READ: Mapping[str, Callable[[Any], Any]] = {
    "dec": Decimal,
    "day": dt.date.fromisoformat,
    "at": dt.datetime.fromisoformat,
    "time": dt.time.fromisoformat,
    "id": UUID,
}
_KIND: tuple[tuple[type[Any], str], ...] = (
    (Decimal, "dec"), (dt.datetime, "at"), (dt.date, "day"), (dt.time, "time"), (UUID, "id"),
)  # fmt: skip
# An answer longer than this costs more to keep than to read again.
_MOST_BYTES = 4 * 1024 * 1024


def find(org: Org, digest: str, version: str) -> dict[str, Any] | None:
    """Give the kept answer of this version of the data, None where there is none."""
    kept = Kept.objects.for_org(org).filter(digest=digest, version=version).values_list("answer", flat=True).first()
    return None if kept is None else _opened(kept)


def keep(org: Org, digest: str, version: str, found: Mapping[str, Any]) -> None:
    """Keep an answer in place of the one of an earlier version; what cannot be kept is left."""
    try:
        text = json.dumps({**found, "rows": [[_closed(value) for value in row] for row in found["rows"]],
                           "sums": {name: _closed(value) for name, value in found["sums"].items()}}, allow_nan=False)  # fmt: skip
    except (TypeError, ValueError):
        return
    if len(text) <= _MOST_BYTES and "\\u0000" not in text:
        values = {"version": version, "answer": json.loads(text)}
        # In a session that commits at once: nobody waits for the row until somebody's page is done.
        with org_context(org, actor="catalogue", using=_CLERK):
            Kept.objects.using(_CLERK).update_or_create(org=org, digest=digest, defaults=values)


def _closed(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return {"list": [_closed(item) for item in value]}
    if isinstance(value, dict):
        return {"json": value}
    name = next((name for kind, name in _KIND if isinstance(value, kind)), None)
    if name is None:
        return value
    return {name: str(value) if name in {"dec", "id"} else value.isoformat()}


def _opened(kept: Mapping[str, Any]) -> dict[str, Any]:
    rows = [tuple(_open(value) for value in row) for row in kept["rows"]]
    return {"rows": rows, "total": kept["total"], "sums": {name: _open(value) for name, value in kept["sums"].items()}}


def _open(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    ((kind, held),) = value.items()
    if kind == "list":
        return [_open(item) for item in held]
    return held if kind == "json" else _READ[kind](held)
