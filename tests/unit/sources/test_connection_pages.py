"""Connections in the admin: who may what, secrets that go in and never come out, the test button, changes of shape."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from aiop.audit.models import Change
from aiop.orgs.context import org_context
from aiop.orgs.models import Membership, Org, User
from aiop.runs.models import Run
from aiop.runs.running import RunHandle
from aiop.sources import systems
from aiop.sources.admin.connections import expiry_words
from aiop.sources.models import Connection, Drift, Stream, Token
from aiop.sources.syncing import SyncJob, register
from aiop.sources.systems import FormField
from aiop.sources.typed import load_waiting
from tests.unit.sources.conftest import JOB_STREAM, SECRET, SYSTEM, make_connection
from tests.unit.sources.loopback import Source
from tests.unit.sources.test_raw_staging import job, put

pytestmark = pytest.mark.django_db
NEW_SECRET = "another-invented-secret-7"
PAGES = ("connection", "stream", "drift", "rawpage", "rawrecord")


@pytest.fixture
def log_in(org: Org, client: Client) -> Any:
    """Give what logs somebody in by role."""

    def log_in_as(role: str) -> Client:
        user = User.objects.create_user(f"{role}-person", password="invented-only-9")
        Membership.objects.create(user=user, org=org, role=role)
        client.force_login(user, backend="aiop.orgs.access.RoleBackend")
        return client

    return log_in_as


def fields(url: str, **more: str) -> dict[str, str]:
    """Give a form as an administrator fills it."""
    asked = {"name": "Main", "is_enabled": "on", "base_url": url, "auth_url": f"{url}/token", "expires_on": "",
             "given_tenant": "42", "given_client_id": "abc", "given_client_secret": SECRET}  # fmt: skip
    return {**asked, **more}


def stored(org: Org) -> Connection:
    """Give the only connection."""
    with org_context(org, actor="maya"):
        return Connection.objects.get()


ADD = "/admin/sources/connection/add/?system=testing"


def test_an_administrator_makes_a_connection_whose_secret_is_sealed(org: Org, log_in: Any, source: Source) -> None:
    client = log_in("administrator")
    assert b"Testing system" in client.get("/admin/sources/connection/add/").content
    shown = client.get(ADD).content.decode()
    assert 'name="given_tenant"' in shown
    assert "https://api.testing.example/token" in shown
    assert client.post(ADD, fields(source.url)).status_code == 302
    made = stored(org)
    assert (made.system, made.settings) == ("testing", {"tenant": "42", "client_id": "abc"})
    assert SECRET not in made.sealed
    assert dict(made.secrets()) == {"client_secret": SECRET}


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"base_url": "https://evil.example"}, "evil.example is not among the hosts"),
        ({"base_url": "http://api.testing.example"}, "must be called by https"),
        ({"auth_url": "http://169.254.169.254/"}, "169.254.169.254"),
        ({"given_tenant": "forty-two"}, "Digits alone."),
        ({"given_client_secret": ""}, "This field is required"),
    ],
)
def test_what_cannot_work_is_refused_in_words(
    org: Org, log_in: Any, source: Source, wrong: dict[str, str], words: str
) -> None:
    answer = log_in("administrator").post(ADD, fields(source.url, **wrong))
    assert answer.status_code == 200
    assert words in answer.content.decode()
    assert SECRET not in answer.content.decode()
    with org_context(org, actor="maya"):
        assert not Connection.objects.exists()


def test_two_connections_of_one_name_are_refused(log_in: Any, connection: Connection, source: Source) -> None:
    answer = log_in("administrator").post(ADD, fields(source.url, name=connection.name))
    assert answer.status_code == 200


def test_a_secret_is_replaced_or_left_and_the_history_shows_none(
    org: Org, log_in: Any, connection: Connection, source: Source
) -> None:
    client = log_in("administrator")
    with org_context(org, actor="maya"):
        Token.objects.create(org=org, connection=connection)
    page = reverse("admin:sources_connection_change", args=[connection.pk])
    assert SECRET not in client.get(page).content.decode()
    client.post(page, fields(source.url, given_client_secret="", given_tenant="43"))
    assert dict(stored(org).secrets()) == {"client_secret": SECRET}
    assert stored(org).settings["tenant"] == "43"
    client.post(page, fields(source.url, given_client_secret=NEW_SECRET))
    assert dict(stored(org).secrets()) == {"client_secret": NEW_SECRET}
    shown = client.get(page).content.decode()
    with org_context(org, actor="maya"):
        expires_at = Token.objects.get().expires_at
        assert expires_at is not None
        assert expires_at <= timezone.now()
        kept = "".join(str(change.before) + str(change.after) for change in Change.objects.all())
    for text in (kept, shown):
        assert SECRET not in text
        assert NEW_SECRET not in text
    assert "sealed" in kept
    assert connection.sealed not in shown


def test_a_rotated_refresh_token_outlives_every_edit_but_that_of_a_new_one(
    org: Org, log_in: Any, connection: Connection, source: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = (*SYSTEM.fields, FormField("refresh_token", "Refresh token", secret=True, required=False))
    monkeypatch.setitem(systems._SYSTEMS, "testing", replace(SYSTEM, fields=asked))
    client = log_in("administrator")
    with org_context(org, actor="maya"):
        Token.objects.create(org=org, connection=connection)
    page = reverse("admin:sources_connection_change", args=[connection.pk])
    client.post(page, fields(source.url, name="Renamed", given_client_secret=NEW_SECRET))
    with org_context(org, actor="maya"):
        assert Token.objects.count() == 1
    client.post(page, fields(source.url, name="Renamed", given_refresh_token="invented-refresh-2"))
    with org_context(org, actor="maya"):
        assert not Token.objects.exists()


@pytest.mark.parametrize("role", ["viewer", "curator", "operator"])
def test_others_see_that_it_is_there_but_no_form(log_in: Any, connection: Connection, role: str) -> None:
    client = log_in(role)
    page = reverse("admin:sources_connection_change", args=[connection.pk])
    shown = client.get(page).content.decode()
    assert "Main account" in shown
    assert "given_" not in shown
    assert "client_id" not in shown
    assert client.get("/admin/sources/connection/").status_code == 200
    assert client.get(ADD).status_code == 403
    assert client.post(page, fields("https://api.testing.example")).status_code == 403
    assert client.post(reverse("admin:sources_connection_delete", args=[connection.pk])).status_code == 403
    assert ("Test connection" in shown) == (role == "operator")


def test_the_test_button_says_what_it_can_and_cannot_read(org: Org, log_in: Any, connection: Connection) -> None:
    client = log_in("operator")
    button = reverse("admin:sources_connection_test", args=[connection.pk])
    assert client.get(button).status_code == 405
    shown = client.post(button, follow=True).content.decode()
    assert "Main account can read: Jobs." in shown
    assert "Payroll (the scope payroll:read is missing)" in shown
    tested = stored(org)
    assert tested.state == "working"
    assert tested.checked_at is not None
    assert [ability["can"] for ability in tested.abilities] == [True, False]


def test_a_button_for_each_job_that_reads_the_system_asks_for_it(
    org: Org, log_in: Any, connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    etl = SyncJob("etl_testing", "Testing by day", "testing", lambda reading: None)
    monkeypatch.setattr("aiop.sources.syncing._syncs", {})
    monkeypatch.setattr("aiop.runs.jobs._jobs", {})
    register(etl)
    client = log_in("operator")
    shown = client.get(reverse("admin:sources_connection_change", args=[connection.pk])).content.decode()
    assert "Read now: Testing by day" in shown
    button = reverse("admin:sources_connection_read", args=[connection.pk])
    assert client.post(button, {"name": "another"}).status_code == 404
    assert "Testing by day is asked for." in client.post(button, {"name": etl.name}, follow=True).content.decode()
    with org_context(org, actor="maya"):
        assert Run.objects.get(job=etl.job).state == "queued"


def test_a_viewer_cannot_press_it_and_nobody_reaches_another_organisations(
    other_org: Org, log_in: Any, connection: Connection, source: Source
) -> None:
    theirs = make_connection(other_org, source.url)
    client = log_in("administrator")
    assert client.post(reverse("admin:sources_connection_test", args=[theirs.pk])).status_code == 404
    assert client.get(reverse("admin:sources_connection_change", args=[theirs.pk])).status_code == 302
    User.objects.all().delete()
    client = log_in("viewer")
    for name in ("test", "read"):
        assert client.post(reverse(f"admin:sources_connection_{name}", args=[connection.pk])).status_code == 403


def test_credentials_sealed_with_a_lost_key_are_told_and_can_be_given_anew(
    org: Org, log_in: Any, connection: Connection, source: Source, settings: Any
) -> None:
    from cryptography.fernet import Fernet

    settings.SOURCES_KEY = [Fernet.generate_key().decode()]
    client = log_in("administrator")
    page = reverse("admin:sources_connection_change", args=[connection.pk])
    assert client.get(page).status_code == 200
    assert client.post(page, fields(source.url, given_client_secret=NEW_SECRET)).status_code == 302
    assert dict(stored(org).secrets()) == {"client_secret": NEW_SECRET}


@pytest.mark.parametrize("name", PAGES)
def test_every_list_and_row_opens(
    org: Org, log_in: Any, run: RunHandle, stream: Stream, name: str, django_assert_max_num_queries: Any
) -> None:
    put(run, stream, *(job(n) for n in range(25)))
    put(run, stream, job(30, region="East", name="<b>bold</b>"))
    load_waiting(run, org, stream, JOB_STREAM)
    client = log_in("viewer")
    with django_assert_max_num_queries(20):
        answer = client.get(f"/admin/sources/{name}/")
    assert answer.status_code == 200
    with org_context(org, actor="maya"):
        from django.apps import apps

        rows: Any = apps.get_model("sources", name)._default_manager
        pk = rows.order_by("-pk").first().pk
    shown = client.get(f"/admin/sources/{name}/{pk}/change/").content.decode()
    assert "<b>bold" not in shown
    assert 'type="submit" name="_save"' not in shown


def test_a_curator_marks_changes_of_shape_as_seen(org: Org, log_in: Any, run: RunHandle, stream: Stream) -> None:
    put(run, stream, job(1))
    put(run, stream, job(2, region="East"))
    with org_context(org, actor="maya"):
        item = Drift.objects.get()
    data = {"action": "mark_seen", "_selected_action": [item.pk]}
    log_in("curator").post("/admin/sources/drift/", data)
    with org_context(org, actor="maya"):
        item.refresh_from_db()
    assert (item.state, item.settled_by) == ("accepted", "curator-person")


def test_days_to_the_end_of_credentials_are_said(connection: Connection) -> None:
    today = timezone.now().date()
    connection.expires_on = today + dt.timedelta(days=12)
    assert connection.days_left(today) == 12
    assert [expiry_words(days) for days in (None, 12, 1, 0, -1, -3)] == [
        "no end known", "12 days left", "1 day left", "expire today", "expired 1 day ago", "expired 3 days ago",
    ]  # fmt: skip
