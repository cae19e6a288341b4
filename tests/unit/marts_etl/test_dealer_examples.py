"""Worked examples of sales, fleet and cash: a few rows in, the figures out, worked out by hand."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from marts.build.cash_flow import Month, Rule, cash_month, health_of
from marts.build.rental_fleet import Said, fleet_days
from marts.build.sales_daily import sales_days
from marts.sources.softbase.records import Balance, Invoice, Rental, Unit, WorkOrder

D = Decimal
DAY = dt.date(2025, 11, 5)
STANDS = D(70_000)
NOTHING = dict.fromkeys(("service", "parts", "rental", "sales", "misc"), D(0))


def invoice(
    number: int, grand: str, tax: str = "0", day: dt.date = DAY, bill_to: str = "C100", serial: str = "", **revenue: str
) -> Invoice:
    amounts = {**NOTHING, **{name: D(text) for name, text in revenue.items()}}
    return Invoice(number, day, amounts, dict(NOTHING), D(tax), D(grand), bill_to, serial=serial)


def on(month: int, day: int) -> dt.date:
    return dt.date(2025, month, day)


INVOICES = [
    invoice(1, "381.70", "21.70", service="150.00", parts="200.00", misc="10.00"),
    invoice(2, "1200.00", rental="1200.00"),
    invoice(3, "-42.80", "-2.80", parts="-40.00"),
    invoice(4, "25000.00", sales="25000.00"),
]
ORDERS = [
    WorkOrder("A", "S", on(11, 1)),
    WorkOrder("B", "S", on(10, 20), completed=on(11, 3)),
    WorkOrder("C", "S", on(10, 1), closed=DAY),
    WorkOrder("F", "S", on(11, 10)),
    WorkOrder("G", "S", DAY, closed=on(11, 6)),
]


def sales(*days: dt.date, invoices: list[Invoice] = INVOICES, **more: Any) -> dict[str, Any]:
    return dict(sales_days(days or [DAY], invoices, ORDERS, today=on(11, 20), **more)[0].row)


def test_a_day_of_sales_is_net_of_tax_counts_credit_memos_and_says_which_orders_are_open() -> None:
    row = sales()
    wanted = {
        "day_of_week": 3, "service_revenue": D("150.00"), "service_invoices": 1, "parts_revenue": D("160.00"), "parts_invoices": 2,
        "rental_revenue": D("1200.00"), "rental_invoices": 1, "sales_revenue": D("25000.00"), "sales_invoices": 1,
        "misc_revenue": D("10.00"), "total_revenue": D("26520.00"), "total_invoices": 4, "tax_amount": D("18.90"),
        "grand_total": D("26538.90"), "credit_memo_count": 1, "open_work_orders": 3, "in_progress_work_orders": 2,
        "awaiting_invoice_work_orders": 1, "closed_work_orders": 1, "opened_work_orders": 1,
    }  # fmt: skip
    assert {name: row[name] for name in wanted} == wanted


def test_a_day_without_invoices_is_zero_and_sunday_begins_the_week() -> None:
    row = sales(on(11, 9))
    assert (row["day_of_week"], row["total_revenue"], row["total_invoices"]) == (0, D("0.00"), 0)


def test_the_companys_own_accounts_are_in_the_total_and_not_in_the_external_figures() -> None:
    row = sales(invoices=[*INVOICES, invoice(5, "99.00", service="99.00", bill_to="900006")], internal={"900006"})
    assert (row["total_revenue"], row["external_revenue"], row["external_invoices"]) == (
        D("26619.00"),
        D("26520.00"),
        4,
    )


def test_an_invoice_that_does_not_add_up_is_told() -> None:
    (worked,) = sales_days([DAY], [invoice(7, "200.00", service="100.00")], [], today=DAY)
    assert worked.warnings == ["Invoice 7: 100.00 and 0 tax do not make 200.00."]
    assert worked.row["is_provisional"]


UNITS = [
    Unit("S1", "U1", "Linder", "X20"),
    Unit("C1", "U1", "Linder", "Charger 48V"),
    Unit("S2", "U2", "Linder", "X20", status="Hold"),
    Unit("S3", "U3", "Linder", "X20"),
    Unit("S6", "U6", "Linder", "X20"),
    Unit("S7", "U7", "Linder", "X20"),
    Unit("S8", "U8", "Linder", "X20"),
]
RENTALS = [
    Rental("W1", "S1", "U1", on(11, 1), None, "C100"),
    Rental("W3", "", "U7", on(11, 1), None, "C200"),
    Rental("W4", "S7", "U7", on(11, 2), None, "C200"),
    Rental("W5", "S3", "U3", on(10, 1), on(11, 1), "C100"),
    Rental("W8", "RTRSEL", "", on(11, 1), None, "C300"),
]
SHOP = [WorkOrder("W6", "SH", on(11, 1), unit="U8")]


def fleet(
    day: dt.date = DAY, today: dt.date = DAY, rentals: list[Rental] = RENTALS, units: list[Unit] = UNITS, **more: Any
) -> dict[str, Any]:
    (worked,) = fleet_days([day], units, rentals, SHOP, more.pop("invoices", []), Said(11, **more), today=today)
    assert not worked.wrong
    return dict(worked.row)


def test_each_unit_of_the_fleet_does_one_thing_and_a_charger_does_not_go_out_with_its_truck() -> None:
    row = fleet()
    assert (row["total_units"], row["rented_units"], row["maintenance_units"], row["available_units"]) == (7, 2, 2, 3)
    assert (row["utilization_rate"], row["active_rental_customers"]) == (D("28.57"), 2)
    assert row["units_by_type"]["Batteries & Chargers"] == {"total": 1, "rented": 0, "available": 1, "maintenance": 0}


def test_a_past_day_tells_what_was_rented_and_leaves_out_what_nobody_knows_any_more() -> None:
    row = fleet(on(10, 15), today=DAY, rentals=RENTALS)
    assert row["rented_units"] == 1
    assert "available_units" not in row
    assert "maintenance_units" not in row


@pytest.mark.parametrize(
    ("units", "rentals", "wanted"),
    [
        ([], [], (0, 0, D("0.00"))),
        ([Unit("", "U9", "Linder", "X")], [Rental("W", "", "U9", on(11, 1), None, "C1")], (1, 1, D("100.00"))),
        ([Unit("S9", "U9", status="Hold")], [Rental("W", "S9", "", on(11, 1), None, "C1")], (1, 1, D("100.00"))),
        ([Unit("S9", "U9")], [Rental("W", "S9", "", on(12, 1), None, "C1")], (1, 0, D("0.00"))),
    ],
    ids=["no fleet", "unit number alone", "held and rented is rented", "booked ahead is not out"],
)
def test_fleets_at_the_edge(units: list[Unit], rentals: list[Rental], wanted: tuple[Any, ...]) -> None:
    row = fleet(units=units, rentals=rentals)
    assert (row["total_units"], row["rented_units"], row["utilization_rate"]) == wanted


def test_rental_is_summed_by_month_and_fiscal_year_and_by_type_of_unit() -> None:
    billed = [
        invoice(1, "0", day=on(11, 1), rental="100.00", serial="S1"),
        invoice(2, "0", day=on(11, 5), rental="-30.00", serial="C1"),
        invoice(3, "0", day=on(10, 31), rental="500.00", serial="S1"),
        invoice(4, "0", day=on(11, 4), rental="7.00", serial="gone"),
    ]
    row = fleet(invoices=billed)
    assert (row["rental_revenue_mtd"], row["rental_revenue_ytd"]) == (D("77.00"), D("77.00"))
    assert row["revenue_by_type"]["Unassigned"] == {"mtd": "7.00", "ytd": "7.00"}
    assert fleet(on(10, 31), invoices=billed)["rental_revenue_ytd"] == D("500.00")


RULES = [
    Rule("11", "cash"), Rule("12", "receivables"), Rule("13", "inventory"), Rule("14", "other_assets"),
    Rule("18", "fixed_assets"), Rule("19", "depreciated"), Rule("21", "other_liabilities"), Rule("21", "payables", "A/P"),
    Rule("22", "other_liabilities"), Rule("25", "debt"), Rule("4", "income"), Rule("5", "income"), Rule("6", "income"),
    Rule("600900", "depreciation"), Rule("7", "income"),
]  # fmt: skip
MOVED = {
    "110000": 20500, "120000": 8000, "131000": -3000, "140000": 1000, "183000": 20000, "193000": -5000, "211000": -4000,
    "221000": 500, "250000": -6000, "410003": -50000, "410004": -100000, "510003": 30000, "510004": 60000, "600900": 5000,
    "602600": 25000, "701000": -2000,
}  # fmt: skip


def month(moved: dict[str, int], stands: D | None = STANDS) -> Month:
    said = {"211000": "A/P TRADE"}
    balances = [Balance(account, said.get(account, ""), D(amount), None) for account, amount in moved.items()]
    return Month(dt.date(2025, 11, 1), balances, stands, is_closed=True)


def test_cash_of_a_month_is_explained_to_the_cent() -> None:
    worked = cash_month(month(MOVED), RULES)
    wanted = {
        "net_income": 32000, "operating_cash_flow": 34500, "investing_cash_flow": -20000, "financing_cash_flow": 6000,
        "cash_change_mtd": 20500, "ar_change": -8000, "inventory_change": 3000, "ap_change": 4000, "unreconciled": 0,
        "health_status": "healthy", "cash_balance": 70000, "unclassified": 0,
    }  # fmt: skip
    assert {name: worked.row[name] for name in wanted} == wanted
    assert worked.warnings == []
    told = worked.row["non_operating_breakdown"]
    assert told["non_operating"] == "-14000.00"
    assert told["breakdown"][0] == {
        "category": "Equipment and fixed assets", "activity_type": "investing", "gl_movement": "20000.00",
        "cash_effect": "-20000.00", "account_count": 1,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("operating", "health"),
    [("0.01", "healthy"), ("0.00", "warning"), ("-49999.99", "warning"), ("-50000.00", "critical")],
)
def test_health_turns_at_nothing_and_at_the_floor(operating: str, health: str) -> None:
    assert health_of(D(operating), D(-50_000)) == health


def test_an_account_on_no_map_and_a_ledger_that_does_not_balance_are_told() -> None:
    worked = cash_month(month({**MOVED, "990000": 700}), RULES)
    assert worked.row["unclassified"] == D("-700.00")
    assert worked.warnings == [
        "The trial balance is incomplete: movements of all accounts come to 700, not 0.",
        "700 of the change in cash is explained by no part.",
        "On no map: 990000.",
    ]


def test_without_a_cash_account_cash_is_unknown_and_not_nothing() -> None:
    worked = cash_month(month({"120000": 5, "410003": -5}, stands=None), RULES)
    assert "cash_change_mtd" not in worked.row
    assert worked.row["non_operating_breakdown"]["non_operating"] is None
