"""From what staff declared to a check that runs like any other: eight kinds of question, each a way to write SQL.

Names of tables and columns come from the models, values are bound; nothing that a person typed becomes SQL here. What is typed as
SQL is answered elsewhere (`free.py`), and the rows that it finds are bound like values.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from aiop.quality import expectation
from aiop.quality.checks import Check, CheckError, Kind, Severity
from aiop.quality.own import free
from aiop.quality.own.words import BadDeclaration, Writer, column, day_of, in_words, is_day, quoted, table_named

# A day or two of a small table scatter too much to say anything.
SHORTEST, LONGEST = 1, 92
_ARRIVED = "created_at"


@dataclass(frozen=True)
class Declared:
    """What staff declared, as it is stored."""

    name: str
    title: str
    kind: str
    model: str
    declaration: Mapping[str, Any]
    threshold: Decimal
    severity: str
    guidance: str

    @property
    def conditions(self) -> Sequence[Mapping[str, str]]:
        """Which rows it is about."""
        conditions: Sequence[Mapping[str, str]] = self.declaration.get("conditions", ())
        return conditions

    @property
    def good(self) -> Sequence[Mapping[str, str]]:
        """What must hold of them."""
        good: Sequence[Mapping[str, str]] = self.declaration.get("good", ())
        return good


@dataclass(frozen=True)
class Question:
    """One kind of question: what it is called, what it needs, how it is written, what its limit means."""

    name: str
    words: str
    about: str
    kind: Kind
    needs: frozenset[str]
    write: Callable[[Asking], str]
    limit: str = ""


class Asking:
    """What a question is written from: the declaration, its table, and the conditions as SQL."""

    def __init__(self, declared: Declared, *, as_of: bool) -> None:
        self.declared = declared
        self.model = table_named(declared.model)
        self.writer = Writer(self.model)
        self.where = self.writer.all_of(declared.conditions)
        if as_of:
            self.where += f" AND {self._arrival()} <= %(today)s::date"
        self.table = f'"{self.model._meta.db_table}"'

    def column(self, name: str = "column") -> Any:
        """Give the declared column."""
        return column(self.model, str(self.declared.declaration.get(name, "")))

    def day(self) -> str:
        """Write the day of the declared column; raises BadDeclaration where it holds none."""
        field = self.column()
        if not is_day(field):
            raise BadDeclaration(f"“{field.verbose_name}” holds no days.")
        return day_of(field)

    def days(self) -> int:
        """Give the declared number of days."""
        text = str(self.declared.declaration.get("days", ""))
        if not text.isdecimal() or not SHORTEST <= int(text) <= LONGEST:
            raise BadDeclaration(f"Days are a number from {SHORTEST} to {LONGEST}.")
        return int(text)

    def _arrival(self) -> str:
        """Write the day that a row came in: that of the declared day column, else when it was stored."""
        name = str(self.declared.declaration.get("column", ""))
        field = column(self.model, name) if name else None
        if field is not None and is_day(field):
            return f"coalesce({day_of(field)}, '-infinity'::date)"
        return f'("{_ARRIVED}" AT TIME ZONE %(zone)s)::date'


def compiled(declared: Declared, *, as_of: bool = False) -> Check:
    """Make the check; raises BadDeclaration in a sentence. With `as_of` it counts only what had come in by %(today)s."""
    question = QUESTIONS.get(declared.kind)
    if question is None:
        raise BadDeclaration("Choose what is asked.")
    asking = Asking(declared, as_of=as_of)
    sql = question.write(asking)
    lookup = None
    if question.needs == {"query"}:
        lookup = free.lookup(query_of(declared), seconds=free.TRIAL_SECONDS if as_of else free.SECONDS)
    try:
        return Check(
            name=declared.name, title=declared.title, question=said(declared), model=declared.model, sql=sql,
            guidance=declared.guidance or "Look at the rows; whoever made this check knows why it matters.",
            kind=question.kind, severity=Severity(declared.severity), threshold=declared.threshold,
            has_detail=question.kind is Kind.LEVEL or declared.kind in {"reference", "query"},
            bound=tuple(asking.writer.bound.items()), lookup=lookup,
        )  # fmt: skip
    except CheckError as error:
        raise BadDeclaration(str(error).partition(": ")[2] or str(error)) from error


def query_of(declared: Declared) -> free.Query:
    """Give the query that was typed; raises BadDeclaration where none was."""
    return free.read_query(table_named(declared.model), str(declared.declaration.get("query", "")))


def said(declared: Declared) -> str:
    """Say the question in words."""
    model = table_named(declared.model)
    rows = str(model._meta.verbose_name_plural)
    those = f" where {in_words(model, declared.conditions)}" if declared.conditions else ""
    asked = QUESTIONS[declared.kind].words.lower()
    good = f": {in_words(model, declared.good)}" if declared.good else ""
    named = str(declared.declaration.get("column", ""))
    of = f" ({column(model, named).verbose_name})" if named else ""
    return f"{rows.capitalize()}{those}: {asked}{of}{good}."


def _rows(asking: Asking) -> str:
    if not asking.declared.conditions:
        raise BadDeclaration("Say which rows should not exist.")
    return f"SELECT id FROM {asking.table} WHERE {asking.where}"


def _rate(asking: Asking) -> str:
    if not asking.declared.good:
        raise BadDeclaration("Say what should hold of the rows.")
    good = asking.writer.all_of(asking.declared.good)
    return f"SELECT id, coalesce({good}, false) AS good FROM {asking.table} WHERE {asking.where}"


def _freshness(asking: Asking) -> str:
    day = asking.day()
    return f"""
        SELECT id, %(today)s::date - {day} AS days FROM {asking.table}
        WHERE {asking.where} AND {day} <= %(today)s::date ORDER BY {day} DESC LIMIT 1
    """


def _volume(asking: Asking) -> str:
    return expectation.of_stretch(asking.table, asking.day(), where=asking.where, days=asking.days())


def _unique(asking: Asking) -> str:
    name = quoted(asking.column())
    return f"""
        SELECT id FROM (SELECT id, count(*) OVER (PARTITION BY {name}) AS alike FROM {asking.table}
                        WHERE {asking.where} AND {name} IS NOT NULL) AS counted WHERE alike > 1
    """


def _reference(asking: Asking) -> str:
    other = table_named(str(asking.declared.declaration.get("other_model", "")))
    field = column(other, str(asking.declared.declaration.get("other_column", "")))
    name = quoted(asking.column())
    return f"""
        SELECT r.id, 'value ' || r.{name} AS detail FROM (SELECT * FROM {asking.table} WHERE {asking.where}) AS r
        WHERE r.{name} IS NOT NULL AND NOT EXISTS (
            SELECT FROM "{other._meta.db_table}" o WHERE o.{quoted(field)}::text = r.{name}::text)
    """


def _distribution(asking: Asking) -> str:
    """Compare how values are spread in the last days with how they were in three times as many days before."""
    name, day, days = quoted(asking.column("of")), asking.day(), asking.days()
    return f"""
        SELECT NULL::bigint AS id, round((100 * distance)::numeric, 2) AS value,
            100 * distance <= {asking.declared.threshold} AS good,
            round((100 * distance)::numeric)::text || ' %% of rows lie elsewhere than in the {3 * days} days before; most changed: '
            || coalesce(most, 'nothing') || '.' AS detail
        FROM (
            SELECT sum(abs(now_share - before_share)) / 2 AS distance,
                (array_agg(coalesce(value, 'blank') ORDER BY abs(now_share - before_share) DESC))[1] AS most
            FROM (
                SELECT value, sum(now) / nullif(sum(sum(now)) OVER (), 0) AS now_share,
                    sum(before) / nullif(sum(sum(before)) OVER (), 0) AS before_share
                FROM (
                    SELECT {name}::text AS value,
                        CASE WHEN {day} > %(today)s::date - {days} THEN 1.0 ELSE 0 END AS now,
                        CASE WHEN {day} > %(today)s::date - {days} THEN 0 ELSE 1.0 END AS before
                    FROM {asking.table} WHERE {asking.where} AND {day} <= %(today)s::date
                      AND {day} > %(today)s::date - {4 * days}
                ) AS seen GROUP BY value
            ) AS shares
        ) AS compared WHERE distance IS NOT NULL
    """


def _query(asking: Asking) -> str:
    return f"""
        SELECT id, given.detail FROM unnest(%(found)s::bigint[], %(details)s::text[]) AS given(id, detail)
        JOIN {asking.table} USING (id) WHERE {asking.where}
    """


_ALL = (
    Question("rows", "Rows that should not exist", "Each row that meets the conditions is wrong.", Kind.ROWS,
             frozenset({"conditions"}), _rows, "rows that may be"),
    Question("rate", "Share of rows that are right", "Of the rows that meet the conditions, how many are as they should be.",
             Kind.RATE, frozenset({"conditions", "good"}), _rate, "least percent"),
    Question("freshness", "Days since the latest row", "How long ago the latest row's day lies.", Kind.AGE,
             frozenset({"conditions", "column"}), _freshness, "most days"),
    Question("volume", "As many rows as expected", "Rows of the last days against what weekday and season let expect.",
             Kind.LEVEL, frozenset({"conditions", "column", "days"}), _volume),
    Question("unique", "Every value once", "No two rows share a value of the column.", Kind.ROWS,
             frozenset({"conditions", "column"}), _unique, "rows that may be"),
    Question("reference", "Every value known elsewhere", "Each value of the column stands in a column of another table.",
             Kind.ROWS, frozenset({"conditions", "column", "other_model", "other_column"}), _reference, "rows that may be"),
    Question("distribution", "Values spread as before", "How values of a column are spread in the last days, against before.",
             Kind.LEVEL, frozenset({"conditions", "column", "of", "days"}), _distribution, "most percent that lie elsewhere"),
    Question("query", "Rows that a query finds", "Each row whose id a SELECT of your own gives is wrong; for what the others cannot say.",
             Kind.ROWS, frozenset({"query"}), _query, "rows that may be"),
)  # fmt: skip
QUESTIONS = {question.name: question for question in _ALL}
