"""A source added as the page in docs says, read from beginning to end while it does everything wrong that sources do."""

from __future__ import annotations

import json
from typing import Any

import pytest

from aiop.orgs.context import org_context
from aiop.orgs.models import Org
from aiop.runs.running import RunHandle
from aiop.sources import systems
from aiop.sources.answers import JsonPage
from aiop.sources.errors import FixConnection, TryAgain
from aiop.sources.models import Connection, RawRecord, Stream
from aiop.sources.paging import turn_numbered
from aiop.sources.testing import test_connection as try_connection
from aiop.sources.typed import Loaded
from servicetitan.models import Job
from tests.unit.sources import a_new_source
from tests.unit.sources.conftest import QUICK
from tests.unit.sources.loopback import Asked, Reply, Source, page, told
from tests.unit.sources.test_raw_staging import a_page, job

pytestmark = pytest.mark.django_db
FEED = "/tenant/42/jobs"


class Feed:
    """A feed of jobs, ten to a page; `wrong` lets a page go wrong the first time, or for good."""

    def __init__(self, source: Source, number: int) -> None:
        self.records: list[Any] = [job(n) for n in range(number)]
        self.wrong: dict[int, list[Reply]] = {}
        source.on("/token", told({"access_token": "token-1", "expires_in": 900}))
        source.on(FEED, self.answer)

    def answer(self, asked: Asked) -> Reply:
        """Give the page that a token names."""
        at = int(asked.params.get("from") or 0)
        if self.wrong.get(at):
            return self.wrong[at].pop(0)
        end = min(at + 10, len(self.records))
        return page(self.records[at:end], hasMore=end < len(self.records), continueFrom=str(end))


@pytest.fixture
def connection(connection: Connection, monkeypatch: pytest.MonkeyPatch) -> Connection:
    """Give a connection to the example system."""
    monkeypatch.setitem(systems._SYSTEMS, "example", a_new_source.SYSTEM)
    with org_context(connection.org_id, actor="maya"):
        connection.system = "example"
        connection.save()
    return connection


def sync(run: RunHandle, org: Org, connection: Connection) -> Loaded:
    """Sync the example system."""
    return a_new_source.sync(run, org, connection, QUICK)


def numbers(org: Org) -> list[int]:
    """Give the ids of the typed rows."""
    with org_context(org, actor="maya"):
        return list(Job.objects.order_by("source_id").values_list("source_id", flat=True))


def the_stream(org: Org) -> Stream:
    """Give the stream as it stands."""
    with org_context(org, actor="maya"):
        return Stream.objects.get()


def test_a_source_is_read_to_its_end_and_again_only_what_changed(
    org: Org, run: RunHandle, connection: Connection, source: Source
) -> None:
    feed = Feed(source, 35)
    assert sync(run, org, connection).verdicts["t_jobs"].new == 35
    assert numbers(org) == list(range(35))
    assert (source.calls(FEED), source.calls("/token")) == (4, 1)
    assert the_stream(org).complete_through is not None
    assert sync(run, org, connection).written == 0
    assert source.calls(FEED) == 5
    feed.records += [job(3, 9, jobNumber="J-three"), job(99)]
    loaded = sync(run, org, connection)
    assert (loaded.verdicts["t_jobs"].new, loaded.verdicts["t_jobs"].changed) == (1, 1)


def test_everything_that_passes_ends_in_the_right_rows(
    org: Org, run: RunHandle, connection: Connection, source: Source
) -> None:
    feed = Feed(source, 95)
    doubled = page(feed.records[25:40], hasMore=True, continueFrom="40")
    feed.wrong = {
        0: [Reply(429), Reply(429, headers={"Retry-After": "0"})],
        10: [Reply(500), Reply(reset=True)],
        20: [Reply(body=b'{"hasMore": true, "data": [{"id": 2'), Reply(body=b"<html>Sorry</html>")],
        30: [doubled],
        40: [Reply(401)],
        50: [page([], hasMore=True, continueFrom="50")] * 2,
        60: [Reply(body=page(feed.records[60:70]).body, cut=50)],
    }
    feed.records[77] = {"modifiedOn": "2026-11-01T10:00:00Z", "name": "no id"}
    sync(run, org, connection)
    assert numbers(org) == [n for n in range(95) if n != 77]


def test_a_source_that_breaks_for_good_keeps_what_was_read_and_goes_on_there(
    org: Org, run: RunHandle, connection: Connection, source: Source
) -> None:
    feed = Feed(source, 50)
    feed.wrong = {30: [Reply(503)] * 4}
    with pytest.raises(TryAgain, match="503"):
        sync(run, org, connection)
    kept = the_stream(org)
    assert (kept.cursor, kept.complete_through) == ({"token": "30"}, None)
    before = source.calls(FEED)
    sync(run, org, connection)
    assert numbers(org) == list(range(50))
    assert source.calls(FEED) == before + 2, "what was read is not read again"


def test_a_token_that_comes_again_and_again_ends_in_a_plain_sentence(
    org: Org, run: RunHandle, connection: Connection, source: Source
) -> None:
    feed = Feed(source, 30)
    feed.wrong = {10: [page(feed.records[10:20], hasMore=True, continueFrom="10")] * 9}
    with pytest.raises(TryAgain, match="does not move on"):
        sync(run, org, connection)
    feed.wrong = {10: [page(feed.records[10:20], hasMore=True, continueFrom="0")]}
    with pytest.raises(TryAgain, match="does not move on"):
        sync(run, org, connection)
    assert the_stream(org).complete_through is None
    feed.wrong = {}
    sync(run, org, connection)
    assert numbers(org) == list(range(30))
    with org_context(org, actor="maya"):
        assert RawRecord.objects.count() == 30


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (Reply(body=b'{"data": [], "continueFrom": "1"}'), "whether there is more"),
        (Reply(body=b'{"data": [], "hasMore": "yes", "continueFrom": "1"}'), "whether there is more"),
        (Reply(body=b'{"data": [], "hasMore": false}'), "no “continueFrom”"),
    ],
)
def test_a_page_that_does_not_say_where_to_go_on_is_not_believed(
    org: Org, run: RunHandle, connection: Connection, source: Source, answer: Reply, words: str
) -> None:
    Feed(source, 5).wrong = {0: [answer] * 9}
    with pytest.raises(TryAgain, match=words):
        sync(run, org, connection)
    assert the_stream(org).complete_through is None


def test_a_wrong_tenant_and_a_revoked_key_are_for_somebody_to_mend(
    org: Org, run: RunHandle, connection: Connection, source: Source
) -> None:
    Feed(source, 5)
    source.on(FEED, told({"title": "Tenant 42 was not found"}, 404))
    with pytest.raises(FixConnection, match="tenant number"):
        sync(run, org, connection)
    source.on("/token", told({"error": "invalid_client"}, 400))
    source.on(FEED, Reply(401))
    with pytest.raises(FixConnection, match="refused"):
        sync(run, org, connection)


def test_the_test_of_a_connection_says_why_it_cannot(org: Org, connection: Connection, source: Source) -> None:
    source.on("/token", told({"error": "invalid_client"}, 400))
    with org_context(org, actor="maya"):
        (ability,) = try_connection(connection)
        assert (ability.can, ability.why) == (False, "Client ID and secret were refused.")
        assert Connection.objects.get().state == "broken"
        Feed(source, 5)
        (ability,) = try_connection(connection)
        assert ability.can
        assert Connection.objects.get().state == "working"


def listed(*sizes: int, stuck: bool = False, lies: int = -1) -> list[int]:
    """Turn pages of these sizes by number; `stuck` says that there is always more, page `lies` that it is the last."""
    asked: list[int] = []

    def fetch(number: int) -> JsonPage:
        asked.append(number)
        size = sizes[number - 1] if number <= len(sizes) else 0
        more = stuck or (number < len(sizes) and number != lies)
        text = json.dumps({"hasMore": more, "data": [{"id": n} for n in range(size)]})
        return a_page(text=text)

    list(turn_numbered(fetch, full=10))
    return asked


def test_pages_by_number_end_where_the_list_does_whatever_it_claims() -> None:
    assert listed(10, 10, 3) == [1, 2, 3]
    assert listed(10, 10) == [1, 2, 3], "a full last page is asked beyond"
    assert listed(10, 10, 3, lies=1) == [1, 2, 3], "a full page that claims to be the last is not believed"
    assert listed(10, 2, stuck=True) == [1, 2, 3, 4], "more that never comes is the end"
    assert listed(10, 0, 4) == [1, 2, 3]
