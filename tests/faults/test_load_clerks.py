"""Clerks, the processes that parse for a load: they give what parsing here gives, and leave neither orphans nor half loads."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from aiop.files import load_files
from aiop.files.incoming import Choices, opened
from aiop.files.reading.source import Batch, Refused
from aiop.loading import clerks as room
from aiop.loading.clerks import ClerkLost, clerks
from aiop.loading.encode import Encode, encode_here
from aiop.loading.loads import Incoming
from aiop.orgs.context import org_context
from aiop.orgs.models import Org
from aiop.runs.models import Run
from crm.models import Job
from tests.factories.pool_state import pool_state
from tests.factories.tiny_company import load_exports, write_exports

pytestmark = pytest.mark.faults
PATIENCE_SECONDS = 20
FORK = multiprocessing.get_context("fork")
COMMITS = pytest.mark.django_db(transaction=True, databases=["default", "owner", "side"])


class Breaking:
    """A producer that breaks off after its first rows."""

    def __init__(self, header: Sequence[str], how: Callable[..., Exception] | None, *words: str) -> None:
        self.header = header
        self.how, self.words = how, words

    def batches(self) -> Iterator[Batch]:
        yield Batch(2, [2], [["1"] * len(self.header)])
        if self.how is None:
            os.kill(os.getpid(), signal.SIGKILL)
        assert self.how is not None
        raise self.how(*self.words)

    def drain(self) -> tuple[()]:
        return ()

    def position(self) -> tuple[int, int]:
        return 1, 2


class UnsendableError(Exception):
    """An error that cannot be made again from what it holds."""

    def __init__(self, first: str, second: str) -> None:
        super().__init__(first + second)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give exports of more than one batch, the last row of each unreadable."""
    return write_exports(tmp_path_factory.mktemp("exports"), rows=2_500)


@pytest.fixture
def jobs(org: Org, folder: Path) -> Iterator[Incoming]:
    """Give an opened file of jobs."""
    with opened(org, folder / "2024 - jobs.csv", Choices()) as (incoming, _):
        yield incoming


@pytest.fixture
def hire(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have clerks parse however small the files are, and the run tell of itself as in production."""
    monkeypatch.setattr(load_files, "CLERKS_FROM_BYTES", 0)


def read(encode: Encode, incoming: Incoming, producer: Any = None) -> list[Any]:
    return list(encode(incoming.kind, incoming.mapping, producer or incoming.producer, incoming.setting))


def gone(process: int) -> bool:
    """Tell whether a process has ended; where nobody collects orphans they stay on the list as dead."""
    try:
        return Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


def test_a_clerk_gives_what_parsing_here_gives(jobs: Incoming) -> None:
    with clerks(1) as encode:
        theirs = read(encode, jobs)
    assert theirs == read(encode_here, jobs)
    assert [batch.staged.read for batch in theirs] == [2_000, 501]
    assert theirs[-1].staged.bad == 1


def test_one_clerk_does_one_order_after_the_other(jobs: Incoming) -> None:
    with clerks(1) as encode:
        assert read(encode, jobs) == read(encode, jobs)


def test_what_stops_the_parsing_is_raised_as_it_was_and_the_clerk_goes_on(jobs: Incoming) -> None:
    header = jobs.producer.header
    with clerks(1) as encode:
        with pytest.raises(Refused, match="half of it"):
            read(encode, jobs, Breaking(header, Refused, "Only half of it is there."))
        with pytest.raises(RuntimeError, match="UnsendableError: ab"):
            read(encode, jobs, Breaking(header, UnsendableError, "a", "b"))
        assert len(read(encode, jobs)) == 2


def test_a_clerk_that_dies_is_told_of_and_its_work_goes_on_here(jobs: Incoming) -> None:
    header = jobs.producer.header
    with clerks(1) as encode:
        with pytest.raises(ClerkLost, match="run the same command again"):
            read(encode, jobs, Breaking(header, None))
        assert len(read(encode, jobs)) == 2


def test_a_producer_that_cannot_be_handed_over_is_read_here(jobs: Incoming) -> None:
    producer: Any = jobs.producer
    producer.unsendable = lambda: None
    with clerks(1) as encode:
        assert len(read(encode, jobs)) == 2


def test_clerks_end_with_the_process_that_hired_them() -> None:
    def work(answers: Any) -> None:
        answers.send([clerk.process for clerk in room.Clerks(2)._all])
        time.sleep(PATIENCE_SECONDS)

    ours, theirs = FORK.Pipe(duplex=False)
    # A daemon may have no children by the library's own rules, and Celery's workers are daemons.
    process = FORK.Process(target=work, args=(theirs,), daemon=True)
    process.start()
    assert ours.poll(PATIENCE_SECONDS)
    hired = ours.recv()
    assert not any(map(gone, hired))
    process.kill()
    process.join()
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not all(map(gone, hired)):
        assert time.monotonic() < deadline, "a clerk has outlived its load"
        time.sleep(0.01)


@COMMITS
@pytest.mark.usefixtures("hire")
def test_a_load_by_clerks_ends_where_a_load_without_them_does(
    org: Org, other_org: Org, tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.RUN_LOG_ALIAS = "side"
    other_org.time_zone = org.time_zone
    other_org.save()
    write_exports(tmp_path)
    load_exports(org, tmp_path)
    monkeypatch.setattr(load_files, "CLERKS_FROM_BYTES", 1_000_000)
    load_exports(other_org, tmp_path)
    assert pool_state(org) == pool_state(other_org)


@COMMITS
@pytest.mark.usefixtures("hire")
def test_a_load_whose_clerks_are_killed_writes_nothing_and_says_so(
    org: Org, tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.RUN_LOG_ALIAS = "side"
    write_exports(tmp_path)
    serve = room._serve

    def die(pipe: Any) -> None:
        if pipe.poll(PATIENCE_SECONDS):
            os.kill(os.getpid(), signal.SIGKILL)

    monkeypatch.setattr(room, "_serve", die)
    with pytest.raises(ClerkLost):
        load_exports(org, tmp_path)
    assert pool_state(org)[Job._meta.db_table] == []
    monkeypatch.setattr(room, "_serve", serve)
    load_exports(org, tmp_path)
    assert len(pool_state(org)[Job._meta.db_table]) == 12
    assert run_states(org) == ["errored", "done"]


def run_states(org: Org) -> list[str]:
    """Give the states of an organisation's loads, the first one first."""
    with org_context(org, actor="test"):
        return list(Run.objects.filter(job="load").order_by("id").values_list("state", flat=True))
