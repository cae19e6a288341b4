"""A rule of the quality list as a check, in few words."""

from __future__ import annotations

from aiop.quality.checks import Check, Severity
from hvac.seeds.planned import PLANNED
from hvac.seeds.tables import TABLES

_TABLES = {kind.name.removeprefix("hvac_"): kind.model for kind in (*TABLES, *PLANNED)}
_SOURCE = "Set it right where it is written and load the file again, or correct the row here; history keeps both."


def rule(
    number: int, table: str, title: str, sql: str, *, name: str = "", guidance: str = _SOURCE, **options: object
) -> Check:
    """Give the check of a rule by its number in the quality list: `sql` selects id and detail of rows of `table` that break it."""
    model = _TABLES[table]
    return Check(
        name=f"hvac_dq{number:02}_{name or table}",
        title=title,
        question=f"Which rows break rule DQ-{number:02} of the quality list: {title[0].lower()}{title[1:]}?",
        model=model._meta.label,
        sql=sql,
        has_detail=True,
        guidance=guidance,
        severity=Severity(str(options.get("severity", Severity.WARNING))),
    )
