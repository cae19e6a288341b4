"""What assets lose month by month in the books and year by year for taxes, and what they are worth today."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, NamedTuple

from aiop.builders.declared import Builder, Building
from aiop.builders.tables import Row, Table, from_rows
from aiop.quality.checks import Check
from hvac.costing.reading import ask
from hvac.costing.rules.depreciation import (
    Asset,
    CannotTell,
    Charge,
    book_schedule,
    gain_on_disposal,
    needs_mid_quarter,
    tax_schedule,
)
from hvac.models.results import AssetValue, DepreciationEntry


class Known(NamedTuple):
    """An asset with its id, what a sale brought, and whether its year asks for the mid-quarter convention."""

    id: int
    asset: Asset
    proceeds: Decimal | None
    is_mid_quarter: bool


class Schedules(NamedTuple):
    """The charges of an asset in both books; empty with a reason where they cannot be told."""

    book: list[Charge]
    tax: list[Charge]
    reason: str


def entries(building: Building) -> Iterator[Row]:
    """Give every charge of every asset."""
    start = building.org.fiscal_year_start_month
    for known in _assets(building):
        schedules = _schedules(known)
        for charge in schedules.book:
            months = charge.first.month - start
            # A fiscal year is called by the calendar year in which it ends.
            year = charge.first.year + (1 if start > 1 and months >= 0 else 0)
            yield (known.id, "Book", year, months % 12 + 1, *_amounts(charge))
        for charge in schedules.tax:
            yield (known.id, "Tax", charge.first.year, 0, *_amounts(charge))


def values(building: Building) -> Iterator[Row]:
    """Give what every asset is worth today."""
    for known in _assets(building):
        book, tax, reason = _schedules(known)
        asset = known.asset
        book_value = _left(asset.cost, [c for c in book if c.first <= building.today], is_known=bool(book))
        tax_value = _left(asset.tax_basis, [c for c in tax if c.first <= building.today], is_known=bool(tax))
        is_sold = asset.disposed is not None and asset.disposed <= building.today
        sale = is_sold and known.proceeds is not None and book_value is not None
        gain = gain_on_disposal(known.proceeds, book_value) if sale else None  # type: ignore[arg-type]
        worth = (Decimal(0), Decimal(0)) if is_sold else (book_value, tax_value)
        yield (known.id, *worth, gain, known.is_mid_quarter, reason)


def _assets(building: Building) -> list[Known]:
    rows = list(ask("assets", building))
    placed: defaultdict[int, list[tuple[Any, Decimal]]] = defaultdict(list)
    assets = [(row.id, _asset(row), row.disposal_proceeds) for row in rows]
    for _, asset, _ in assets:
        sold_at_once = asset.disposed is not None and asset.disposed.year == asset.in_service.year
        if asset.tax_method in {"MACRS GDS", "Bonus"} and not sold_at_once:
            placed[asset.in_service.year].append((asset.in_service, asset.tax_basis))
    late = {year: needs_mid_quarter(basis) for year, basis in placed.items()}
    return [Known(id_, asset, proceeds, late.get(asset.in_service.year, False)) for id_, asset, proceeds in assets]


def _asset(row: Any) -> Asset:
    return Asset(
        cost=row.cost,
        salvage=row.salvage_value,
        acquired=row.acquisition_date,
        in_service=row.in_service_date,
        book_method=row.book_method,
        life_months=row.book_life_months,
        tax_method=row.tax_method,
        recovery_years=row.recovery_years,
        convention=row.convention,
        business_use=row.business_use_pct,
        disposed=row.disposal_date,
    )


def _schedules(known: Known) -> Schedules:
    reasons = []
    book, tax = [], []
    try:
        book = book_schedule(known.asset)
    except CannotTell as answer:
        reasons.append(f"Books: {answer}")
    try:
        tax = tax_schedule(known.asset, is_mid_quarter=known.is_mid_quarter)
    except CannotTell as answer:
        reasons.append(f"Taxes: {answer}")
    return Schedules(book, tax, " ".join(reasons))


def _left(value: Decimal, charges: list[Charge], *, is_known: bool) -> Decimal | None:
    if not is_known:
        return None
    return value - charges[-1].accumulated if charges else value


def _amounts(charge: Charge) -> Row:
    return charge.first, charge.opening, charge.depreciation, charge.accumulated


BELOW_SALVAGE = Check(
    name="hvac_written_off_too_far",
    title="Nothing is written off below what is left of it",
    question="Is an asset in the books worth less than its salvage value, or for taxes less than nothing?",
    model="hvac.DepreciationEntry",
    sql="SELECT e.id FROM hvac_depreciationentry e JOIN hvac_fixedasset a ON a.id = e.asset_id "
    "WHERE e.closing_nbv < CASE e.book WHEN 'Book' THEN a.salvage_value ELSE 0 END",
    guidance="Build depreciation again; if it stays, an asset's cost was lowered below what was written off.",
)
CONVENTION = Check(
    name="hvac_tax_convention",
    title="Assets state the convention that their year asks for",
    question="Does an asset state half-year though more than 40 % of its year's purchases came in the last three months, or the reverse?",
    model="hvac.AssetValue",
    sql="SELECT v.id, a.asset_tag || ' states ' || a.convention AS detail FROM hvac_assetvalue v JOIN hvac_fixedasset a ON a.id = v.asset_id "
    "WHERE a.tax_method = 'MACRS GDS' AND (v.is_mid_quarter AND a.convention = 'Half-Year' "
    "OR NOT v.is_mid_quarter AND a.convention = 'Mid-Quarter')",
    has_detail=True,
    guidance="Ask whoever files the taxes: IRS Publication 946 has one convention for all of a year's purchases.",
)
_ENTRY = ("asset_id", "book", "fiscal_year", "period", "first_day", "opening_nbv", "depreciation", "accumulated")
_VALUE = ("asset_id", "book_value", "tax_value", "gain", "is_mid_quarter", "reason")
DEPRECIATION = Builder(
    "hvac_depreciation",
    "Depreciation schedules",
    "one row an asset, book, fiscal year and period",
    "Finance",
    from_rows(
        Table(DepreciationEntry, ("asset_id", "book", "fiscal_year", "period"), day="first_day"), _ENTRY, entries
    ),
    audits=(BELOW_SALVAGE,),
)
ASSET_VALUES = Builder(
    "hvac_asset_values",
    "Asset values",
    "one row an asset",
    "Finance",
    from_rows(Table(AssetValue, ("asset_id",)), _VALUE, values),
    audits=(CONVENTION,),
)
BUILDERS = (DEPRECIATION, ASSET_VALUES)
