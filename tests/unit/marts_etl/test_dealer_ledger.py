"""Marts hold what the twin's ledger says, to the cent, while its past is written on: late, moved, voided and restated."""

from __future__ import annotations

import datetime as dt
import os
from decimal import Decimal
from typing import Any

import pytest

from aiop.orgs.context import org_context
from aiop.orgs.models import Org
from marts.etl.jobs import cash_flow, rental_fleet, sales_daily
from marts.models import AccountRule, CashFlow, RentalFleet, SalesDaily
from marts.sources.softbase.sandbox.world import Dealer
from tests.unit.marts_etl.dealership import connect_dealer, make_dealer_org, run_etl, serving_dealer

START = dt.date(2025, 7, 15)
DAYS = 120
SEEDS = int(os.environ.get("LEDGER_SEEDS", "50"))
CHART = {
    "11": "cash", "12": "receivables", "13": "inventory", "14": "other_assets", "18": "fixed_assets", "19": "depreciated",
    "21": "payables", "22": "other_liabilities", "25": "debt", "31": "equity", "4": "income", "5": "income", "6": "income",
    "7": "income", "600900": "depreciation", "537001": "depreciation",
}  # fmt: skip
LEDGERS = {"ar_change", "inventory_change", "ap_change", "net_income"}
NAMED = {
    "depreciation": "depreciation_addback", "other_assets": "other_current_assets_effect", "cash_balance": "cash_balance",
    "other_liabilities": "other_current_liabilities_effect", "cash_change": "cash_change_mtd", "financing": "financing_cash_flow",
}  # fmt: skip


@pytest.fixture
def bennett(db: None) -> Org:
    """Give a dealer's organisation with its chart of accounts."""
    org = make_dealer_org()
    with org_context(org, actor="maya"):
        AccountRule.objects.bulk_create(
            [AccountRule(org=org, starts_with=text, group=group) for text, group in CHART.items()]
        )
    return org


@pytest.mark.parametrize("hostile", [False, True], ids=["calm", "hostile"])
def test_a_dealers_marts_are_its_ledger_through_120_days(bennett: Org, hostile: bool) -> None:
    live_through(bennett, seed=1 + hostile, every=25, faults=0.06 if hostile else 0.0)


@pytest.mark.slow
@pytest.mark.nightly
@pytest.mark.parametrize("seed", range(1, SEEDS + 1))
def test_a_dealers_marts_are_its_ledger_day_by_day(bennett: Org, seed: int) -> None:
    live_through(bennett, seed=seed, every=1 if seed == 1 else 5, faults=0.03 * (seed % 2))


def live_through(org: Org, *, seed: int, every: int, faults: float) -> None:
    """Run the three jobs again and again over 120 days, hold each snapshot against its moment, and the rest at the end."""
    dealer = Dealer(seed, START, START + dt.timedelta(days=DAYS + 10), fleet=16)
    first = dt.datetime.combine(START + dt.timedelta(days=20), dt.time(6, 30), dt.UTC)
    with serving_dealer(dealer, first, faults=faults, seed=seed) as twin:
        connection = connect_dealer(org, twin)
        for number in range(20, DAYS + 1, every):
            now = dt.datetime.combine(START + dt.timedelta(days=number), dt.time(6, 30), dt.UTC)
            twin.engine.clock.advance(now)
            for job in (sales_daily.JOB, rental_fleet.JOB, cash_flow.JOB):
                run_etl(connection, job, now)
            hold_fleet(org, dealer, now)
    hold_sales(org, dealer, now)
    hold_cash(org, dealer, now)


def hold_sales(org: Org, dealer: Dealer, now: dt.datetime) -> None:
    """Hold every day that is restated no more, or that was restated just now, against the ledger."""
    with org_context(org, actor="test"):
        rows: list[dict[str, Any]] = list(map(dict, SalesDaily.objects.for_org(org).order_by("sales_date").values()))
    latest = rows[-1]["sales_date"]
    assert [row["sales_date"] for row in rows] == [
        rows[0]["sales_date"] + dt.timedelta(days=at) for at in range(len(rows))
    ]
    assert latest == now.date()
    assert len(rows) > 100
    differ(rows, lambda row: dealer.sales(row["sales_date"], now))


def hold_fleet(org: Org, dealer: Dealer, now: dt.datetime) -> None:
    """Hold the snapshot of the moment against the ledger, its revenue to the cent."""
    with org_context(org, actor="test"):
        row: dict[str, Any] = dict(RentalFleet.objects.for_org(org).values().get(snapshot_date=now.date()))
    differ([row], lambda row: dict(dealer.fleet_at(now)))
    day = now.date()
    month = dealer.rental_revenue(day.replace(day=1), day, now)
    year = dealer.rental_revenue(dt.date(day.year if day.month >= 11 else day.year - 1, 11, 1), day, now)
    assert row["rental_revenue_mtd"] == sum(month.values())
    assert row["rental_revenue_ytd"] == sum(year.values())


def hold_cash(org: Org, dealer: Dealer, now: dt.datetime) -> None:
    """Hold every month against what its journals mean."""
    with org_context(org, actor="test"):
        rows: list[dict[str, Any]] = list(map(dict, CashFlow.objects.for_org(org).order_by("year", "month").values()))
    assert len(rows) >= 4

    def truth(row: dict[str, Any]) -> dict[str, Any]:
        told = dealer.month(dt.date(row["year"], row["month"], 1), now)
        wanted = {name: told[name] for name in LEDGERS} | {ours: told[name] for name, ours in NAMED.items()}
        return wanted | {"unreconciled": 0, "investing_cash_flow": told["investing"]}

    differ(rows, truth)


def differ(rows: list[dict[str, Any]], truth: Any) -> None:
    """Fail with each figure that is not as the ledger has it."""
    found = []
    for row in rows:
        told: dict[str, Decimal | int] = truth(row)
        found += [(row["id"], name, row[name], value) for name, value in told.items() if row[name] != value]
    assert found == [], found[:5]
