"""What a linkage step would write, gathered in temporary tables before a single stored row is touched."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import connection

from aiop.orgs.models import Org

SAMPLE_PER_RULE = 5
_MEMORY = "128MB"  # for hash joins over hundreds of thousands of rows
_COUNTS = """
    SELECT part, count(*) FROM {planned}, unnest(string_to_array(rule, '; ')) AS part GROUP BY part ORDER BY part
"""


@dataclass(frozen=True, slots=True)
class Write:
    """One table of planned rows: `columns` of the stored table will be set (update) or filled (insert)."""

    table: str
    planned: str
    columns: tuple[str, ...]
    is_insert: bool


class Plan:
    """The planned writes of one step for one organisation, in the open transaction.

    Queries are SQL over `%(org)s` and `%(zone)s`; what they plan carries `id`, `rule` (what it is counted under, several
    parted by "; ") and `label` (what people read), and beside them the columns to set.
    """

    def __init__(self, org: Org, *, executing: bool) -> None:
        self.org = org
        self.executing = executing
        self.writes: list[Write] = []
        self.counts: dict[str, int] = {}
        self.sample: list[dict[str, Any]] = []
        self.remarks: list[dict[str, Any]] = []
        self.made = 0
        self._params: dict[str, Any] = {"org": org.pk, "zone": org.time_zone}
        self.execute(f"SET LOCAL work_mem = '{_MEMORY}'")

    def execute(self, query: str, **params: Any) -> int:
        """Run one statement and give its number of rows."""
        with connection.cursor() as cursor:
            cursor.execute(query, {**self._params, **params})
            return int(cursor.rowcount)

    def fetch(self, query: str, **params: Any) -> list[tuple[Any, ...]]:
        """Run one query and give its rows, which must be few."""
        with connection.cursor() as cursor:
            cursor.execute(query, {**self._params, **params})
            return list(cursor.fetchall())

    def temp(self, name: str, query: str, **params: Any) -> int:
        """Keep the rows of a query in a temporary table, replacing an older one, and give their number."""
        self.execute(f"DROP TABLE IF EXISTS pg_temp.{name}")
        rows = self.execute(f"CREATE TEMPORARY TABLE {name} ON COMMIT DROP AS {query}", **params)
        # Without figures the planner takes a temporary table for small and loops over it.
        self.execute(f"ANALYZE {name}")
        return rows

    def new_id(self, table: str) -> str:
        """Give SQL for the id of a row to insert; a preview takes none from the table's sequence but counts down."""
        return f"nextval(pg_get_serial_sequence('{table}', 'id'))" if self.executing else "-row_number() OVER ()"

    def update(self, table: str, query: str, **params: Any) -> None:
        """Plan to set columns of stored rows; call once for a table, with only rows that would differ."""
        self._write(table, f"planned_update_{table}", query, params, is_insert=False)

    def insert(self, table: str, query: str, **params: Any) -> None:
        """Plan to add rows to a table."""
        self._write(table, f"planned_insert_{table}", query, params, is_insert=True)

    def count(self, rule: str, rows: int) -> None:
        """State a number that belongs to the step's result without being a write."""
        self.counts[rule] = self.counts.get(rule, 0) + rows

    def make(self, rule: str, rows: int) -> None:
        """Count rows that planning itself had to add, such as lookups that other rows will point to."""
        self.count(rule, rows)
        self.made += rows

    def remark(self, rule: str, query: str, **params: Any) -> None:
        """List rows that people must look at (`id`, `label`): counted, never written."""
        rows = self.fetch(query, **params)
        self.count(rule, len(rows))
        self.remarks += [{"rule": rule, "id": row[0], "label": row[1]} for row in rows]

    @property
    def planned(self) -> int:
        """Number of rows that would be written."""
        return self.made + sum(int(self.fetch(f"SELECT count(*) FROM {write.planned}")[0][0]) for write in self.writes)

    def summarise(self) -> None:
        """Count the planned rows by rule and take a sample of each."""
        for write in self.writes:
            for rule, rows in self.fetch(_COUNTS.format(planned=write.planned)):
                self.count(rule, rows)
            self.sample += self._sample_of(write)

    def _write(self, table: str, planned: str, query: str, params: dict[str, Any], *, is_insert: bool) -> None:
        self.temp(planned, query, **params)
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {planned} LIMIT 0")
            names = [column.name for column in cursor.description or ()]
        own = {"rule", "label"} if is_insert else {"id", "rule", "label"}
        columns = tuple(name for name in names if name not in own)
        self.writes.append(Write(table, planned, columns, is_insert))

    def _sample_of(self, write: Write) -> list[dict[str, Any]]:
        names = ["rule", "label", *write.columns]
        listed = ", ".join(f'"{name}"' for name in names)
        rows = self.fetch(
            f"SELECT {listed} FROM (SELECT *, row_number() OVER (PARTITION BY rule ORDER BY label) AS place "
            f"FROM {write.planned}) AS ranked WHERE place <= {SAMPLE_PER_RULE} ORDER BY rule, place"
        )
        return [{"table": write.table, **dict(zip(names, row, strict=True))} for row in rows]
