"""Which rows are worth mending first: those that fail the most and gravest checks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.apps import apps
from django.db import connection

from aiop.orgs.models import Org
from aiop.quality.checks import Check, Definition, Kind
from aiop.quality.measure import CheckBroke, parameters, savepoint
from aiop.quality.models import WorstRow
from aiop.quality.score import WEIGHTS
from aiop.quality.verdict import Result

KEPT = 100
# What fails in more rows than this is mended by rule, not row by row.
MOST_ROWS = 2_000


def rebuild(org: Org, results: Iterable[Result]) -> None:
    """Work the list out anew from the results of all checks; call inside `org_context`."""
    failed: defaultdict[tuple[str, int], list[Check]] = defaultdict(list)
    for result in results:
        if _counts(result):
            for row in _ids(result.check, org):
                failed[result.check.model, row].append(result.check)
    weighed = sorted(((_weight(checks), *place) for place, checks in failed.items()), reverse=True)[:KEPT]
    WorstRow.objects.for_org(org).delete()
    WorstRow.objects.bulk_create(
        WorstRow(
            org=org, model=model, row_id=row, label=label, weight=weight,
            checks=[check.name for check in failed[model, row]],
        )
        for (weight, model, row), label in zip(weighed, _labels(weighed), strict=True)
    )  # fmt: skip


def _counts(result: Result) -> bool:
    check = result.check
    by_row = check.kind in {Kind.ROWS, Kind.RATE} and check.definition is Definition.CORRECTED
    return by_row and result.failing is not None and 0 < result.failing <= MOST_ROWS


def _ids(check: Check, org: Org) -> list[int]:
    try:
        with savepoint(), connection.cursor() as cursor:
            cursor.execute(f"SELECT id FROM ({check.wrong_rows}) AS wrong", parameters(check, org))
            return [row[0] for row in cursor.fetchall()]
    except CheckBroke:
        return []


def _weight(checks: list[Check]) -> int:
    return sum(WEIGHTS[check.severity] for check in checks)


def _labels(weighed: list[tuple[int, str, int]]) -> list[str]:
    """Name the rows as their tables do, one query a table."""
    wanted: defaultdict[str, list[int]] = defaultdict(list)
    for _, model, row in weighed:
        wanted[model].append(row)
    named = {
        (model, row.pk): str(row)
        for model, ids in wanted.items()
        for row in apps.get_model(model)._default_manager.filter(pk__in=ids)
    }
    return [named.get((model, row), f"{model} {row}") for _, model, row in weighed]
