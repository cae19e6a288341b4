"""What reading ServiceTitan costs: as a ratio to decoding the same pages and copying their records bare in the same run, and as memory."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable

import pytest
from django.db import connection

from aiop.orgs.context import org_context
from aiop.orgs.models import Org
from aiop.runs.running import run_job
from aiop.sandbox.messages import Answer, Request
from aiop.sandbox.twin import Twin
from aiop.sources.models import Connection
from aiop.sources.reading import stream_of
from servicetitan.clean.streams import STREAMS
from servicetitan.client import client_of
from servicetitan.endpoints import BY_NAME
from servicetitan.extract.reading import read_stream
from tests.benchmarks.conftest import SCALE
from tests.benchmarks.memory import peak_of
from tests.factories.st_sync import QUICK, connect, connected, in_no_time, sync, tenant

pytestmark = [pytest.mark.benchmark, pytest.mark.django_db(transaction=True, databases=["default", "owner", "side"])]


def remember(twin: Twin) -> list[bytes]:
    """Let a twin answer from memory what it was asked before, so that its own work is not measured; gives the pages of records."""
    known: dict[str, Answer] = {}
    pages: list[bytes] = []
    answer: Callable[[Request], Answer] = twin.answer

    def remembering(request: Request) -> Answer:
        key = f"{request.path}?{sorted(request.query.items())}"
        if key not in known or request.method == "POST":
            known[key] = answer(request)
            if b'"data"' in known[key].body[:200]:
                pages.append(known[key].body)
        return known[key]

    twin.answer = remembering  # type: ignore[method-assign]
    return pages


def seconds_of_decoding_and_bare_copy(pages: list[bytes]) -> float:
    """Time decoding pages and copying their records as they are into a table with a primary key."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMPORARY TABLE bare (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, source_id bigint, payload jsonb)"
        )
        began = time.perf_counter()
        with cursor.copy("COPY bare (source_id, payload) FROM STDIN") as copy:
            for page in pages:
                for record in json.loads(page)["data"]:
                    copy.write_row((record["id"], json.dumps(record)))
        spent = time.perf_counter() - began
        cursor.execute("DROP TABLE bare")
    return spent


def read_all(org: Org) -> float:
    """Read every stream into raw pages and records, and give the seconds it took."""
    with org_context(org, actor="benchmark"):
        account = Connection.objects.for_org(org).get()
    began = time.perf_counter()
    with run_job(org, "servicetitan.sync", by="benchmark") as run, client_of(account, QUICK) as http:
        for spec in STREAMS:
            read_stream(run, http, stream_of(run, org, account, spec), BY_NAME[spec.name], spec)
    return time.perf_counter() - began


def test_reading_costs_a_few_times_decoding_and_copying_bare(
    committed_org: Org, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_no_time(monkeypatch)
    service = tenant(11, SCALE, days_ahead=5)
    first = Org.objects.create(slug="rehearsal", name="Rehearsal", time_zone="America/Phoenix")
    with service.twin() as twin:
        pages = remember(twin)
        connect(first, service, twin.url)
        connect(committed_org, service, twin.url)
        read_all(first)
        floor = min(seconds_of_decoding_and_bare_copy(pages) for _ in range(3))
        reading = read_all(committed_org)
        began = time.perf_counter()
        outcome = sync(committed_org)
        typed = time.perf_counter() - began
        again = sync(committed_org)
    records = sum(len(json.loads(page)["data"]) for page in pages)
    print(  # noqa: T201  (a benchmark's result)
        f"\n{records:,} records in {len(pages):,} pages, {sum(map(len, pages)) / 1e6:.0f} MB: decoding and bare COPY {floor:.2f} s, "
        f"client and staging {reading:.2f} s = {reading / floor:.1f} ×, to typed rows {typed:.2f} s more; "
        f"load average {os.getloadavg()[0]:.1f}"
    )
    assert outcome.counts["new"] >= records - len(pages)
    assert not again.counts.get("new", 0) + again.counts.get("changed", 0)


def test_reading_holds_little_in_memory(committed_org: Org) -> None:
    service = tenant(11, SCALE, days_ahead=5)
    with connected(committed_org, service):
        idle = peak_of("sync", "--list")
        above = peak_of("sync", "servicetitan", "--org", committed_org.slug) - idle
    print(f"\nsync at its most: {above:.0f} MB above the {idle:.0f} MB of a command that reads nothing")  # noqa: T201
    assert above < 200
