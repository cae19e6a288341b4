"""Where the cells of a typed row stand in a raw record: paths as SQL that gives their texts. Text alone, no database."""

from __future__ import annotations

from collections.abc import Sequence

from aiop.loading.kind import Field, Kind
from aiop.sources.systems import Typed

PAGE, RECORD = "_page", "_record"
PARENT = "^."
_KNOWN = {
    "@source_id": "r.source_id",
    "@modified_at": "to_char(r.modified_at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')",
    "@deleted_at": "to_char(r.deleted_at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')",
    "@merged_to": "nullif(r.merged_to, '')",
}


def headers(kind: Kind) -> list[str]:
    """List the headers that a kind's rows are given under, once each."""
    return list(dict.fromkeys(field.headers[0] for field in kind.fields))


def mapping(kind: Kind) -> dict[str, int]:
    """Give the position of the header that fills each column."""
    place = {header: position for position, header in enumerate(headers(kind))}
    return {field.column: place[field.headers[0]] for field in kind.fields}


def path_of(typed: Typed, field: Field) -> str:
    """Give the path of a field's first header; a tombstone is known to us, not to the record."""
    given = typed.paths.get(field.headers[0])
    return given or ("@deleted_at" if field.column == "deleted_at" else field.headers[0])


def parent_column(kind: Kind, typed: Typed) -> Field:
    """Give the field of a kind's key that tells which record an item belongs to; ValueError when none does."""
    for field in kind.fields:
        if field.column in kind.key and path_of(typed, field).startswith((PARENT, "@source_id")):
            return field
    raise ValueError(f"No part of the key of {kind.name} is told by the record that lists its items.")


def select(kind: Kind, typed: Typed, where: str) -> str:
    """Give the query for the rows of a kind: a text for each header, then page and record; `where` is about r."""
    first = {field.headers[0]: field for field in reversed(kind.fields)}
    cells = [_cell(first[header], typed) for header in headers(kind)]
    items = f"CROSS JOIN LATERAL {_items(typed.each)} AS i(item)" if typed.each else ""
    return f"""
        SELECT {", ".join(f"coalesce({cell}, '')" for cell in cells)}, r.page_id::text, r.source_id
        FROM sources_rawrecord r {items} WHERE {where} ORDER BY r.id
    """


def text_at(path: str, item: str) -> str:
    """Give SQL for the text at a path; `item` is what plain paths begin at."""
    if path.startswith("@"):
        return _KNOWN[path]
    root, names = ("r.payload", path.removeprefix(PARENT)) if path.startswith(PARENT) else (item, path)
    return f"{root} #>> {_array(names.split('.'))}"


def _cell(field: Field, typed: Typed) -> str:
    item = "i.item" if typed.each else "r.payload"
    ways = [text_at(path_of(typed, field), item)]
    if field.headers[0] not in typed.paths:
        # Another spelling counts where it holds a value: an object in its place is something else.
        ways += [_plain(other, item) for other in field.headers[1:]]
    return f"coalesce({', '.join(ways)})" if len(ways) > 1 else ways[0]


def _plain(path: str, item: str) -> str:
    at = f"{item} #> {_array(path.split('.'))}"
    return f"CASE WHEN jsonb_typeof({at}) <> 'object' THEN {text_at(path, item)} END"


def _items(path: str) -> str:
    at = f"r.payload #> {_array(path.split('.'))}"
    return f"jsonb_array_elements(CASE WHEN jsonb_typeof({at}) = 'array' THEN {at} ELSE '[]' END)"


def _array(names: Sequence[str]) -> str:
    quoted = ", ".join("'" + name.replace("'", "''").replace("%", "%%") + "'" for name in names)
    return f"ARRAY[{quoted}]"
