"""What a hostile twin of ServiceTitan says wrongly, and that asking again gets the truth."""

from __future__ import annotations

from typing import Any

import httpx  # noqa: TID251 - the caller of a twin stands outside, as the system's callers do

from aiop.sandbox.hostile import Fault, Hostile
from servicetitan.endpoints import BY_NAME
from servicetitan.sandbox.service import Service
from tests.factories.st_twin import calling, service_of, settled_world

JOBS = BY_NAME["jobs"]
SIZE = 100


def both(fault: Fault, page: int = 2) -> tuple[dict[str, Any], dict[str, Any]]:
    """Ask for a page of jobs until it is answered well: give the first answer and the latest."""
    service = service_of(settled_world())
    with calling(service, Hostile(1, share=1, faults=(fault,), in_a_row=1)) as client:
        asked = {"page": str(page), "pageSize": str(SIZE), "sort": "+Id"}
        answers = [client.get(JOBS.list_path(service.access.credentials.tenant), params=asked) for _ in range(2)]
    return answers[0].json(), answers[1].json()


def ids(answer: dict[str, Any]) -> list[int]:
    return [row["id"] for row in answer["data"]]


def test_a_page_may_come_twice() -> None:
    wrong, right = both("duplicate_page")
    assert max(ids(wrong)) < min(ids(right))


def test_a_page_may_begin_with_the_end_of_the_one_before() -> None:
    wrong, right = both("overlapping_page")
    assert ids(wrong)[3:] == ids(right)


def test_a_page_may_be_out_of_order() -> None:
    wrong, right = both("unsorted_page")
    assert ids(wrong) != ids(right) == sorted(ids(wrong))


def test_a_page_may_be_cut_short_while_more_follows() -> None:
    wrong, right = both("silent_cap")
    assert ids(wrong) == ids(right)[: SIZE // 2]
    assert wrong["hasMore"]


def test_the_end_may_be_told_too_early_or_too_late() -> None:
    wrong, right = both("wrong_has_more")
    assert (wrong["hasMore"], right["hasMore"]) == (False, True)
    last, _ = both("wrong_has_more", page=17)
    assert last["hasMore"]
    assert len(last["data"]) < SIZE


def test_one_record_among_a_hundred_may_be_poisoned() -> None:
    wrong, right = both("poison")
    bad = [row for row in wrong["data"] if row["modifiedOn"] == "not a moment"]
    assert len(bad) == 1
    assert ids(wrong) == ids(right)


def test_a_token_may_lapse_in_the_middle() -> None:
    service = service_of(settled_world())
    with calling(service, Hostile(1, share=1, faults=("expired_token",), in_a_row=1)) as client:
        assert client.get(JOBS.list_path(service.access.credentials.tenant)).status_code == 401


def test_a_feed_may_give_the_same_token_again() -> None:
    service = service_of(settled_world())
    with calling(service, Hostile(1, share=1, faults=("repeated_token",), in_a_row=1)) as client:
        _, token = _fed(client, service, None), _fed(client, service, None)["continueFrom"]
        wrong, right = _fed(client, service, token), _fed(client, service, token)
    assert (wrong["continueFrom"], wrong["hasMore"]) == (token, True)
    assert right["continueFrom"] != token
    assert ids(wrong) == ids(right)


def _fed(client: httpx.Client, service: Service, token: str | None) -> dict[str, Any]:
    params = {"from": token} if token else {}
    answer = client.get(JOBS.feed_path(service.access.credentials.tenant), params=params)
    return dict(answer.json())


def test_records_may_drift_on_their_way_out() -> None:
    service = service_of(settled_world())
    service.lists.drift["jobs"] = lambda row: {
        "newField": 1,
        **{name: value for name, value in row.items() if name != "customerPo"},
    }
    with calling(service) as client:
        row = client.get(JOBS.list_path(service.access.credentials.tenant)).json()["data"][0]
    assert row["newField"] == 1
    assert "customerPo" not in row


def test_a_revoked_key_opens_nothing_any_more() -> None:
    service = service_of(settled_world())
    with calling(service) as client:
        service.access.revoked = True
        assert client.get(JOBS.list_path(service.access.credentials.tenant)).status_code == 401
        form = {"grant_type": "client_credentials", "client_id": service.access.credentials.client_id}
        form["client_secret"] = service.access.credentials.client_secret
        assert client.post("/connect/token", data=form).status_code == 400
