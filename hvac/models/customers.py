"""Customers, what they have agreed to, what was said between them and the company, whom they brought."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from hvac.models.base import (
    FileRow,
    Vocabulary,
    after,
    indexes,
    key,
    money,
    not_before,
    once,
    one_of,
    only_if,
    parent,
    parent_ref,
    remark,
    rule,
    unique,
    within,
    words,
)


class Customer(FileRow):
    """A household or firm that is served."""

    class Type(Vocabulary):
        """Whom the contract is with; the name does not tell."""

        RESIDENTIAL = "residential"
        COMMERCIAL = "commercial"

    name = words()
    name_key = key()
    address = words()
    phone = words()
    phone_key = key()
    customer_type = one_of(Type)
    customer_since = models.DateField(help_text="Day that the company's system made the customer.")
    zip5 = key(verbose_name="ZIP code")
    state = key()
    territory = parent("hvac.ServiceTerritory", models.SET_NULL, optional=True)

    class Meta:
        indexes = indexes(
            "hvac_customer", "name_key", "phone_key", "zip5", "territory", "customer_type", "customer_since"
        )
        constraints = unique("hvac_customer")

    def __str__(self) -> str:
        return f"{self.name} #{self.number}"


class Subscription(FileRow):
    """A service plan that a customer pays by the year."""

    class Plan(Vocabulary):
        """Plans on offer."""

        BASIC = "Basic"
        PREMIUM = "Premium"
        COMPREHENSIVE = "Comprehensive"
        COMMERCIAL = "Commercial"

    class Frequency(Vocabulary):
        """How often it is billed."""

        MONTHLY = "Monthly"
        QUARTERLY = "Quarterly"
        ANNUAL = "Annual"

    class Status(Vocabulary):
        """As the file states it, whatever the dates say."""

        ACTIVE = "Active"
        EXPIRED = "Expired"
        CANCELLED = "Cancelled"
        SUSPENDED = "Suspended"

    customer = parent("hvac.Customer")
    customer_ref = parent_ref()
    service_plan = one_of(Plan)
    start_date = models.DateField()
    end_date = models.DateField()
    annual_cost = money(help_text="Dollars a year, before the discount.")
    payment_frequency = one_of(Frequency)
    status = one_of(Status)
    auto_renewal = models.BooleanField()
    services_included = words()
    discount_percentage = models.IntegerField()
    next_service_date = models.DateField(null=True, blank=True)

    class Meta:
        indexes = indexes("hvac_subscription", "customer", "status", "service_plan", "end_date")
        constraints = [
            *unique("hvac_subscription"),
            *within("hvac_subscription", 0, None, "annual_cost"),
            *within("hvac_subscription", 0, 100, "discount_percentage"),
            *after("hvac_subscription", ("end_date", "start_date")),
        ]


class Communication(FileRow):
    """One letter, call, message or talk."""

    class Type(Vocabulary):
        """By what way."""

        EMAIL = "Email"
        PHONE = "Phone"
        SMS = "SMS"
        IN_PERSON = "In Person"
        MAIL = "Mail"
        PORTAL = "Portal"

    class Direction(Vocabulary):
        """Who began."""

        INBOUND = "Inbound"
        OUTBOUND = "Outbound"

    class Outcome(Vocabulary):
        """What came of it."""

        RESOLVED = "Resolved"
        INFORMATION_PROVIDED = "Information Provided"
        APPOINTMENT_BOOKED = "Appointment Booked"
        QUOTE_REQUESTED = "Quote Requested"
        COMPLAINT_LOGGED = "Complaint Logged"
        PAYMENT_PROMISED = "Payment Promised"
        VOICEMAIL = "Voicemail"
        NO_ANSWER = "No Answer"
        UNREACHABLE = "Unreachable"

    customer = parent("hvac.Customer")
    customer_ref = parent_ref()
    communication_type = one_of(Type)
    direction = one_of(Direction)
    subject = remark()
    content = remark()
    occurred_at = models.DateTimeField()
    employee = parent("hvac.Employee", models.SET_NULL, optional=True)
    employee_ref = parent_ref(optional=True)
    outcome = one_of(Outcome, null=True, blank=True)
    follow_up_required = models.BooleanField()
    follow_up_due = models.DateField(null=True, blank=True)
    service_call = parent("hvac.ServiceCall", models.SET_NULL, optional=True)
    service_call_ref = parent_ref(optional=True)
    invoice = parent("hvac.Invoice", models.SET_NULL, optional=True)
    invoice_ref = parent_ref(optional=True)
    opportunity = parent("hvac.SalesOpportunity", models.SET_NULL, optional=True)
    opportunity_ref = parent_ref(optional=True)
    duration_seconds = models.IntegerField(null=True, blank=True)

    class Meta:
        verbose_name = "communication"
        indexes = indexes(
            "hvac_comm",
            "customer",
            "employee",
            "service_call",
            "invoice",
            "opportunity",
            "communication_type",
            "direction",
            "outcome",
            "occurred_at",
        )
        constraints = [
            *unique("hvac_comm"),
            *within("hvac_comm", 0, None, "duration_seconds"),
            only_if(
                "hvac_comm",
                "subject",
                Q(communication_type__in=["Email", "Mail"]),
                Q(subject__isnull=False),
                "is a letter, and subject is blank",
            ),
        ]


class Referral(FileRow):
    """A customer who brought another."""

    class Status(Vocabulary):
        """Where it stands."""

        PENDING = "Pending"
        CONTACTED = "Contacted"
        QUALIFIED = "Qualified"
        CONVERTED = "Converted"
        REWARDED = "Rewarded"
        DECLINED = "Declined"
        EXPIRED = "Expired"

    class Source(Vocabulary):
        """How it was passed on."""

        WORD_OF_MOUTH = "Word of Mouth"
        EMAIL_LINK = "Email Link"
        REFERRAL_CARD = "Referral Card"
        SOCIAL_SHARE = "Social Share"
        TECHNICIAN = "Technician"

    referring_customer = parent("hvac.Customer")
    referring_customer_ref = parent_ref()
    referred_customer = parent("hvac.Customer", models.SET_NULL, optional=True)
    referred_customer_ref = parent_ref(optional=True)
    referral_date = models.DateField()
    referral_status = one_of(Status)
    reward_amount = money(8)
    reward_paid_date = models.DateField(null=True, blank=True)
    referral_source = one_of(Source)
    referred_lead = parent("hvac.Lead", models.SET_NULL, optional=True)
    referred_lead_ref = parent_ref(optional=True)

    class Meta:
        indexes = indexes(
            "hvac_referral",
            "referring_customer",
            "referred_customer",
            "referred_lead",
            "referral_status",
            "referral_date",
        )
        constraints = [
            *unique("hvac_referral"),
            once("hvac_referral", "referred_once", "referred_customer_ref"),
            *within("hvac_referral", 0, None, "reward_amount"),
            *not_before("hvac_referral", ("reward_paid_date", "referral_date")),
            only_if(
                "hvac_referral",
                "reward_is_earned",
                Q(reward_amount__gt=0),
                Q(referral_status__in=["Converted", "Rewarded"]),
                "has a reward, and nobody became a customer",
            ),
            rule("hvac_referral", "of_another", ~Q(referred_customer_ref=F("referring_customer_ref")), "refers itself"),
            only_if(
                "hvac_referral",
                "rewarded_is_paid",
                Q(referral_status="Rewarded"),
                Q(reward_paid_date__isnull=False),
                "is rewarded, and reward paid date is blank",
            ),
            only_if(
                "hvac_referral",
                "paid_is_rewarded",
                Q(reward_paid_date__isnull=False),
                Q(referral_status="Rewarded"),
                "has a reward paid date and is not rewarded",
            ),
        ]
