"""Running checks and keeping what they said."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import timedelta
from decimal import Decimal

from django.utils import timezone

from aiop.orgs.context import org_context
from aiop.orgs.models import Org
from aiop.quality import worst
from aiop.quality.causes import causes_of
from aiop.quality.checks import Check, Definition, Kind
from aiop.quality.known import checks_for, named
from aiop.quality.measure import CheckBroke, measure, time_limit
from aiop.quality.models import CheckResult
from aiop.quality.telling import tell
from aiop.quality.trend import DAYS, trend_warning
from aiop.quality.verdict import Result, Status, judge
from aiop.runs.running import RunHandle


def run_checks(
    org: Org, names: Iterable[str] | None = None, *, by: str, run: RunHandle | None = None, store: bool = True
) -> list[Result]:
    """Run the checks of these names (all without names) for `org`; with `store`, add the results to the history.

    Raises UnknownCheck before anything runs. A check that breaks is a result that says so; the others go on.
    """
    with org_context(org, actor=by):
        checks = checks_for(org) if names is None else named(org, names)
    with run.work() if run else org_context(org, actor=by):
        recent = _recent_values(org, [check.name for check in checks if check.kind is Kind.RATE])
        results = []
        with time_limit():
            for number, check in enumerate(checks):
                if run:
                    run.progress(number, len(checks), step=check.title)
                results.append(_run_check(check, org, recent[check.name]))
        if store:
            _store(org, results, by=by, run_id=run.id if run else None)
            if names is None:
                worst.rebuild(org, results)
            # Last, because incidents of an organisation wait for each other until the commit.
            tell(org, results)
    if run:
        _report(run, results)
    return results


def _run_check(check: Check, org: Org, recent: Sequence[Decimal]) -> Result:
    try:
        measured = measure(check, org)
    except CheckBroke as error:
        return Result(check, Status.ERRORED, None, None, None, f"Could not be worked out: {error}")
    verdict = judge(check, measured)
    trend = trend_warning(verdict.value, recent)
    falls = check.kind is Kind.RATE and bool(trend or verdict.status is Status.FAILED)
    causes = _causes(check, org) if falls and check.definition is Definition.CORRECTED else {}
    return Result(
        check, verdict.status, verdict.value, measured.failing, measured.total, verdict.message, trend, causes
    )


def _causes(check: Check, org: Org) -> dict[str, int]:
    try:
        return causes_of(check, org, timezone.now())
    except CheckBroke:
        return {}


def _recent_values(org: Org, names: Sequence[str]) -> defaultdict[str, list[Decimal]]:
    since = timezone.now() - timedelta(days=DAYS)
    rows = CheckResult.objects.for_org(org).filter(check_name__in=names, at__gte=since)
    values: defaultdict[str, list[Decimal]] = defaultdict(list)
    for name, value in rows.values_list("check_name", "value"):
        if value is not None:
            values[name].append(value)
    return values


def _store(org: Org, results: Sequence[Result], *, by: str, run_id: int | None) -> None:
    CheckResult.objects.bulk_create(
        CheckResult(
            org=org,
            check_name=result.check.name,
            run_id=run_id,
            actor=by,
            status=result.status,
            value=result.value,
            threshold=result.check.threshold,
            failing=result.failing,
            total=result.total,
            message=result.message,
            trend=result.trend,
            definition=result.check.definition,
            causes=result.causes,
        )
        for result in results
    )


def _report(run: RunHandle, results: Sequence[Result]) -> None:
    run.progress(len(results), len(results))
    run.count(**{status.value: sum(result.status is status for result in results) for status in Status})
    for result in results:
        if result.status is not Status.PASSED:
            level = "error" if result.status is Status.ERRORED else "warning"
            run.log(f"{result.check.title}: {result.message}", level=level)
        if result.trend:
            run.log(f"{result.check.title}: {result.trend}", level="warning")
