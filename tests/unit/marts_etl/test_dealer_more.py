"""Work orders, customers and departments of a dealer: examples by hand, and the twin's ledger to the cent."""

from __future__ import annotations

import datetime as dt
import os
from collections import defaultdict
from decimal import Decimal
from typing import Any

import pytest

from aiop.orgs.context import org_context
from aiop.orgs.models import Org
from marts.build.cash_flow import Month, Rule
from marts.build.customer_activity import change_of, customers_of
from marts.build.gl_monthly import department_months
from marts.build.work_orders import LABELS, Standing, order_days
from marts.etl.jobs import customer_activity, gl_monthly, work_orders
from marts.models import AccountRule, CustomerActivity, EtlRun, GlMonthly, WorkOrderDaily
from marts.sandbox.connected import CHART
from marts.sources.softbase.records import Balance, Bought, Customer, Lines, Quoted, WorkOrder
from marts.sources.softbase.sandbox.world import Dealer
from tests.unit.marts_etl.dealership import connect_dealer, make_dealer_org, run_etl, serving_dealer

D = Decimal
DAY = dt.date(2025, 11, 5)
START = dt.date(2025, 5, 1)
SEEDS = int(os.environ.get("LEDGER_SEEDS", "50"))
DEPARTMENTS = {"410003": "parts", "510003": "parts", "410004": "service", "510004": "service", "420000": "rental"}


def on(day: int, month: int = 11) -> dt.date:
    return dt.date(2025, month, day)


ORDERS = [
    WorkOrder("A", "S", on(1)),
    WorkOrder("B", "SH", on(20, 10), completed=on(1), bill_to="C1", rate="SHOP", discount=D(10)),
    WorkOrder("C", "SH", on(5), bill_to="C2"),
    WorkOrder("D", "SH", on(2), bill_to="900006"),
    WorkOrder("E", "", on(1, 10), completed=on(2), closed=DAY),
    WorkOrder("F", "S", on(10)),
]
STANDING = Standing(
    lines={"B": Lines(D(500), D("9.00"), D(40), D(5)), "C": Lines(D(100), D("2.50")), "D": Lines(D(70), D(3))},
    quotes=[
        Quoted("B", "L", D(5000), on(1, 10)),
        Quoted("B", "L", D(1260), on(20, 10)),
        Quoted("B", "P", D(80), on(20, 10)),
    ],
    rates={"SHOP": D(140)}, internal={"900006"}, of_rental={"900006"},
)  # fmt: skip


def orders_on(day: dt.date, *, today: dt.date = DAY) -> dict[str, dict[str, Any]]:
    return {row.row["wo_type"]: dict(row.row) for row in order_days([day], ORDERS, STANDING, today=today)}


def test_orders_of_a_day_stand_by_type_and_shop_hours_against_the_newest_quote() -> None:
    told = orders_on(DAY)
    shop = told["Shop"]
    assert (shop["open_total"], shop["in_progress"], shop["awaiting_invoice"], shop["opened"]) == (3, 2, 1, 1)
    assert (shop["awaiting_over_3d"], shop["awaiting_over_5d"], shop["awaiting_avg_days"]) == (1, 0, D("4.00"))
    # 1,260 over 140 less a tenth are 10 hours, of which 9 are spent; nobody has quoted C, and D is the house's own.
    assert (shop["quoted_hours"], shop["actual_hours"], shop["overrun_hours"]) == (D("10.00"), D("11.50"), D("0.00"))
    assert shop["alert_levels"] == {"RED": 1, "NO_QUOTE": 1}
    assert (shop["open_value_labor"], shop["open_value_parts"], shop["awaiting_value"]) == (D("670"), D("40"), D("545"))
    assert (shop["internal_rental_open"], told["Unspecified"]["closed"]) == (1, 1)
    assert (told["Service"]["open_total"], told["Unspecified"]["open_total"]) == (1, 0)


def test_of_a_past_day_worth_and_hours_are_unknown() -> None:
    shop = orders_on(on(4))["Shop"]
    assert (shop["open_total"], shop["awaiting_over_3d"]) == (2, 0)
    assert not {"open_value_labor", "quoted_hours", "alert_levels"} & set(shop)


def bought(amount: int, first: dt.date | None = None, last: dt.date | None = None) -> Bought:
    return Bought(1 if amount else 0, {"parts": D(amount)}, first, last or first)


NOTHING = bought(0)


@pytest.mark.parametrize(
    ("recent", "previous", "first", "status"),
    [
        (500, 0, on(1), "new"),
        (500, 0, on(1, 2), "reactivated"),
        (500, 900, on(1, 2), "active"),
        (400, 800, on(1, 2), "at_risk"),
        (0, 800, on(1, 2), "churned"),
        (0, 0, on(1, 2), "dormant"),
    ],
)
def test_customers_are_told_apart_by_when_they_bought(recent: int, previous: int, first: dt.date, status: str) -> None:
    one = Customer("C1", "Acme", bought(2_000, first, on(2)), bought(recent, on(2)) if recent else NOTHING,
                   bought(previous, on(9, 7)) if previous else NOTHING)  # fmt: skip
    (row,) = customers_of(DAY, [one])
    assert row.row["activity_status"] == status


def test_numbers_that_differ_in_padding_are_one_customer_and_small_ones_are_left_out() -> None:
    parts = [Customer("C1", "Acme", bought(80, on(1)), bought(80, on(1)), NOTHING) for _ in range(2)]
    rows = customers_of(
        DAY,
        [
            *parts,
            Customer("C2", "Bit", bought(100, on(1)), NOTHING, NOTHING),
            Customer("", "?", bought(900, on(1)), NOTHING, NOTHING),
        ],
    )
    assert [(row.row["bill_to"], row.row["lifetime_revenue"]) for row in rows] == [("C1", D(160))]
    assert (change_of(D(5), D(0)), change_of(D(0), D(0)), change_of(D(50), D(200))) == (D(100), D(0), D(-75))


def test_departments_earn_by_their_accounts_and_what_nobody_placed_is_unassigned() -> None:
    rules = [Rule("11", "cash"), Rule("4", "income"), Rule("410003", "income", department="parts"),
             Rule("5", "income"), Rule("510003", "income", department="parts"), Rule("600900", "depreciation"), Rule("99", "income")]  # fmt: skip
    moved = {"110000": 100, "410003": -900, "410009": -50, "510003": 400, "600900": 30, "701000": -7, "999999": 12}
    rows = department_months(Month(on(1), [Balance(a, "", D(m), None) for a, m in moved.items()], None, True), rules)
    assert {(row.row["department"], row.row["account_type"]): row.row["amount"] for row in rows} == {
        ("parts", "revenue"): D(900), ("unassigned", "revenue"): D(50), ("parts", "cogs"): D(400),
        ("unassigned", "expense"): D(42), ("unassigned", "other_income"): D(7),
    }  # fmt: skip


@pytest.fixture
def bennett(db: None) -> Org:
    """Give a dealer's organisation with its chart of accounts, some of them of a department."""
    org = make_dealer_org()
    placed = {
        **{text: (group, "") for text, group in CHART.items()},
        **{a: ("income", d) for a, d in DEPARTMENTS.items()},
    }
    with org_context(org, actor="maya"):
        AccountRule.objects.bulk_create(
            [
                AccountRule(org=org, starts_with=text, group=group, department=whose)
                for text, (group, whose) in placed.items()
            ]
        )
    return org


def test_what_the_dealer_did_is_in_the_three_marts_to_the_cent(bennett: Org) -> None:
    live_through(bennett, seed=1, days=(195, 200), faults=0.0)


@pytest.mark.slow
@pytest.mark.nightly
@pytest.mark.parametrize("seed", range(1, SEEDS + 1))
def test_what_many_dealers_did_is_in_the_three_marts_to_the_cent(bennett: Org, seed: int) -> None:
    live_through(bennett, seed=seed, days=tuple(range(80, 201, 10)), faults=0.03 * (seed % 2))


def live_through(org: Org, *, seed: int, days: tuple[int, ...], faults: float) -> None:
    """Run the three jobs on some days, and hold each of them against the ledger of its moment."""
    dealer = Dealer(seed, START, START + dt.timedelta(days=days[-1] + 5), fleet=8)
    moments = [dt.datetime.combine(START + dt.timedelta(days=number), dt.time(6, 30), dt.UTC) for number in days]
    with serving_dealer(dealer, moments[0], faults=faults, seed=seed) as twin:
        connection = connect_dealer(org, twin)
        for now in moments:
            twin.engine.clock.advance(now)
            for job in (work_orders.JOB, gl_monthly.JOB, customer_activity.JOB):
                run_etl(connection, job, now)
            hold_orders(org, dealer, now)
            hold_customers(org, dealer, now)
    hold_departments(org, dealer, now)
    with org_context(org, actor="test"):
        assert not EtlRun.objects.for_org(org).exclude(status="success").exists()


def hold_orders(org: Org, dealer: Dealer, now: dt.datetime) -> None:
    """Hold each type's row of the day against the ledger."""
    with org_context(org, actor="test"):
        rows: dict[str, Any] = {
            row["wo_type"]: row for row in WorkOrderDaily.objects.for_org(org).filter(metric_date=now.date()).values()
        }
    assert len(rows) > 3
    for kind, label in LABELS.items():
        if label in rows:
            truth = dealer.orders_of(kind or None, now.date(), now)
            assert {name: rows[label][name] for name in truth} == truth, label


def hold_customers(org: Org, dealer: Dealer, now: dt.datetime) -> None:
    """Hold each customer of the day against the ledger, and that no other is there."""
    with org_context(org, actor="test"):
        rows: dict[str, Any] = {
            row["bill_to"]: row
            for row in CustomerActivity.objects.for_org(org).filter(snapshot_date=now.date()).values()
        }
    truth = {name: told for name, told in dealer.bought(now.date(), now).items() if told["lifetime_revenue"] > 100}
    assert {name: {column: rows[name][column] for column in told} for name, told in truth.items()} == truth
    assert set(rows) == set(truth)


def hold_departments(org: Org, dealer: Dealer, now: dt.datetime) -> None:
    """Hold the parts department's months, and what all departments leave, against the journals."""
    with org_context(org, actor="test"):
        rows = list(GlMonthly.objects.for_org(org).values_list("year", "month", "department", "account_type", "amount"))
    left: dict[dt.date, D] = defaultdict(D)
    for year, month, _, kind, amount in rows:
        left[dt.date(year, month, 1)] += amount if kind in {"revenue", "other_income"} else -amount
    assert {month: dealer.month(month, now)["net_income"] for month in left} == left
    known = [one for one in dealer.books.journals if one.since <= now]
    for year, month, department, kind, amount in rows:
        if (department, kind) == ("parts", "revenue"):
            months = [one for one in known if (one.day.year, one.day.month) == (year, month)]
            assert amount == sum(one.amount for one in months if one.credit == "410003")
