"""What operations refer to: units, job types, campaigns, technicians, customers, locations."""

from __future__ import annotations

from django.db import models

from servicetitan.models.base import SourceRecord, flag, indexes, key, money, ref, refs, unique, words


class BusinessUnit(SourceRecord):
    """A business unit as the source has it, retired ones included; what it means to us is a mapping."""

    name = words()
    name_key = key(help_text="The name as names are compared: letter case, blanks, hyphens and apostrophes made alike.")
    trade_source_id = ref("trade ID")
    trade_name = words()
    division_source_id = ref("division ID")
    division_name = words()

    class Meta:
        verbose_name = "business unit"
        constraints = unique("unit")
        indexes = indexes("unit", "name_key")

    def __str__(self) -> str:
        return self.name or f"Business unit {self.source_id}"


class JobType(SourceRecord):
    """What kind of work a job is."""

    name = words()
    name_key = key(help_text="The name as names are compared: letter case, blanks, hyphens and apostrophes made alike.")
    business_unit_source_ids = refs(verbose_name="business unit IDs", help_text="Units it is offered in; none: all.")
    sold_threshold = money(help_text="Sold subtotal from which a job of this type counts as converted.")
    job_class = words("class", help_text="Grouping label of the source.")
    no_charge = flag(help_text="Yes: every job of this type is free of charge.")

    class Meta:
        verbose_name = "job type"
        constraints = unique("type")
        indexes = indexes("type", "name_key")

    def __str__(self) -> str:
        return self.name or f"Job type {self.source_id}"


class Campaign(SourceRecord):
    """Where leads come from."""

    name = words()
    category_source_id = ref("category ID")
    category_name = words()
    category_active = flag()
    source = words(help_text="Channel.")
    medium = words()

    class Meta:
        constraints = unique("campaign")
        indexes = indexes("campaign", "name", "category_name")

    def __str__(self) -> str:
        return self.name or f"Campaign {self.source_id}"


class Technician(SourceRecord):
    """Somebody who sells or does the work; of the person no more is kept than the name."""

    name = words()
    business_unit_source_id = ref("business unit ID", help_text="Home unit.")
    team = words()

    class Meta:
        constraints = unique("technician")
        indexes = indexes("technician", "name", "team")

    def __str__(self) -> str:
        return self.name or f"Technician {self.source_id}"


class Customer(SourceRecord):
    """Who pays; the name is kept because test customers are told by it."""

    name = words()
    name_says_test = models.BooleanField(
        default=False, db_default=False, editable=False, help_text="The name contains “test”, in any letter case."
    )
    test_override = flag(
        verbose_name="test, decided",
        help_text="What somebody decided against the name: yes, a test; no, a real customer. Unknown: the name tells.",
    )
    type = words(help_text="Residential or Commercial.")
    balance = money()
    merged_to_source_id = ref("merged into ID", help_text="Who this customer was merged into at the source.")

    class Meta:
        constraints = unique("customer")
        indexes = [
            *indexes("customer", "name", "type"),
            models.Index(
                fields=["org", "name_says_test"], name="st_customer_test", condition=models.Q(name_says_test=True)
            ),
            models.Index(
                fields=["org", "merged_to_source_id"],
                name="st_customer_merged",
                condition=models.Q(merged_to_source_id__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name or f"Customer {self.source_id}"


class Location(SourceRecord):
    """A site where work is done."""

    name = words()
    customer_source_id = ref("customer ID")
    merged_to_source_id = ref("merged into ID", help_text="The location that this one was merged into at the source.")

    class Meta:
        constraints = unique("location")
        indexes = indexes("location", "customer_source_id", "name")

    def __str__(self) -> str:
        return self.name or f"Location {self.source_id}"
