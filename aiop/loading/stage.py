"""Rows of a producer, parsed and copied into a private staging table: one pass, bounded memory."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any

from django.db import connection

from aiop.loading.cells import NULL, ColumnEncoder, copy_text, encode_derived, encode_words, fitted, missing
from aiop.loading.kind import Kind, Setting
from aiop.loading.producer import Producer, RowBatch, UnreadableRow
from aiop.values.blank import text as words
from aiop.values.markers import is_totals_row

BATCHES_A_COPY = 20
QUARANTINED = "q"
TOTALS = "t"
_TOTALS_INITIALS = frozenset("tTgGsS")

Progress = Callable[[int, int], None]


@dataclass(slots=True)
class Staged:
    """What staging met: rows read, of them totals rows (kept aside) and rows with problems."""

    read: int = 0
    totals: int = 0
    bad: int = 0
    columns: tuple[str, ...] = ()


def create_table(kind: Kind, table: str, *, temporary: bool, extra: Iterable[str] = ()) -> None:
    """Create the staging table of a load; its columns have the types of the stored table's."""
    types = {field.column: field.db_type(connection) for field in kind.model._meta.concrete_fields}
    columns = [f'"{column}" {types[column]}' for column in dict.fromkeys([*kind.columns, *extra])]
    columns += [f'"{lookup.key}" text' for lookup in kind.lookups]
    scope = "TEMPORARY" if temporary else "UNLOGGED"
    tail = " ON COMMIT DROP" if temporary else ""
    with connection.cursor() as cursor:
        cursor.execute(
            f'CREATE {scope} TABLE {table} (line integer NOT NULL, verdict "char", problems jsonb, raw jsonb, '
            + ", ".join(columns)
            + f"){tail}"
        )


class Stager:
    """Parses batches of one kind under one header mapping."""

    def __init__(self, kind: Kind, mapping: Mapping[str, int], header: Sequence[str], setting: Setting) -> None:
        """`mapping` gives the position of the header cell that fills each column."""
        self.kind = kind
        self.header = list(header)
        self.mapping = dict(mapping)
        self.fields = [f for f in kind.fields if f.column in mapping]
        stored = {column.column: column for column in kind.model._meta.concrete_fields}
        self.encoders = {f.column: ColumnEncoder(fitted(f.parser(setting), stored[f.column])) for f in self.fields}
        self.derived = [d for d in kind.derived if any(s in mapping for s in d.sources)]
        self.lookups = [lookup for lookup in kind.lookups if lookup.text in mapping]
        self.key_encoders = {lookup.column: ColumnEncoder(lookup.make_key) for lookup in self.lookups}
        self.columns = list(dict.fromkeys([f.column for f in self.fields] + [d.column for d in self.derived]))

    @property
    def copied(self) -> list[str]:
        """Names of the staging columns that `encode` fills, in order."""
        return ["line", "verdict", "problems", "raw", *self.columns, *(lookup.key for lookup in self.lookups)]

    def encode(self, batch: RowBatch, staged: Staged) -> str:
        """Give a batch as COPY text and count it."""
        texts: Sequence[Sequence[str]] = list(zip(*batch.rows, strict=True)) if batch.rows else [()] * len(self.header)
        problems = _Problems(batch, self.header)
        data = self._encode_fields(texts, problems)
        blank = [""] * len(batch.rows)
        for derived in self.derived:
            sources = [texts[self.mapping[s]] if s in self.mapping else blank for s in derived.sources]
            made = encode_derived(derived.make, sources)
            # A dump carries what was derived when its row came in; it holds though the sources were edited since.
            given = data.get(derived.column)
            data[derived.column] = (
                made if given is None else [m if g == NULL else g for g, m in zip(given, made, strict=True)]
            )
        keys = [self.key_encoders[lk.column].encode(texts[self.mapping[lk.text]]) for lk in self.lookups]
        problems.note_totals(texts)
        staged.read += len(batch.rows)
        staged.totals += problems.totals
        staged.bad += problems.quarantined
        columns = [list(map(str, batch.lines)), *problems.columns(), *(data[c] for c in self.columns), *keys]
        return "\n".join(map("\t".join, zip(*columns, strict=True))) + "\n" if batch.rows else ""

    def _encode_fields(self, texts: Sequence[Sequence[str]], problems: _Problems) -> dict[str, list[str]]:
        data: dict[str, list[str]] = {}
        for field in self.fields:
            column = texts[self.mapping[field.column]]
            if field.parse is words:
                # Readers have kept NULs out, the one thing that words are refused for.
                data[field.column] = encode_words(column)
            else:
                encoder = self.encoders[field.column]
                data[field.column] = encoder.encode(column)
                for i, reason in encoder.problems(column):
                    problems.add(i, field.column, self.mapping[field.column], reason)
            if field.required:
                for i in missing(data[field.column]):
                    problems.add(i, field.column, self.mapping[field.column], "is blank, and a row is known by it")
        return data


class _Problems:
    """The problems of one batch, row by row."""

    def __init__(self, batch: RowBatch, header: Sequence[str]) -> None:
        self.batch = batch
        self.header = header
        self.of_row: dict[int, list[dict[str, Any]]] = {}
        self.is_total: set[int] = set()

    @property
    def totals(self) -> int:
        return len(self.is_total)

    @property
    def quarantined(self) -> int:
        return len(self.of_row.keys() - self.is_total)

    def add(self, row: int, column: str, position: int, reason: str) -> None:
        known = self.of_row.setdefault(row, [])
        header = self.header[position]
        # Two columns may read one header; one sentence about it is enough.
        if all(problem["header"] != header for problem in known):
            value = self.batch.rows[row][position][:200]
            known.append({"header": header, "column": column, "value": value, "reason": reason})

    def note_totals(self, texts: Sequence[Sequence[str]]) -> None:
        """Set aside rows that say Total: by their first cell, or by any when the key is blank."""
        if not texts:
            return
        suspects = {i for i, cell in enumerate(texts[0]) if cell[:1] in _TOTALS_INITIALS and cell} | self.of_row.keys()
        self.is_total = {i for i in suspects if is_totals_row(self.batch.rows[i])}

    def columns(self) -> tuple[list[str], list[str], list[str]]:
        count = len(self.batch.rows)
        verdicts, problems, raws = [NULL] * count, [NULL] * count, [NULL] * count
        for i in self.of_row.keys() | self.is_total:
            verdicts[i] = TOTALS if i in self.is_total else QUARANTINED
            problems[i] = _json(self.of_row.get(i, []))
            raws[i] = _json(dict(zip(self.header, self.batch.rows[i], strict=True)))
        return verdicts, problems, raws


def copy_rows(
    kind: Kind,
    mapping: Mapping[str, int],
    producer: Producer,
    setting: Setting,
    table: str,
    progress: Progress | None = None,
) -> Staged:
    """Copy everything that the producer gives into the staging table."""
    stager = Stager(kind, mapping, producer.header, setting)
    staged = Staged(columns=tuple(stager.columns))
    names = ", ".join(f'"{name}"' for name in stager.copied)
    batches = producer.batches()
    with connection.cursor() as cursor:
        # Progress is told between COPYs, because a session that copies can do nothing else.
        while some := list(islice(batches, 1)):
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for batch in chain(some, islice(batches, BATCHES_A_COPY - 1)):
                    copy.write(stager.encode(batch, staged))
                    for bad in producer.drain():
                        copy.write(_unreadable(bad, len(stager.copied)))
                        staged.read += 1
                        staged.bad += 1
            if progress is not None:
                progress(*producer.position())
        # The planner needs the columns that rows are joined by; looking at all ninety would cost as much as the copy.
        joined = dict.fromkeys(["verdict", *kind.key, *(lookup.key for lookup in stager.lookups)])
        cursor.execute(f"ANALYZE {table} ({', '.join(joined)})")
    return staged


def _unreadable(bad: UnreadableRow, width: int) -> str:
    problem = [{"header": "", "column": "", "value": bad.raw[:200], "reason": bad.reason}]
    cells = [str(bad.line), QUARANTINED, _json(problem), _json({"": bad.raw})]
    return "\t".join(cells + [NULL] * (width - len(cells))) + "\n"


def _json(value: Any) -> str:
    # A NUL cannot be stored in jsonb, nor half a surrogate pair; readers have already replaced both in what they give.
    return copy_text(json.dumps(value, ensure_ascii=False).replace("\\u0000", "\\u2400"))
