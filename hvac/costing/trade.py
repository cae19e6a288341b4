"""What stock asks for, how vendors deliver, what customers are worth, what campaigns brought."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from aiop.builders.declared import Builder, Building
from aiop.builders.tables import Row, Table, from_rows, from_sql
from aiop.builders.windows import Step
from aiop.quality.checks import Check, Severity
from hvac.costing.reading import ask, sql
from hvac.costing.rules.campaigns import TAIL_DAYS, conversion, cost_per_lead, return_on_spend
from hvac.costing.rules.customers import churn_risk, lifetime_value, rank, segment
from hvac.costing.rules.rounding import ZERO, cents, percent
from hvac.costing.rules.stock import classes, need
from hvac.costing.rules.vendors import score
from hvac.models.results import CampaignReturn, CustomerValue, LeadAttribution, StockNeed, VendorQuarter


def stock_needs(building: Building) -> Iterator[Row]:
    """Give each stock item with what it asks for; without any use in the year nothing can be told but that it is out."""
    rows = list(ask("stock", building))
    for row, abc in zip(rows, classes([row.usage_value for row in rows]), strict=True):
        head = (row.id, row.part_id, row.current_stock, row.used, row.daily_mean, row.daily_deviation, row.lead_days)
        tail = (row.usage_value, abc, row.abc_classification)
        if row.daily_mean is None:
            state = StockNeed.State.OUT if row.current_stock == 0 else None
            nothing = (None, None, row.reorder_point, None, None, state)
            yield (*head, *nothing, *tail, "It was not used in the last year, so nothing says when to order it.")
            continue
        found = need(
            stock=row.current_stock,
            most=row.max_stock_level,
            daily_mean=row.daily_mean,
            daily_deviation=row.daily_deviation,
            lead_days=row.lead_days,
        )
        levels = (found.safety_stock, found.reorder_point, row.reorder_point, found.order_quantity)
        yield (*head, *levels, found.days_of_supply, found.state, *tail, "")


def vendor_quarters(building: Building) -> Iterator[Row]:
    """Give how each vendor delivered on the orders of each quarter."""
    for row in ask("vendors", building):
        on_time = percent(row.on_time_lines, row.promised_lines)
        fill = percent(min(row.received, row.ordered), row.ordered)
        rejected = percent(row.rejected, row.received)
        price = percent(row.spend_on_list - row.listed, row.listed) if row.listed else None
        total = score(
            on_time=on_time, quality=None if rejected is None else 100 - rejected, fill=fill, price_variance=price
        )
        counts = (row.orders, row.lines, row.received_lines, row.promised_lines, row.on_time_lines)
        pieces = (row.ordered, row.received, row.rejected, row.spend)
        head = (row.vendor_id, row.quarter_start)
        yield (*head, *counts, *pieces, on_time, fill, rejected, row.days_off, price, total)


def customer_values(building: Building) -> Iterator[Row]:
    """Give each customer's worth; ranks are among those who have had a call, and nobody else stands in them."""
    rows = list(ask("customers", building))
    active = [row for row in rows if row.latest_call is not None]
    recent = sorted(-(building.today - row.latest_call).days for row in active)
    often = sorted(row.calls for row in active)
    paying = sorted(row.revenue if row.revenue is not None else ZERO for row in active)
    for row in rows:
        yield _customer_row(row, building, recent, often, paying)


def _customer_row(row: Any, building: Building, recent: list[int], often: list[int], paying: list[Decimal]) -> Row:
    days = (building.today - row.latest_call).days if row.latest_call else None
    ranks: tuple[Decimal | None, Decimal | None, Decimal | None] = (None, None, None)
    if days is not None:
        ranks = (rank(-days, recent), rank(row.calls, often), rank(row.revenue or ZERO, paying))
    risk, reason = churn_risk(
        days_since_call=days,
        has_live_plan=row.has_live_plan,
        satisfaction=row.satisfaction,
        is_payer_late=row.is_late,
    )
    worth = (row.yearly, lifetime_value(row.yearly, risk), reason)
    facts = (row.satisfaction, row.has_live_plan, row.is_late, risk)
    head = (row.id, row.calls, row.first_call, row.latest_call, days, row.revenue, row.margin)
    return (*head, *ranks, segment(*ranks, row.calls), *facts, *worth)


def campaign_returns(building: Building) -> Iterator[Row]:
    """Give what each campaign brought."""
    for row in ask("campaigns", building):
        roi, reason = return_on_spend(row.revenue, row.actual_spend)
        counts = (row.leads, row.converted, row.linked, row.actual_spend)
        rates = (cost_per_lead(row.actual_spend, row.leads), conversion(row.converted, row.leads), row.conversion_rate)
        revenue = None if row.revenue is None else cents(row.revenue)
        yield (row.id, *counts, *rates, revenue, roi, row.roi, reason)


SHORT = Check(
    name="hvac_stock_short",
    title="Stock lasts until more comes",
    question="Is a part at or below the level at which its use and lead time ask for an order?",
    model="hvac.StockNeed",
    sql="SELECT id, state || ': order ' || coalesce(order_quantity, 0) AS detail FROM hvac_stockneed WHERE state IN ('order', 'out')",
    has_detail=True,
    severity=Severity.INFO,
    guidance="Order the quantity that is given.",
)
ABC_DIFFERS = Check(
    name="hvac_abc_differs",
    title="ABC classes follow usage",
    question="Is a part of another class than its usage in the last year makes it?",
    model="hvac.StockNeed",
    sql="SELECT id, 'states ' || stated_abc || ', is ' || abc AS detail FROM hvac_stockneed WHERE abc <> stated_abc",
    has_detail=True,
    severity=Severity.INFO,
    guidance="Correct the class, or count the part as often as its value asks for.",
)
SHARES = Check(
    name="hvac_lead_shares",
    title="The shares of a lead add up to one",
    question="Is a lead shared among campaigns by more or less than the whole of it?",
    model="hvac.Lead",
    sql="SELECT lead_id AS id, sum(weight)::text AS detail FROM hvac_leadattribution GROUP BY lead_id HAVING sum(weight) <> 1",
    has_detail=True,
    guidance="Build the shares of leads again.",
)
STATED_DIFFERS = Check(
    name="hvac_campaign_figures_differ",
    title="Campaigns state the return that their links show",
    question="Does a campaign state a conversion or return that is off by more than a point of a hundred?",
    model="hvac.CampaignReturn",
    sql="SELECT id FROM hvac_campaignreturn WHERE abs(conversion_pct - stated_conversion) > 1 OR abs(roi - stated_roi) > 1",
    severity=Severity.INFO,
    guidance="The stated figures are a snapshot; take the ones worked out.",
)

STOCK = Builder(
    "hvac_stock",
    "What stock asks for",
    "one row a stock item",
    "Operations",
    from_rows(
        Table(StockNeed, ("stock_item_id",)),
        ("stock_item_id", "part_id", "stock", "used", "daily_mean", "daily_deviation", "lead_days", "safety_stock",
         "reorder_point", "stated_reorder_point", "order_quantity", "days_of_supply", "state", "usage_value", "abc",
         "stated_abc", "reason"),
        stock_needs,
    ),
    audits=(SHORT, ABC_DIFFERS),
)  # fmt: skip
VENDORS = Builder(
    "hvac_vendors",
    "Vendors by quarter",
    "one row a vendor and quarter of orders",
    "Operations",
    from_rows(
        Table(VendorQuarter, ("vendor_id", "quarter_start"), day="quarter_start", step=Step.QUARTER),
        ("vendor_id", "quarter_start", "orders", "lines", "received_lines", "promised_lines", "on_time_lines", "ordered",
         "received", "rejected", "spend", "on_time", "fill_rate", "reject_rate", "days_off", "price_variance", "score"),
        vendor_quarters,
    ),
)  # fmt: skip
CUSTOMERS = Builder(
    "hvac_customer_values",
    "What customers are worth",
    "one row a customer",
    "Sales",
    from_rows(
        Table(CustomerValue, ("customer_id",)),
        ("customer_id", "calls", "first_call", "latest_call", "days_since_call", "revenue", "gross_margin", "recency",
         "frequency", "money_rank", "segment", "satisfaction", "has_live_plan", "is_payer_late", "risk", "yearly_margin",
         "lifetime_value", "reason"),
        customer_values,
    ),
    needs=("hvac_job_costs",),
)  # fmt: skip
ATTRIBUTIONS = Builder(
    "hvac_lead_attributions",
    "Leads by campaign",
    "one row a lead and campaign",
    "Marketing",
    from_sql(
        Table(LeadAttribution, ("lead_id", "campaign_id"), day="created_date"),
        sql("lead_attributions").format(tail=TAIL_DAYS),
    ),
    audits=(SHARES,),
)
CAMPAIGNS = Builder(
    "hvac_campaigns",
    "What campaigns brought",
    "one row a campaign",
    "Marketing",
    from_rows(
        Table(CampaignReturn, ("campaign_id",)),
        ("campaign_id", "leads", "converted", "linked", "spend", "cost_per_lead", "conversion_pct", "stated_conversion",
         "revenue", "roi", "stated_roi", "reason"),
        campaign_returns,
    ),
    audits=(STATED_DIFFERS,),
    needs=("hvac_lead_attributions",),
)  # fmt: skip
BUILDERS = (STOCK, VENDORS, CUSTOMERS, ATTRIBUTIONS, CAMPAIGNS)
