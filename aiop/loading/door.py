"""The one door: staged rows are judged set-wise, previewed, and applied as exactly what the preview promised."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, connection, models

from aiop.audit.turns import take_tables
from aiop.loading.encode import Encode, encode_here
from aiop.loading.judging import judge_file, judge_parents, judge_stored
from aiop.loading.kind import Field, Kind, Setting, all_kinds, kind_named
from aiop.loading.models import Load, QuarantinedRow
from aiop.loading.producer import Producer
from aiop.loading.stage import Progress, copy_rows, create_table
from aiop.loading.statements import Statements


class Stale(Exception):  # noqa: N818  (the state of a plan, read aloud in the admin)
    """What is stored has changed since the preview; the plan is refused whole."""


@dataclass(slots=True)
class Verdict:
    """How the rows of a staged load compare with what is stored."""

    read: int = 0
    new: int = 0
    changed: int = 0
    same: int = 0
    quarantined: int = 0
    totals: int = 0
    digest: str = ""

    def counts(self) -> dict[str, int]:
        """Give the counts alone."""
        names = ("read", "new", "changed", "same", "quarantined", "totals")
        return {name: getattr(self, name) for name in names}


def stage(
    kind: Kind,
    producer: Producer,
    mapping: Mapping[str, int],
    setting: Setting,
    *,
    table: str,
    temporary: bool,
    fixed: Mapping[str, Any] | None = None,
    progress: Progress | None = None,
    encode: Encode = encode_here,
) -> tuple[Statements, Verdict]:
    """Stage everything that a producer gives and quarantine what cannot be loaded. `fixed` gives columns of every row alike."""
    create_table(kind, table, temporary=temporary, extra=fixed or ())
    filled, staged = copy_rows(kind, mapping, producer, setting, table, progress, encode)
    own = [kind.ordinal.column] if kind.ordinal else []
    columns = list(dict.fromkeys([*filled, *own, *(fixed or {})]))
    with connection.cursor() as cursor:
        for column, value in (fixed or {}).items():
            cursor.execute(f'UPDATE {table} SET "{column}" = %s', [value])
        statements = Statements(kind, table, columns, row_as_read(kind, mapping, producer.header))
        if kind.ordinal:
            cursor.execute(statements.number_equal_rows(kind.ordinal.column, kind.ordinal.unless))
    repeats = judge_within(statements)
    return statements, Verdict(read=staged.read, quarantined=staged.bad + repeats, totals=staged.totals)


def judge_within(statements: Statements) -> int:
    """Quarantine rows that repeat a key of their file or break a rule of their kind; gives how many."""
    with connection.cursor() as cursor:
        cursor.execute(statements.quarantine_repeats(), {})
        repeats = max(int(cursor.rowcount), 0)
    return repeats + judge_file(statements)


def statements_of(load: Load) -> Statements:
    """Give the SQL of a staged load."""
    kind = kind_named(load.kind)
    return Statements(kind, load.staging_table, load.columns, row_as_read(kind, load.mapping, load.header))


def judge(
    org_id: int, statements: Statements, verdict: Verdict, *, beside: Mapping[str, Sequence[str]] | None = None
) -> Verdict:
    """Compare staged rows with stored ones: how many are new, changed, the same, and which clash.

    Where `beside` names the staging tables of the same folder, by stored table, it also tells whose parents are nowhere. They
    are no part of the digest: between the promise and its keeping, the files before this one bring them.
    """
    verdict.quarantined += judge_stored(org_id, statements)
    verdict.digest = _compare(org_id, statements, verdict)
    if beside is not None and (lost := judge_parents(org_id, statements, beside)):
        verdict.quarantined += lost
        _compare(org_id, statements, verdict)
    return verdict


def _compare(org_id: int, statements: Statements, verdict: Verdict) -> str:
    """Count the rows that can be taken, and give what tells this plan from any other."""
    with connection.cursor() as cursor:
        cursor.execute(statements.counts(), {"org": org_id})
        row = cursor.fetchone()
    assert row is not None  # noqa: S101  (an aggregate gives one row)
    verdict.new, verdict.changed, verdict.same = row[:3]
    return f"{row[0]}/{row[1]}/{row[2]}/{row[3]}"


def apply(
    org_id: int, statements: Statements, verdict: Verdict, *, load_id: int, change_set: int, promised: str | None = None
) -> Verdict:
    """Write staged rows in the caller's transaction and count them; raises Stale when `promised` no longer holds.

    Loads into one table wait for each other, so that overlapping files never meet half-way, and for whoever writes across tables.
    """
    bound = {"org": org_id, "change_set": change_set, "load": load_id}
    kind = statements.kind
    with connection.cursor() as cursor:
        take_tables(org_id, [kind.table, *_adopting(kind)])
        _hold_against_stored(org_id, statements, verdict, promised)
        cursor.execute(statements.known(), bound)
        known, unknown = cursor.fetchone()
        _grow_lookups(org_id, statements)
        try:
            # Most files are all new or all known: the half of the work that would find nothing is left out.
            verdict.changed = _count(cursor, statements.update(), bound) if known else 0
            verdict.new = _count(cursor, statements.insert(all_new=not known), bound) if unknown else 0
        except IntegrityError as error:
            raise Stale(
                f"Somebody wrote the same rows at this very moment: load again. ({_first_line(error)})"
            ) from error
        verdict.same = verdict.read - verdict.quarantined - verdict.totals - verdict.new - verdict.changed
        for child in all_kinds():
            for sql in statements.adopt_children(child):
                cursor.execute(sql, bound)
        _keep_quarantined(cursor, statements, load_id, org_id)
    return verdict


def _hold_against_stored(org_id: int, statements: Statements, verdict: Verdict, promised: str | None) -> None:
    """Hold rows to the promise, where there is one, and to what is stored now."""
    if promised is None:
        verdict.quarantined += judge_stored(org_id, statements)
    elif judge(org_id, statements, verdict).digest != promised:
        raise Stale("What is stored has changed since this preview: look at it again before applying.")
    verdict.quarantined += judge_parents(org_id, statements)


def _count(cursor: Any, sql: str, bound: Mapping[str, Any]) -> int:
    cursor.execute(sql, bound)
    return int(cursor.rowcount)


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]


def _grow_lookups(org_id: int, statements: Statements) -> None:
    """Make things for spellings never seen; they are a few hundred however long the file is."""
    if any(_unseen(org_id, statements, position) for position in range(len(statements.lookups))):
        # Two loads at once may both meet a new name: the second waits, and then knows it.
        take_tables(org_id, [lookup.alias._meta.db_table for lookup in statements.lookups])
        for position, lookup in enumerate(statements.lookups):
            if unseen := _unseen(org_id, statements, position):
                lookup.grow(org_id, unseen)


def _unseen(org_id: int, statements: Statements, position: int) -> Sequence[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(statements.unseen_spellings(position), {"org": org_id})
        return list(cursor.fetchall())


def _adopting(kind: Kind) -> list[str]:
    """Name the tables whose waiting rows a load of this kind links."""
    return [child.table for child in all_kinds() if any(parent.model is kind.model for parent in child.parents)]


def _keep_quarantined(cursor: Any, statements: Statements, load_id: int, org_id: int) -> None:
    """Keep the rows that could not be taken, save those that wait already because the very same file was loaded before."""
    cursor.execute(
        f"""
        INSERT INTO "{QuarantinedRow._meta.db_table}" (org_id, load_id, kind, line, raw, problems)
        SELECT %(org)s, %(load)s, %(kind)s, line, coalesce(raw, '{{}}'), coalesce(problems, '[]')
        FROM {statements.stage} s WHERE verdict = 'q' AND NOT EXISTS (
            SELECT FROM "{Load._meta.db_table}" this JOIN "{Load._meta.db_table}" earlier ON earlier.org_id = this.org_id
                AND earlier.sha256 = this.sha256 AND earlier.kind = this.kind AND earlier.state = 'applied' AND earlier.id < this.id
            JOIN "{QuarantinedRow._meta.db_table}" q ON q.load_id = earlier.id AND q.line = s.line
            WHERE this.id = %(load)s AND this.org_id = %(org)s AND this.sha256 <> '')
        """,
        {"org": org_id, "load": load_id, "kind": statements.kind.name},
    )


def row_as_read(kind: Kind, mapping: Mapping[str, int], header: Sequence[str]) -> str:
    """Give SQL that writes a staged row back as header to text."""
    seen: dict[str, Field] = {}
    for field in kind.fields:
        if field.column in mapping:
            seen.setdefault(header[mapping[field.column]], field)
    pairs = [f"jsonb_build_object('{_quote(name)}', coalesce({_text_of(kind, f)}, ''))" for name, f in seen.items()]
    return " || ".join(pairs) or "'{}'::jsonb"


def _text_of(kind: Kind, field: Field) -> str:
    """Give SQL for a staged value as text that its parser reads back."""
    if field.written:
        return f"(SELECT {field.written} FROM (SELECT s.*) t)"
    if isinstance(kind.model._meta.get_field(field.column), models.DateTimeField):
        return f"""to_char(s."{field.column}" AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SSZ')"""
    return f's."{field.column}"::text'


def _quote(text: str) -> str:
    # Header cells come from people's files: they are quoted as literals, and percent signs are the driver's.
    return text.replace("'", "''").replace("%", "%%")
