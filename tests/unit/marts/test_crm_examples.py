"""The worked examples of contacts and deals, and their edges: a few records in, the figures out, written by hand."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from marts.build.crm_contacts import contacts_snapshot
from marts.build.crm_deals import Asked, Outcome, deals_snapshot, outcome
from marts.build.worked import Worked
from marts.sources.days import ending_with
from marts.sources.hubspot.records import ContactCounts, Deal, Deals, Stage, decode_deals

CENTRAL = ZoneInfo("America/Chicago")
TODAY = dt.date(2025, 12, 3)


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
