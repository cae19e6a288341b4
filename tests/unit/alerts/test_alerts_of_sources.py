"""One failed source, not nine late marts: what is read from it follows from it, and nobody is told of anything else."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest

from aiop.alerts.sending import send_due
from aiop.alerts.sources import explained_by_source
from aiop.alerts.topics import causes_of, of_run, of_source
from aiop.orgs.models import Org
from aiop.runs import jobs
from aiop.runs.running import Failed, run_job
from aiop.sources import syncing
from aiop.sources.errors import FixConnection, GiveUp, TryAgain
from aiop.sources.syncing import SyncJob
from marts.etl.jobs import JOBS
from marts.etl.register import register as register_mart
from tests.factories.smtp_sink import Sink
from tests.unit.alerts.conftest import channel_of, incidents, messages
from tests.unit.sources.conftest import make_connection

pytestmark = pytest.mark.django_db
MARTS = [f"etl_mart_{number}" for number in range(9)]
DOWN = TryAgain("It did not answer within 10 s.")


class Source:
    """What the nine jobs meet: an error, or nothing."""

    def __init__(self) -> None:
        self.error: Exception | None = None

    def read(self, reading: Any) -> None:
        """Read, or fail."""
        if self.error:
            raise self.error


@pytest.fixture
def source(org: Org, monkeypatch: pytest.MonkeyPatch) -> Source:
    """Give a source that nine jobs read, each of which fills a mart."""
    monkeypatch.setattr(jobs, "_jobs", {})
    monkeypatch.setattr(syncing, "_syncs", {})
    made = Source()
    for name in MARTS:
        sync = SyncJob(name, name, "testing", made.read)
        syncing.register(sync)
        explained_by_source(sync)
    make_connection(org, "http://127.0.0.1:1")
    return made


def read(org: Org, names: list[str] = MARTS) -> None:
    """Let the jobs run, one after the other."""
    for name in names:
        sync = syncing.find_sync(name)
        with suppress(Failed), run_job(org, sync.job, by="timetable") as run:
            syncing.read_connections(run, org, sync)


def own(org: Org) -> list[tuple[str, str]]:
    """List the incidents that stand by themselves."""
    return [(incident.topic, incident.state) for incident in incidents(org) if incident.part_of is None]


def test_a_failed_source_and_the_nine_marts_that_it_feeds_are_one_message(
    org: Org, source: Source, mailbox: Sink
) -> None:
    channel_of(org)
    source.error = DOWN
    read(org)
    send_due(org.pk)
    assert own(org) == [("source:testing", "open")]
    assert len(incidents(org)) == 1 + len(MARTS)
    assert mailbox.subjects() == ["[Letsmove] Problem: testing cannot be read"]
    source.error = None
    read(org)
    send_due(org.pk)
    assert {incident.state for incident in incidents(org)} == {"resolved"}
    assert mailbox.subjects()[1:] == ["[Letsmove] Resolved: testing cannot be read"]


def test_a_broken_credential_is_the_sources_failure_and_a_wrong_answer_the_jobs_own(org: Org, source: Source) -> None:
    source.error = FixConnection("The refresh token is taken no more.")
    read(org, MARTS[:1])
    source.error = None
    read(org)
    source.error = GiveUp("A column is missing.")
    read(org, MARTS[1:2])
    assert own(org)[0] == ("source:testing", "resolved")
    assert [topic for topic, state in own(org) if state == "open"] == [of_run(f"{MARTS[1]}.sync")]


def test_a_mart_that_goes_on_failing_when_its_source_is_right_again_is_told_of(org: Org, source: Source) -> None:
    channel_of(org)
    source.error = DOWN
    read(org, MARTS[:2])
    source.error = None
    read(org, MARTS[:1])
    source.error = GiveUp("A column is missing.")
    read(org, MARTS[1:2])
    waiting = [title for title, kind, state in messages(org) if (kind, state) == ("opening", "waiting")]
    assert waiting == ["testing cannot be read", f"{MARTS[1]}: failed"]


def test_the_nine_jobs_of_the_marts_follow_from_their_systems(monkeypatch: pytest.MonkeyPatch) -> None:
    for owner, name in ((jobs, "_jobs"), (syncing, "_syncs")):
        monkeypatch.setattr(owner, name, {})
    for job in JOBS:
        register_mart(job)
    assert {job.name: causes_of(of_run(f"{job.name}.sync")) for job in JOBS} == {
        job.name: [of_source(job.system)] for job in JOBS
    }
    assert len(JOBS) == 9
