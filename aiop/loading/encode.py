"""Rows of a producer as COPY text: parsed cell by cell, problems noted, batch after batch in bounded memory."""

from __future__ import annotations

import json
from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models

from aiop.loading.cells import (
    NULL,
    ColumnEncoder,
    copy_text,
    encode_derived,
    encode_words,
    fitted,
    missing,
    usual_texts,
)
from aiop.loading.kind import Field, Kind, Parse, Setting
from aiop.loading.producer import Producer, RowBatch, UnreadableRow
from aiop.values.blank import text as words
from aiop.values.markers import is_totals_row

QUARANTINED = "q"
TOTALS = "t"
_TOTALS_INITIALS = frozenset("tTgGsS")


@dataclass(slots=True)
class Staged:
    """What staging met: rows read, of them totals rows (kept aside) and rows with problems."""

    read: int = 0
    totals: int = 0
    bad: int = 0

    def add(self, more: Staged) -> None:
        """Count what another batch met."""
        self.read += more.read
        self.totals += more.totals
        self.bad += more.bad


@dataclass(frozen=True, slots=True)
class Encoded:
    """A batch as COPY text in UTF-8, with what it counts and how far its producer then is, as (done, total)."""

    text: bytes
    staged: Staged
    position: tuple[int, int]


# Who parses: this process, or another one on its behalf.
Encode = Callable[[Kind, Mapping[str, int], Producer, Setting], Generator[Encoded, None, None]]


def encode_here(
    kind: Kind, mapping: Mapping[str, int], producer: Producer, setting: Setting
) -> Generator[Encoded, None, None]:
    """Parse everything that a producer gives, in this process; `mapping` is as the Stager takes it."""
    stager = Stager(kind, mapping, producer.header, setting)
    for batch in producer.batches():
        staged = Staged()
        parts = [stager.encode(batch, staged)]
        for bad in producer.drain():
            parts.append(_unreadable(bad, len(stager.copied)))
            staged.read += 1
            staged.bad += 1
        yield Encoded("".join(parts).encode(), staged, producer.position())


class Stager:
    """Parses batches of one kind under one header mapping."""

    def __init__(self, kind: Kind, mapping: Mapping[str, int], header: Sequence[str], setting: Setting) -> None:
        """`mapping` gives the position of the header cell that fills each column."""
        self.kind = kind
        self.header = list(header)
        self.mapping = dict(mapping)
        self.fields = [f for f in kind.fields if f.column in mapping]
        stored = {column.column: column for column in kind.model._meta.concrete_fields}
        self.encoders = {f.column: _encoder(f.parser(setting), stored[f.column]) for f in self.fields}
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

    def why_missing(self, field: Field, text: str) -> str:
        """Say what is wrong with a text that gives nothing where a row needs something."""
        key = self.kind.key
        known_by = {*key, *(source for d in self.kind.derived if d.column in key for source in d.sources)}
        said = "stands for nothing" if text.strip() else "is blank"
        return f"{said}, and {'a row is known by it' if field.column in known_by else 'a row must have it'}"

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
                    problems.add(i, field.column, self.mapping[field.column], self.why_missing(field, column[i]))
        return data


def _encoder(parse: Parse, column: models.Field[Any, Any]) -> ColumnEncoder:
    return ColumnEncoder(fitted(parse, column), usual_texts(parse, column))


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


def _unreadable(bad: UnreadableRow, width: int) -> str:
    problem = [{"header": "", "column": "", "value": bad.raw[:200], "reason": bad.reason}]
    cells = [str(bad.line), QUARANTINED, _json(problem), _json({"": bad.raw})]
    return "\t".join(cells + [NULL] * (width - len(cells))) + "\n"


def _json(value: Any) -> str:
    # A NUL cannot be stored in jsonb, nor half a surrogate pair; readers have already replaced both in what they give.
    return copy_text(json.dumps(value, ensure_ascii=False).replace("\\u0000", "\\u2400"))
