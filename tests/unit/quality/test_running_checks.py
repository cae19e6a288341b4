"""Running checks: values, history, trend, what breaks, whose rows are counted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from aiop.orgs.context import org_context
from aiop.orgs.models import Org
from aiop.quality import measure
from aiop.quality.checks import UnknownCheck
from aiop.quality.latest import history, latest
from aiop.quality.models import CheckResult
from aiop.quality.run import run_checks
from aiop.quality.verdict import Status
from aiop.runs.models import Run, RunLine
from aiop.runs.running import run_job
from tests.unit.quality.conftest import ACTIVE, NAMELESS, sell

pytestmark = pytest.mark.django_db


def test_values_and_failing_rows_are_counted(org: Org, declared: None) -> None:
    sell(org, active=3, inactive=1)
    rows, rate, _ = run_checks(org, by="maya")
    assert (rows.status, rows.value, rows.failing, rows.total) == (Status.FAILED, Decimal(1), 1, None)
    assert (rate.status, rate.value, rate.failing, rate.total) == (Status.PASSED, Decimal(75), 1, 4)


def test_an_empty_organisation_passes_with_an_unknown_rate(org: Org, declared: None) -> None:
    rows, rate, _ = run_checks(org, by="maya")
    assert (rows.status, rows.failing) == (Status.PASSED, 0)
    assert (rate.status, rate.value, rate.message) == (Status.PASSED, None, "No rows to check.")


def test_a_check_that_breaks_says_so_and_the_others_go_on(org: Org, declared: None) -> None:
    broken, rows = run_checks(org, ["broken", "inactive_sales_persons"], by="maya")
    assert (broken.status, broken.value, broken.failing) == (Status.ERRORED, None, None)
    assert broken.message == 'Could not be worked out: column "no_such_column" does not exist'
    assert rows.status == "passed"


def test_a_check_that_takes_too_long_is_stopped(inside: Org) -> None:
    slow = replace(NAMELESS, sql="SELECT 1 AS id, '' AS detail FROM (SELECT pg_sleep(5) OFFSET 0) AS asleep")
    with measure.time_limit(0.05), pytest.raises(measure.CheckBroke, match="longer than it may"):
        measure.measure(slow, inside)


def test_the_time_limit_ends_with_its_block(inside: Org) -> None:
    def limit() -> str:
        with connection.cursor() as cursor:
            cursor.execute("SHOW statement_timeout")
            return str(cursor.fetchone()[0])

    before = limit()
    with measure.time_limit(5):
        assert limit() == "5s"
    assert limit() == before


def test_rows_of_another_organisation_are_not_counted(org: Org, other_org: Org, declared: None) -> None:
    sell(other_org, active=1, inactive=5)
    rows, rate = run_checks(org, ["inactive_sales_persons", "active_sales_persons_rate"], by="maya")
    assert (rows.failing, rate.total) == (0, 0)
    assert latest(other_org) == {}


def test_every_result_is_kept_with_who_asked(inside: Org, declared: None) -> None:
    sell(inside, active=1)
    run_checks(inside, by="maya")
    kept = CheckResult.objects.for_org(inside).get(check_name="inactive_sales_persons")
    assert (kept.actor, kept.run_id, kept.threshold) == ("maya", None, Decimal(0))
    assert CheckResult.objects.for_org(inside).count() == 3


def test_a_preview_keeps_nothing(inside: Org, declared: None) -> None:
    assert len(run_checks(inside, by="maya", store=False)) == 3
    assert not CheckResult.objects.exists()


def test_an_unknown_name_is_refused_before_anything_runs(inside: Org, declared: None) -> None:
    with pytest.raises(UnknownCheck):
        run_checks(inside, ["inactive_sales_persons", "nonsense"], by="maya")
    assert not CheckResult.objects.exists()


def test_a_drop_against_the_seven_day_median_is_a_warning_on_the_result(inside: Org, declared: None) -> None:
    for days, value in ((1, 95), (3, 96), (6, 94), (8, 10)):
        keep(inside, value=Decimal(value), at=timezone.now() - timedelta(days=days))
    sell(inside, active=9, inactive=1)
    (result,) = run_checks(inside, [ACTIVE.name], by="maya")
    assert result.trend == "Fell 5.00 points under its seven-day median of 95.00 %."
    assert latest(inside)[ACTIVE.name].trend == result.trend


def test_latest_and_history_take_one_query_each(
    inside: Org, declared: None, django_assert_num_queries: Callable[..., Any]
) -> None:
    for days in (40, 2, 1):
        keep(inside, value=Decimal(90 + days), at=timezone.now() - timedelta(days=days))
    with django_assert_num_queries(1):
        assert latest(inside)[ACTIVE.name].value == 91
    with django_assert_num_queries(1):
        found = history(inside, [ACTIVE.name, NAMELESS.name], 30)
    assert [result.value for result in found[ACTIVE.name]] == [92, 91]


def test_the_history_is_closed_to_alteration(inside: Org) -> None:
    kept = keep(inside, value=Decimal(90), at=timezone.now())
    for write in (lambda: CheckResult.objects.update(value=1), kept.delete):
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            write()


def test_a_run_counts_and_logs_what_failed(org: Org, declared: None) -> None:
    sell(org, active=1, inactive=1)
    with run_job(org, "quality.integrity", by="timetable") as run:
        run_checks(org, by="timetable", run=run)
    with org_context(org, actor="maya"):
        row = Run.objects.get(pk=run.id)
        assert (row.state, row.counts) == ("done", {"passed": 0, "failed": 2, "errored": 1})
        assert RunLine.objects.filter(level__in=["warning", "error"]).count() == 3
        assert set(CheckResult.objects.values_list("run_id", flat=True)) == {run.id}


def keep(org: Org, *, value: Decimal, at: object) -> CheckResult:
    """Put a result of the rate into the history."""
    return CheckResult.objects.create(  # type: ignore[misc]
        org=org, check_name=ACTIVE.name, at=at, status="passed", value=value, threshold=75, failing=0, total=9
    )
