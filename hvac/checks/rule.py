"""A rule of the quality list as a check, in few words."""

from __future__ import annotations

from aiop.quality.checks import Check, Severity
from hvac.seeds.missing import MISSING
from hvac.seeds.planned import PLANNED
from hvac.seeds.tables import TABLES

_TABLES = {kind.name.removeprefix("hvac_"): kind.model for kind in (*TABLES, *PLANNED, *MISSING)}
_SOURCE = "Set it right where it is written and load the file again, or correct the row here; history keeps both."


def rule(
    number: int,
    table: str,
    title: str,
    sql: str,
    *,
    name: str = "",
    guidance: str = _SOURCE,
    severity: Severity = Severity.WARNING,
) -> Check:
    """Give the check of a rule by its number in the quality list: `sql` selects id and detail of rows of `table` that break it."""
    return _check(
        f"hvac_dq{number:02}_{name or table}",
        table,
        title,
        f"Which rows break rule DQ-{number:02} of the quality list: {title[0].lower()}{title[1:]}?",
        sql,
        guidance,
        severity,
    )


def plain(name: str, table: str, title: str, sql: str, *, severity: Severity = Severity.WARNING) -> Check:
    """Give the check of a rule that the tables' own sheet states."""
    question = f"Which rows break a rule of their table: {title[0].lower()}{title[1:]}?"
    return _check(f"hvac_{name}", table, title, question, sql, _SOURCE, severity)


def _check(name: str, table: str, title: str, question: str, sql: str, guidance: str, severity: Severity) -> Check:
    return Check(
        name=name,
        title=title,
        question=question,
        model=_TABLES[table]._meta.label,
        sql=sql,
        has_detail=True,
        guidance=guidance,
        severity=severity,
    )
