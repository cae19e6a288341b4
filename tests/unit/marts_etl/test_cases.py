"""Cases: the worked example, the ledger of the twin, and a canary that must stay where it was planted."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection

from aiop.orgs.context import org_context
from aiop.orgs.models import Org
from aiop.sandbox.clock import SimulatedClock
from aiop.sources.errors import FixConnection
from marts.build.case_metrics import case_days, keyed
from marts.etl.jobs import case_metrics
from marts.etl.windows import Days
from marts.models import CaseMetrics
from marts.sources.azure_sql.extract import NotAllowed, counted
from marts.sources.azure_sql.records import Alike
from marts.sources.azure_sql.sandbox.service import CANARY, PERSONAL, CaseWorld, told, twin_of
from tests.unit.marts_etl.dealership import connect, run_etl

AS_OF = dt.date(2025, 11, 30)
NOW = dt.datetime(2025, 11, 30, 11, tzinfo=dt.UTC)


def case(created: str, closed: str | None, kind: str) -> Alike:
    return Alike(dt.date.fromisoformat(created), dt.date.fromisoformat(closed) if closed else None, "Open", kind, "")


CASES = [
    case("2025-11-20", None, "A"),
    case("2025-11-01", "2025-11-30", "A"),
    case("2025-10-31", "2025-11-15", "B"),
    case("2024-05-01", "2025-10-31", "A"),
    case("2025-06-10", None, ""),
    case("2025-12-02", None, "B"),
]


def days(*days: dt.date, today: dt.date = AS_OF) -> list[dict[str, Any]]:
    return [dict(one.row) for one in case_days(days, CASES, today=today, table="t", category_column="c")]


def test_cases_are_counted_over_thirty_days_and_open_ones_are_those_without_a_closing_date() -> None:
    (row,) = days(AS_OF)
    wanted = {"total_cases": 6, "new_cases_30d": 2, "closed_cases_30d": 2, "open_cases": 3, "future_dated": 1}
    assert {name: row[name] for name in wanted} == wanted
    assert row["cases_by_type"] == {"A": 3, "B": 2, "Unknown": 1}


def test_a_past_day_knows_no_statuses_and_no_cases_of_later_days() -> None:
    (row,) = days(dt.date(2025, 11, 10))
    assert (row["total_cases"], row["open_cases"]) == (4, 3)
    assert "cases_by_status" not in row


def test_keys_beyond_fifty_are_one() -> None:
    found = keyed((f"k{number:02}", 100 - number) for number in range(60))
    assert len(found) == 51
    assert sum(found.values()) == sum(100 - number for number in range(60))


@pytest.fixture
def vital(db: None) -> Org:
    """Give an organisation that has cases."""
    return Org.objects.create(slug="vital", name="VITAL", time_zone="America/Chicago")


@pytest.mark.parametrize("seed", [1, 2])
def test_the_mart_is_the_ledger_of_the_twin_day_by_day(vital: Org, seed: int) -> None:
    world = CaseWorld(seed, dt.date(2025, 8, 1), dt.date(2025, 12, 31))
    clock = SimulatedClock(NOW)
    with twin_of(world, clock, faults=0.1 * (seed - 1)) as twin:
        connected = connect(vital, "azure_sql", told(twin))
        for number in range(0, 20, 5):
            now = NOW + dt.timedelta(days=number)
            clock.advance(now)
            run_etl(connected, case_metrics.JOB, now)
            with org_context(vital, actor="test"):
                row: dict[str, Any] = dict(CaseMetrics.objects.for_org(vital).values().get(snapshot_date=now.date()))
            truth = world.truth(now)
            assert {name: row[name] for name in truth} == truth
    with org_context(vital, actor="test"):
        # Days between two snapshots were filled by what is still known of them.
        assert CaseMetrics.objects.for_org(vital).filter(cases_by_status__isnull=True).count() == 12


def test_what_is_about_people_never_leaves_the_twin(vital: Org, caplog: pytest.LogCaptureFixture) -> None:
    with twin_of(CaseWorld(3, dt.date(2025, 10, 1), dt.date(2025, 12, 1)), SimulatedClock(NOW)) as twin:
        connected = connect(vital, "azure_sql", told(twin))
        run_etl(connected, case_metrics.JOB, NOW)
        run_etl(connected, case_metrics.JOB, NOW, Days(dt.date(2025, 11, 1), dt.date(2025, 11, 30)))
        assert not [batch for batch in twin.engine.batches if any(name in batch for name in (*PERSONAL, "SELECT *"))]
    with org_context(vital, actor="test"):
        assert CaseMetrics.objects.for_org(vital).count() == 30
        assert tables_holding(CANARY.split()[0]) == []
    assert CANARY.split()[0] not in caplog.text


@pytest.mark.parametrize("name", PERSONAL)
def test_a_column_about_people_cannot_be_asked_for(name: str) -> None:
    with pytest.raises(NotAllowed, match=name):
        counted(name)


def test_a_wrong_password_is_a_matter_of_the_connection(vital: Org) -> None:
    world = CaseWorld(3, dt.date(2025, 11, 1), dt.date(2025, 11, 2))
    with twin_of(world, SimulatedClock(NOW)) as twin:
        connected = connect(vital, "azure_sql", {**told(twin), "password": "wrong-9"})
        with pytest.raises(FixConnection, match="refuses the user or password"):
            run_etl(connected, case_metrics.JOB, NOW)


def tables_holding(text: str) -> list[str]:
    """List the tables that hold a text anywhere."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        names = [name for (name,) in cursor.fetchall()]
        found = []
        for name in names:
            cursor.execute(f'SELECT EXISTS (SELECT FROM "{name}" t WHERE t::text LIKE %s)', [f"%{text}%"])
            found += [name] if cursor.fetchone() == (True,) else []
    return found
