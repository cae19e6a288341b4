"""Whom the company writes to."""

from __future__ import annotations

from django.db import models

from hvac.models.base import FileRow, Vocabulary, indexes, key, one_of, parent, parent_ref, remark, unique, words


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
