"""Campaigns, and whom the company writes to."""

from __future__ import annotations

from django.db import models

from hvac.models.base import (
    FileRow,
    Vocabulary,
    decimal,
    indexes,
    key,
    money,
    not_before,
    one_of,
    parent,
    parent_ref,
    remark,
    unique,
    within,
    words,
)
from hvac.models.sales import LeadSource


class MailingContact(FileRow):
    """An address of the mailing list: a customer's, or a prospect's."""

    class Source(Vocabulary):
        """Where the address is from."""

        EXISTING_CUSTOMER = "Existing Customer"
        WEBSITE = "Website"
        REFERRAL = "Referral"
        TRADE_SHOW = "Trade Show"
        SOCIAL_MEDIA = "Social Media"
        DIRECT_MAIL = "Direct Mail"

    class Status(Vocabulary):
        """Whether they may be written to."""

        SUBSCRIBED = "Subscribed"
        UNSUBSCRIBED = "Unsubscribed"

    class Method(Vocabulary):
        """How they want to hear from the company."""

        EMAIL = "Email"
        PHONE = "Phone"
        MAIL = "Mail"

    class Interest(Vocabulary):
        """What they want to hear about."""

        MAINTENANCE_TIPS = "Maintenance Tips"
        SEASONAL_OFFERS = "Seasonal Offers"
        NEW_PRODUCTS = "New Products"
        ENERGY_EFFICIENCY = "Energy Efficiency"

    customer = parent("hvac.Customer", models.SET_NULL, optional=True)
    customer_ref = parent_ref(optional=True)
    email = words(verbose_name="e-mail")
    email_key = key()
    first_name = words()
    last_name = remark()
    phone = words()
    phone_key = key()
    address = words()
    contact_source = one_of(Source)
    subscription_status = one_of(Status)
    subscription_date = models.DateField()
    preferred_contact_method = one_of(Method)
    interests = one_of(Interest)

    class Meta:
        verbose_name_plural = "mailing list"
        indexes = indexes(
            "hvac_mailing",
            "customer",
            "email_key",
            "phone_key",
            "subscription_status",
            "contact_source",
            "subscription_date",
        )
        constraints = unique("hvac_mailing")

    def __str__(self) -> str:
        return f"{self.email} #{self.number}"


class MarketingCampaign(FileRow):
    """What was done to win customers, what it cost and what it brought."""

    class Type(Vocabulary):
        """By what way."""

        EMAIL = "Email"
        SEARCH_ADS = "Search Ads"
        SOCIAL_MEDIA = "Social Media"
        DIRECT_MAIL = "Direct Mail"
        RADIO_TV = "Radio/TV"
        OUTDOOR = "Outdoor"
        TRADE_SHOW = "Trade Show"
        REFERRAL_DRIVE = "Referral Drive"
        TELEMARKETING = "Telemarketing"

    class Audience(Vocabulary):
        """Whom it addresses."""

        RESIDENTIAL = "Residential"
        COMMERCIAL = "Commercial"
        LAPSED_CUSTOMERS = "Lapsed Customers"
        NEW_MOVERS = "New Movers"
        SUBSCRIBERS = "Subscribers"
        ALL = "All"

    campaign_name = words()
    campaign_type = one_of(Type)
    start_date = models.DateField()
    end_date = models.DateField(null=True, blank=True, help_text="Empty: it runs.")
    budget = money(12)
    actual_spend = money(12)
    target_audience = one_of(Audience)
    lead_source = one_of(LeadSource)
    conversion_rate = decimal(5, 2, null=True, blank=True, help_text="Per cent, as the file states it.")
    roi = decimal(8, 2, null=True, blank=True, verbose_name="ROI", help_text="Per cent, as the file states it.")

    class Meta:
        verbose_name = "campaign"
        indexes = indexes("hvac_campaign", "campaign_type", "lead_source", "start_date")
        constraints = [
            *unique("hvac_campaign", "campaign_name"),
            *within("hvac_campaign", 0, None, "budget", "actual_spend"),
            *within("hvac_campaign", 0, 100, "conversion_rate"),
            *within("hvac_campaign", -100, None, "roi"),
            *not_before("hvac_campaign", ("end_date", "start_date")),
        ]

    def __str__(self) -> str:
        return str(self.campaign_name)
