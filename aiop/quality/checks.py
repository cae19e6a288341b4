"""What a check is: a question about one kind of row, the SQL that answers it, and where the line is drawn."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from aiop.alerts.severity import Severity as Severity
from aiop.orgs.apps_used import unused
from aiop.orgs.models import Org


class Kind(StrEnum):
    """How a check is measured."""

    ROWS = "rows"  # counts rows that should not exist
    RATE = "rate"  # the share of rows that are as they should be, in percent points
    AGE = "age"  # days since something last happened
    LEVEL = "level"  # how something compares with what is expected of it, in percent


class Definition(StrEnum):
    """Whose reading of the question this is."""

    ORIGINAL = "original"
    CORRECTED = "corrected"


class UnknownCheck(LookupError):  # noqa: N818  (an answer: nobody erred but who typed the name)
    """No check has this name."""


class CheckError(ValueError):
    """A declaration that cannot be meant."""


@dataclass(frozen=True, slots=True)
class Lookup:
    """A query that is answered elsewhere first: what `find` gives for an organisation's day is bound into the check's SQL."""

    query: str
    find: Callable[[Org, date], Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Check:
    """A declared check.

    `sql` selects, under row-level security, with %(org)s, %(zone)s and %(today)s bound (write a bare % as %%):
    ROWS `id` of each wrong row; RATE `id, good` of each row in question; AGE `id, days`; each may add a text `detail`.
    LEVEL gives at most one row `id` (or null), `value, good, detail`. `bound` holds what else the SQL names.
    """

    name: str
    title: str
    question: str
    model: str
    sql: str
    guidance: str
    kind: Kind = Kind.ROWS
    severity: Severity = Severity.WARNING
    definition: Definition = Definition.CORRECTED
    # ROWS: most wrong rows that pass. RATE: least percent that passes. AGE: most days that pass.
    threshold: Decimal = Decimal(0)
    # Whether the SQL gives a third column that says in words what is wrong with a row.
    has_detail: bool = False
    bound: tuple[tuple[str, Any], ...] = ()
    # What may explain that a rate falls: the column of the source's own words, the kind of load that brings the parent rows.
    source: str = ""
    parent: str = ""
    lookup: Lookup | None = None

    def __post_init__(self) -> None:
        if self.kind is Kind.RATE and not 0 < self.threshold <= 100:
            raise CheckError(f"{self.name}: a rate is wanted above 0 and up to 100 percent points.")
        if self.model.count(".") != 1:
            raise CheckError(f"{self.name}: name the model as app.Model.")

    @property
    def query(self) -> str:
        """Give the query that people are shown."""
        return self.lookup.query if self.lookup else self.sql

    @property
    def wrong_rows(self) -> str:
        """Give SQL that selects `id, detail` of every failing row."""
        where = {
            Kind.ROWS: "",
            Kind.RATE: " WHERE good IS NOT TRUE",
            Kind.AGE: f" WHERE days > {self.threshold}",
            Kind.LEVEL: " WHERE good IS NOT TRUE AND id IS NOT NULL",
        }[self.kind]
        detail = "detail" if self.has_detail else "NULL::text AS detail"
        return f"SELECT id, {detail} FROM ({self.sql}) AS examined{where}"

    @property
    def measure(self) -> str:
        """Give SQL that answers in one row: how many fail, how many were looked at (null: not counted), value, detail."""
        wrong = "count(*) FILTER (WHERE good IS NOT TRUE)"
        what = {
            Kind.ROWS: "count(*), NULL::bigint, count(*)::numeric, NULL::text",
            Kind.RATE: f"{wrong}, count(*), 100.0 * count(*) FILTER (WHERE good) / nullif(count(*), 0), NULL::text",
            Kind.AGE: f"count(*) FILTER (WHERE days > {self.threshold}), count(*), max(days)::numeric, NULL::text",
            Kind.LEVEL: f"{wrong}, NULL::bigint, max(value)::numeric, max(detail)",
        }[self.kind]
        return f"SELECT {what} FROM ({self.sql}) AS examined"


_REGISTRY: dict[str, Check] = {}


def register(*checks: Check) -> None:
    """Make checks known under their names; the same name twice is refused."""
    for check in checks:
        if _REGISTRY.setdefault(check.name, check) != check:
            raise CheckError(f"There are two checks named {check.name}.")


def all_checks() -> list[Check]:
    """List every check in the order of its registration."""
    return list(_REGISTRY.values())


def checks_of(org: Org) -> list[Check]:
    """List the checks of what an organisation uses."""
    without = unused(org)
    return [check for check in all_checks() if check.model.partition(".")[0] not in without]


def find_checks(names: Iterable[str] | None) -> list[Check]:
    """Give the checks of these names, all without names; raises UnknownCheck, which names the strangers."""
    if names is None:
        return all_checks()
    wanted = list(dict.fromkeys(names))
    strangers = [name for name in wanted if name not in _REGISTRY]
    if strangers:
        raise UnknownCheck(f"There is no check named {', '.join(strangers)}.")
    return [_REGISTRY[name] for name in wanted]
