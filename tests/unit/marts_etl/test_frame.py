"""The frame: what a run publishes, what it leaves alone, what it says, and what it asks again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection

from aiop.alerts.models import Incident
from aiop.orgs.context import org_context
from aiop.orgs.models import Org
from aiop.runs.models import Run
from aiop.runs.running import Failed, run_job
from aiop.sources.errors import FixConnection, GiveUp, TryAgain
from aiop.sources.models import Connection
from aiop.sources.syncing import Reading as Turn
from marts.build.worked import Worked
from marts.etl import register
from marts.etl.declared import Extracted, Job, Reading
from marts.etl.jobs import cash_flow, sales_daily, work_orders
from marts.etl.judging import AuditFailed
from marts.etl.running import perform
from marts.etl.windows import Days, Past, Reach
from marts.models import EtlRun, SalesDaily, WorkOrderDaily
from tests.unit.marts_etl.dealership import QUICK, connect, make_dealer_org, run_etl, standing

NOW = dt.datetime(2025, 11, 5, 12, tzinfo=dt.UTC)
TODAY = dt.date(2025, 11, 5)
REACH = Reach(restates=2, chunk=2)
Answer = Callable[[Reading], Extracted[Any]]


def row(day: dt.date, amount: int = 100, **more: Any) -> Worked:
    return Worked({
        "sales_date": day, "year": day.year, "month": day.month, "day_of_week": day.isoweekday() % 7,
        "total_revenue": Decimal(amount), **more,
    })  # fmt: skip


def job(answer: Answer | None = None, *, reach: Reach = REACH, **more: Any) -> Job[Any]:
    """Give a job whose source answers as a test says; without, an amount of 100 a day."""

    def compute(reading: Reading, told: Any) -> Sequence[Worked]:
        return told if isinstance(told, list) else [row(day, told) for day in reading.days.each()]

    return Job(
        "etl_sales_daily", "Sales by day", SalesDaily, ("sales_date",), "softbase", dt.time(1), reach,
        answer or (lambda reading: Extracted(100, 1)), compute, **more,
    )  # fmt: skip


def gives(value: Any, rows: int = 1, **more: Any) -> Answer:
    return lambda reading: Extracted(value, rows, **more)


def raises(*errors: Exception) -> Answer:
    """Raise these one after the other, then answer."""
    left = list(errors)

    def answer(reading: Reading) -> Extracted[Any]:
        if left:
            raise left.pop(0)
        return Extracted(100, 1)

    return answer


@pytest.fixture
def dealer(db: None) -> Connection:
    """Give a connection that no test really calls."""
    return connect(make_dealer_org(), "softbase", {"server": "127.0.0.1", "password": "invented-9"})


def shown(org: Org) -> dict[dt.date, Decimal]:
    with org_context(org, actor="test"):
        return dict(SalesDaily.objects.for_org(org).order_by("sales_date").values_list("sales_date", "total_revenue"))


def told_of(org: Org) -> list[tuple[Any, ...]]:
    with org_context(org, actor="test"):
        return list(EtlRun.objects.for_org(org).order_by("id").values_list("status", "error_class"))


def test_running_twice_gives_the_same_rows_and_moves_only_when_they_were_updated(dealer: Connection) -> None:
    run_etl(dealer, job(), NOW)
    with org_context(dealer.org, actor="test"):
        before: dict[str, Any] = dict(SalesDaily.objects.for_org(dealer.org).values().get(sales_date=TODAY))
    second = run_etl(dealer, job(), NOW + dt.timedelta(minutes=1))
    with org_context(dealer.org, actor="test"):
        after: dict[str, Any] = dict(SalesDaily.objects.for_org(dealer.org).values().get(sales_date=TODAY))
    same = {name for name, value in before.items() if after[name] == value}
    assert set(before) - same == {"updated_at", "as_of", "built_at", "built_in"}
    assert after["built_in"] == second.id
    with org_context(dealer.org, actor="test"):
        prints = set(EtlRun.objects.for_org(dealer.org).values_list("window_start", "fingerprint"))
    assert len(prints) == 2


def test_a_source_that_fails_changes_nothing_and_the_standing_says_since_when_and_why(dealer: Connection) -> None:
    run_etl(dealer, job(), NOW)
    for hours in (1, 2):
        with pytest.raises(GiveUp):
            run_etl(dealer, job(raises(GiveUp("The view is gone."))), NOW + dt.timedelta(hours=hours))
    stands = standing(dealer.org, job())
    assert (stands.reason, stands.failures, stands.error_class) == ("The view is gone.", 2, "schema")
    assert stands.failing_since == NOW + dt.timedelta(hours=1)
    assert stands.published_at == NOW
    assert set(shown(dealer.org).values()) == {Decimal(100)}
    run_etl(dealer, job(gives(7)), NOW + dt.timedelta(hours=3))
    stands = standing(dealer.org, job())
    assert (stands.failing_since, stands.reason, stands.failures) == (None, "", 0)


def test_a_source_that_suddenly_tells_nothing_is_doubted_and_nothing_is_written_over(dealer: Connection) -> None:
    run_etl(dealer, job(), NOW)
    run_etl(dealer, job(gives(0, rows=0)), NOW + dt.timedelta(hours=1))
    assert set(shown(dealer.org).values()) == {Decimal(100)}
    assert told_of(dealer.org)[-1] == ("partial", "")
    assert "told nothing" in standing(dealer.org, job()).warnings[0]


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ([Worked(row(TODAY).row, wrong=["Parts do not make the whole."])], "2025-11-05: Parts do not make the whole."),
        ([row(TODAY), row(TODAY)], "comes 2 times"),
        ([row(TODAY + dt.timedelta(days=9))], "lies outside of"),
        ([row(TODAY, nonsense=1)], "has no column nonsense"),
    ],
    ids=["audit", "twice", "outside", "unknown column"],
)
def test_rows_that_are_wrong_are_not_shown_and_those_before_stay(
    dealer: Connection, rows: list[Worked], says: str
) -> None:
    run_etl(dealer, job(), NOW)
    with pytest.raises(AuditFailed, match="Nothing was published"):
        run_etl(dealer, job(gives(rows), reach=Reach()), NOW)
    assert set(shown(dealer.org).values()) == {Decimal(100)}
    assert says in standing(dealer.org, job()).reason


def test_what_the_database_refuses_leaves_nothing_of_the_window(dealer: Connection) -> None:
    bad = [row(TODAY, 5), row(TODAY - dt.timedelta(days=1), 5, day_of_week=9)]
    with pytest.raises(Failed, match="The database refused"):
        run_etl(dealer, job(gives(bad)), NOW, Days(TODAY - dt.timedelta(days=1), TODAY))
    assert shown(dealer.org) == {}
    assert told_of(dealer.org) == [("failed", "data")]


def test_what_passes_is_asked_again_and_what_has_to_be_mended_is_not(dealer: Connection) -> None:
    run_etl(dealer, job(raises(TryAgain("busy"), TryAgain("busy", after=0.01))), NOW)
    assert len(shown(dealer.org)) == 3
    asked: list[int] = []

    def refuse(reading: Reading) -> Extracted[Any]:
        asked.append(1)
        raise FixConnection("The password is wrong.")

    with pytest.raises(FixConnection):
        run_etl(dealer, job(refuse), NOW)
    assert (len(asked), standing(dealer.org, job()).error_class) == (1, "config")
    with pytest.raises(TryAgain):
        run_etl(dealer, job(raises(*(TryAgain("busy") for _ in range(9)))), NOW)


def test_half_past_five_in_utc_is_still_the_day_before_in_the_dealers_zone(dealer: Connection) -> None:
    run_etl(dealer, job(reach=Reach()), dt.datetime(2025, 11, 6, 4, 30, tzinfo=dt.UTC))
    assert list(shown(dealer.org)) == [TODAY]


def test_days_that_were_missed_are_made_up_for_and_snapshots_are_not(dealer: Connection) -> None:
    run_etl(dealer, job(), NOW)
    run_etl(dealer, job(), NOW + dt.timedelta(days=10))
    assert len(shown(dealer.org)) == 13
    never = job(reach=Reach(past=Past.NOTHING))
    run_etl(dealer, never, NOW + dt.timedelta(days=20))
    assert len(shown(dealer.org)) == 14
    with pytest.raises(GiveUp, match="only today's snapshot"):
        run_etl(dealer, never, NOW + dt.timedelta(days=20), Days(TODAY, TODAY))


def test_a_backfill_that_was_broken_off_goes_on_where_it_stood(dealer: Connection) -> None:
    read: list[Days] = []

    def answer(reading: Reading) -> Extracted[Any]:
        if len(read) == 2:
            read.append(reading.days)
            raise KeyboardInterrupt
        read.append(reading.days)
        return Extracted(100, 1)

    days = Days(TODAY - dt.timedelta(days=7), TODAY)
    for _ in range(2):
        try:
            with run_job(dealer.org, "etl_sales_daily.backfill", interval="adhoc-1", by="maya") as run:
                perform(Turn(run, dealer.org, dealer, QUICK), job(answer), days, now=NOW)
        except KeyboardInterrupt:
            continue
    assert [one.start.day for one in read] == [29, 31, 2, 2, 4]
    assert len(shown(dealer.org)) == 8


def test_two_connections_of_one_system_are_refused(dealer: Connection) -> None:
    with org_context(dealer.org, actor="maya"):
        Connection.objects.create(org=dealer.org, system="softbase", name="Second")
    with pytest.raises(Failed, match="leave one switched on"):
        run_etl(dealer, job(), NOW)


def test_one_organisations_run_writes_nothing_of_anothers_and_without_one_nothing_is_seen(
    dealer: Connection, other_org: Org
) -> None:
    run_etl(dealer, job(), NOW)
    assert shown(other_org) == {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM mart_sales_daily")
        assert cursor.fetchone() == (0,)


def test_credentials_that_no_key_opens_are_a_matter_of_the_connection(dealer: Connection) -> None:
    with org_context(dealer.org, actor="maya"):
        Connection.objects.filter(pk=dealer.pk).update(sealed="gAAAAA-not-ours")
        dealer.refresh_from_db()
    with pytest.raises(FixConnection, match="cannot be opened"):
        run_etl(dealer, replace(job(), extract=sales_daily.JOB.extract), NOW)
    assert standing(dealer.org, job()).error_class == "config"


def test_what_failed_in_passing_and_what_is_awaited_is_asked_for_again_within_the_hour(dealer: Connection) -> None:
    run_etl(dealer, job(gives(5, waiting="Not there yet.")), NOW)
    with pytest.raises(TryAgain):
        run_etl(dealer, replace(cash_flow.JOB, extract=raises(*(TryAgain("busy") for _ in range(9)))), NOW)
    with run_job(dealer.org, register.CATCH_UP, by="timetable") as run:
        register._ask_again(run, dealer.org, {})
    with org_context(dealer.org, actor="test"):
        waiting = Run.objects.for_org(dealer.org).filter(state="queued").order_by("job")
        assert [(one.job, one.parameters) for one in waiting] == [
            ("etl_cash_flow.sync", {"triggered_by": "catch_up"}),
            ("etl_sales_daily.sync", {"triggered_by": "catch_up"}),
        ]


def test_a_day_that_will_not_come_is_told_and_the_others_are_shown(dealer: Connection) -> None:
    with pytest.raises(Failed, match="left out"):
        run_etl(dealer, job(gives(3, lacking="The export left out a day."), reach=Reach()), NOW)
    assert shown(dealer.org) == {TODAY: Decimal(3)}
    assert standing(dealer.org, job()).reason == "The export left out a day."


def open_topics(org: Org) -> list[str]:
    with org_context(org, actor="test"):
        return sorted(Incident.objects.for_org(org).live().values_list("topic", flat=True))


def test_two_runs_running_with_warnings_open_an_incident_and_a_good_one_closes_it(dealer: Connection) -> None:
    doubtful = job(gives([Worked(row(TODAY).row, warnings=["Tax does not add up."])]), reach=Reach())
    run_etl(dealer, doubtful, NOW)
    assert open_topics(dealer.org) == []
    run_etl(dealer, doubtful, NOW + dt.timedelta(hours=1))
    assert open_topics(dealer.org) == ["mart:etl_sales_daily"]
    run_etl(dealer, job(), NOW + dt.timedelta(hours=2))
    assert open_topics(dealer.org) == []


def test_a_figure_that_falls_to_less_than_half_is_told_at_once(dealer: Connection) -> None:
    run_etl(dealer, job(watched="total_revenue", reach=Reach()), NOW)
    later = NOW + dt.timedelta(days=1)
    run_etl(dealer, job(gives([row(TODAY + dt.timedelta(days=1), 40)]), watched="total_revenue", reach=Reach()), later)
    assert open_topics(dealer.org) == ["mart_fell:etl_sales_daily"]


def test_where_several_rows_share_a_day_those_that_it_has_no_more_are_taken_out(dealer: Connection) -> None:
    def told(day: dt.date, *kinds: str) -> Answer:
        return gives([Worked({"metric_date": day, "wo_type": kind, "opened": 1}) for kind in kinds])

    def orders(answer: Answer) -> Job[Any]:
        declared: Job[Any] = work_orders.JOB
        return replace(declared, extract=answer, compute=lambda reading, value: value, reach=Reach())

    before, later = TODAY - dt.timedelta(days=1), NOW + dt.timedelta(hours=1)
    run_etl(dealer, orders(told(before, "Shop", "Parts")), NOW, Days(before, before))
    run_etl(dealer, orders(told(TODAY, "Shop", "Parts")), NOW)
    run_etl(dealer, orders(told(TODAY, "Shop")), later)
    with org_context(dealer.org, actor="test"):
        held = WorkOrderDaily.objects.for_org(dealer.org).order_by("metric_date", "wo_type")
        assert list(held.values_list("metric_date", "wo_type")) == [
            (before, "Parts"),
            (before, "Shop"),
            (TODAY, "Shop"),
        ]
        assert EtlRun.objects.for_org(dealer.org).latest("id").records_deleted == 1
