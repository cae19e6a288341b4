"""Records of pages, made ready to be stored: their key, their clock, and nothing in them that must not be kept. Pure."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from aiop.sources.answers import JsonPage, Record
from aiop.sources.systems import StreamSpec

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_SUSPECT = re.compile(r"\\u(?:0000|[dD][89a-fA-F])")
LONGEST_ID = 200
_NUL, _NUL_SHOWN, _UNKNOWN = "\x00", "␀", "\ufffd"
_encode = json.JSONEncoder(ensure_ascii=False).encode


@dataclass(frozen=True, slots=True)
class Row:
    """A record as it is stored."""

    source_id: str
    text: str
    sha256: bytes
    modified_at: dt.datetime | None
    deleted: bool
    merged_to: str
    value: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A record that cannot be stored, and why."""

    text: str
    reason: str


def at(record: Mapping[str, Any], path: str) -> Any:
    """Give the value at a path such as `customer.id`, None where there is none."""
    value: Any = record
    for name in path.split("."):
        if not isinstance(value, dict):
            return None
        value = value.get(name)
    return value


def make_ready(page: JsonPage, spec: StreamSpec) -> tuple[list[Row | Unreadable], bytes]:
    """Give the records of a page in their order, and its body as it may be kept."""
    clean = _cleaner(spec)
    if clean is None:
        return _rows(page.records, spec), page.answer.body
    cleaned = [clean(record) for record in page.records]
    texts = ",".join(record.text for record in cleaned)
    around = json.dumps(dict(page.envelope), ensure_ascii=False)
    opened = around[:-1] + (", " if page.envelope else "")
    body = f"{opened}{json.dumps(page.within)}: [{texts}]}}" if page.within else f"[{texts}]"
    return _rows(cleaned, spec), body.encode("utf-8", "replace")


def _rows(records: Sequence[Record], spec: StreamSpec) -> list[Row | Unreadable]:
    rows = [make_row(record, spec) for record in records]
    if spec.keyless is None:
        return rows
    met: Counter[str] = Counter()
    for place, row in enumerate(rows):
        if isinstance(row, Row):
            met[row.source_id] += 1
            if met[row.source_id] > 1 and _identifier(at(row.value, spec.key)) is None:
                rows[place] = replace(row, source_id=f"{row.source_id} {met[row.source_id]}")
    return rows


def make_row(record: Record, spec: StreamSpec) -> Row | Unreadable:
    """Give a record as it is stored, or why it cannot be."""
    text, value = record.text, record.value
    if not isinstance(value, dict):
        return Unreadable(text, "is no object with fields")
    if _SUSPECT.search(text):
        value = _storable(value)
        text = json.dumps(value, ensure_ascii=False)
    source_id = _identifier(at(value, spec.key))
    if source_id is None and spec.keyless is not None:
        source_id = spec.keyless(value)
    if source_id is None:
        return Unreadable(text, f"has no usable “{spec.key}” to be known by")
    return Row(
        source_id,
        text,
        hashlib.sha256(text.encode("utf-8", "replace")).digest(),
        moment(at(value, spec.modified)) if spec.modified else None,
        spec.deleted is not None and spec.deleted(value),
        (_identifier(at(value, spec.merged)) or "") if spec.merged else "",
        value,
    )


def moment(value: Any) -> dt.datetime | None:
    """Give a moment in ISO 8601 with its zone, cut to six digits of a second; None for anything else."""
    if not isinstance(value, str):
        return None
    try:
        parsed = dt.datetime.fromisoformat(value)
    except ValueError:
        return None
    return parsed if parsed.tzinfo is not None else None


def _identifier(value: Any) -> str | None:
    if isinstance(value, bool) or not isinstance(value, int | str):
        return None
    text = str(value).strip()
    return text if 0 < len(text) <= LONGEST_ID else None


def _storable(value: Any) -> Any:
    """Replace what a database cannot hold in a text: NULs, and halves of surrogate pairs."""
    if isinstance(value, str):
        return _LONE_SURROGATE.sub(_UNKNOWN, value).replace(_NUL, _NUL_SHOWN)
    if isinstance(value, dict):
        return {_storable(name): _storable(inner) for name, inner in value.items()}
    return [_storable(inner) for inner in value] if isinstance(value, list) else value


def _cleaner(spec: StreamSpec) -> Callable[[Record], Record] | None:
    """Give what takes out of a record what must not be stored; None where all of it may."""
    if not spec.dropped and not spec.kept:
        return None

    whole = frozenset(path for path in spec.dropped if "." not in path)
    parts = [path.split(".") for path in sorted(spec.dropped - whole)]

    def clean(record: Record) -> Record:
        value = record.value
        if not isinstance(value, dict):
            # Nobody knows what stands in it, so nothing of it is kept.
            return Record("null", None)
        kept = {n: inner for n, inner in value.items() if n not in whole and (not spec.kept or n in spec.kept)}
        for name, *path in parts:
            if name in kept:
                kept[name] = _without(kept[name], path)
        return Record(_encode(kept), kept)

    return clean


def _without(value: Any, path: list[str]) -> Any:
    if isinstance(value, list):
        return [_without(item, path) for item in value]
    if not isinstance(value, dict) or path[0] not in value:
        return value
    if len(path) == 1:
        return {name: inner for name, inner in value.items() if name != path[0]}
    return {**value, path[0]: _without(value[path[0]], path[1:])}
