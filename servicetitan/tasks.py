"""ServiceTitan as a system: its connections, what is read through them and when, and the steps from pages to rows."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable

from django.utils import timezone

from aiop.alerts.sources import explained_by_source
from aiop.loading.kind import kind_named
from aiop.loading.loads import refresh_statistics
from aiop.schedule import Daily, Hourly
from aiop.sources import systems
from aiop.sources.errors import FixConnection, GiveUp, SourceFailed, TryAgain
from aiop.sources.http import HttpClient
from aiop.sources.models import Stream, Window
from aiop.sources.reading import stream_of
from aiop.sources.staging import Stored
from aiop.sources.syncing import Days, Reading, SyncJob, register
from aiop.sources.systems import FormField, StreamSpec, System
from aiop.sources.typed import load_waiting
from servicetitan.api import SYSTEM as NAME
from servicetitan.api import bind_names
from servicetitan.clean.streams import STREAMS
from servicetitan.client import NoScope, client_of, try_connection
from servicetitan.endpoints import BASE_URL, BY_NAME, TOKEN_URL, Endpoint
from servicetitan.extract.backfill import open_windows, read_window
from servicetitan.extract.reading import read_stream
from servicetitan.extract.sweeping import sweep

# What changes rarely is read once a day, before what refers to it.
ONCE_A_DAY = frozenset({"business_units", "job_types", "campaigns", "technicians"})
# What decisions go by: as soon as these are in, decisions by name are tied to them.
NAMED = frozenset({"business_units", "job_types"})
SWEEP_EVERY = dt.timedelta(days=7)
# The hour at which something falls due is not the second at which it was begun the last time.
SLACK = dt.timedelta(minutes=30)
# After so many loaded rows the planner is told.
MANY_ROWS = 5_000
# Before a wait as long as this it is worth asking whether somebody has stopped the run.
LONG_PAUSE = 1.0
FEEDS, LISTS = "feeds", "lists"

SYSTEM = System(
    name=NAME,
    label="ServiceTitan",
    hosts=(
        "api.servicetitan.io", "auth.servicetitan.io",
        "api-integration.servicetitan.io", "auth-integration.servicetitan.io",
    ),
    base_url=BASE_URL,
    auth_url=TOKEN_URL,
    fields=(
        FormField("tenant", "Tenant", pattern="[0-9]+", help="The tenant's number: digits alone."),
        FormField("client_id", "Client ID"),
        FormField("client_secret", "Client secret", secret=True),
        FormField("app_key", "Application key", secret=True),
        FormField(
            "follow", "How changes are followed", required=False, default=FEEDS,
            options=((FEEDS, "By export feeds"), (LISTS, "By lists, where the account may not read export feeds")),
        ),
        FormField(
            "hours", "Hours between readings", required=False, pattern="[1-9][0-9]?", default="1",
            help="A whole number; 1 reads every hour.",
        ),
    ),
    test=try_connection,
    streams=STREAMS,
)  # fmt: skip
systems.register(SYSTEM)


def read(reading: Reading) -> None:
    """Read what is new, reference data first, and bring each stream into its tables as soon as it is read."""
    Streams(reading).each(_read_one, _is_due)


def sweep_all(reading: Reading) -> None:
    """Compare all ids, of the streams for which it is time, or of all of them where a person asks."""
    Streams(reading).each(_sweep_one, _is_sweep_due)


def fill(reading: Reading, days: Days) -> None:
    """Read what was created on some days again, the latest month first."""
    last = min(days.last, timezone.localdate(timezone=reading.org.zone))
    Streams(reading).fill(Days(days.first, max(last, days.first)))


Step = Callable[["Streams", HttpClient, Stream, Endpoint, StreamSpec], Stored]


class Streams:
    """The streams of one connection, read one after the other; what cannot be read does not keep the others from it."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.run, self.org = reading.run, reading.org
        self.change_set: int | None = None
        self.written = 0
        self.failed: list[tuple[str, SourceFailed]] = []

    def each(self, step: Step, is_due: Callable[[Reading, Stream], bool]) -> None:
        """Take a step with every stream that is due; raises at the end what kept any from it."""
        with self._client() as http:
            for spec in STREAMS:
                stream = stream_of(self.run, self.org, self.reading.connection, spec)
                if is_due(self.reading, stream):
                    self._attempt(step, http, stream, spec)
        self._end()

    def fill(self, days: Days) -> None:
        """Read every window of some days that is still to be read."""
        streams = [stream_of(self.run, self.org, self.reading.connection, spec) for spec in STREAMS]
        windows = open_windows(self.run, streams, days)
        began = time.monotonic()
        with self._client() as http:
            for number, window in enumerate(windows):
                step = f"{window.starts[:7]}{time_left(number, len(windows), time.monotonic() - began)}"
                self.run.progress(number, len(windows), step=step)
                self._attempt(_window_step(window), http, window.stream, SYSTEM.stream(window.stream.name))
        self._end()

    def _client(self) -> HttpClient:
        return client_of(self.reading.connection, self.reading.patience, self._pause)

    def _pause(self, seconds: float) -> None:
        if seconds >= LONG_PAUSE:
            self.run.check()
        time.sleep(seconds)

    def _attempt(self, step: Step, http: HttpClient, stream: Stream, spec: StreamSpec) -> None:
        failure: SourceFailed | None = None
        try:
            stored = step(self, http, stream, BY_NAME[spec.name], spec)
            self.run.count(read=stored.read, same=stored.same)
        except SourceFailed as error:
            failure = error
        # Pages that were stored before a source failed are good.
        self._load(stream, spec)
        if failure is None:
            return
        if isinstance(failure, FixConnection) and not isinstance(failure, NoScope):
            raise failure
        self.failed.append((spec.title, failure))
        self.run.log(f"{spec.title}: {failure}", "error")
        self._stop_if_down()

    def _stop_if_down(self) -> None:
        """Leave the source alone when it fails in a row: it is down, and each stream would wait in vain."""
        latest = [error for _, error in self.failed[-2:]]
        if len(latest) == 2 and all(isinstance(error, TryAgain) for error in latest):
            self._end()

    def _load(self, stream: Stream, spec: StreamSpec) -> None:
        loaded = load_waiting(self.run, self.org, stream, spec, change_set=self.change_set)
        self.change_set = loaded.change_set
        # What is the same is counted as it is read: most of it never comes as far as its table.
        self.run.count(**{**loaded.counts(), "same": 0})
        if loaded.written > MANY_ROWS:
            refresh_statistics(self.org, [kind_named(typed.kind) for typed in spec.typed])
        if loaded.written and spec.name in NAMED and (bound := bind_names(self.org, by=self.run.by)):
            self.run.log(f"{bound:,} decisions by name are tied to ids now.")

    def _end(self) -> None:
        if not self.failed:
            return
        words = " ".join(f"{title}: {error}" for title, error in self.failed)
        kinds = {type(error) for _, error in self.failed}
        if kinds == {NoScope}:
            raise NoScope(words)
        raise TryAgain(words) if TryAgain in kinds else GiveUp(words)


def _read_one(me: Streams, http: HttpClient, stream: Stream, endpoint: Endpoint, spec: StreamSpec) -> Stored:
    by_lists = me.reading.connection.setting("follow") == LISTS
    return read_stream(me.run, http, stream, endpoint, spec, by_lists=by_lists)


def _sweep_one(me: Streams, http: HttpClient, stream: Stream, endpoint: Endpoint, spec: StreamSpec) -> Stored:
    stored = sweep(me.run, http, stream, endpoint, spec)
    if missed := stored.new + stored.changed:
        me.run.log(f"{spec.title}: the sweep found {missed:,} records that its readings had missed.", "warning")
    return stored


def _window_step(window: Window) -> Step:
    def step(me: Streams, http: HttpClient, stream: Stream, endpoint: Endpoint, spec: StreamSpec) -> Stored:
        return read_window(me.run, me.org, http, window, endpoint, spec)

    return step


def _is_due(reading: Reading, stream: Stream) -> bool:
    """Tell whether it is time to read a stream; where a person asks, or a reading broke off, it always is."""
    if not reading.is_by_timetable or stream.read_at is None or stream.pass_started_at is not None:
        return True
    now = timezone.now()
    if stream.name in ONCE_A_DAY:
        return timezone.localdate(stream.read_at, reading.org.zone) < timezone.localdate(now, reading.org.zone)
    hours = int(reading.connection.setting("hours") or 1)
    return now - stream.read_at >= dt.timedelta(hours=hours) - SLACK


def _is_sweep_due(reading: Reading, stream: Stream) -> bool:
    if not reading.is_by_timetable or stream.swept_at is None:
        return True
    return timezone.now() - stream.swept_at >= SWEEP_EVERY - SLACK


def time_left(done: int, total: int, seconds: float) -> str:
    """Say how long what is left will take at the pace so far; blank until there is a pace."""
    if not done or done >= total:
        return ""
    minutes = seconds / done * (total - done) / 60
    return f", about {minutes:,.0f} minutes left" if minutes >= 1 else ", less than a minute left"


SYNCS = (
    SyncJob(NAME, "ServiceTitan", NAME, read, fill, Hourly()),
    SyncJob(f"{NAME}_sweep", "ServiceTitan: what is gone", NAME, sweep_all, cadence=Daily(dt.time(1, 15))),
)
register(*SYNCS)
explained_by_source(*SYNCS)
