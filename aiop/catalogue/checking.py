"""Checks that are a SELECT of somebody's own, answered as entries are: by the reader, within the budget and the time, read only."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from aiop.catalogue.entries import check_select
from aiop.catalogue.head import RefusedEntry
from aiop.catalogue.plans import TooDear, plan, wrapped
from aiop.catalogue.reader import QuestionRefused, ReaderMissing, reading
from aiop.orgs.models import Org
from aiop.quality.measure import CheckBroke
from aiop.quality.own.free import Query
from aiop.quality.own.words import BadDeclaration

_WHERE = "The query"
_BROKE = (TooDear, QuestionRefused, ReaderMissing)


class Reader:
    """The catalogue's reader as who answers queries of checks."""

    def look(self, org: Org, query: Query, today: date) -> None:
        """Hold that a query is one SELECT whose plan is within the budget; raises BadDeclaration in a sentence."""
        try:
            check_select(query.text, {}, _WHERE, 1)
            with reading(org) as cursor:
                plan(cursor, _rows(query), _bound(org, today)).check()
        except (RefusedEntry, *_BROKE) as refusal:
            raise BadDeclaration(str(refusal)) from refusal

    def find(self, org: Org, query: Query, today: date, *, seconds: int, most: int) -> Sequence[tuple[int, str | None]]:
        """Give the rows that a query finds, each once; raises CheckBroke in a sentence."""
        try:
            with reading(org, seconds=seconds) as cursor:
                bound = _bound(org, today)
                plan(cursor, _rows(query), bound).check()
                sql = wrapped(_rows(query)) + " LIMIT %(aiop_most)s"
                cursor.execute(sql, {**bound, "aiop_from": 0, "aiop_most": most + 1})
                rows = cursor.fetchall()
        except _BROKE as refusal:
            raise CheckBroke(str(refusal)) from refusal
        if len(rows) > most:
            raise CheckBroke(f"The query finds more than {most:,} rows: ask for what is wrong, not for what is there.")
        if strangers := [row for row, _, is_there in rows if not is_there]:
            named = query.table._meta.verbose_name_plural
            raise CheckBroke(f"The query gives ids that are none of {named}, such as {strangers[0] or 'an empty one'}.")
        return [(row, detail) for row, detail, _ in rows]


def _rows(query: Query) -> str:
    """Write the SELECT of each row once, and whether it is there in the table."""
    return f"""
        SELECT found.id, found.detail, there.id IS NOT NULL AS is_there FROM (
            SELECT asked.id::bigint AS id, string_agg(DISTINCT asked.detail::text, '; ') AS detail FROM (
{query.text}
            ) AS asked GROUP BY 1
        ) AS found LEFT JOIN "{query.table._meta.db_table}" AS there ON there.id = found.id
    """


def _bound(org: Org, today: date) -> dict[str, Any]:
    return {"today": today, "zone": org.time_zone}
