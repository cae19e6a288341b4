"""What a job sees of its run, and what people see of the job."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from aiop.orgs.context import org_context
from aiop.orgs.models import Org
from aiop.runs.models import Run, RunLine
from aiop.runs.running import AlreadyDone, AlreadyRunning, Cancelled, Failed, LeaseLost, RunHandle, run_job

pytestmark = pytest.mark.django_db


def the_run(org: Org) -> Run:
    """Give the only run there is."""
    with org_context(org, actor="test"):
        return Run.objects.get()


def test_a_run_that_ends_well_is_done_with_its_counts(org: Org) -> None:
    with run_job(org, "nightly", interval="2026-11-20", parameters={"days": 1}, by="maya") as run:
        run.count(read=10, new=4)
        run.count(read=5)
        run.progress(15, total=15, step="Reading")
        run.log("Read the export.")
    stored = the_run(org)
    assert (stored.state, stored.counts, stored.done, stored.total, stored.step) == (
        Run.State.DONE,
        {"read": 15, "new": 4},
        15,
        15,
        "Reading",
    )
    assert (stored.actor, stored.parameters, stored.attempt, stored.fence) == ("maya", {"days": 1}, 1, 1)
    assert stored.finished_at is not None
    assert stored.lease_until is None


def test_progress_is_cheap_to_call_often(org: Org) -> None:
    with run_job(org, "counting", by="maya") as run, CaptureQueriesContext(connection) as queries:
        for row in range(1000):
            run.progress(row, total=1000, step="Reading")
    assert len(queries) < 40


def test_progress_and_lines_during_a_copy_wait_for_its_end(org: Org) -> None:
    with run_job(org, "counting", by="maya") as run, connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE staged (name text) ON COMMIT DROP")
        with cursor.copy("COPY staged FROM STDIN") as copy:
            copy.write_row(["a"])
            run.progress(1, total=2, step="Reading")
            run.log("Half of it is read.")
        assert the_run(org).step == ""
        run.progress(2, total=2)
    with org_context(org, actor="test"):
        assert list(RunLine.objects.order_by("id").values_list("text", flat=True)) == ["Reading", "Half of it is read."]
    assert (the_run(org).step, the_run(org).done) == ("Reading", 2)


def test_each_step_is_kept_with_its_moment(org: Org) -> None:
    with run_job(org, "counting", by="maya") as run:
        for step in ("Reading", "Reading", "Applying"):
            run.progress(0, step=step)
    with org_context(org, actor="test"):
        assert list(RunLine.objects.order_by("id").values_list("level", "text")) == [
            ("step", "Reading"),
            ("step", "Applying"),
        ]


def test_a_done_interval_is_refused_by_name(org: Org) -> None:
    with run_job(org, "nightly", interval="2026-11-20", by="maya"):
        pass
    with (
        pytest.raises(AlreadyDone, match="nightly for 2026-11-20 has ended already"),
        run_job(org, "nightly", interval="2026-11-20", by="beat"),
    ):
        pytest.fail("it ran twice")


def test_a_second_copy_is_refused_while_the_first_works(org: Org) -> None:
    with (
        run_job(org, "nightly", interval="2026-11-20", by="maya"),
        pytest.raises(AlreadyRunning),
        run_job(org, "nightly", interval="2026-11-20", by="beat"),
    ):
        pytest.fail("it ran twice")


def test_ad_hoc_runs_never_meet(org: Org) -> None:
    with run_job(org, "counting", by="maya"), run_job(org, "counting", by="maya"):
        pass
    with org_context(org, actor="test"):
        assert Run.objects.filter(interval__startswith="adhoc-", state=Run.State.DONE).count() == 2


def test_a_job_that_says_why_it_cannot_is_failed(org: Org) -> None:
    with pytest.raises(Failed), run_job(org, "counting", by="maya"):
        raise Failed("The file is empty.")
    stored = the_run(org)
    assert (stored.state, stored.error) == (Run.State.FAILED, "The file is empty.")


def test_a_surprise_is_errored_and_keeps_its_kind_but_no_secret(org: Org) -> None:
    with pytest.raises(ValueError, match="hunter2"), run_job(org, "counting", by="maya"):
        raise ValueError("cannot reach postgres://aiop:hunter2@db.example.com/x with token=abc123")
    stored = the_run(org)
    assert stored.state == Run.State.ERRORED
    assert stored.error.startswith("ValueError: cannot reach postgres://")
    with org_context(org, actor="test"):
        line = RunLine.objects.get(level=RunLine.Level.DEBUG)
    assert "Traceback" in line.text
    for secret in ("hunter2", "abc123"):
        assert secret not in stored.error
        assert secret not in line.text


def test_a_failed_interval_runs_again_with_a_new_fence(org: Org) -> None:
    with pytest.raises(Failed), run_job(org, "counting", interval="2026-11-20", by="maya"):
        raise Failed("Not today.")
    with run_job(org, "counting", interval="2026-11-20", by="kim"):
        pass
    stored = the_run(org)
    assert (stored.state, stored.fence, stored.actor, stored.error) == (Run.State.DONE, 2, "kim", "")


def test_a_redelivered_copy_leaves_a_failed_interval_alone(org: Org) -> None:
    with pytest.raises(Failed), run_job(org, "counting", interval="2026-11-20", by="maya"):
        raise Failed("Not today.")
    with pytest.raises(AlreadyDone), run_job(org, "counting", interval="2026-11-20", by="beat", retry=False):
        pytest.fail("it ran twice")


def test_ctrl_c_cancels(org: Org) -> None:
    with pytest.raises(KeyboardInterrupt), run_job(org, "counting", by="maya"):
        raise KeyboardInterrupt
    assert the_run(org).state == Run.State.CANCELLED


def test_a_worker_told_to_stop_leaves_the_run_to_the_next(org: Org) -> None:
    with pytest.raises(SystemExit), run_job(org, "counting", interval="2026-11-20", by="maya"):
        raise SystemExit
    assert the_run(org).state == Run.State.QUEUED


def test_a_cancel_is_seen_at_the_next_check(org: Org) -> None:
    def work() -> None:
        with run_job(org, "counting", by="maya") as run:
            with org_context(org, actor="kim"):
                Run.objects.filter(pk=run.id).update(cancel_requested=True)
            run.check()

    with pytest.raises(Cancelled):
        work()
    assert the_run(org).state == Run.State.CANCELLED


def test_a_late_worker_with_an_old_fence_can_neither_write_nor_end_the_run(org: Org) -> None:
    def write_late(late: RunHandle) -> None:
        with late.work():
            Run.objects.filter(pk=late.id).update(step="written late")

    def guard_late(late: RunHandle) -> None:
        with org_context(org, actor="maya"):
            late.guard()

    def sleep_through_a_take_over() -> None:
        first = run_job(org, "counting", interval="2026-11-20", by="maya", lease_seconds=0)
        second = run_job(org, "counting", interval="2026-11-20", by="beat")
        with first as late, second:
            for late_act in (write_late, guard_late, RunHandle.check):
                with pytest.raises(LeaseLost):
                    late_act(late)

    with pytest.raises(LeaseLost):
        sleep_through_a_take_over()
    stored = the_run(org)
    assert (stored.state, stored.fence, stored.step) == (Run.State.DONE, 2, "")


def test_runs_of_another_organisation_are_unseen_and_do_not_block(org: Org, other_org: Org) -> None:
    with run_job(org, "counting", interval="2026-11-20", by="maya"):
        pass
    with run_job(other_org, "counting", interval="2026-11-20", by="maya"):
        pass
    with org_context(other_org, actor="test"):
        assert Run.objects.count() == 1


@pytest.mark.parametrize(
    "broken",
    [
        {"state": "running"},
        {"state": "done", "finished_at": None, "lease_until": None},
        {"state": "failed", "lease_until": None},
    ],
)
def test_the_database_refuses_half_states(org: Org, broken: dict[str, object]) -> None:
    with org_context(org, actor="test"):
        run = Run.objects.create(org=org, job="counting", interval="2026-11-20")
        with pytest.raises(IntegrityError), transaction.atomic():
            Run.objects.filter(pk=run.pk).update(**broken)
