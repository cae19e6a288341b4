"""Stock and vendors; what customers are worth and what campaigns brought."""

from __future__ import annotations

from django.db import models

from hvac.models.base import Vocabulary, decimal, money, one_of
from hvac.models.results.base import Result, amount, found_by, key, of, per_cent, why
from hvac.models.stock import StockItem


class StockNeed(Result):
    """What the stock of a part asks for, by its use in the last year."""

    class State(Vocabulary):
        """Whether to order."""

        ENOUGH = "enough"
        ORDER = "order"
        OUT = "out"

    stock_item = of("hvac.StockItem")
    part = of("hvac.Part", optional=True)
    stock = models.IntegerField()
    used = models.IntegerField(help_text="Pieces issued in the last 365 days.")
    daily_mean = decimal(12, 4, null=True, help_text="Pieces a day.")
    daily_deviation = decimal(12, 4, null=True)
    lead_days = models.IntegerField()
    safety_stock = models.IntegerField(null=True)
    reorder_point = models.IntegerField(null=True)
    stated_reorder_point = models.IntegerField()
    order_quantity = models.IntegerField(null=True)
    days_of_supply = decimal(12, 2, null=True)
    state = one_of(State, null=True)
    usage_value = money(14, help_text="Dollars of what was issued in the last year.")
    abc = one_of(StockItem.Class, verbose_name="ABC")
    stated_abc = one_of(StockItem.Class, verbose_name="stated ABC")
    reason = why()

    class Meta:
        constraints = key("hvac_stockneed", "stock_item")
        indexes = found_by("hvac_stockneed", "state", "part")

    def __str__(self) -> str:
        return f"Stock item {self.stock_item_id}: {self.state}"


class VendorQuarter(Result):
    """How a vendor delivered on the orders of a quarter."""

    vendor = of("hvac.Vendor")
    quarter_start = models.DateField()
    orders = models.IntegerField()
    lines = models.IntegerField()
    received_lines = models.IntegerField()
    promised_lines = models.IntegerField(help_text="Received lines of orders that had a promised day.")
    on_time_lines = models.IntegerField()
    ordered = models.IntegerField(help_text="Pieces, cancelled orders left out.")
    received = models.IntegerField()
    rejected = models.IntegerField()
    spend = money(14)
    on_time = per_cent()
    fill_rate = per_cent()
    reject_rate = per_cent()
    days_off = decimal(8, 2, null=True, help_text="Mean days between promised and received, either way.")
    price_variance = per_cent(help_text="Paid above the vendor's list, per cent of the list.")
    score = per_cent(help_text="0 to 100.")

    class Meta:
        verbose_name = "vendor's quarter"
        constraints = key("hvac_vendorquarter", "vendor", "quarter_start")
        indexes = found_by("hvac_vendorquarter", "quarter_start")

    def __str__(self) -> str:
        return f"Vendor {self.vendor_id} from {self.quarter_start}"


class CustomerValue(Result):
    """What a customer brought, how recent they are, and how likely to leave."""

    class Risk(Vocabulary):
        """How likely they leave."""

        LOW = "Low"
        MEDIUM = "Medium"
        HIGH = "High"

    customer = of("hvac.Customer")
    calls = models.IntegerField()
    first_call = models.DateField(null=True)
    latest_call = models.DateField(null=True)
    days_since_call = models.IntegerField(null=True, help_text="Unknown without a call: nobody is 9,999 days away.")
    revenue = amount()
    gross_margin = amount(help_text="Of the calls whose margin is known.")
    recency = decimal(4, 2, null=True, help_text="Rank among those with calls; 1 is the most recent.")
    frequency = decimal(4, 2, null=True)
    money_rank = decimal(4, 2, null=True)
    segment = models.TextField()
    satisfaction = per_cent(help_text="Mean score; unknown without an answer.")
    has_live_plan = models.BooleanField(help_text="A subscription or contract that runs today.")
    is_payer_late = models.BooleanField(
        null=True, help_text="Half of the paid invoices were paid after their due date."
    )
    risk = one_of(Risk, null=True)
    yearly_margin = amount(help_text="Gross margin of the last 365 days; unknown without a call whose margin is known.")
    lifetime_value = amount()
    reason = why()

    class Meta:
        constraints = key("hvac_custvalue", "customer")
        indexes = found_by("hvac_custvalue", "risk", "segment")

    def __str__(self) -> str:
        return f"Customer {self.customer_id}: {self.segment}"


class LeadAttribution(Result):
    """The share of a lead that a campaign may have won; the shares of a lead add up to one."""

    lead = of("hvac.Lead")
    campaign = of("hvac.MarketingCampaign")
    created_date = models.DateField("created")
    weight = decimal(7, 6)
    is_stated = models.BooleanField(help_text="The lead names the campaign; else it ran for the lead's source.")

    class Meta:
        constraints = key("hvac_leadattr", "lead", "campaign")
        indexes = found_by("hvac_leadattr", "campaign", "created_date")

    def __str__(self) -> str:
        return f"Lead {self.lead_id} of campaign {self.campaign_id}"


class CampaignReturn(Result):
    """What a campaign brought: leads shared evenly among the campaigns that may have won them, revenue where links exist."""

    campaign = of("hvac.MarketingCampaign")
    leads = decimal(12, 4)
    converted = decimal(12, 4)
    linked = decimal(12, 4, help_text="Converted leads whose customer is known.")
    spend = money(14)
    cost_per_lead = amount()
    conversion_pct = per_cent(verbose_name="conversion, %")
    stated_conversion = per_cent()
    revenue = amount(help_text="Invoices, before tax, of customers whom its leads became.")
    roi = per_cent(verbose_name="ROI, %")
    stated_roi = per_cent(verbose_name="stated ROI, %")
    reason = why()

    class Meta:
        constraints = key("hvac_campaignreturn", "campaign")

    def __str__(self) -> str:
        return f"Return of campaign {self.campaign_id}"
