"""Fixtures of the tests of sources: a system of the tests' own, a source on this machine, a run."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import timezone

from aiop.loading import kind as kinds
from aiop.loading.kind import Field, Kind
from aiop.orgs.context import org_context
from aiop.orgs.models import Org
from aiop.runs.running import RunHandle, run_job
from aiop.sources import systems
from aiop.sources.budget import Rate
from aiop.sources.http import HttpClient, Login
from aiop.sources.models import Connection, Stream
from aiop.sources.retrying import Patience
from aiop.sources.systems import Ability, FormField, StreamSpec, System, Typed
from aiop.sources.tokens import Granted
from aiop.values.blank import text
from aiop.values.errors import BadValue
from aiop.values.moments import MomentReader
from aiop.values.numbers import decimal
from servicetitan.models import InvoiceItem, Job
from tests.unit.sources.loopback import Source, serving

SECRET = "invented-secret-9"
QUICK = Patience(attempts=4, first_wait=0.01, longest_wait=0.05, unsaid_wait=0.02, longest_asked=1, exchange=5)


def whole(cell: str) -> int | None:
    """Read a whole number of any size."""
    if not cell.strip("-").isdecimal():
        raise BadValue("is not a whole number")
    return int(cell)


JOBS = Kind(
    name="t_jobs",
    title="Jobs of the tests",
    model=Job,
    key=("source_id",),
    date_order="YMD",
    fields=(
        Field("source_id", ("id",), whole, required=True),
        Field("job_number", ("jobNumber",), text),
        Field("job_status", ("status.name", "status"), text),
        Field("modified_on", ("modifiedOn",), lambda s: MomentReader(s.zone, s.date_order), in_setting=True),
        Field("deleted_at", ("deletedAt",), lambda s: MomentReader(s.zone, s.date_order), in_setting=True),
    ),
)
ITEMS = Kind(
    name="t_items",
    title="Items of the tests",
    model=InvoiceItem,
    key=("invoice_source_id", "source_id"),
    fields=(
        Field("invoice_source_id", ("invoiceId",), whole, required=True),
        Field("source_id", ("id",), whole, required=True),
        Field("total", ("total",), decimal),
    ),
)
JOB_STREAM = StreamSpec(
    "jobs", "Jobs", modified="modifiedOn", deleted=lambda r: r.get("active") is False, merged="mergedToId",
    typed=(Typed("t_jobs"),),
)  # fmt: skip
INVOICE_STREAM = StreamSpec(
    "invoices", "Invoices", modified="modifiedOn", typed=(Typed("t_items", each="items", paths={"invoiceId": "^.id"}),)
)


def abilities(connection: Connection) -> Iterator[Ability]:
    """Say what the tests' system can do."""
    yield Ability("Jobs", can=True)
    yield Ability("Payroll", can=False, why="the scope payroll:read is missing")


SYSTEM = System(
    name="testing", label="Testing system", hosts=("api.testing.example",), base_url="https://api.testing.example",
    auth_url="https://api.testing.example/token", test=abilities, streams=(JOB_STREAM, INVOICE_STREAM),
    fields=(
        FormField("tenant", "Tenant", pattern=r"[0-9]+", help="Digits alone."),
        FormField("client_id", "Client ID"),
        FormField("client_secret", "Client secret", secret=True),
    ),
)  # fmt: skip


@pytest.fixture(autouse=True)
def system(monkeypatch: pytest.MonkeyPatch) -> System:
    """Know the tests' system and kinds, for the test alone."""
    monkeypatch.setitem(systems._SYSTEMS, "testing", SYSTEM)
    monkeypatch.setitem(kinds._KINDS, "t_jobs", JOBS)
    monkeypatch.setitem(kinds._KINDS, "t_items", ITEMS)
    return SYSTEM


@pytest.fixture
def source() -> Iterator[Source]:
    """Give a source on this machine that gives a token to whoever asks."""
    with serving() as served:
        yield served


def make_connection(org: Org, url: str, **more: Any) -> Connection:
    """Make a connection with a sealed secret."""
    with org_context(org, actor="maya"):
        connection = Connection(
            org=org, system="testing", name="Main account", base_url=url, auth_url=f"{url}/token",
            settings={"tenant": "42", "client_id": "abc"}, **more,
        )  # fmt: skip
        connection.keep_secrets({"client_secret": SECRET})
        connection.save()
    return connection


@pytest.fixture
def connection(org: Org, source: Source) -> Connection:
    """Give a connection to the source."""
    return make_connection(org, source.url)


def ask(http: HttpClient, refresh: str) -> Granted:
    """Ask the source for a token, as client credentials do."""
    from aiop.sources.http import Call

    form = {"grant_type": "client_credentials", "client_secret": http.connection.secrets()["client_secret"]}
    granted = http.send(
        Call("POST", http.connection.auth_url, form=form, signed=False), read=lambda answer: answer.json()
    )
    return Granted(granted["access_token"], granted["expires_in"], granted.get("refresh_token", ""))


def client(connection: Connection, **more: Any) -> HttpClient:
    """Give a client that loses no time."""
    options: dict[str, Any] = {"rate": Rate(1000, 100), "patience": QUICK, **more}
    return HttpClient(connection, **options)


def login() -> Login:
    """Give a log-in with a key and a bearer token."""
    return Login({"X-App-Key": "invented-app-key-1"}, ask)


@pytest.fixture
def stream(connection: Connection) -> Stream:
    """Give a stream of jobs that has been read once before."""
    return make_stream(connection, "jobs")


def make_stream(connection: Connection, name: str) -> Stream:
    """Make a stream of a connection."""
    with org_context(connection.org_id, actor="maya"):
        return Stream.objects.create(org_id=connection.org_id, connection=connection, name=name, read_at=timezone.now())


@pytest.fixture
def run(org: Org) -> Iterator[RunHandle]:
    """Give a run that is under way."""
    with run_job(org, "testing.sync", by="maya") as handle:
        yield handle
