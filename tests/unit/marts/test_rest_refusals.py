"""What QuickBooks, HubSpot and Zoom say when they refuse, and what to do about it: try again when, give up, or mend the connection."""

from __future__ import annotations

import base64
import datetime as dt
import email.utils
import json
from typing import Any

import pytest

from aiop.sandbox.clock import SimulatedClock
from aiop.sandbox.messages import parsed_request
from aiop.sources.answers import Answer
from aiop.sources.errors import FixConnection, GiveUp, SourceFailed, TryAgain
from aiop.sources.http import usual_error
from marts.sources.hubspot import client as hubspot
from marts.sources.quickbooks import client as quickbooks
from marts.sources.quickbooks.sandbox.service import CLIENT, FIRST_REFRESH
from marts.sources.zoom import client as zoom
from tests.factories.rest_twins import SOURCES

NOW = dt.datetime(2026, 11, 21, 18, tzinfo=dt.UTC)


def answered(status: int, body: Any, **headers: str) -> Answer:
    """Give an answer as a client has it."""
    text = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Answer("https://source.example", status, {n.replace("_", "-"): v for n, v in headers.items()}, text, NOW)


def fault(code: str, kind: str) -> dict[str, Any]:
    return {"Fault": {"Error": [{"Message": "said", "Detail": "more", "code": code}], "type": kind}, "time": "2026"}


def refused(category: str, **more: Any) -> dict[str, Any]:
    return {"status": "error", "message": "said", "correlationId": "c-1", "category": category, **more}


def meaning(system: Any, answer: Answer) -> tuple[type[SourceFailed], float | None]:
    """Give what a client makes of an answer: its own reading, else the usual one."""
    error = system.judge(answer) or usual_error(answer, answer.said())
    return type(error), getattr(error, "after", None)


SCOPE = [{"message": "m", "context": {"requiredGranularScopes": ["crm.objects.deals.read"]}}]
DAILY = {"x_ratelimit_type": "Daily-limit"}
REFUSALS = [
    (quickbooks, answered(400, {"error": "invalid_grant", "error_description": "d"}), FixConnection, None),
    (quickbooks, answered(400, {"error": "invalid_client"}), FixConnection, None),
    (quickbooks, answered(401, fault("3200", "AUTHENTICATION")), FixConnection, None),
    (quickbooks, answered(403, fault("3100", "AuthorizationFault")), FixConnection, None),
    (quickbooks, answered(403, fault("5020", "AuthorizationFault")), FixConnection, None),
    (quickbooks, answered(429, fault("003001", "SERVICE")), TryAgain, 60),
    (quickbooks, answered(429, fault("003001", "SERVICE"), retry_after="7"), TryAgain, 7),
    (quickbooks, answered(400, fault("6000", "ValidationFault")), GiveUp, None),
    (quickbooks, answered(404, fault("610", "SystemFault")), GiveUp, None),
    (quickbooks, answered(500, fault("10000", "SystemFault")), TryAgain, None),
    (quickbooks, answered(503, b"<html>"), TryAgain, None),
    (hubspot, answered(401, refused("INVALID_AUTHENTICATION")), FixConnection, None),
    (hubspot, answered(403, refused("MISSING_SCOPES", errors=SCOPE)), FixConnection, None),
    (hubspot, answered(403, b"<html>"), FixConnection, None),
    (hubspot, answered(429, refused("RATE_LIMITS", policyName="DAILY")), TryAgain, 86_400),
    (hubspot, answered(429, refused("RATE_LIMITS", policyName="TEN_SECONDLY_ROLLING"), retry_after="10"), TryAgain, 10),
    (hubspot, answered(429, refused("RATE_LIMITS", policyName="SECONDLY")), TryAgain, None),
    (hubspot, answered(423, refused("LOCKED")), TryAgain, None),
    (hubspot, answered(477, {"message": "moving"}, retry_after="3600"), TryAgain, 3600),
    (hubspot, answered(400, refused("VALIDATION_ERROR")), GiveUp, None),
    (hubspot, answered(400, ["words"]), GiveUp, None),
    (hubspot, answered(502, refused("INTERNAL")), TryAgain, None),
    (zoom, answered(429, {"code": 429, "message": "m"}, retry_after="3"), TryAgain, 3),
    (zoom, answered(429, {"code": 429, "message": "m"}, retry_after="2026-11-21T18:00:30Z", **DAILY), TryAgain, 30),
    (zoom, answered(429, {"code": 429}, retry_after=email.utils.format_datetime(NOW.replace(second=9))), TryAgain, 9),
    (zoom, answered(429, {"code": 429, "message": "m"}, **DAILY), TryAgain, 6 * 3600),
    (zoom, answered(429, {"code": 429, "message": "m"}), TryAgain, None),
    (zoom, answered(401, {"code": 124, "message": "Invalid access token."}), FixConnection, None),
    (zoom, answered(400, {"code": 4711, "message": "does not contain scopes:[x]."}), FixConnection, None),
    (zoom, answered(400, {"reason": "Invalid client_id or client_secret", "error": "invalid_client"}), FixConnection, None),
    (zoom, answered(400, {"code": 300, "message": "The next page token is invalid or expired."}), zoom.PageLapsed, None),
    (zoom, answered(400, {"code": 300, "message": "No licence."}), GiveUp, None),
    (zoom, answered(404, {"code": 1001, "message": "User does not exist"}), GiveUp, None),
    (zoom, answered(400, b"<html>"), GiveUp, None),
]  # fmt: skip


@pytest.mark.parametrize(
    ("system", "answer", "kind", "after"),
    REFUSALS,
    ids=[f"{s.__name__.split('.')[2]}-{a.status}-{number}" for number, (s, a, _, _) in enumerate(REFUSALS)],
)
def test_a_refusal_says_what_to_do(system: Any, answer: Answer, kind: type[SourceFailed], after: float | None) -> None:
    assert meaning(system, answer) == (kind, after)


def test_a_scope_that_is_missing_is_named() -> None:
    for told in (refused("MISSING_SCOPES", errors=SCOPE), refused("MISSING_SCOPES", **SCOPE[0])):
        assert "crm.objects.deals.read" in str(hubspot.judge(answered(403, told)))


@pytest.mark.parametrize(
    ("told", "kind"),
    [
        (fault("3200", "AUTHENTICATION"), FixConnection),
        (fault("3001", "SERVICE"), TryAgain),
        (fault("10000", "SystemFault"), TryAgain),
        (fault("2020", "ValidationFault"), GiveUp),
    ],
)
def test_a_fault_under_a_status_of_success_is_one_all_the_same(told: dict[str, Any], kind: type[SourceFailed]) -> None:
    with pytest.raises(kind):
        quickbooks.without_fault(lambda told: told)(answered(200, told))
    assert quickbooks.without_fault(lambda told: told["a"])(answered(200, {"a": 1})) == 1


def asked(service: Any, target: str, body: Any = b"", method: str = "GET", **headers: str) -> tuple[int, Any]:
    """Ask a twin without a wire."""
    text = body if isinstance(body, bytes) else json.dumps(body).encode()
    twin = service.twin()
    try:
        answer = twin.answer(parsed_request(method, target, headers, text))
    finally:
        twin.server.server_close()
    return answer.status, json.loads(answer.body)


def made(name: str) -> Any:
    return SOURCES[name].make(3, SimulatedClock(NOW))


def grant(service: Any, refresh: str, pair: tuple[str, str] = CLIENT) -> tuple[int, Any]:
    basic = "Basic " + base64.b64encode(":".join(pair).encode()).decode()
    form = {"Content-Type": "application/x-www-form-urlencoded", "Authorization": basic}
    body = f"grant_type=refresh_token&refresh_token={refresh}".encode()
    return asked(service, "/oauth2/v1/tokens/bearer", body, "POST", **form)


def test_a_twin_that_is_started_anew_takes_the_refresh_token_that_it_gave_before() -> None:
    status, told = grant(made("quickbooks"), FIRST_REFRESH)
    assert status == 200
    newest = told["refresh_token"]
    assert newest != FIRST_REFRESH
    assert grant(made("quickbooks"), newest)[0] == 200
    assert grant(made("quickbooks"), newest[:-1] + "x")[1]["error"] == "invalid_grant"
    assert grant(made("quickbooks"), newest, ("somebody", "else"))[1]["error"] == "invalid_client"


def test_twins_refuse_what_their_systems_refuse() -> None:
    crm = made("hubspot")
    crm.cap = 10
    search = "/crm/v3/objects/contacts/search"
    bearer = {"Authorization": "Bearer pat-na1-invented-for-a-twin"}
    assert asked(crm, search, {}, "POST")[1]["category"] == "INVALID_AUTHENTICATION"
    wrong: list[dict[str, Any]] = [
        {"filterGroups": [{"filters": [{"propertyName": "x", "operator": "LIKE", "value": "y"}]}]},
        {"filterGroups": [{"filters": []}] * 4},
        {"after": "10", "limit": 5},
    ]
    for body in wrong:
        assert asked(crm, search, body, "POST", **bearer)[0] == 400
    phone = made("zoom")
    held = {"Authorization": f"Bearer {phone.bearers.give()}"}
    assert asked(phone, "/v2/phone/call_history")[1]["code"] == 124
    for target in (
        "/v2/report/daily?year=2026&month=1",
        "/v2/phone/call_history?from=2026-09-01&to=2026-11-01",
        "/v2/users?next_page_token=lapsed",
    ):
        assert asked(phone, target, **held)[1]["code"] == 300
    assert asked(phone, "/v2/phone/call_history", **held)[0] == 200
