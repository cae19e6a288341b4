"""The base of the twins: what each kind of trouble looks like from outside, the clock, and the command that runs one."""

from __future__ import annotations

import json
import socket
from collections import Counter
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http.client import HTTPConnection, HTTPResponse, IncompleteRead

import pytest
from django.core.management import CommandError, call_command

from aiop.sandbox.clock import ClockError, SimulatedClock, WallClock
from aiop.sandbox.hostile import SAID_FAULTS, WIRE_FAULTS, Fault, Hostile
from aiop.sandbox.messages import json_answer, parsed_request, route
from aiop.sandbox.sources import TwinOptions, build_twin
from aiop.sandbox.twin import Twin

START = datetime(2026, 3, 1, tzinfo=UTC)
ROWS = {"rows": list(range(200))}


def twin(fault: Fault | None = None, **more: float) -> Twin:
    """Give a twin of one address that plays one kind of trouble, twice in a row and then not."""
    hostile = None
    if fault:
        hostile = Hostile(
            1,
            share=1,
            faults=(fault,),
            retry_after=int(more.get("retry_after", 3)),
            drip_seconds=more.get("drip", 0.05),
        )
    return Twin(
        [route("GET", "/rows", lambda request, found: json_answer(ROWS))], clock=SimulatedClock(START), hostile=hostile
    )


def get(server: Twin, path: str = "/rows") -> tuple[HTTPResponse, bytes]:
    """Call once."""
    connection = HTTPConnection(server.url.removeprefix("http://"), timeout=10)
    try:
        connection.request("GET", path)
        response = connection.getresponse()
        return response, response.read()
    finally:
        connection.close()


def test_a_friendly_twin_answers_and_remembers_its_calls() -> None:
    with twin() as server:
        response, body = get(server)
        assert (response.status, json.loads(body)) == (200, ROWS)
        assert get(server, "/nowhere")[0].status == 404
        assert [(call.path, call.status) for call in server.calls] == [("/rows", 200), ("/nowhere", 404)]


def test_too_many_calls_are_refused_with_seconds_with_a_date_and_with_nothing() -> None:
    with twin("too_many_seconds") as server:
        assert get(server)[0].headers["Retry-After"] == "3"
    with twin("too_many_date") as server:
        response, body = get(server)
        assert parsedate_to_datetime(response.headers["Retry-After"]).tzinfo is not None
        assert json.loads(body)["statusCode"] == 429
    with twin("too_many_bare") as server:
        response, _ = get(server)
        assert (response.status, response.headers["Retry-After"]) == (429, None)


def test_trouble_ends_after_a_few_times_in_a_row() -> None:
    with twin("server_error") as server:
        statuses = [get(server)[0].status for _ in range(6)]
    assert [status >= 500 for status in statuses] == [True, True, False, True, True, False]


def test_a_reset_connection_says_nothing() -> None:
    with twin("reset") as server, pytest.raises(ConnectionError):
        get(server)


def test_an_answer_may_break_off_or_be_cut_as_text() -> None:
    with twin("cut") as server, pytest.raises(IncompleteRead):
        get(server)
    with twin("truncated_json") as server:
        response, body = get(server)
        assert response.status == 200
        with pytest.raises(json.JSONDecodeError):
            json.loads(body)


def test_a_gateway_may_answer_with_a_page() -> None:
    with twin("html") as server:
        response, body = get(server)
        assert (response.status, response.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
        assert body.startswith(b"<!DOCTYPE html>")


def test_a_slow_answer_drips_and_is_whole() -> None:
    with twin("drip") as server:
        assert json.loads(get(server)[1]) == ROWS


def test_one_keep_alive_connection_carries_many_calls() -> None:
    with twin() as server:
        connection = HTTPConnection(server.url.removeprefix("http://"))
        connection.connect()
        first = connection.sock.getsockname()
        for _ in range(3):
            connection.request("GET", "/rows")
            connection.getresponse().read()
        assert connection.sock.getsockname() == first
        connection.close()


def test_trouble_depends_on_the_call_and_not_on_the_order_of_calls() -> None:
    calls = [f"GET /rows?page={n}" for n in range(300)]
    one, two = Hostile(5), Hostile(5)
    assert {call: one.draw(call) for call in calls} == {call: two.draw(call) for call in reversed(calls)}
    assert set(one.met) == {*WIRE_FAULTS, *SAID_FAULTS}
    assert 30 < sum(one.met.values()) < 90
    assert Counter(Hostile(6).draw(call) for call in calls) != Counter(Hostile(5).draw(call) for call in calls)


def test_time_goes_forward_by_hand_or_with_the_wall() -> None:
    clock = SimulatedClock(START)
    assert clock.advance(START + timedelta(hours=1)) == clock.now()
    with pytest.raises(ClockError):
        clock.advance(START)
    with pytest.raises(ClockError):
        clock.advance(datetime(2026, 4, 1))  # noqa: DTZ001 - a moment without its zone is what is refused
    passed = [100.0]
    wall = WallClock(START, lambda: passed[0])
    passed[0] = 160.0
    assert wall.now() == START + timedelta(minutes=1)
    wall.advance(START + timedelta(days=1))
    passed[0] = 161.0
    assert wall.now() == START + timedelta(days=1, seconds=1)


def test_the_clock_is_moved_from_outside() -> None:
    with twin() as server:
        connection = HTTPConnection(server.url.removeprefix("http://"))
        for to, status in (("2026-03-02T00:00:00+00:00", 200), ("2026-03-01T00:00:00+00:00", 400), ("soon", 400)):
            connection.request("POST", "/_twin/clock", body=json.dumps({"to": to}))
            response = connection.getresponse()
            response.read()
            assert response.status == status
        connection.close()
        assert json.loads(get(server, "/_twin/clock")[1]) == {"now": "2026-03-02T00:00:00+00:00"}


def test_parameters_are_found_without_regard_to_case() -> None:
    request = parsed_request("GET", "/rows?pageSize=5&sort=%2BId&IDS=1&ids=2", {}, b"")
    assert (request.one("PAGESIZE"), request.one("sort"), request.many("ids")) == ("5", "+Id", ["1", "2"])


def test_the_command_tells_how_a_twin_is_reached(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("sandbox", "servicetitan", "--dry-run", "--json")
    told = json.loads(capsys.readouterr().out)
    assert {"url", "auth_url", "tenant", "client_id", "client_secret", "app_key"} == told.keys()
    with pytest.raises(CommandError, match=r"there are: .*servicetitan"):
        call_command("sandbox", "nothing-of-the-kind", "--dry-run")


def test_a_port_in_use_is_told_plainly() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(CommandError, match="cannot be used"):
        call_command("sandbox", "servicetitan", "--dry-run", port=taken.getsockname()[1])


def test_a_twin_is_built_by_its_name() -> None:
    server, connection = build_twin("servicetitan", TwinOptions(seed=2))
    server.start()
    assert connection["auth_url"] == f"{server.url}/connect/token"
    assert get(server, "/_twin/truth")[0].status == 200
    server.stop()
