"""What goes wrong between us and ServiceTitan: each ends in the right rows, or in one plain sentence and nothing guessed."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from aiop.loading.models import QuarantinedRow
from aiop.orgs.context import org_context
from aiop.orgs.models import Org
from aiop.sandbox.hostile import Fault, Hostile
from aiop.sources.models import Connection, RawPage, RawRecord, Stream
from aiop.sources.syncing import ReadingFailed
from aiop.sources.testing import test_connection as try_connection
from servicetitan.clean.streams import STREAMS
from servicetitan.models import Appointment, BusinessUnit, Campaign, Job, JobType, UnitMapping
from servicetitan.sandbox.service import Service
from tests.factories.st_sync import connected, differences, in_no_time, read_only, sync, tenant

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let calls be made as fast as they can."""
    in_no_time(monkeypatch)


@pytest.fixture
def only(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Let some streams alone be read."""
    return partial(read_only, monkeypatch)


@pytest.fixture(scope="module")
def world() -> Service:
    """Give a tenant whose time stands still."""
    return tenant(days_ahead=5)


@pytest.fixture
def service(world: Service) -> Service:
    """Give its API with nothing wrong yet."""
    fresh = Service(world.world)
    fresh.access.calls_per_second = 100_000
    return fresh


def number(org: Org, model: Any) -> int:
    with org_context(org, actor="maya"):
        return int(model.objects.for_org(org).count())


def standing(org: Org) -> tuple[str, str]:
    with org_context(org, actor="maya"):
        row = Connection.objects.for_org(org).get()
    return row.state, row.state_reason


def refusal(org: Org, name: str = "servicetitan") -> str:
    """Give the sentence that a sync ends with."""
    with pytest.raises(ReadingFailed) as caught:
        sync(org, name)
    return str(caught.value)


def test_a_second_sync_asks_once_for_each_stream_and_writes_nothing(org: Org, service: Service) -> None:
    with connected(org, service) as twin:
        assert sync(org).counts["new"] > 1000
        assert differences(org, service) == {}
        before = len(twin.calls)
        again = sync(org).counts
        assert len(twin.calls) - before == len(STREAMS)
        assert again["same"] == again["read"] > 0
        assert not {"new", "changed", "raw_new", "raw_changed"} & {name for name, count in again.items() if count}
        assert sync(org, "servicetitan_sweep").counts.get("raw_new", 0) == 0
    assert differences(org, service) == {}


def test_a_wrong_tenant_is_said_in_a_sentence_and_on_the_connection(org: Org, service: Service) -> None:
    with connected(org, service, tenant="41"):
        assert "Tenant 41 is not one that this connection may read" in refusal(org)
        assert standing(org)[0] == "broken"
    with connected(org, service):
        sync(org)
        assert standing(org) == ("working", "")


def test_a_revoked_key_stops_at_once(org: Org, service: Service, only: Callable[..., None]) -> None:
    only("business_units", "jobs")
    with connected(org, service) as twin:
        service.access.revoked = True
        assert refusal(org) == "Client ID and secret were refused."
        assert len(twin.calls) == 1
        assert standing(org) == ("broken", "Client ID and secret were refused.")
        service.access.revoked = False
        sync(org)
        assert standing(org) == ("working", "")


def test_an_application_key_that_is_refused_is_named(org: Org, service: Service, only: Callable[..., None]) -> None:
    only("jobs")
    with connected(org, service):
        with org_context(org, actor="maya"):
            row = Connection.objects.get()
            row.keep_secrets({"app_key": "invented-other-key"})
            row.save()
        assert "The application key was refused" in refusal(org)


def test_a_missing_scope_keeps_nothing_else_from_being_read(
    org: Org, service: Service, only: Callable[..., None]
) -> None:
    only("gross_pay_items", "jobs", "business_units")
    service.access.closed_modules.add("jpm")
    with connected(org, service):
        said = refusal(org)
        assert said.startswith("Jobs: A scope is missing, or the tenant has not consented to it")
        assert (number(org, Job), number(org, BusinessUnit) > 0) == (0, True)
        with org_context(org, actor="maya"):
            abilities = {one.what: one.can for one in try_connection(Connection.objects.get())}
        assert (abilities["Jobs"], abilities["Gross pay items"], len(abilities)) == (False, True, 15)


@pytest.mark.parametrize("fault", ["html", "server_error"])
def test_a_source_that_is_down_is_left_alone_with_a_sentence_and_read_when_it_is_back(
    org: Org, service: Service, only: Callable[..., None], fault: Fault
) -> None:
    only("business_units", "job_types", "campaigns")
    with connected(org, service, Hostile(1, share=1, faults=(fault,), in_a_row=99, retry_after=0)):
        assert "Tried 5 times" in refusal(org)
        assert number(org, BusinessUnit) == 0
    with connected(org, service):
        sync(org)
    assert number(org, BusinessUnit) > 10


def test_a_list_too_large_for_one_answer_is_read_in_smaller_ones(
    org: Org, service: Service, only: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    only("job_types")
    monkeypatch.setattr("servicetitan.client.MAX_BYTES", 200_000)
    service.lists.drift["job_types"] = lambda row: {**row, "summary": "x" * 15_000}
    with connected(org, service):
        sync(org)
    assert number(org, JobType) == len(list(service.truth()["job_types"]()))


def test_a_feed_page_of_50_mb_is_told_and_the_rest_is_read(
    org: Org, service: Service, only: Callable[..., None]
) -> None:
    only("business_units", "campaigns", "jobs")
    service.lists.drift["business_units"] = lambda row: {**row, "invoiceHeader": "x" * 3_000_000}
    with connected(org, service):
        assert "answered with more than 32 MB; nothing of it was kept." in refusal(org)
    assert (number(org, BusinessUnit), number(org, Campaign) > 0, number(org, Job) > 100) == (0, True, True)


def test_a_poisoned_record_waits_while_all_others_land_and_comes_in_once_it_is_well(
    org: Org, service: Service, only: Callable[..., None]
) -> None:
    only("appointments")
    truth = [row["id"] for row in service.truth()["appointments"]()]
    sick = truth[len(truth) // 2]
    service.lists.drift["appointments"] = lambda row: (
        {**row, "modifiedOn": "not a moment"} if row["id"] == sick else row
    )
    with connected(org, service):
        assert sync(org).counts["quarantined"] == 1
        assert number(org, Appointment) == len(truth) - 1
        del service.lists.drift["appointments"]
        sync(org, "servicetitan_sweep")
    assert number(org, Appointment) == len(truth)
    with org_context(org, actor="maya"):
        assert [row.state for row in QuarantinedRow.objects.all()] == ["fixed"]


def test_a_token_that_is_taken_no_more_is_left_for_a_date(
    org: Org, service: Service, only: Callable[..., None]
) -> None:
    only("jobs")
    with connected(org, service):
        sync(org)
        with org_context(org, actor="maya"):
            Stream.objects.filter(name="jobs").update(cursor={"token": "stale"})
        assert sync(org).counts.get("new", 0) == 0
        with org_context(org, actor="maya"):
            assert Stream.objects.get(name="jobs").cursor["token"] != "stale"


def test_where_feeds_may_not_be_read_lists_are_followed(org: Org, only: Callable[..., None]) -> None:
    only("customers", "estimates", "gross_pay_items")
    service = tenant(4, days_ahead=120)
    with connected(org, service, follow="lists") as twin:
        sync(org)
        sync(org)
        assert not [call for call in twin.calls if "/export/" in call.path]
        truth = [row["id"] for row in service.truth()["estimates"]()]
    with org_context(org, actor="maya"):
        assert RawRecord.objects.filter(stream__name="estimates").count() == len(truth)


def test_nothing_personal_that_nobody_needs_is_stored(org: Org, service: Service, only: Callable[..., None]) -> None:
    only("customers", "locations", "technicians", "invoices", "payments")
    with connected(org, service):
        sync(org)
    with org_context(org, actor="maya"):
        kept = [page.text for page in RawPage.objects.all()]
    assert len(kept) >= 5
    for canary in ("602-555", "@painting.example.com", "hourlyRate", '"street": "', "checkNumber", "Thank you for"):
        assert not [page for page in kept if canary in page], canary


def test_decisions_by_name_are_tied_to_ids_as_soon_as_reference_data_is_in(
    org: Org, service: Service, only: Callable[..., None]
) -> None:
    from servicetitan.api import load_starting_decisions

    only("business_units", "job_types")
    load_starting_decisions(org, by="maya")
    with connected(org, service):
        sync(org)
    with org_context(org, actor="maya"):
        assert UnitMapping.objects.exclude(unit_source_id=None).count() >= 12
