"""A worker that is killed while it reads or applies leaves nothing half done; the next one ends in the same state."""

from __future__ import annotations

from typing import Any

import pytest

from aiop.audit.models import ChangeSet
from aiop.files import jobs
from aiop.loading.models import Load
from aiop.orgs.context import org_context
from aiop.runs.jobs import perform
from aiop.runs.models import Run
from crm.models import LostLead
from tests.integration.files_desk import LOST, Desk, csv_bytes, lost_row

pytestmark = pytest.mark.django_db


@pytest.fixture
def by_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "SMALL_BYTES", 1)
    monkeypatch.setattr(jobs, "SMALL_ROWS", 1)


def killed(*args: Any, **kwargs: Any) -> None:
    raise SystemExit


def run_of(desk: Desk, job: str) -> Run:
    with org_context(desk.org, actor="test"):
        return Run.objects.get(job=job)


def work(desk: Desk, job: str) -> None:
    perform(desk.org, job, run_of(desk, job).interval)


def rows(desk: Desk) -> int:
    with org_context(desk.org, actor="test"):
        return LostLead.objects.count()


@pytest.mark.usefixtures("by_worker")
def test_reading_is_done_again_from_the_file(desk: Desk) -> None:
    address = desk.upload(csv_bytes(LOST, [lost_row("1"), lost_row("2")]))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(jobs, "looks_foreign", killed)
        with pytest.raises(SystemExit):
            work(desk, jobs.STAGE)
    assert desk.load(address).state == Load.State.STAGING
    work(desk, jobs.STAGE)
    assert "Add 2 rows" in desk.look(address)


@pytest.mark.usefixtures("by_worker")
def test_applying_is_all_or_nothing_and_done_once(desk: Desk) -> None:
    address = desk.upload(csv_bytes(LOST, [lost_row("1"), lost_row("2")]))
    work(desk, jobs.STAGE)
    desk.apply(address)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(jobs, "settle_brought_back", killed)
        with pytest.raises(SystemExit):
            work(desk, jobs.APPLY)
    assert rows(desk) == 0
    work(desk, jobs.APPLY)
    assert rows(desk) == 2
    work(desk, jobs.APPLY)
    with org_context(desk.org, actor="test"):
        assert ChangeSet.objects.filter(kind="load").count() == 1


@pytest.mark.usefixtures("by_worker")
def test_a_worker_killed_between_commit_and_goodbye_does_not_apply_twice(desk: Desk) -> None:
    address = desk.upload(csv_bytes(LOST, [lost_row("1")]))
    work(desk, jobs.STAGE)
    desk.apply(address)
    work(desk, jobs.APPLY)
    with org_context(desk.org, actor="test"):
        Run.objects.filter(job=jobs.APPLY).update(state=Run.State.QUEUED, finished_at=None)
    work(desk, jobs.APPLY)
    assert run_of(desk, jobs.APPLY).state == Run.State.DONE
    assert rows(desk) == 1


def test_the_page_s_script_gets_the_address_to_go_to(desk: Desk) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    file = SimpleUploadedFile("lost.csv", csv_bytes(LOST, [lost_row("1")]))
    answer = desk.client.post("/admin/import/upload/", {"files": file}, headers={"Accept": "application/json"})
    assert answer.json()["next"].startswith("/admin/import/")
