"""A source that was added as docs/adding-a-source.md says: invoices of a made-up system, read by continuation token."""

from __future__ import annotations

from collections.abc import Iterator

from aiop.orgs.models import Org
from aiop.runs.running import RunHandle
from aiop.sources import systems
from aiop.sources.answers import Answer, read_page
from aiop.sources.budget import Rate
from aiop.sources.completeness import Pass
from aiop.sources.errors import FixConnection, SourceFailed
from aiop.sources.http import Call, HttpClient, Login
from aiop.sources.models import Connection
from aiop.sources.paging import Turn, turn_by_token
from aiop.sources.reading import read_pass, stream_of
from aiop.sources.retrying import QUICK_LOOK, Patience
from aiop.sources.systems import Ability, FormField, StreamSpec, System, Typed
from aiop.sources.tokens import Granted
from aiop.sources.typed import Loaded, load_waiting

JOBS = StreamSpec(
    "jobs", "Jobs", modified="modifiedOn", deleted=lambda r: r.get("active") is False, typed=(Typed("t_jobs"),)
)


def log_in(http: HttpClient, refresh: str) -> Granted:
    """Ask for a token with the connection's client ID and secret."""
    form = {
        "grant_type": "client_credentials",
        "client_id": str(http.connection.setting("client_id")),
        "client_secret": http.connection.secrets()["client_secret"],
    }
    told = http.send(Call("POST", http.connection.auth_url, form=form, signed=False), read=Answer.json)
    return Granted(told["access_token"], told["expires_in"])


def judge(answer: Answer) -> SourceFailed | None:
    """Read what this system says in its own way: it answers 404 for a tenant that is not ours."""
    if answer.status == 404 and "tenant" in answer.said().lower():
        return FixConnection("The tenant number is not one that these credentials may read.")
    if answer.status == 400 and "invalid_client" in answer.said():
        return FixConnection("Client ID and secret were refused.")
    return None


def client_of(connection: Connection, patience: Patience) -> HttpClient:
    """Give a client of a connection."""
    return HttpClient(
        connection, login=Login(ask=log_in), rate=Rate(per_second=50, burst=50), patience=patience, judge=judge
    )


def test(connection: Connection) -> Iterator[Ability]:
    """Say what a connection can read."""
    with client_of(connection, QUICK_LOOK) as http:
        for spec in SYSTEM.streams:
            try:
                http.get(f"tenant/{connection.setting('tenant')}/{spec.name}", read=read_page)
            except FixConnection as error:
                yield Ability(spec.title, can=False, why=str(error))
            else:
                yield Ability(spec.title, can=True)


SYSTEM = System(
    name="example",
    label="Example",
    hosts=("api.example.com",),
    base_url="https://api.example.com",
    auth_url="https://api.example.com/token",
    fields=(
        FormField("tenant", "Tenant", pattern="[0-9]+", help="Digits alone."),
        FormField("client_id", "Client ID"),
        FormField("client_secret", "Client secret", secret=True),
    ),
    streams=(JOBS,),
    test=test,
)
systems.register(SYSTEM)


def sync(run: RunHandle, org: Org, connection: Connection, patience: Patience) -> Loaded:
    """Read what changed since the last time, and bring it into its tables."""
    with client_of(connection, patience) as http:
        for spec in SYSTEM.streams:
            stream = stream_of(run, org, connection, spec)
            path = f"tenant/{connection.setting('tenant')}/{spec.name}"

            def pages(begun: Pass, path: str = path) -> Iterator[Turn]:
                first = begun.cursor.get("token")
                return turn_by_token(lambda token: http.get(path, {"from": token or ""}, read=read_page), start=first)

            read_pass(run, stream, spec, pages)
    return load_waiting(run, org, stream, spec)
