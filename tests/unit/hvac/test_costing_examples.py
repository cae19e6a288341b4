"""The rules of costing worked by hand, each with the numbers that a person would write down."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from hvac.costing.rules import (
    agreements,
    budgets,
    campaigns,
    certifications,
    commissions,
    customers,
    insurance,
    labour,
    pricing,
    safety,
    stock,
    taxes,
    vendors,
    warranties,
)
from hvac.costing.rules.labour import Worked
from hvac.costing.rules.rounding import percent

D = Decimal
MONDAY = dt.date(2026, 3, 2)


def week(*hours: str | None, kind: str = "regular", employee: int = 1) -> list[Worked]:
    """Give one entry a day from Monday."""
    days = [MONDAY + dt.timedelta(days=at) for at in range(len(hours))]
    return [
        Worked(at, employee, day, dt.datetime.combine(day, dt.time(7), dt.UTC), kind, D(text) if text else None)
        for at, (day, text) in enumerate(zip(days, hours, strict=True))
    ]


def overtime(entries: list[Worked]) -> list[Decimal | None]:
    return [paid.overtime for paid in labour.split_overtime(entries)]


def test_overtime_begins_after_the_fortieth_hour_of_the_week_whatever_the_day_was() -> None:
    # 9.5 a day: 38 by Thursday; of Friday's 9.5 hours 2 are regular and 7.5 overtime.
    assert overtime(week("9.5", "9.5", "9.5", "9.5", "9.5")) == [D(0)] * 4 + [D("7.5")]
    assert overtime(week("16", "16", "8")) == [D(0)] * 3
    sunday_then_monday = week("10", "10", "10", "10", "0", "0", "5", "9")
    assert overtime(sunday_then_monday) == [D(0)] * 6 + [D(5), D(0)]


def test_hours_that_were_not_worked_count_towards_no_overtime() -> None:
    assert overtime([*week("10", "10", "10", "10", kind="pto"), *week("8")]) == [D(0)] * 5


def test_an_entry_that_is_still_open_is_unknown() -> None:
    assert overtime(week("40", None, "2")) == [D(0), None, D(2)]


def test_pay_is_one_and_a_half_for_overtime_and_unknown_without_a_rate() -> None:
    # 40 x 30.00 + 5 x 45.00.
    assert labour.pay(D(40), D(5), D("30.00")) == D("1425.00")
    assert labour.pay(D(40), D(5), None) is None
    assert labour.hourly(D(62400)) == D("30.00")


def test_a_commission_is_on_the_amount_before_tax_and_due_when_all_is_paid() -> None:
    # 5 % of 1,234.50 = 61.725, half up 61.73; the second payment fills the bill on 14 February.
    assert commissions.commission(D("1234.50"), D("0.05")) == D("61.73")
    assert commissions.commission(D("1234.50"), D("0.05"), is_clawback=True) == D("-61.73")
    paid = [(dt.date(2024, 2, 14), D(334)), (dt.date(2024, 1, 20), D(1000))]
    assert commissions.paid_in_full_on(D(1334), paid) == dt.date(2024, 2, 14)
    assert commissions.paid_in_full_on(D("1334.01"), paid) is None
    assert commissions.payable_on(dt.date(2024, 2, 14)) == dt.date(2024, 2, 29)
    assert commissions.payable_on(None) is None


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("2026-03", ("2026-03-01", "2026-03-31", "2026-04-20")),
        ("2026-12", ("2026-12-01", "2026-12-31", "2027-01-20")),
        ("2026-Q4", ("2026-10-01", "2026-12-31", "2027-01-20")),
        ("2026-H1", ("2026-01-01", "2026-06-30", "2026-07-20")),
        ("2026", ("2026-01-01", "2026-12-31", "2027-01-20")),
    ],
)
def test_a_filing_period_is_due_on_the_twentieth_after_it(text: str, days: tuple[str, str, str]) -> None:
    found = taxes.filing_period(text)
    assert found is not None
    assert tuple(day.isoformat() for day in (found.start, found.end, found.due)) == days
    assert taxes.filing_period("March 2026") is None


def test_per_cents_are_rounded_half_up_and_unknown_of_nothing() -> None:
    assert (percent(1, 8), percent(D("0.5"), 1_000), percent(1, 0)) == (D("12.50"), D("0.05"), None)


def test_a_part_is_ordered_at_demand_in_the_lead_time_and_some_more() -> None:
    # 2 a day, deviation 1.5, 9 days: safety 1.645 x 1.5 x 3 = 7.4, point 18 + 7.4 = 25.4, both up.
    low = stock.need(stock=20, most=60, daily_mean=D(2), daily_deviation=D("1.5"), lead_days=9)
    assert (low.safety_stock, low.reorder_point, low.order_quantity, low.days_of_supply) == (8, 26, 40, D(10))
    assert low.state == "order"
    assert stock.need(stock=27, most=60, daily_mean=D(2), daily_deviation=D("1.5"), lead_days=9).state == "enough"
    unused = stock.need(stock=0, most=60, daily_mean=D(0), daily_deviation=D(0), lead_days=9)
    assert (unused.state, unused.order_quantity, unused.days_of_supply) == ("out", 0, None)


def test_parts_are_classed_by_their_share_of_the_years_usage() -> None:
    # Of 1,000: 500, 800, 950 and 1,000 add up; what is never used is C.
    assert stock.classes([D(300), D(500), D(150), D(50), D(0)]) == ["A", "A", "B", "C", "C"]


def test_recordable_and_reportable_are_two_questions() -> None:
    assert safety.classify("Fatality").is_reportable is True
    away = safety.classify("Days Away")
    assert (away.is_recordable, away.column, away.is_reportable) == (True, "H", None)
    assert safety.classify("First Aid").is_recordable is False
    # 3 cases in 52,000 hours: 3 x 200,000 / 52,000 = 11.538.
    assert safety.incidence_rate(3, D(52000)) == D("11.54")
    assert safety.incidence_rate(3, None) is None
    assert safety.counted_days(200) == 180


def test_a_call_without_a_time_proves_nothing_about_a_promise() -> None:
    assert agreements.answered(121, 2).is_breach is True
    assert agreements.answered(121, 2).minutes_over == 1
    assert agreements.answered(120, 2).is_breach is False
    assert (agreements.answered(None, 2).is_breach, agreements.answered(30, None).is_breach) == (None, None)


def test_a_certification_expires_but_some_have_grace_and_some_last() -> None:
    today = dt.date(2026, 3, 1)
    states = [
        certifications.state(today + dt.timedelta(days=days), today, grace=120) for days in (91, 90, 0, -120, -121)
    ]
    assert states == ["Valid", "Expiring", "Expiring", "Grace", "Expired"]
    assert certifications.state(None, today) == "Lasting"
    assert certifications.grace_days("Air Conditioning", "NATE") == 120
    assert certifications.grace_days("CPR", "Red Cross") == 0


def test_who_never_called_makes_nobody_look_recent() -> None:
    # The defect of the first system: a stand-in of 9,999 days pressed everybody else to the recent end.
    days = sorted([10, 100, 400, 700])
    assert [customers.rank(day, days) for day in days] == [D("0.12"), D("0.38"), D("0.62"), D("0.88")]
    assert customers.segment(None, None, None, 0) == "No calls yet"
    risk = customers.churn_risk(days_since_call=None, has_live_plan=False, satisfaction=None, is_payer_late=None)
    assert risk == (None, "No call, no plan: nothing to go by.")


def test_churn_risk_says_why_and_a_plan_holds() -> None:
    def risk(
        days: int, *, plan: bool = False, satisfaction: str | None = None, late: bool = False
    ) -> tuple[str | None, str]:
        return customers.churn_risk(
            days_since_call=days,
            has_live_plan=plan,
            satisfaction=D(satisfaction) if satisfaction else None,
            is_payer_late=late,
        )

    assert risk(30) == ("Low", "Recent, not unhappy, pays in time.")
    assert risk(400) == ("Medium", "No call for 400 days.")
    assert risk(731) == ("High", "No call for 731 days.")
    assert risk(400, satisfaction="4.50") == ("High", "No call for 400 days, satisfaction 4.5 of 10.")
    assert risk(800, plan=True, late=True)[0] == "Medium"


def test_lifetime_value_is_margin_by_retention_discounted() -> None:
    # 500 a year at 90 %: 500 x 0.9 / (1.1 - 0.9) = 2,250; at 50 %: 250 / 0.6.
    assert customers.lifetime_value(D(500), "Low") == D("2250.00")
    assert customers.lifetime_value(D(500), "High") == D("416.67")
    assert customers.lifetime_value(None, "Low") is None


def test_a_campaign_has_a_return_where_its_revenue_is_known() -> None:
    assert campaigns.return_on_spend(D(9000), D(4000)) == (D(125), "")
    assert campaigns.return_on_spend(None, D(4000))[0] is None
    assert campaigns.return_on_spend(D(9000), D(0)) == (None, "Nothing was spent.")
    assert campaigns.cost_per_lead(D(4000), D("12.5")) == D(320)
    assert campaigns.conversion(D(2), D(0)) is None


def test_revenue_above_budget_is_good_and_expense_above_is_not() -> None:
    spent = budgets.variance(D(10000), D(11500), is_revenue=False)
    assert (spent.amount, spent.percent, spent.is_favourable, spent.is_exception) == (D(-1500), D(-15), False, True)
    earned = budgets.variance(D(10000), D(11500), is_revenue=True)
    assert (earned.amount, earned.is_favourable) == (D(1500), True)
    assert not budgets.variance(D(10000), D(10900), is_revenue=False).is_exception


def test_losses_by_premium() -> None:
    # Paid 8,000, reserve 4,000, 2,000 back from the other driver: 10,000 of a premium of 12,500.
    incurred = insurance.net_incurred(D(8000), D(4000), D(2000))
    assert (incurred, insurance.loss_ratio(incurred, D(12500))) == (D(10000), D(80))
    assert insurance.out_of_pocket(D(9500), D(8000), D(1000), is_ended=True) == D(1500)
    assert insurance.out_of_pocket(D(9500), D(0), D(1000), is_ended=False) == D(1000)


def test_what_a_manufacturer_gave_back_is_unknown_until_a_file_says_so() -> None:
    assert warranties.recovered("Paid", "Approved", D(400), None) == (D(400), "")
    assert warranties.recovered("Closed", "Partially Approved", D(400), D(250)) == (D(250), "")
    assert warranties.recovered("Closed", "Partially Approved", D(400), None)[0] is None
    assert warranties.recovered("Closed", "Denied", D(400), None) == (D(0), "")
    assert warranties.recovered("Under Review", "Pending", D(400), None) == (None, "It is not decided.")


def test_a_vendor_is_scored_by_what_is_known_of_it() -> None:
    # 90 x .4 + 98 x .3 + 100 x .2 + 80 x .1 (2 % above the list) = 93.4.
    assert vendors.score(on_time=D(90), quality=D(98), fill=D(100), price_variance=D(2)) == D("93.40")
    # Without on-time and price: (98 x 30 + 100 x 20) / 50.
    assert vendors.score(on_time=None, quality=D(98), fill=D(100), price_variance=None) == D("98.80")
    assert vendors.score(on_time=None, quality=None, fill=None, price_variance=None) is None


SUMMER = pricing.Rule("Summer peak", "Percent", D(15), 10, False, dt.date(2020, 1, 1), season=("06-01", "08-31"))
WINTER = pricing.Rule("Winter peak", "Percent", D(20), 10, False, dt.date(2020, 1, 1), season=("12-01", "02-28"))
NIGHT = pricing.Rule("Night", "Fixed", D(95), 5, True, dt.date(2020, 1, 1), hours=(dt.time(18), dt.time(7)))
WEEKEND = pricing.Rule(
    "Weekend", "Multiplier", D("1.1"), 3, True, dt.date(2020, 1, 1), weekdays="-----SS", ceiling=D(300)
)
FRIEND = pricing.Rule(
    "Agreed", "Override", D(150), 1, False, dt.date(2020, 1, 1), filters={"customer_type": "commercial"}
)


def job(when: str, **facts: str) -> pricing.Job:
    return pricing.Job(dt.datetime.fromisoformat(when), dict(facts))


def test_a_price_takes_the_season_then_what_stacks_and_rounds_once() -> None:
    # Saturday 4 July at 19:00: 200 + 15 % = 230, + 95 = 325, x 1.1 = 357.50, at most 300.
    rules = [SUMMER, WINTER, NIGHT, WEEKEND, FRIEND]
    amount, steps = pricing.price(D(200), rules, job("2026-07-04T19:00"))
    assert (amount, [step.rule.name for step in steps]) == (D(300), ["Summer peak", "Night", "Weekend"])
    # A Tuesday noon in May has no rule.
    assert pricing.price(D(200), rules, job("2026-05-05T12:00")) == (D(200), [])


def test_an_override_stands_alone_and_a_season_goes_over_new_year() -> None:
    rules = [SUMMER, WINTER, NIGHT, FRIEND]
    agreed, steps = pricing.price(D(200), rules, job("2026-07-04T19:00", customer_type="commercial"))
    assert (agreed, len(steps)) == (D(150), 1)
    assert pricing.price(D("99.99"), rules, job("2026-01-10T09:00"))[0] == D("119.99")
