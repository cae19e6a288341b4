"""The worked examples of books, CRM and communications, and their edges: a few rows in, the figures out, written by hand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from marts.build.crm_contacts import contacts_snapshot
from marts.build.crm_deals import Asked, Outcome, deals_snapshot, outcome
from marts.build.financial import financial_month
from marts.build.worked import Worked
from marts.build.zoom import Rules, calls_of, phone, zoom_days
from marts.sources.days import bounds, ending_with
from marts.sources.hubspot.decode import ContactCounts, Deal, Deals, Stage, decode_deals
from marts.sources.quickbooks.decode import Report, decode_report
from marts.sources.told import ShapeError
from marts.sources.zoom.decode import Leg, MeetingDay, Told, decode_leg

CENTRAL = ZoneInfo("America/Chicago")
NOVEMBER, TODAY = dt.date(2025, 11, 1), dt.date(2025, 12, 3)


# Books


def report(name: str, groups: Mapping[str, Any], *, months: Sequence[str] = ("2025-11",), **header: Any) -> Report:
    """Make a report of sections; a section that holds others is a mapping with its own amount under “.”."""
    columns = [
        {"ColType": "Account", "ColTitle": ""},
        *({"ColType": "Money", "ColTitle": m, "MetaData": [{"Name": "StartDate", "Value": f"{m}-01"}]} for m in months),
        {"ColType": "Money", "ColTitle": "Total", "MetaData": [{"Name": "ColKey", "Value": "total"}]},
    ]
    told = {"ReportName": name, "ReportBasis": "Accrual", "Currency": "USD", **header}
    return decode_report({"Header": told, "Columns": {"Column": columns}, "Rows": {"Row": _sections(groups)}})


def _sections(groups: Mapping[str, Any]) -> list[dict[str, Any]]:
    found = []
    for group, inside in groups.items():
        amounts = inside["."] if isinstance(inside, Mapping) else inside
        cells = [{"value": f"Total {group}"}, *({"value": text} for text in _each(amounts)), {"value": "999999.99"}]
        section: dict[str, Any] = {"type": "Section", "group": group, "Summary": {"ColData": cells}}
        if isinstance(inside, Mapping):
            section["Rows"] = {"Row": _sections({name: value for name, value in inside.items() if name != "."})}
        found.append(section)
    return found


def _each(amounts: Any) -> list[str]:
    return list(amounts) if isinstance(amounts, tuple) else [amounts]


PROFIT = {
    "Income": "277475", "COGS": "2500", "GrossProfit": "274975", "Expenses": "2900", "NetOperatingIncome": "272075",
    "OtherIncome": "38500", "OtherExpenses": "6800", "NetOtherIncome": "31700", "NetIncome": "303775",
}  # fmt: skip
BALANCE = {
    "TotalAssets": {".": "23436.29", "CurrentAssets": {".": "7282.52", "BankAccounts": "2001.00", "AR": "5281.52"}},
    "TotalLiabilitiesAndEquity": {
        ".": "23436.29",
        "Liabilities": {".": "31131.33", "CurrentLiabilities": {".": "31131.33", "AP": "1602.67"}},
        "Equity": "-7695.04",
    },
}
FLOWS = {
    "OperatingActivities": {".": "-28362.54", "NetIncome": "1643.54", "OperatingAdjustments": "-28362.54"},
    "FinancingActivites": "29000.00", "CashIncrease": "2281.00", "BeginningCash": "0.00", "EndingCash": "2281.00",
}  # fmt: skip


def books(
    profit: Mapping[str, Any] = PROFIT,
    balance: Mapping[str, Any] | None = BALANCE,
    flows: Mapping[str, Any] | None = FLOWS,
) -> Worked | None:
    """Work out November."""
    sheet = None if balance is None else report("BalanceSheet", balance)
    moved = None if flows is None else report("CashFlow", flows)
    return financial_month(NOVEMBER, TODAY, report("ProfitAndLoss", profit), sheet, moved)


def figures(worked: Worked | None) -> Mapping[str, Any]:
    """Give the row, which there must be."""
    assert worked is not None
    return worked.row


def test_books_of_a_month_are_those_of_the_three_reports() -> None:
    worked = books()
    assert worked is not None
    assert worked.wrong == []
    assert worked.warnings == []
    expected = {
        "total_revenue": "277475.00", "total_expenses": "12200.00", "gross_profit": "274975.00", "gross_margin_pct": "99.10",
        "net_income": "303775.00", "other_income": "38500.00", "total_assets": "23436.29", "cash_balance": "2001.00",
        "accounts_receivable": "5281.52", "total_liabilities": "31131.33", "accounts_payable": "1602.67",
        "total_equity": "-7695.04", "operating_cash_flow": "-26719.00", "financing_cash_flow": "29000.00",
        "investing_cash_flow": "0.00",
    }  # fmt: skip
    assert {name: str(worked.row[name]) for name in expected} == expected
    assert (worked.row["period_end"], worked.row["is_closed"]) == (dt.date(2025, 11, 30), True)


def test_the_small_example_has_its_margin() -> None:
    told = {"Income": "1000.00", "COGS": "400.00", "GrossProfit": "600.00", "Expenses": "250.00", "NetIncome": "350.00"}
    row = figures(books(told))
    assert [str(row[n]) for n in ("total_revenue", "total_expenses", "gross_profit", "gross_margin_pct", "net_income")] == [
        "1000.00", "650.00", "600.00", "60.00", "350.00",
    ]  # fmt: skip


def test_sections_that_are_left_out_or_blank_are_zero() -> None:
    row = figures(books({"Income": "10.00", "Expenses": "", "NetIncome": "10.00"}))
    assert (row["cogs"], row["total_expenses"], row["gross_profit"]) == (Decimal(0), Decimal(0), Decimal("10.00"))


def test_a_month_of_costs_alone_has_a_margin_of_zero() -> None:
    row = figures(books({"Expenses": "80.00", "NetIncome": "-80.00"}))
    assert (row["gross_margin_pct"], row["net_income"]) == (Decimal(0), Decimal("-80.00"))


def test_a_margin_beyond_what_can_be_shown_is_unknown_and_told() -> None:
    worked = books({"Income": "10.00", "COGS": "135.00", "GrossProfit": "-125.00", "NetIncome": "-125.00"})
    assert figures(worked)["gross_margin_pct"] is None
    assert worked is not None
    assert "gross margin" in worked.warnings[0]


def test_what_did_not_answer_is_left_out_and_never_zero() -> None:
    row = figures(books(balance=None, flows=None))
    assert "total_assets" not in row
    assert "operating_cash_flow" not in row


def test_no_data_gives_zeros_only_where_the_balance_sheet_answered() -> None:
    nothing = decode_report(
        {"Header": {"ReportName": "ProfitAndLoss", "Option": [{"Name": "NoReportData", "Value": "true"}]}, "Rows": {}}
    )
    assert financial_month(NOVEMBER, TODAY, nothing, None, None) is None
    row = figures(financial_month(NOVEMBER, TODAY, nothing, report("BalanceSheet", BALANCE), None))
    assert (row["total_revenue"], row["total_assets"]) == (Decimal(0), Decimal("23436.29"))


def test_columns_are_found_by_their_date_and_the_total_is_never_one() -> None:
    told = {"Income": ("100.00", "7.00"), "NetIncome": ("100.00", "7.00")}
    profit = report("ProfitAndLoss", told, months=("2025-10", "2025-11"))
    assert figures(financial_month(NOVEMBER, TODAY, profit, None, None))["total_revenue"] == Decimal("7.00")
    with pytest.raises(ShapeError, match="no column of 2025-12"):
        financial_month(dt.date(2025, 12, 1), TODAY, profit, None, None)


def test_a_report_of_one_month_may_come_with_its_total_alone() -> None:
    profit = report(
        "ProfitAndLoss", {"Income": (), "NetIncome": ()}, months=(), StartPeriod="2025-11-01", EndPeriod="2025-11-30"
    )
    assert figures(financial_month(NOVEMBER, TODAY, profit, None, None))["total_revenue"] == Decimal("999999.99")


def test_books_that_do_not_add_up_are_not_published_unless_by_a_trifle() -> None:
    worked = books({**PROFIT, "NetIncome": "200000"})
    assert worked is not None
    assert "net income" in worked.wrong[0]
    trifle = books({**PROFIT, "NetIncome": "303775.40"})
    assert trifle is not None
    assert (len(trifle.wrong), len(trifle.warnings)) == (0, 1)


# Contacts


def test_contacts_of_no_stage_of_ours_are_what_the_total_leaves_over() -> None:
    lives = {
        "subscriber": 10, "lead": 20, "marketingqualifiedlead": 5, "salesqualifiedlead": 5, "opportunity": 3, "customer": 30,
        "evangelist": 2, "other": 1, "77120931": 4, "(none)": 20,
    }  # fmt: skip
    worked = contacts_snapshot(dt.date(2025, 11, 30), ContactCounts(100, lives, 8, 3))
    row = worked.row
    assert (row["other_lifecycle"], row["customers"], row["total_contacts"]) == (25, 30, 100)
    assert row["lifecycle_detail"]["(none)"] == 20
    assert worked.warnings == worked.wrong == []


def test_contacts_that_move_between_searches_are_told_and_never_negative() -> None:
    worked = contacts_snapshot(TODAY, ContactCounts(10, {"lead": 11}, 2, 1))
    assert worked.row["other_lifecycle"] == 0
    assert "1 more contacts" in worked.warnings[0]


def test_windows_of_days_begin_at_local_midnight_on_either_side_of_a_change_of_clocks() -> None:
    starts, ends = ending_with(dt.date(2025, 11, 30), 30, CENTRAL)
    assert (starts.isoformat(), ends.isoformat()) == ("2025-11-01T05:00:00+00:00", "2025-12-01T06:00:00+00:00")
    assert ending_with(dt.date(2025, 11, 30), 7, CENTRAL)[0].isoformat() == "2025-11-24T06:00:00+00:00"


# Deals

STAGES = (
    Stage("S1", "Open", "default", "Sales", 0, False, Decimal("0.2"), False),
    Stage("closedwon", "Closed won", "default", "Sales", 1, True, Decimal("1.0"), False),
    Stage("closedlost", "Closed lost", "default", "Sales", 2, True, Decimal("0.0"), False),
    Stage("9001", "Signed", "P2", "Renewals", 0, True, Decimal("1.0"), False),
)


def deal(number: str, stage: str, amount: str | None, **more: str | None) -> Deal:
    """Make a deal as HubSpot tells it."""
    properties = {"dealstage": stage, "amount": amount, "createdate": "2025-10-01T12:00:00Z", **more}
    return decode_deals({"results": [{"id": number, "properties": properties}]}).deals[0]


def snapshot(*deals: Deal, average_of: str = "all") -> Worked:
    """Work out a snapshot."""
    asked = Asked(dt.date(2025, 11, 30), CENTRAL, dt.date(2025, 11, 1), average_of)
    return deals_snapshot(Deals(STAGES, deals), asked)


SIX = (
    deal("d1", "S1", "1000"), deal("d2", "S1", None), deal("d3", "closedwon", "5000", closedate="2025-11-05T12:00:00Z"),
    deal("d4", "closedlost", "2000"), deal("d5", "9001", "3000", closedate="2025-10-11T12:00:00Z"), deal("d6", "gone", "700"),
)  # fmt: skip


def test_six_deals_stand_as_their_stages_say() -> None:
    worked = snapshot(*SIX)
    expected = {
        "total_deals": 6, "open_deals": 3, "won_deals": 2, "lost_deals": 1, "total_pipeline_value": "1700.00",
        "won_value": "8000.00", "lost_value": "2000.00", "average_deal_size": "1950.00", "avg_won_deal_size": "4000.00",
        "win_rate": "66.67", "won_count_mtd": 1, "won_value_mtd": "5000.00", "avg_cycle_days": "22.50",
    }  # fmt: skip
    assert {n: v if isinstance(v := worked.row[n], int) else str(v) for n in expected} == expected
    stages = worked.row["deals_by_stage"]
    assert {name: (one["count"], one["value"]) for name, one in stages.items()} == {
        "S1": (2, 1000.0), "closedwon": (1, 5000.0), "closedlost": (1, 2000.0), "9001": (1, 3000.0), "unknown": (1, 700.0),
    }  # fmt: skip
    assert worked.warnings == worked.wrong == []
    assert str(snapshot(*SIX, average_of="won").row["average_deal_size"]) == "4000.00"


def test_stages_without_deals_keep_their_place_in_the_funnel() -> None:
    stages = snapshot().row["deals_by_stage"]
    assert [(name, one["count"]) for name, one in stages.items()] == [(s.id, 0) for s in STAGES]
    assert stages["9001"] == {
        "label": "Signed", "pipeline_id": "P2", "pipeline": "Renewals", "display_order": 0, "is_closed": True, "is_won": True,
        "count": 0, "value": 0.0,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("stage", "told", "expected"),
    [
        ("S1", {}, Outcome.OPEN),
        ("S1", {"hs_is_closed_won": "true"}, Outcome.WON),
        ("gone", {"hs_is_closed_lost": "true"}, Outcome.LOST),
        ("closedwon", {"hs_is_closed": "false", "hs_is_closed_won": "false"}, Outcome.OPEN),
        ("gone", {"hs_is_closed": "true", "hs_is_closed_won": "false"}, Outcome.LOST),
        ("gone", {"hs_is_closed": "true"}, Outcome.LOST),
        ("9001", {"hs_is_closed": "true"}, Outcome.WON),
        ("closedlost", {}, Outcome.LOST),
    ],
)
def test_what_a_deal_says_of_itself_comes_before_its_stage(stage: str, told: dict[str, str], expected: Outcome) -> None:
    assert outcome(deal("d", stage, "1", **told), {s.id: s for s in STAGES}.get(stage)) is expected


def test_an_amount_that_is_no_number_counts_as_nothing_and_is_told() -> None:
    worked = snapshot(deal("d1", "S1", "1,000"), deal("d2", "S1", "-50.25"), deal("d3", "S1", ""))
    assert str(worked.row["total_pipeline_value"]) == "-50.25"
    assert "amount of 1 deals" in worked.warnings[0]


def test_the_home_currency_counts_where_it_is_told_and_a_mixture_is_told() -> None:
    home = deal("d1", "S1", "90", amount_in_home_currency="100", deal_currency_code="EUR")
    assert str(snapshot(home).row["total_pipeline_value"]) == "100.00"
    mixed = snapshot(*(deal(c, "S1", "1", deal_currency_code=c) for c in ("EUR", "USD")))
    assert "EUR, USD" in mixed.warnings[0]


# Communications

DAY = dt.date(2025, 11, 5)


def leg(number: str, call: str, seconds: int, result: str, *, answered: bool = False, **more: Any) -> Leg:
    """Make a row of the call history as Zoom tells it."""
    told = {"id": number, "call_id": call, "direction": "inbound", "start_time": "2025-11-05T15:04:05Z", "duration": seconds,
            "connect_type": "external", "call_result": result, **more}  # fmt: skip
    return decode_leg({**told, **({"answer_time": "2025-11-05T15:04:15Z"} if answered else {})})


FOUR = (
    leg("r1", "c1", 130, "answered", start_time="2025-11-05T15:04:00Z", callee_ext_type="call_queue", callee_name="Front Desk"),
    leg("r2", "c1", 125, "answered", answered=True),
    leg("r3", "c2", 0, "no_answer"),
    leg("r4", "c3", 61, "connected", direction="outbound", answered=True),
    leg("r5", "c4", 20, "voicemail"),
)  # fmt: skip


def test_the_calls_of_a_day_are_counted_once_each() -> None:
    row = phone(calls_of(FOUR), CENTRAL, Rules())
    expected = {
        "total_calls": 4, "inbound_calls": 3, "outbound_calls": 1, "missed_calls": 2, "total_call_minutes": 3,
        "avg_call_duration_mins": Decimal("1.55"), "answered_calls": 2, "voicemail_calls": 1, "total_call_seconds": 206,
        "answered_call_seconds": 186, "calls_by_queue": {"Front Desk": 1}, "calls_by_hour": {"9": 4},
    }  # fmt: skip
    assert {name: row[name] for name in expected} == expected
    assert phone(calls_of(FOUR), CENTRAL, Rules(voicemail_is_missed=False))["missed_calls"] == 1


def test_calls_within_the_house_are_counted_apart_unless_they_are_asked_for() -> None:
    inside = [leg("r6", "c5", 60, "answered", answered=True, connect_type="internal")]
    row = phone(calls_of([*FOUR, *inside]), CENTRAL, Rules())
    assert (row["total_calls"], row["inbound_calls"], row["internal_calls"]) == (4, 3, 1)
    counted = phone(calls_of([*FOUR, *inside]), CENTRAL, Rules(count_internal=True))
    assert (counted["total_calls"], counted["inbound_calls"], counted["total_call_seconds"]) == (5, 3, 266)


def test_a_result_that_nobody_knows_is_counted_as_other_and_told() -> None:
    told = Told(None, None, None, {DAY: MeetingDay(0, 0, 0)}, (leg("r", "c", 5, "teleported"),))
    worked = zoom_days([DAY], DAY, told, CENTRAL, Rules())[0]
    assert worked.row["calls_by_result"] == {"other": 1}
    assert "teleported" in worked.warnings[0]


def test_a_call_before_midnight_is_of_its_local_day() -> None:
    late = leg("r", "c", 90, "answered", answered=True, start_time="2025-11-06T05:59:30Z")
    told = Told(None, None, None, None, (late,))
    days = [DAY, DAY + dt.timedelta(days=1)]
    rows = [one.row for one in zoom_days(days, days[-1], told, CENTRAL, Rules())]
    assert [row["total_calls"] for row in rows] == [1, 0]


def test_days_of_23_and_25_hours_are_whole() -> None:
    spring, autumn = (bounds(day, day, CENTRAL) for day in (dt.date(2026, 3, 8), dt.date(2026, 11, 1)))
    assert [(ends - starts).total_seconds() / 3600 for starts, ends in (spring, autumn)] == [23, 25]


def test_meetings_have_their_average_and_a_day_without_any_has_none() -> None:
    told = Told(40, 30, 3, {DAY: MeetingDay(12, 57, 640), DAY - dt.timedelta(days=1): MeetingDay(0, 0, 0)}, None)
    before, row = (one.row for one in zoom_days([DAY - dt.timedelta(days=1), DAY], DAY, told, CENTRAL, Rules()))
    assert (row["avg_meeting_duration_mins"], row["total_users"], row["queue_count"]) == (Decimal("53.33"), 40, 3)
    assert (before["avg_meeting_duration_mins"], before["total_meetings"]) == (Decimal(0), 0)
    # Users as they stand are of the latest day alone, and a phone that did not answer is not one without calls.
    assert "total_users" not in before
    assert "total_calls" not in row
