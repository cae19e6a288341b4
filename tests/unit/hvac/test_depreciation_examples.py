"""Depreciation worked by hand: straight line, double declining, sum of the years, MACRS with both conventions, sales."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from hvac.costing.rules import macrs
from hvac.costing.rules.depreciation import (
    Asset,
    CannotTell,
    book_schedule,
    gain_on_disposal,
    needs_mid_quarter,
    special_allowance,
    tax_schedule,
)

D = Decimal
VAN = Asset(
    cost=D("46000.00"),
    salvage=D("6400.00"),
    acquired=dt.date(2023, 5, 10),
    in_service=dt.date(2023, 5, 18),
    book_method="SL",
    life_months=60,
    tax_method="MACRS GDS",
    recovery_years=5,
    convention="Half-Year",
)
PRESS = replace(VAN, cost=D(10000), salvage=D(1000), in_service=dt.date(2023, 1, 1), book_method="DDB")


def yearly(asset: Asset) -> list[Decimal]:
    """Add the months of each year of an asset's life."""
    amounts = [charge.depreciation for charge in book_schedule(asset)]
    return [sum(amounts[at : at + 12], D(0)) for at in range(0, len(amounts), 12)]


def test_straight_line_by_month_from_the_month_it_is_put_to_use() -> None:
    # (46,000 - 6,400) / 60 = 660.00 a month.
    months = book_schedule(VAN)
    assert (len(months), {charge.depreciation for charge in months}) == (60, {D("660.00")})
    assert (months[0].first, months[0].opening) == (dt.date(2023, 5, 1), D(46000))
    assert (months[-1].first, months[-1].accumulated) == (dt.date(2028, 4, 1), D(39600))
    assert months[-1].opening - months[-1].depreciation == VAN.salvage


def test_the_last_month_takes_what_rounding_left() -> None:
    # 1,000 / 7 = 142.857…: six months of 142.86 and one of 142.84.
    odd = replace(VAN, cost=D(1100), salvage=D(100), life_months=7)
    assert [charge.depreciation for charge in book_schedule(odd)] == [D("142.86")] * 6 + [D("142.84")]


def test_double_declining_never_goes_below_salvage() -> None:
    # 40 % a year: 4,000, 2,400, 1,440, 864; the fifth year would be 518.40, and only 296 are left above 1,000.
    assert yearly(PRESS) == [D(4000), D(2400), D(1440), D(864), D(296)]


def test_double_declining_turns_straight_when_that_is_more() -> None:
    # No salvage, 5 years: 40, 24, 14.4 % and then half of what is left, 21.6 %, a year: 1,080 against 864.
    assert yearly(replace(PRESS, salvage=D(0))) == [D(4000), D(2400), D(1440), D(1080), D(1080)]


def test_sum_of_the_years_digits() -> None:
    # 9,000 by 5/15, 4/15, 3/15, 2/15, 1/15.
    assert yearly(replace(PRESS, book_method="SYD")) == [D(3000), D(2400), D(1800), D(1200), D(600)]


def test_a_sold_asset_is_written_off_to_the_month_before_and_gains_what_the_sale_brought_above_its_value() -> None:
    # Sold in May 2025 after 24 months: 46,000 - 24 x 660 = 30,160; 31,000 brought 840 more.
    months = book_schedule(replace(VAN, disposed=dt.date(2025, 5, 3)))
    assert (len(months), months[-1].first) == (24, dt.date(2025, 4, 1))
    closing = months[-1].opening - months[-1].depreciation
    assert (closing, gain_on_disposal(D(31000), closing)) == (D(30160), D(840))


def test_macrs_by_half_year_leaves_salvage_out_and_business_use_in() -> None:
    # 46,000 by 20, 32, 19.2, 11.52, 11.52, 5.76 %.
    amounts = [charge.depreciation for charge in tax_schedule(VAN, is_mid_quarter=False)]
    assert amounts == [D(9200), D(14720), D(8832), D("5299.20"), D("5299.20"), D("2649.60")]
    shared = tax_schedule(replace(VAN, business_use=D(80)), is_mid_quarter=False)
    assert (shared[0].opening, shared[0].depreciation) == (D(36800), D(7360))


def test_macrs_by_mid_quarter_when_it_came_late() -> None:
    # Put to use in November: 46,000 by 5, 38, 22.8, 13.68, 10.94, 9.58 %; the year's purchases decide where nothing is stated.
    late = replace(VAN, in_service=dt.date(2023, 11, 2), convention=None)
    amounts = [charge.depreciation for charge in tax_schedule(late, is_mid_quarter=True)]
    assert amounts == [D(2300), D(17480), D(10488), D("6292.80"), D("5032.40"), D("4406.80")]
    assert sum(amounts) == D(46000)


def test_mid_quarter_is_asked_for_above_forty_per_cent_in_the_last_three_months() -> None:
    may, november = (dt.date(2023, 5, 1), D(6000)), dt.date(2023, 11, 1)
    assert not needs_mid_quarter([may, (november, D(4000))])
    assert needs_mid_quarter([may, (november, D("4000.01"))])


def test_the_year_of_sale_has_half_a_year_or_its_quarter() -> None:
    # Year 3 is 8,832, half of it 4,416; by mid-quarter from May it is 18 %, 8,280, of which a sale in May leaves 37.5 %.
    half = tax_schedule(replace(VAN, disposed=dt.date(2025, 5, 3)), is_mid_quarter=False)
    assert [charge.depreciation for charge in half] == [D(9200), D(14720), D(4416)]
    quarter = replace(VAN, convention="Mid-Quarter", disposed=dt.date(2025, 5, 3))
    assert tax_schedule(quarter, is_mid_quarter=False)[-1].depreciation == D("3105.00")
    at_once = replace(VAN, disposed=dt.date(2023, 12, 1))
    assert [charge.depreciation for charge in tax_schedule(at_once, is_mid_quarter=False)] == [D(0)]


def test_twenty_years_by_mid_quarter() -> None:
    # Table A-5, put to use in November: 46,000 by 0.938, 7.430 and 6.872 % at first, 3.901 % in the twenty-first year.
    barn = replace(VAN, in_service=dt.date(2023, 11, 2), recovery_years=20, convention="Mid-Quarter")
    amounts = [charge.depreciation for charge in tax_schedule(barn, is_mid_quarter=False)]
    assert amounts[:3] == [D("431.48"), D("3417.80"), D("3161.12")]
    assert (len(amounts), amounts[-1], sum(amounts)) == (21, D("1794.46"), D(46000))


def test_the_special_allowance_is_taken_at_once_and_the_rest_by_table() -> None:
    # 80 % of 46,000 in 2023 and 20 % of the remaining 9,200: 36,800 + 1,840.
    bonus = replace(VAN, tax_method="Bonus")
    assert [charge.depreciation for charge in tax_schedule(bonus, is_mid_quarter=False)][:2] == [D(38640), D(2944)]
    assert special_allowance(dt.date(2025, 1, 19), dt.date(2025, 3, 1)) == 40
    assert special_allowance(dt.date(2025, 1, 20), dt.date(2025, 3, 1)) == 100


def test_straight_line_for_taxes_and_expensing() -> None:
    # 46,000 / 5 = 9,200 a year, half in the first and the sixth.
    even = tax_schedule(replace(VAN, tax_method="ADS SL"), is_mid_quarter=False)
    assert [charge.depreciation for charge in even] == [D(4600), *[D(9200)] * 4, D(4600)]
    assert [c.depreciation for c in tax_schedule(replace(VAN, tax_method="Sec.179"), is_mid_quarter=False)] == [
        D(46000)
    ]
    assert tax_schedule(replace(VAN, tax_method="None"), is_mid_quarter=False) == []


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"recovery_years": None}, "recovery period"),
        ({"convention": "Mid-Month"}, "buildings"),
        ({"recovery_years": 12}, "No table is held for 12 years"),
        ({"convention": "Mid-Quarter", "tax_method": "ADS SL"}, "not held"),
    ],
)
def test_what_cannot_be_told_says_which_fact_is_missing(change: dict[str, object], reason: str) -> None:
    with pytest.raises(CannotTell, match=reason):
        tax_schedule(replace(VAN, **change), is_mid_quarter=False)  # type: ignore[arg-type]
    with pytest.raises(CannotTell, match="by use"):
        book_schedule(replace(VAN, book_method="UOP"))


def test_every_row_of_the_tables_adds_up_to_a_hundred_and_follows_its_rule() -> None:
    for years in (3, 5, 7, 10, 15, 20):
        rows = [(macrs.half_year(years), D("0.5"))]
        rows += [(macrs.mid_quarter(years, q), (D(9) - 2 * q) / 8) for q in (1, 2, 3, 4)]
        for row, first in rows:
            assert row is not None
            assert sum(row) == 100, (years, first)
            assert len(row) == years + 1
            _follows(row, years, first)


def _follows(row: tuple[Decimal, ...], years: int, first: Decimal) -> None:
    """Hold printed percentages against the rule behind them: declining balance, straight line when that is more."""
    rate, left, remaining = D(200 if years <= 10 else 150) / years / 100, D(100), D(years)
    for at, printed in enumerate(row[:-1]):
        share = first if at == 0 else D(1)
        exact = max(left * rate, left / remaining) * share
        assert abs(printed - exact) < D("0.02"), (years, at, printed, exact)
        left, remaining = left - exact, remaining - share
