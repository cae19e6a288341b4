"""What a client does when a source misbehaves: real HTTP on this machine."""

from __future__ import annotations

import datetime as dt
import email.utils
import gzip
import json
from typing import Any

import pytest

from aiop.orgs.context import org_context
from aiop.orgs.models import Org
from aiop.sources.answers import JsonPage, read_page
from aiop.sources.budget import Rate
from aiop.sources.errors import FixConnection, GiveUp, TooLarge, TryAgain
from aiop.sources.http import Call, HttpClient
from aiop.sources.models import Bucket, Connection, Token
from aiop.sources.retrying import Patience
from tests.unit.sources.conftest import QUICK, SECRET, client, login, make_connection
from tests.unit.sources.loopback import Reply, Source, page, told

pytestmark = pytest.mark.django_db
GOOD = page([{"id": 1}], hasMore=False)


def read(connection: Connection, path: str = "/jobs", **more: Any) -> JsonPage:
    """Read a page of the source."""
    with client(connection, **more) as http:
        return http.get(path, {"page": 1}, read=read_page)


def test_a_page_is_read_record_by_record_with_its_text_as_received(connection: Connection, source: Source) -> None:
    source.on("/jobs", Reply(body=b'{"hasMore": true, "data": [ {"id": 1, "total": 12.10} , {"id":2}], "page": 1}'))
    found = read(connection)
    assert found.envelope == {"hasMore": True, "page": 1}
    assert [record.text for record in found.records] == ['{"id": 1, "total": 12.10}', '{"id":2}']
    assert found.records[0].value["total"] == 12.1
    assert found.answer.url == f"{source.url}/jobs?page=1"


def test_a_compressed_page_is_read_too(connection: Connection, source: Source) -> None:
    source.on("/jobs", Reply(body=gzip.compress(GOOD.body), headers={"Content-Encoding": "gzip"}))
    assert len(read(connection).records) == 1


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_what_may_pass_is_tried_again(connection: Connection, source: Source, status: int) -> None:
    source.on("/jobs", Reply(status), Reply(status), GOOD)
    assert len(read(connection).records) == 1
    assert source.calls("/jobs") == 3


def waits(connection: Connection, source: Source, asked: str | None, **patience: Any) -> list[float]:
    """Give how long the client waited for a source that asks for it."""
    waited: list[float] = []
    headers = {} if asked is None else {"Retry-After": asked}
    source.on("/jobs", Reply(429, headers=headers), GOOD)
    generous = Patience(**{"attempts": 3, "first_wait": 0.01, "unsaid_wait": 60, "longest_asked": 300, **patience})
    read(connection, patience=generous, pause=waited.append)
    return waited


def test_retry_after_in_seconds_is_honoured(connection: Connection, source: Source) -> None:
    asked, budget = waits(connection, source, "7")
    assert 7 <= asked < 7.1
    # The test's pause does not sleep, so the block that everybody shares is met on the way.
    assert 6 < budget <= 7


@pytest.mark.parametrize(
    "written",
    [
        lambda moment: email.utils.format_datetime(moment, usegmt=True),
        lambda moment: moment.strftime("%Y-%m-%dT%H:%M:%SZ"),
    ],
    ids=["http", "iso"],
)
def test_retry_after_as_a_date_is_honoured(connection: Connection, source: Source, written: Any) -> None:
    asked = waits(connection, source, written(dt.datetime.now(dt.UTC) + dt.timedelta(seconds=30)))[0]
    assert 27 < asked < 31


def test_a_429_that_says_nothing_waits_a_minute(connection: Connection, source: Source) -> None:
    assert 60 <= waits(connection, source, None)[0] < 61


def test_a_wait_longer_than_a_run_should_last_ends_it_with_the_moment(connection: Connection, source: Source) -> None:
    source.on("/jobs", Reply(429, headers={"Retry-After": "86400"}))
    with pytest.raises(TryAgain) as caught:
        read(connection)
    assert caught.value.after == 86400
    assert source.calls("/jobs") == 1


def test_a_reset_connection_is_tried_again(connection: Connection, source: Source) -> None:
    source.on("/jobs", Reply(reset=True), Reply(reset=True), GOOD)
    assert len(read(connection).records) == 1


def test_an_answer_that_breaks_off_is_tried_again(connection: Connection, source: Source) -> None:
    source.on("/jobs", Reply(body=GOOD.body, cut=10), GOOD)
    assert len(read(connection).records) == 1


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b'{"data": [{"id": 1}, {"id"', "cut off or broken"),
        (b"<html><body>We are down</body></html>", "a web page instead of data"),
        (b"", "an empty answer"),
        (b'{"data": null}', "without a list"),
        (b'{"data": [{"id": NaN}]}', "broken"),
        (b'{"data": [1,,2]}', "broken"),
        (b'{"data": [1,]}', "broken"),
        (b'{"data": []} {"data": []}', "broken"),
        (b"[" * 100_000, "cut off or broken"),
        (b'"words"', "no JSON"),
    ],
)
def test_a_page_that_is_none_is_tried_again_and_then_told(
    connection: Connection, source: Source, body: bytes, words: str
) -> None:
    source.on("/jobs", Reply(body=body), GOOD)
    assert len(read(connection).records) == 1
    source.on("/jobs", Reply(body=body))
    with pytest.raises(TryAgain, match=f"{words}.*Tried 4 times"):
        read(connection)


def test_a_slow_drip_ends_with_the_exchange(connection: Connection, source: Source) -> None:
    impatient = Patience(attempts=2, first_wait=0.01, longest_wait=0.01, exchange=0.2)
    source.on("/jobs", Reply(body=b" " * 1000, drip=0.02), GOOD)
    assert len(read(connection, patience=impatient).records) == 1
    source.on("/jobs", Reply(drip_headers=0.02), GOOD)
    assert len(read(connection, patience=impatient).records) == 1


def test_a_page_beyond_the_cap_is_refused_by_its_length_or_as_it_comes(connection: Connection, source: Source) -> None:
    source.on("/jobs", Reply(body=b"x" * 3_000_000), Reply(endless=40))
    for _ in range(2):
        with pytest.raises(TooLarge, match="more than 2 MB; nothing of it was kept"):
            read(connection, max_bytes=2 * 1024**2)
    assert source.calls("/jobs") == 2


def test_a_compressed_bomb_is_refused_by_what_it_becomes(connection: Connection, source: Source) -> None:
    bomb = gzip.compress(b" " * 20_000_000)
    source.on("/jobs", Reply(body=bomb, headers={"Content-Encoding": "gzip"}))
    with pytest.raises(TooLarge):
        read(connection, max_bytes=1024**2)


@pytest.mark.parametrize(("status", "error"), [(400, GiveUp), (404, GiveUp), (422, GiveUp), (403, FixConnection)])
def test_what_will_not_pass_is_not_tried_again(
    connection: Connection, source: Source, status: int, error: type[Exception]
) -> None:
    source.on("/jobs", told({"title": "No.", "traceId": "abc-1", "errors": {"page": ["too high"]}}, status))
    with pytest.raises(error, match=r"No\. · abc-1 · page: "):
        read(connection)
    assert source.calls("/jobs") == 1


def test_a_redirect_is_not_followed(connection: Connection, source: Source) -> None:
    source.on("/jobs", Reply(302, headers={"Location": "http://evil.example/"}))
    with pytest.raises(GiveUp, match="not followed"):
        read(connection)


def test_a_system_may_read_an_answer_in_its_own_way(connection: Connection, source: Source) -> None:
    source.on("/jobs", told({"title": "Tenant 42 is not yours"}, 404))
    with pytest.raises(FixConnection, match="wrong tenant"):
        read(connection, judge=lambda answer: FixConnection("wrong tenant") if answer.status == 404 else None)


def test_hosts_beyond_the_connection_are_never_called(org: Org, source: Source, settings: Any) -> None:
    here = make_connection(org, source.url)
    with client(here) as http:
        for url in (
            "http://169.254.169.254/latest",
            "https://evil.example/",
            "file:///etc/passwd",
            "http://user:x@127.0.0.1/",
        ):
            with pytest.raises(FixConnection):
                http.get(url, read=read_page)
        with pytest.raises(FixConnection, match="not an address of this connection"):
            http.get("https://api.testing.example/jobs", read=read_page)
    settings.SOURCES_ALLOWED_HOSTS = []
    with client(here) as http, pytest.raises(FixConnection, match="not among the hosts"):
        http.get("/jobs", read=read_page)
    assert source.asked == []


def test_calls_carry_the_key_and_one_token_that_is_kept_sealed(connection: Connection, source: Source) -> None:
    source.on("/token", told({"access_token": "token-one-1", "expires_in": 900}))
    source.on("/jobs", GOOD)
    for _ in range(3):
        read(connection, login=login())
    assert source.calls("/token") == 1
    assert {asked.headers["Authorization"] for asked in source.asked if asked.path == "/jobs"} == {"Bearer token-one-1"}
    assert {asked.headers["X-App-Key"] for asked in source.asked if asked.path == "/jobs"} == {"invented-app-key-1"}
    with org_context(connection.org_id, actor="maya"):
        assert "token-one-1" not in Token.objects.get().sealed


def test_a_token_that_lapses_is_renewed_once_and_the_call_repeated(connection: Connection, source: Source) -> None:
    source.on("/token", *(told({"access_token": f"token-{n}", "expires_in": 900}) for n in (1, 2)))
    source.on("/jobs", GOOD, Reply(401), GOOD)
    with client(connection, login=login()) as http:
        for _ in range(2):
            http.get("/jobs", read=read_page)
    assert source.calls("/token") == 2
    assert source.asked[-1].headers["Authorization"] == "Bearer token-2"


def test_a_revoked_key_says_so_after_one_renewal(connection: Connection, source: Source) -> None:
    source.on("/token", told({"access_token": "token-x", "expires_in": 900}))
    source.on("/jobs", told({"title": "The application key is not present"}, 401))
    with pytest.raises(FixConnection, match=r"credentials were refused.*application key"):
        read(connection, login=login())
    assert source.calls("/jobs") <= 2


def test_wrong_credentials_at_the_token_endpoint_name_the_reason_and_no_secret(
    connection: Connection, source: Source
) -> None:
    source.on("/token", told({"error": "invalid_client", "error_description": f"secret {SECRET} is wrong"}, 400))
    with pytest.raises(GiveUp) as caught:
        read(connection, login=login())
    assert "invalid_client" in str(caught.value)
    assert SECRET not in str(caught.value)


def test_a_rotated_refresh_token_is_handed_to_the_next_renewal(connection: Connection, source: Source) -> None:
    from aiop.sources import tokens

    seen: list[str] = []

    def rotating(refresh: str) -> tokens.Granted:
        seen.append(refresh)
        return tokens.Granted(f"access-{len(seen)}", 900, f"refresh-{len(seen)}")

    held = tokens.bearer(connection, rotating)
    tokens.bearer(connection, rotating)
    tokens.bearer(connection, rotating, refused=held.access)
    assert seen == ["", "refresh-1"]


def test_the_budget_spaces_calls_and_a_429_stops_everybody(connection: Connection, source: Source) -> None:
    waited: list[float] = []
    source.on("/jobs", GOOD)
    patient = Patience(attempts=2, first_wait=0.01, longest_asked=10_000)
    with client(connection, patience=patient, rate=Rate(per_second=0.001, burst=2), pause=waited.append) as http:
        for _ in range(4):
            http.get("/jobs", read=read_page)
        first, second = waited
        assert 900 < first <= 1000 < 1900 < second <= 2000
        source.on("/report", Reply(429, headers={"Retry-After": "50"}), GOOD)
        call = Call("POST", "/report", json={"parameters": []}, bucket=("report", Rate(1 / 60)))
    with client(connection, patience=Patience(attempts=2, first_wait=0.01), pause=waited.append) as http:
        http.send(call, read=read_page)
    with org_context(connection.org_id, actor="maya"):
        assert Bucket.objects.get(name="report").blocked_until is not None
        assert Bucket.objects.get(name="calls").blocked_until is None


def test_no_secret_shows_in_what_a_client_says(connection: Connection, source: Source, caplog: Any) -> None:
    caplog.set_level("DEBUG")
    source.on("/jobs", told({"message": f"bad {SECRET}", "token": "abcdefghij"}, 500))
    with client(connection, login=login()) as http:
        source.on("/token", told({"access_token": "token-very-secret", "expires_in": 900}))
        with pytest.raises(TryAgain) as caught:
            http.get("/jobs", {"api_key": SECRET, "q": SECRET}, read=read_page)
        shown = f"{caught.value} {caught.value!r} {http!r} {http.connection!r} {http.connection} {http.connection.secrets()!r}"
    for secret in (SECRET, "token-very-secret", "invented-app-key-1"):
        assert secret not in shown
        assert secret not in json.dumps([record.getMessage() for record in caplog.records if record.name != "httpcore"])


def test_a_client_is_for_a_system_that_is_known(connection: Connection) -> None:
    connection.system = "gone"
    with pytest.raises(FixConnection, match="gone"):
        HttpClient(connection, rate=Rate(1), patience=QUICK)
