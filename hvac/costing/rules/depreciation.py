"""How the worth of an asset is written off, in the books and for taxes. Pure.

Books: straight line, double declining balance with the switch to straight line, sum of the years' digits (ASC 360-10-35-4 asks
for a rational and systematic method; the three are those of any accounting primer). Taxes: IRS Publication 946, chapter 4
(which convention applies: "more than 40 %" in the last three months), Appendix A (percentages), "Sale or Other Disposition
Before the Recovery Period Ends" (the year of sale); section 168(k) of the Internal Revenue Code for the special allowance.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from hvac.costing.rules import macrs
from hvac.costing.rules.rounding import ZERO, cents

HUNDRED = Decimal(100)
# Section 168(k): all of it for what was acquired after this day, else less from year to year.
_FULL_ALLOWANCE_AFTER = dt.date(2025, 1, 19)
_ALLOWANCE = {2023: 80, 2024: 60, 2025: 40, 2026: 20}
# Publication 946: the share of the year in which it is sold, by convention.
_SOLD_MID_QUARTER = {1: Decimal("0.125"), 2: Decimal("0.375"), 3: Decimal("0.625"), 4: Decimal("0.875")}
_SOLD_HALF_YEAR = Decimal("0.5")


class CannotTell(ValueError):  # noqa: N818  (an answer: which fact is missing, as a sentence)
    """The figures of an asset do not say what it loses."""


@dataclass(frozen=True, slots=True)
class Asset:
    """What is known of an asset; business use is in per cent, life in months."""

    cost: Decimal
    salvage: Decimal
    acquired: dt.date
    in_service: dt.date
    book_method: str
    life_months: int
    tax_method: str
    recovery_years: int | None = None
    convention: str | None = None
    business_use: Decimal = HUNDRED
    disposed: dt.date | None = None

    @property
    def tax_basis(self) -> Decimal:
        """Cost by business use; salvage value plays no part in taxes."""
        return cents(self.cost * self.business_use / HUNDRED)


@dataclass(frozen=True, slots=True)
class Charge:
    """What an asset loses in one period: the first day of it, the value before, the loss, all losses so far."""

    first: dt.date
    opening: Decimal
    depreciation: Decimal
    accumulated: Decimal


def book_schedule(asset: Asset) -> list[Charge]:
    """List the charge of every month in the books, from the month it is put to use until that before it goes.

    The last month takes what rounding left. Raises CannotTell.
    """
    methods = {"SL": _straight_line, "DDB": _double_declining, "SYD": _sum_of_years}
    if asset.book_method == "UOP":
        raise CannotTell("It is written off by use, and no file says how much it was used in each period.")
    amounts = methods[asset.book_method](asset.cost, asset.salvage, asset.life_months)
    first = asset.in_service.replace(day=1)
    months = [_months_after(first, at) for at in range(len(amounts))]
    kept = [(month, amount) for month, amount in zip(months, amounts, strict=True) if not _is_gone(asset, month)]
    return _charges(asset.cost, kept)


def tax_schedule(asset: Asset, *, is_mid_quarter: bool) -> list[Charge]:
    """List the charge of every tax year. The asset's own convention is used, else what the year's purchases ask for.

    Raises CannotTell.
    """
    if asset.tax_method == "None":
        return []
    if asset.convention == "Mid-Month":
        raise CannotTell("Mid-month is the convention of buildings, for which no table is held.")
    if asset.convention is not None:
        is_mid_quarter = asset.convention == "Mid-Quarter"
    shares = _shares(asset, is_mid_quarter=is_mid_quarter)
    years = [dt.date(asset.in_service.year + at, 1, 1) for at in range(len(shares))]
    amounts = _rounded(asset.tax_basis, shares)
    kept = [
        (year, cents(amount * _share_of_sale(asset, year, is_mid_quarter=is_mid_quarter)))
        for year, amount in zip(years, amounts, strict=True)
        if asset.disposed is None or year.year <= asset.disposed.year
    ]
    return _charges(asset.tax_basis, kept)


def needs_mid_quarter(placed: Iterable[tuple[dt.date, Decimal]]) -> bool:
    """Tell of what was put to use in one year, each with its basis, whether more than 40 % came in the last three months."""
    everything = list(placed)
    late = sum((basis for day, basis in everything if day.month >= 10), ZERO)
    return late > sum((basis for _, basis in everything), ZERO) * 4 / 10


def special_allowance(acquired: dt.date, in_service: dt.date) -> Decimal:
    """Give the per cent that section 168(k) lets be written off at once."""
    if acquired > _FULL_ALLOWANCE_AFTER or in_service.year <= 2022:
        return HUNDRED
    return Decimal(_ALLOWANCE.get(in_service.year, 0))


def gain_on_disposal(proceeds: Decimal, closing: Decimal) -> Decimal:
    """Give what the sale brought above the value in the books; below zero it is a loss."""
    return proceeds - closing


def _shares(asset: Asset, *, is_mid_quarter: bool) -> list[Decimal]:
    """Give the share of the basis of each tax year, adding up to one."""
    if asset.tax_method == "Sec.179":
        return [Decimal(1)]
    years = asset.recovery_years
    if years is None:
        raise CannotTell("The recovery period is not given.")
    if asset.tax_method == "ADS SL":
        if is_mid_quarter:
            raise CannotTell("Straight line by mid-quarter has tables that are not held.")
        half = Decimal(1) / years / 2
        return [half, *[half * 2] * (years - 1), half]
    quarter = (asset.in_service.month - 1) // 3 + 1
    table = macrs.mid_quarter(years, quarter) if is_mid_quarter else macrs.half_year(years)
    if table is None:
        raise CannotTell(f"No table is held for {years} years.")
    shares = [part / HUNDRED for part in table]
    if asset.tax_method == "Bonus":
        at_once = special_allowance(asset.acquired, asset.in_service) / HUNDRED
        shares = [share * (1 - at_once) for share in shares]
        shares[0] += at_once
    return shares


def _share_of_sale(asset: Asset, year: dt.date, *, is_mid_quarter: bool) -> Decimal:
    if asset.disposed is None or asset.disposed.year != year.year or asset.tax_method == "Sec.179":
        return Decimal(1)
    if asset.disposed.year == asset.in_service.year:
        return ZERO  # Publication 946: nothing for what is sold in the year in which it was put to use.
    return _SOLD_MID_QUARTER[(asset.disposed.month - 1) // 3 + 1] if is_mid_quarter else _SOLD_HALF_YEAR


def _rounded(basis: Decimal, shares: list[Decimal]) -> list[Decimal]:
    amounts = [cents(basis * share) for share in shares]
    amounts[-1] += basis - sum(amounts, ZERO)
    return amounts


def _straight_line(cost: Decimal, salvage: Decimal, months: int) -> list[Decimal]:
    return _evenly(cost - salvage, months)


def _double_declining(cost: Decimal, salvage: Decimal, months: int) -> list[Decimal]:
    amounts: list[Decimal] = []
    value, left = cost, months
    while left:
        length = min(12, left)
        declining = value * 24 / months * length / 12
        even = (value - salvage) * length / left
        amount = cents(min(max(declining, even), value - salvage))
        amounts += _evenly(amount, length)
        value, left = value - amount, left - length
    return amounts


def _sum_of_years(cost: Decimal, salvage: Decimal, months: int) -> list[Decimal]:
    lengths = [min(12, months - first) for first in range(0, months, 12)]
    digits = [Decimal(len(lengths) - at) * length / 12 for at, length in enumerate(lengths)]
    whole = sum(digits, ZERO)
    yearly = _rounded(cost - salvage, [digit / whole for digit in digits])
    return [month for amount, length in zip(yearly, lengths, strict=True) for month in _evenly(amount, length)]


def _evenly(amount: Decimal, parts: int) -> list[Decimal]:
    part = cents(amount / parts)
    return [part] * (parts - 1) + [amount - part * (parts - 1)]


def _is_gone(asset: Asset, month: dt.date) -> bool:
    return asset.disposed is not None and month >= asset.disposed.replace(day=1)


def _charges(value: Decimal, amounts: list[tuple[dt.date, Decimal]]) -> list[Charge]:
    found, accumulated = [], ZERO
    for first, amount in amounts:
        found.append(Charge(first, value - accumulated, amount, accumulated + amount))
        accumulated += amount
    return found


def _months_after(first: dt.date, months: int) -> dt.date:
    at = first.year * 12 + first.month - 1 + months
    return dt.date(at // 12, at % 12 + 1, 1)
