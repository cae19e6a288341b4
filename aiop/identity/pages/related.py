"""What hangs on records: rows of every relation, counted, with their days and what they are worth."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import connection

from aiop.adminkit import format as fmt
from aiop.identity.entity import Entity, Relation, Spelled

_ONE = """
    SELECT {place} AS place, t."{column}" AS record, count(*) AS rows, sum({money}) AS money, min({when}) AS earliest,
           max({when}) AS latest
    FROM "{table}" t WHERE t.org_id = %(org)s AND t."{column}" = ANY(%(records)s) GROUP BY 2
"""


@dataclass(frozen=True, slots=True)
class Summary:
    """The rows of one relation that belong to one record."""

    title: str
    rows: int
    money: Decimal | None
    earliest: dt.date | None
    latest: dt.date | None

    @property
    def counted(self) -> str:
        """Write how many, as `2 bookings`."""
        return counted(self.rows, self.title)

    @property
    def details(self) -> str:
        """Write what they are worth and when they were, as `$3,410 · 4 Mar 2024 to 9 Jan 2026`."""
        return " · ".join(part for part in (self._worth, self._days) if part)

    @property
    def _worth(self) -> str:
        return f"${fmt.number(round(self.money))}" if self.money else ""

    @property
    def _days(self) -> str:
        if self.earliest is None or self.latest is None or self.earliest == self.latest:
            return fmt.day(self.earliest) if self.earliest else ""
        return f"{fmt.day(self.earliest)} to {fmt.day(self.latest)}"


def counted(rows: int, title: str) -> str:
    """Write a number of rows by what people call them: `1 job`, `2 jobs`."""
    return f"{fmt.number(rows)} {title if rows != 1 else title.removesuffix('s')}"


def listed(parts: Sequence[str]) -> str:
    """Join words as a sentence does."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}" if parts else ""


def summaries(org_id: int, entity: Entity, records: Iterable[int]) -> dict[int, list[Summary]]:
    """Sum up the related rows of some records by their ids; one query."""
    found: dict[int, list[Summary]] = {record: [] for record in records}
    links: list[Relation | Spelled] = [*entity.relations, *entity.spelled]
    if not found or not links:
        return found
    parts = [
        _ONE.format(place=at, column=k.column, table=k.table, when=k.figures.when, money=k.figures.money)
        for at, k in enumerate(links)
    ]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts) + " ORDER BY 1", {"org": org_id, "records": list(found)})
        for place, record, *values in cursor.fetchall():
            found[record].append(Summary(links[place].title, *values))
    return found
