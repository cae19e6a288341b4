"""Records as review shows them: what is compared of each, where its page is, and its fields beside another's."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.urls import NoReverseMatch, reverse

from aiop.identity.entity import Entity, Kept, Source, node_of, row_of, source_of
from aiop.identity.golden import Member, members_of
from aiop.identity.pages.differences import Piece, marked, same_in_writing

_TITLES = {
    "first": "First name", "last": "Last name", "email": "E-mail", "emails": "All e-mails", "phones": "All phones",
    "zip": "ZIP", "from": "From", "to": "To",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Record:
    """One record: what it is called, its page, what is compared of it, and the columns that may survive."""

    node: int
    label: str
    page: str
    file_id: str  # what files know it by
    fields: Mapping[str, str]
    member: Member | None

    @property
    def name(self) -> str:
        """What people know it by."""
        return self.fields.get("name") or next((value for value in self.fields.values() if value), "") or self.label

    @property
    def line(self) -> str:
        """Write its values on one line, each once."""
        said: list[str] = []
        for value in self.fields.values():
            if value and not any(_words(value) <= _words(other) for other in said):
                said = [other for other in said if not _words(other) <= _words(value)] + [value]
        return " · ".join(said)

    def kept(self, group: Kept) -> list[str]:
        """Give the values of a group of columns, blank for unknown."""
        if self.member is not None:
            return [self.member.values[column] or "" for column in group.columns]
        return [self.fields.get(column, "") for column in group.columns]


@dataclass(frozen=True, slots=True)
class Compared:
    """One line of two records: its title and both texts in pieces, those marked that differ."""

    title: str
    left: Sequence[Piece]
    right: Sequence[Piece]
    group: Kept | None = None

    @property
    def is_equal(self) -> bool:
        """Tell whether both say the same."""
        return bool(self.left) and bool(self.right) and same_in_writing(_text(self.left), _text(self.right))

    @property
    def is_one_sided(self) -> bool:
        """Tell whether only one of the records has a value."""
        return bool(self.left) != bool(self.right)


def read_records(org_id: int, entity: Entity, nodes: Iterable[int]) -> dict[int, Record]:
    """Read some nodes; those whose row is gone are left out. One query a source, one for what may survive."""
    wanted = set(nodes)
    members = members_of(org_id, entity, wanted) if entity.kept else {}
    found: dict[int, Record] = {}
    for source in entity.sources:
        ids = [row_of(node) for node in wanted if source_of(node) == source.code]
        for row_id, file_id, fields in _fields(org_id, entity, source, ids):
            node = node_of(row_id, source.code)
            label, page = label_of(entity, node), page_of(source, row_id)
            found[node] = Record(node, label, page, file_id, fields, members.get(node))
    return found


def label_of(entity: Entity, node: int) -> str:
    """Name a node by its id; records that are none of their own say what they are."""
    source = entity.source(source_of(node))
    return f"#{row_of(node)}" if source.code == 0 else f"{source.label} #{row_of(node)}"


def page_of(source: Source, row_id: int) -> str:
    """Give the address of a row's own page, blank where it has none."""
    meta = source.model._meta
    try:
        return reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[row_id])
    except NoReverseMatch:
        return ""


def compare(entity: Entity, left: Record, right: Record) -> list[Compared]:
    """Set two records beside each other: first what may survive, then whatever else is compared and not yet shown."""
    lines = []
    for group in entity.kept:
        ours, theirs = marked(joined(left.kept(group)), joined(right.kept(group)))
        if ours or theirs:
            lines.append(Compared(group.title or title_of(group.columns[0]), ours, theirs, group))
    seen = [" ".join(_text(side) for side in sides) for sides in zip(*((c.left, c.right) for c in lines), strict=True)]
    shown = (_words(seen[0]), _words(seen[1])) if seen else (set(), set())
    for name in dict.fromkeys([*left.fields, *right.fields]):
        one, other = left.fields.get(name, ""), right.fields.get(name, "")
        if (one or other) and not (_words(one) <= shown[0] and _words(other) <= shown[1]):
            lines.append(Compared(title_of(name), *marked(one, other)))
    return lines


def joined(values: Sequence[str]) -> str:
    """Write the values of a group on one line; what the first says already is not said again."""
    first, *rest = values
    if first and all(_words(value) <= _words(first) for value in rest):
        return first
    return ", ".join(value for value in values if value)


def title_of(name: str) -> str:
    """Give what people call a field or column."""
    return _TITLES.get(name) or name.replace("_", " ").capitalize()


def _fields(org_id: int, entity: Entity, source: Source, ids: Sequence[int]) -> list[tuple[int, str, dict[str, str]]]:
    if not ids:
        return []
    known = entity.file_id if source.code == 0 else f"'{source.label} ' || r.id"
    listed = ", ".join(f"to_jsonb({expression})" for expression in source.fields.values())
    with connection.cursor() as cursor:
        cursor.execute(
            f'SELECT r.id, ({known})::text, jsonb_build_array({listed}) FROM "{source.table}" r '
            "WHERE r.org_id = %s AND r.id = ANY(%s)",
            [org_id, list(ids)],
        )
        rows = cursor.fetchall()
    return [
        (row, known, dict(zip(source.fields, map(_written, _loaded(values)), strict=True)))
        for row, known, values in rows
    ]


def _loaded(values: Any) -> list[Any]:
    return json.loads(values) if isinstance(values, str) else list(values)


def _written(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(str(item) for item in value)
    return "" if value is None else str(value)


def _text(pieces: Sequence[Piece]) -> str:
    return "".join(piece.text for piece in pieces)


def _words(text: str) -> set[str]:
    return set(text.casefold().replace(",", " ").split())
