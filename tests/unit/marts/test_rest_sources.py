"""QuickBooks, HubSpot and Zoom through their twins: what is refused, rotated, capped, lapsed or missing, and what stands afterwards."""

from __future__ import annotations

import datetime as dt

import pytest

from aiop.orgs.context import org_context
from aiop.orgs.models import Org
from aiop.runs.models import RunLine
from aiop.runs.running import run_job
from aiop.sandbox.hostile import Hostile
from aiop.sources import syncing, tokens
from aiop.sources.errors import FixConnection, GiveUp, TryAgain
from aiop.sources.models import Connection
from aiop.sources.testing import test_connection as try_connection
from marts.etl.windows import Days
from marts.models import MartStanding
from marts.sources.hubspot import client as hubspot_client
from marts.sources.zoom import client as zoom_client
from marts.sources.zoom.sandbox.service import CLIENT
from tests.factories.etl_turns import QUICK, connect, rows, turn, unthrottled
from tests.factories.rest_twins import BOOKS, CALLS, CONTACTS, DEALS, SOURCES, SYSTEM_OF, stand

MORNING = dt.datetime(2026, 11, 17, 11, 5, tzinfo=dt.UTC)
A_DAY = dt.timedelta(days=1)


@pytest.fixture
def clinics(db: None, monkeypatch: pytest.MonkeyPatch) -> Org:
    """Give an organisation in the zone of the twins."""
    unthrottled(monkeypatch)
    start = dt.date(2026, 8, 1)
    return Org.objects.create(slug="clinics", name="Clinics", time_zone="America/Chicago", data_start_date=start)


def standing(org: Org, job: str) -> MartStanding:
    with org_context(org, actor="test"):
        return MartStanding.objects.for_org(org).get(job=job)


# QuickBooks


def test_a_rotated_refresh_token_is_kept_and_used_and_its_end_is_shown(clinics: Org) -> None:
    with stand(clinics, "quickbooks", MORNING) as at:
        for day in range(3):
            at.service.clock.advance(MORNING + day * A_DAY)
            turn(at.connection, BOOKS, MORNING + day * A_DAY)
        assert at.service.rotations == 3
        held = tokens.bearer(at.connection, lambda refresh: pytest.fail("a token is held"))
        assert held.good_for > 0
    with org_context(clinics, actor="test"):
        stored = Connection.objects.get()
    assert stored.days_left(dt.datetime.now(dt.UTC).date()) in {100, 101}


def test_a_refresh_token_that_is_taken_no_more_breaks_the_connection_and_leaves_the_figures(clinics: Org) -> None:
    with stand(clinics, "quickbooks", MORNING) as at:
        turn(at.connection, BOOKS, MORNING)
        before = rows(clinics, BOOKS)
        at.service.revoked = True
        with run_job(clinics, "r", by="test") as run, pytest.raises(syncing.ReadingFailed, match="made again"):
            syncing.read_connections(run, clinics, syncing.find_sync(BOOKS), patience=QUICK)
    assert rows(clinics, BOOKS) == before
    with org_context(clinics, actor="test"):
        assert Connection.objects.get().state == "broken"
    assert standing(clinics, BOOKS).error_class == "config"


def test_a_token_that_lapses_is_renewed_on_the_way(clinics: Org) -> None:
    with stand(clinics, "quickbooks", MORNING) as at:
        turn(at.connection, BOOKS, MORNING)
        at.service.bearers.expire()
        turn(at.connection, BOOKS, MORNING + dt.timedelta(minutes=1))
        assert at.twin.statuses()[401] == 1
        assert at.service.bearers.given == 2


def test_a_report_that_is_refused_leaves_its_columns_as_they_were(clinics: Org) -> None:
    with stand(clinics, "quickbooks", MORNING) as at:
        at.service.closed_reports = {"BalanceSheet", "CashFlow"}
        turn(at.connection, BOOKS, MORNING)
        assert {(row["total_assets"], row["operating_cash_flow"]) for row in rows(clinics, BOOKS)} == {(None, None)}
        stands = standing(clinics, BOOKS)
        assert "total_assets" in stands.fields_missing
        assert "5020" in " ".join(stands.warnings)
        at.service.closed_reports = set()
        turn(at.connection, BOOKS, MORNING)
        whole = rows(clinics, BOOKS)
        at.service.closed_reports = {"BalanceSheet"}
        turn(at.connection, BOOKS, MORNING)
    assert [row["total_assets"] for row in rows(clinics, BOOKS)] == [row["total_assets"] for row in whole]
    assert None not in {row["total_assets"] for row in whole}


def test_a_company_of_another_environment_is_the_connections_to_mend(clinics: Org) -> None:
    with stand(clinics, "quickbooks", MORNING) as at:
        at.connection.settings["realm_id"] = "1"
        with pytest.raises(FixConnection, match="3100"):
            turn(at.connection, BOOKS, MORNING)
    assert rows(clinics, BOOKS) == []


# HubSpot


def test_totals_that_stop_at_the_cap_are_counted_by_windows(clinics: Org, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hubspot_client, "CAP", 40)
    with stand(clinics, "hubspot", MORNING, cap=40, caps_totals=True) as at:
        turn(at.connection, CONTACTS, MORNING)
        truth = at.service.crm.contacts_truth(MORNING, at.service.today())
    row = rows(clinics, CONTACTS)[0]
    assert truth["total_contacts"] > 100
    assert {name: row[name] for name in truth if name != "snapshot_date"} == {
        name: number for name, number in truth.items() if name != "snapshot_date"
    }
    assert sum(row["lifecycle_detail"].values()) == row["total_contacts"]


def test_a_listing_that_always_lacks_deals_is_not_published(clinics: Org) -> None:
    silent = Hostile(1, share=1, faults=("silent_cap",), in_a_row=1000)
    with (
        stand(clinics, "hubspot", MORNING, hostile=silent) as at,
        pytest.raises(TryAgain, match="lists 20 deals and counts"),
    ):
        turn(at.connection, DEALS, MORNING)
    assert rows(clinics, DEALS) == []


def test_a_missing_scope_is_named_and_the_account_s_own_stages_are_then_not_told_apart(clinics: Org) -> None:
    with stand(clinics, "hubspot", MORNING) as at:
        at.service.missing_scopes = {"properties/": "crm.schemas.contacts.read"}
        turn(at.connection, CONTACTS, MORNING)
        with org_context(clinics, actor="test"):
            abilities = {one.what: one for one in try_connection(at.connection)}
    assert "crm.schemas.contacts.read" in abilities["Stages of life"].why
    assert abilities["Contacts"].can
    assert "crm.schemas.contacts.read" in standing(clinics, CONTACTS).warnings[0]


def test_a_missed_snapshot_stays_a_gap_and_cannot_be_asked_for(clinics: Org) -> None:
    with stand(clinics, "hubspot", MORNING) as at:
        for day in (0, 3):
            at.service.clock.advance(MORNING + day * A_DAY)
            turn(at.connection, CONTACTS, MORNING + day * A_DAY)
        with pytest.raises(GiveUp, match="not known any more"):
            turn(at.connection, CONTACTS, MORNING + 3 * A_DAY, Days(dt.date(2026, 11, 18), dt.date(2026, 11, 19)))
    assert [row["snapshot_date"].day for row in rows(clinics, CONTACTS)] == [17, 20]


# Zoom


def test_an_account_without_a_phone_has_its_meetings_and_no_calls(clinics: Org) -> None:
    with stand(clinics, "zoom", MORNING) as at:
        at.service.has_phone = False
        turn(at.connection, CALLS, MORNING)
    latest = rows(clinics, CALLS)[-1]
    assert latest["total_meetings"] is not None
    assert (latest["total_calls"], latest["phone_users"], latest["queue_count"]) == (None, None, None)
    assert latest["total_users"] == len(at.service.account.users(at.service.today()))
    assert "licence" in " ".join(standing(clinics, CALLS).warnings)


def test_how_things_stand_is_kept_of_the_day_it_was_asked_for_alone(clinics: Org) -> None:
    with stand(clinics, "zoom", MORNING) as at:
        turn(at.connection, CALLS, MORNING)
        at.service.clock.advance(MORNING + A_DAY)
        turn(at.connection, CALLS, MORNING + A_DAY)
        held = [(row["metric_date"].day, row["total_users"] is not None) for row in rows(clinics, CALLS)][-3:]
        assert held == [(15, False), (16, True), (17, True)]
        assert [row["is_provisional"] for row in rows(clinics, CALLS)][-3:] == [False, True, True]
        turn(at.connection, CALLS, MORNING + A_DAY, Days(dt.date(2026, 9, 20), dt.date(2026, 9, 22)))
    filled = [row for row in rows(clinics, CALLS) if row["metric_date"].month == 9]
    assert [(row["total_users"], row["total_calls"] is None) for row in filled] == [(None, False)] * 3


def test_a_scope_of_zoom_that_is_missing_is_named(clinics: Org) -> None:
    with stand(clinics, "zoom", MORNING) as at:
        at.service.missing_scopes = {"report/": "report:read:admin", "phone/call_history": "phone_call_log:read:admin"}
        with org_context(clinics, actor="test"):
            abilities = {one.what: one for one in try_connection(at.connection)}
        with pytest.raises(FixConnection, match="report:read:admin"):
            turn(at.connection, CALLS, MORNING)
    assert "report:read:admin" in abilities["Meetings"].why
    assert (abilities["Users"].can, abilities["Calls"].can) == (True, False)


def test_nothing_of_a_person_and_no_secret_reaches_the_mart_or_the_log(clinics: Org) -> None:
    with stand(clinics, "zoom", MORNING) as at:
        turn(at.connection, CALLS, MORNING)
        at.service.missing_scopes = {"report/": "x", "phone/": "y"}
        with pytest.raises(FixConnection):
            turn(at.connection, CALLS, MORNING)
    with org_context(clinics, actor="test"):
        said = " ".join(RunLine.objects.values_list("text", flat=True)) + str(MartStanding.objects.values())
    for text in (CLIENT[1], "Carver", "Whitlock", "5550171", "5550142"):
        assert text not in said + str(rows(clinics, CALLS))


def test_a_list_whose_page_token_lapses_is_read_again_from_its_beginning(clinics: Org) -> None:
    class Lapsing(dict[str, int]):
        asked = 0

        def __contains__(self, token: object) -> bool:
            self.asked += 1
            return self.asked != 2 and super().__contains__(token)

    with stand(clinics, "zoom", MORNING) as at:
        at.service._tokens = lapsing = Lapsing()
        turn(at.connection, CALLS, MORNING, Days(dt.date(2026, 11, 2), dt.date(2026, 11, 8)))
        true = [at.service.account.truth(dt.date(2026, 11, day), MORNING)["total_calls"] for day in range(2, 9)]
        assert at.twin.statuses()[400] == 1
    assert lapsing.asked == 4
    assert [row["total_calls"] for row in rows(clinics, CALLS)] == true


def test_the_host_that_a_token_is_good_for_counts_where_the_address_is_zooms_own() -> None:
    told = {"access_token": "t", "expires_in": 3599, "api_url": "https://api-eu.zoom.us"}
    assert zoom_client.granted(told, zoom_client.BASE_URL).base_url == "https://api-eu.zoom.us/v2"
    assert zoom_client.granted(told, "http://127.0.0.1:1/v2").base_url == ""


# All of them


@pytest.mark.parametrize("name", SOURCES)
def test_a_good_connection_can_read_all_there_is(clinics: Org, name: str) -> None:
    with stand(clinics, name, dt.datetime.now(dt.UTC)) as at, org_context(clinics, actor="test"):
        abilities = try_connection(at.connection)
    assert {ability.why for ability in abilities} == {""}
    assert len(abilities) >= 4


@pytest.mark.parametrize("job", SYSTEM_OF)
def test_an_organisation_never_reads_through_another_ones_connection(clinics: Org, other_org: Org, job: str) -> None:
    name = SYSTEM_OF[job]
    with stand(clinics, name, MORNING) as at:
        with run_job(other_org, job, by="test") as run:
            assert syncing.read_connections(run, other_org, syncing.find_sync(job), patience=QUICK) == []
        foreign = connect(other_org, name, at.twin.url, SOURCES[name].known(at.twin.url))
        with org_context(other_org, actor="maya"):
            # Sealed for the first organisation: nobody opens it for the second.
            foreign.sealed = at.connection.sealed
            foreign.save()
        with (
            run_job(other_org, job, by="test") as run,
            pytest.raises(syncing.ReadingFailed, match="another organisation"),
        ):
            syncing.read_connections(run, other_org, syncing.find_sync(job), patience=QUICK)
        assert len(at.twin.calls) == 0
    assert rows(other_org, job) == rows(clinics, job) == []
