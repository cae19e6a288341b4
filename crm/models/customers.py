"""Customers and every way to reach them."""

from __future__ import annotations

from django.db import models

from aiop.audit.models import Recorded
from aiop.identity.models import Mergeable
from aiop.values.own_id import own_id
from crm.models.base import day, indexes, key, links, words


class Customer(Mergeable):
    """A person or firm with a booking or a won job; contact points hold every value, these columns the first of each."""

    class Gender(models.TextChoices):
        """As a name dictionary guesses it; only shown, never used."""

        MALE = "MALE", "Male"
        FEMALE = "FEMALE", "Female"
        UNCERTAIN = "UNCERTAIN", "Uncertain"

    listed_as = models.TextField(
        default=own_id,
        editable=False,
        verbose_name="known as",
        help_text="What files know it by: SmartMoving's id, or the quote or job that it was made from.",
    )
    smartmoving_id = models.GeneratedField(
        expression=models.Case(models.When(listed_as__regex="^(quote|job|own) ", then=None), default="listed_as"),
        output_field=models.TextField(null=True),
        db_persist=True,
        verbose_name="SmartMoving id",
    )
    name = models.TextField(db_default="", blank=True)
    first_name = words()
    last_name = words()
    name_key = key()
    email = words()
    email_key = key()
    phone = words()
    phone_key = key()
    origin_city = words()
    origin_state = words()
    origin_zip = words()
    origin_address = words()
    destination_city = words()
    destination_state = words()
    destination_zip = words()
    destination_address = words()
    gender = models.CharField(max_length=10, choices=Gender, null=True, blank=True)  # noqa: DJ001
    gender_confidence = models.DecimalField(max_digits=3, decimal_places=2, null=True, blank=True)
    gender_method = words()
    first_lead_date = day()
    conversion_date = day()
    source_created_at = models.DateTimeField(
        null=True, blank=True, editable=False, help_text="When the system that lists it made it."
    )

    class Meta:
        indexes = indexes(
            "crm_customer",
            ("name_key",),
            ("email_key",),
            ("phone_key",),
            ("first_lead_date", "conversion_date"),
            ("origin_city",),
        ) + links("crm_customer", "merged_into")
        constraints = [
            models.UniqueConstraint(fields=["org", "listed_as"], name="crm_customer_listed_as"),
            models.CheckConstraint(
                condition=models.Q(gender_confidence__isnull=True) | models.Q(gender_confidence__range=(0, 1)),
                name="crm_customer_gender_confidence",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} #{self.pk}"


class ContactPoint(Recorded):
    """One e-mail address or phone number of a customer; two customers may share one."""

    class Kind(models.TextChoices):
        """How it reaches."""

        EMAIL = "email", "E-mail"
        PHONE = "phone", "Phone"

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="contact_points")
    kind = models.CharField(max_length=8, choices=Kind)
    value = models.TextField(help_text="As first seen.")
    key = models.TextField(editable=False)

    class Meta:
        indexes = indexes("crm_contactpoint", ("kind", "key"))
        constraints = [models.UniqueConstraint(fields=["org", "customer", "kind", "key"], name="crm_contactpoint_once")]

    def __str__(self) -> str:
        return self.value
