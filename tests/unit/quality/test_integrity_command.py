"""`integrity` on the command line."""

from __future__ import annotations

import json

import pytest
from django.core.management import CommandError, call_command

from aiop.orgs.context import org_context
from aiop.orgs.models import Org
from aiop.quality.jobs import INTEGRITY, check_integrity
from aiop.quality.models import CheckResult
from aiop.runs.jobs import find
from aiop.runs.models import Run
from aiop.runs.running import run_job
from tests.unit.quality.conftest import sell

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("declared")]


def test_json_gives_each_check_with_its_figures(org: Org, capsys: pytest.CaptureFixture[str]) -> None:
    sell(org, active=1, inactive=2)
    call_command("integrity", "--json")
    rows, rate, broken = json.loads(capsys.readouterr().out)["checks"]
    figures = ("name", "status", "value", "threshold", "failing")
    assert [rows[key] for key in figures] == ["inactive_sales_persons", "failed", 2, 0, 2]
    assert [rate[key] for key in figures] == ["active_sales_persons_rate", "failed", 33.33, 75, 2]
    assert [broken[key] for key in figures] == ["broken", "errored", None, 0, None]


def test_a_table_names_the_checks_asked_for(org: Org, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("integrity", "inactive_sales_persons")
    printed = capsys.readouterr().out
    assert "No such rows." in printed
    assert "broken" not in printed


def test_results_are_kept_under_a_run(org: Org) -> None:
    call_command("integrity", "inactive_sales_persons")
    with org_context(org, actor="maya"):
        run = Run.objects.get()
        assert (run.job, run.state, run.parameters) == (INTEGRITY, "done", {"names": ["inactive_sales_persons"]})
        assert CheckResult.objects.get().run_id == run.pk


def test_a_dry_run_leaves_no_result_and_no_run(org: Org) -> None:
    call_command("integrity", "--dry-run")
    with org_context(org, actor="maya"):
        assert not CheckResult.objects.exists()
        assert not Run.objects.exists()


def test_an_unknown_name_is_wrong_usage(org: Org) -> None:
    with pytest.raises(CommandError, match="no check named nonsense") as refused:
        call_command("integrity", "nonsense")
    assert refused.value.returncode == 2


def test_the_daily_job_runs_every_check(org: Org) -> None:
    job = find(INTEGRITY)
    assert job is not None
    assert str(job.cadence) == "every day at 02:00"
    with run_job(org, INTEGRITY, interval="2026-11-21", by="timetable") as run:
        check_integrity(run, org, run.parameters)
    with org_context(org, actor="maya"):
        assert CheckResult.objects.filter(run_id=run.id).count() == 3
