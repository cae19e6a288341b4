"""What the dashboards of the marts cost while an ETL runs: milliseconds and queries, drawn anew and kept.

By hand and at night with MART_YEARS=10 MART_ORGS=50; the bars are 100 ms for the slowest of a hundred pages drawn anew, 25 ms for
those that are kept, and 12 queries. They are printed, not asserted: machines differ.
"""

from __future__ import annotations

import datetime as dt
import itertools
import multiprocessing
import os
import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from aiop.builders.models import Result
from aiop.orgs.context import org_context
from aiop.orgs.models import Membership, Org, User
from marts.etl.declared import all_jobs
from marts.etl.jobs import sales_daily
from marts.models import MartStanding
from marts.sources.softbase.sandbox.world import Dealer
from tests.factories.mart_rows import fill_dealer, fill_service
from tests.unit.marts_etl.dealership import connect_dealer, run_etl, serving_dealer

pytestmark = [pytest.mark.benchmark, pytest.mark.django_db(transaction=True, databases=["default", "owner", "side"])]
YEARS, ORGS = int(os.environ.get("MART_YEARS", "1")), int(os.environ.get("MART_ORGS", "3"))
LAST = dt.date(2025, 11, 20)
PAGES = (
    "executive", "finance", "cash", "sales", "fleet", "orders", "customers", "crm", "communications", "cases", "app", "everyone",
)  # fmt: skip
TRIES = 24
MOST_QUERIES = 12
FORK = multiprocessing.get_context("fork")


def fill(first: Org, others: list[Org]) -> None:
    """Give an organisation years of all nine marts, and each of the others the same."""
    days, months = 365 * YEARS, 12 * YEARS + 1
    with org_context(first, actor="test"):
        fill_dealer(first, LAST, days=days, months=months)
        fill_service(first, LAST, days=days, months=months)
    tables: list[type[Result]] = [*(job.mart for job in all_jobs()), MartStanding]
    for model in tables:
        columns = [field.column for field in model._meta.concrete_fields if field.name not in {"id", "org"}]
        named = ", ".join(f'"{column}"' for column in columns)
        with org_context(first, actor="test"), connection.cursor() as cursor:
            cursor.execute(
                f'CREATE TEMP TABLE held AS SELECT {named} FROM "{model._meta.db_table}" WHERE org_id = %s', [first.pk]
            )
        for org in others:
            with org_context(org, actor="test"), connection.cursor() as cursor:
                cursor.execute(
                    f'INSERT INTO "{model._meta.db_table}" (org_id, {named}) SELECT %s, {named} FROM held', [org.pk]
                )
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE held")
    # Autovacuum would have done so by the time anybody looks.
    with connections["owner"].cursor() as cursor:
        for model in tables:
            cursor.execute(f'VACUUM ANALYZE "{model._meta.db_table}"')


@contextmanager
def etl_running(org: Org) -> Iterator[Any]:
    """Have a process of its own run an organisation's job again and again; gives how often it has."""
    connections.close_all()
    runs = FORK.Value("i", 0)
    process = FORK.Process(target=_run_on, args=(org.pk, runs), daemon=True)
    process.start()
    while not runs.value:
        assert process.is_alive()
        time.sleep(0.2)
    try:
        yield runs
    finally:
        process.terminate()
        process.join()


def _run_on(org_id: int, runs: Any) -> None:
    org = Org.objects.get(pk=org_id)
    dealer = Dealer(1, LAST - dt.timedelta(days=120), LAST + dt.timedelta(days=30))
    for number in itertools.count():
        now = dt.datetime.combine(LAST + dt.timedelta(days=number % 20), dt.time(7), dt.UTC)
        with serving_dealer(dealer, now) as twin:
            connected = connect_dealer(org, twin)
            run_etl(connected, sales_daily.JOB, now)
            with org_context(org, actor="test"):
                connected.delete()
        runs.value += 1


def timed(client: Client, address: str) -> float:
    """Give the milliseconds that a page took."""
    began = time.perf_counter()
    assert client.get(address).status_code == 200, address
    return (time.perf_counter() - began) * 1_000


@pytest.fixture
def filled(transactional_db: None, settings: Any) -> list[Org]:
    """Give organisations with years of all marts."""
    settings.RUN_LOG_ALIAS = "side"
    orgs = [Org.objects.create(slug=f"o{n}", name=f"Company {n}", time_zone="America/Chicago") for n in range(ORGS)]
    fill(orgs[0], orgs[1:])
    return orgs


@pytest.fixture
def client_of_all(filled: list[Org]) -> Client:
    """Give a browser of somebody who belongs to all of them, in a process that has answered once."""
    user = User.objects.create_user("vera", password="invented-only-9", is_staff=True)
    for org in filled:
        Membership.objects.create(user=user, org=org, role=Membership.Role.OPERATOR)
    client = Client()
    client.force_login(user, backend="aiop.orgs.access.RoleBackend")
    import_module("aiop.wsgi")
    for name in PAGES:
        timed(client, reverse(f"admin:marts_{name}"))
    return client


def test_every_dashboard_answers_soon_while_an_etl_runs(filled: list[Org], client_of_all: Client) -> None:
    drawn: dict[str, list[float]] = {}
    kept: dict[str, list[float]] = {}
    queries: dict[str, int] = {}
    with etl_running(filled[-1]) as runs:
        for name in PAGES:
            asked = addresses(reverse(f"admin:marts_{name}"))
            cache.clear()
            drawn[name] = [timed(client_of_all, address) for address in asked]
            kept[name] = [timed(client_of_all, address) for address in asked]
            queries[name] = counted(client_of_all, asked[-1])
        told = runs.value
    report(drawn, kept, queries, told)
    assert max(queries.values()) <= MOST_QUERIES


def addresses(base: str) -> list[str]:
    """Give a page's addresses: many spans of days, and all of them."""
    starts = [LAST - dt.timedelta(days=(30 + 150 * n) % (365 * YEARS)) for n in range(TRIES - 1)]
    return [*(f"{base}?from={start}&to={LAST}" for start in starts), f"{base}?period=all"]


def counted(client: Client, address: str) -> int:
    """Give how many queries a page takes that is drawn anew."""
    cache.clear()
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    return len([one for one in captured if one["sql"] not in {"BEGIN", "COMMIT"} and "SAVEPOINT" not in one["sql"]])


def report(drawn: dict[str, list[float]], kept: dict[str, list[float]], queries: dict[str, int], runs: int) -> None:
    """Print each page, and all of them together."""
    print(f"\n{YEARS} years, {ORGS} organisations, {runs} runs of an ETL meanwhile")  # noqa: T201
    for name in PAGES:
        print(  # noqa: T201
            f"{name:16} anew: median {statistics.median(drawn[name]):5.0f} ms, worst {max(drawn[name]):5.0f} ms; "
            f"kept: median {statistics.median(kept[name]):5.0f} ms, worst {max(kept[name]):5.0f} ms; {queries[name]} queries"
        )
    for what, bar, found in (("anew", 100, drawn), ("kept", 25, kept)):
        every = [spent for some in found.values() for spent in some]
        print(f"all, {what}: p99 {statistics.quantiles(every, n=100)[-1]:.0f} ms of {len(every)} pages (bar {bar} ms)")  # noqa: T201
