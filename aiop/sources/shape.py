"""The shape of a stream's records, learnt as they come: which fields there are, of which types, and what surprises. Pure.

Records that look alike are looked at once: a record costs one look at its field names and types.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

SAMPLES = 5
SAMPLE_LENGTH = 120
# Fewer objects than this do not show that a field is always there.
ENOUGH = 20
DEEPEST = 3
_NAMES = {str: "text", int: "number", float: "number", bool: "yes or no", dict: "object", list: "list"}
_MEMO = 5_000


@dataclass(slots=True)
class Surprise:
    """A field that is not as it was, with the records (id and value, cut short) that showed it first."""

    path: str
    kind: str
    was: str
    now: str
    records: int = 0
    samples: list[dict[str, str]] = field(default_factory=list)

    def note(self, source_id: str, value: Any) -> None:
        """Count a record that shows it."""
        self.records += 1
        if len(self.samples) < SAMPLES:
            text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
            self.samples.append({"record": source_id, "value": text[:SAMPLE_LENGTH]})


@dataclass(frozen=True, slots=True)
class _Look:
    """What is known of objects with the same fields and types: where to look deeper, and what surprises about them."""

    deeper: tuple[str, ...]
    surprises: tuple[tuple[str, Surprise], ...]


class Shape:
    """What is known of a stream's fields; `state` is JSON to keep, `settled` tells that surprises are news."""

    def __init__(self, state: Mapping[str, Any], *, settled: bool) -> None:
        self.fields: dict[str, dict[str, Any]] = {p: dict(f) for p, f in state.get("fields", {}).items()}
        self.seen: dict[str, int] = dict(state.get("seen", {}))
        self.settled = settled
        self.surprises: dict[tuple[str, str, str], Surprise] = {}
        self._looks: dict[Any, _Look] = {}

    @property
    def state(self) -> dict[str, Any]:
        """Give what is to be kept."""
        return {"fields": self.fields, "seen": self.seen}

    def observe(self, source_id: str, record: Mapping[str, Any]) -> None:
        """Take one record in."""
        self._observe(source_id, "", record, 0)

    def _observe(self, source_id: str, prefix: str, value: Mapping[str, Any], depth: int) -> None:
        signature = (prefix, tuple(value), tuple(map(type, value.values())))
        look = self._looks.get(signature)
        if look is None:
            if len(self._looks) > _MEMO:
                self._looks.clear()
            look = self._looks[signature] = self._look(prefix, value, depth)
        self.seen[prefix] = self.seen.get(prefix, 0) + 1
        for name, surprise in look.surprises:
            surprise.note(source_id, value.get(name))
        for name in look.deeper:
            for inner in _objects(value[name]):
                self._observe(source_id, f"{prefix}{name}.", inner, depth + 1)

    def _look(self, prefix: str, value: Mapping[str, Any], depth: int) -> _Look:
        found = [(name, s) for name, v in value.items() if (s := self._meet(prefix, name, v)) is not None]
        found += [(name, s) for name, s in self._missed(prefix, value)]
        deeper = [name for name, v in value.items() if type(v) in (dict, list)] if depth < DEEPEST else []
        return _Look(tuple(deeper), tuple(found))

    def _meet(self, prefix: str, name: str, value: Any) -> Surprise | None:
        path, kind = prefix + name, _NAMES.get(type(value), "")
        known = self.fields.get(path)
        if known is None:
            always = not self.seen.get(prefix)
            self.fields[path] = {"types": [kind] if kind else [], "always": always}
            return self._surprise(path, "new", "", kind) if self.seen.get(prefix) else None
        if not kind or kind in known["types"]:
            return None
        was = " or ".join(known["types"])
        known["types"] = [*known["types"], kind]
        return self._surprise(path, "retyped", was, kind) if was else None

    def _missed(self, prefix: str, value: Mapping[str, Any]) -> Iterator[tuple[str, Surprise]]:
        for path, known in self.fields.items():
            name = path[len(prefix) :]
            if known["always"] and path.startswith(prefix) and "." not in name and name not in value:
                known["always"] = False
                if self.seen.get(prefix, 0) >= ENOUGH:
                    surprise = self._surprise(path, "vanished", " or ".join(known["types"]), "")
                    if surprise is not None:
                        yield name, surprise

    def _surprise(self, path: str, kind: str, was: str, now: str) -> Surprise | None:
        if not self.settled:
            return None
        return self.surprises.setdefault((path, kind, now), Surprise(path, kind, was, now))


def _objects(value: Any) -> list[Mapping[str, Any]]:
    return [value] if isinstance(value, dict) else [item for item in value if isinstance(item, dict)]
