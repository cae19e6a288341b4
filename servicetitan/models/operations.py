"""Jobs and visits, what was offered and sold, billed and paid."""

from __future__ import annotations

from django.db import models

from servicetitan.models.base import (
    SourceRecord,
    SourceRow,
    day,
    exact,
    flag,
    indexes,
    moment,
    money,
    ref,
    refs,
    unique,
    words,
)


class Job(SourceRecord):
    """A piece of work at a site; what it earned and cost is told by invoices, pay, purchase orders and returns."""

    job_number = words()
    customer_source_id = ref("customer ID")
    location_source_id = ref("location ID")
    job_status = words("status", help_text="Scheduled, Dispatched, InProgress, Hold, Completed or Canceled.")
    completed_on = moment(help_text="Canceled jobs can have it too.")
    business_unit_source_id = ref("business unit ID")
    job_type_source_id = ref("job type ID")
    campaign_source_id = ref("campaign ID")
    first_appointment_source_id = ref("first appointment ID")
    recall_for_source_id = ref("recall for job ID")
    warranty_source_id = ref("warranty for job ID")
    no_charge = flag(help_text="Yes: free of charge, so normally no opportunity.")
    invoice_source_id = ref("invoice ID", help_text="The main invoice; adjustments are invoices of their own.")
    created_from_estimate_source_id = ref("made from estimate ID", help_text="The sold estimate that became this job.")
    estimate_source_ids = refs(verbose_name="estimate IDs")

    class Meta:
        constraints = unique("job")
        indexes = indexes(
            "job",
            "created_on",
            "completed_on",
            "modified_on",
            "job_number",
            "job_status",
            "business_unit_source_id",
            "job_type_source_id",
            "customer_source_id",
        )

    def __str__(self) -> str:
        return f"Job {self.job_number or self.source_id}"


class Appointment(SourceRecord):
    """A visit; the earliest valid one starts its job."""

    job_source_id = ref("job ID")
    start = moment()
    end = moment()
    status = words(help_text="Scheduled, Dispatched, Working, Hold, Done or Canceled.")
    unused = flag(help_text="Yes: the visit never took place.")

    class Meta:
        constraints = unique("appointment")
        indexes = indexes("appointment", "job_source_id start", "start", "status", "modified_on")


class Estimate(SourceRecord):
    """An offer; sold ones are what was booked."""

    job_source_id = ref("job ID", help_text="None: of a project, and not counted.")
    job_number = words()
    customer_source_id = ref("customer ID")
    status_name = words("status", help_text="Open, Sold or Dismissed.")
    sold_on = moment(help_text="The day of Total Booked and of a closed opportunity.")
    subtotal = money(help_text="Before tax; the only total there is.")
    business_unit_source_id = ref("business unit ID", help_text="May differ from the job's.")
    business_unit_name = words()
    is_change_order = flag()

    class Meta:
        constraints = unique("estimate")
        indexes = indexes("estimate", "sold_on", "job_source_id", "status_name", "created_on", "modified_on")


class Invoice(SourceRecord):
    """A bill; a job may have several, so they are always summed."""

    reference_number = words("number")
    sync_status = words(help_text="Pending, Posted or Exported: how far it is in accounting, not whether it is paid.")
    invoice_date = day(help_text="A calendar day, which no time zone shifts.")
    due_date = day()
    date_has_time = flag(help_text="Yes: the source sent a time with one of the days, which it never should.")
    sub_total = money(help_text="Before tax; summed by job it is the revenue.")
    total = money(help_text="With tax.")
    balance = money(help_text="Still open; may be negative.")
    discount_total = money()
    invoice_type_source_id = ref("invoice type ID")
    invoice_type_name = words()
    customer_source_id = ref("customer ID")
    location_source_id = ref("location ID")
    business_unit_source_id = ref("business unit ID", help_text="The invoice's own; may differ from the job's.")
    business_unit_name = words()
    term_name = words("terms")
    adjustment_to_source_id = ref("adjusts invoice ID")
    job_source_id = ref("job ID")
    paid_on = moment()
    invoice_configuration = words("configuration")

    class Meta:
        constraints = unique("invoice")
        indexes = indexes(
            "invoice",
            "invoice_date",
            "job_source_id",
            "location_source_id business_unit_source_id",
            "reference_number",
            "sync_status",
            "modified_on",
        )

    def __str__(self) -> str:
        return f"Invoice {self.reference_number or self.source_id}"


class InvoiceItem(SourceRow):
    """A line of an invoice."""

    source_id = models.BigIntegerField("ID", help_text="The line's id at the source.")
    invoice_source_id = models.BigIntegerField("invoice ID")
    type = words(help_text="Service, Material, Equipment, PriceModifier or Unspecified.")
    quantity = exact()
    cost = exact(verbose_name="unit cost", help_text="Of one; the line costs quantity times this.")
    total_cost = exact(verbose_name="line cost")
    total = money(help_text="What the line earns.")
    business_unit_source_id = ref("business unit ID", help_text="The line's own; some sales reports group by it.")
    business_unit_name = words()

    class Meta:
        verbose_name = "invoice line"
        constraints = unique("invoice_item", "invoice_source_id", "source_id")
        indexes = indexes("invoice_item", "type", "source_id")

    def __str__(self) -> str:
        return f"Line {self.source_id} of invoice {self.invoice_source_id}"


class Payment(SourceRecord):
    """Money received or, where negative, given back."""

    date = day(verbose_name="paid on", help_text="A calendar day, which no time zone shifts.")
    date_has_time = flag(help_text="Yes: the source sent a time with the day, which it never should.")
    total = money(help_text="The whole payment; refunds are negative.")
    unapplied_amount = money(help_text="Not yet applied to an invoice.")
    type = words(help_text="How it was paid.")
    type_source_id = words("type ID")
    business_unit_source_id = ref("business unit ID", help_text="The payment's own; used for what is not applied.")
    business_unit_name = words()
    customer_source_id = ref("customer ID")
    refunded_payment_source_id = ref("refunds payment ID")
    sync_status = words()

    class Meta:
        constraints = unique("payment")
        indexes = indexes("payment", "date", "customer_source_id", "type", "modified_on")


class PaymentApplication(SourceRow):
    """The part of a payment that pays one invoice."""

    source_id = models.BigIntegerField("ID", help_text="The application's id at the source.")
    payment_source_id = models.BigIntegerField("payment ID")
    invoice_source_id = ref("invoice ID", help_text="The invoice that is paid.")
    applied_amount = money()
    applied_on = moment(help_text="May be later than the payment.")
    applied_to_reference_number = words("invoice number")

    class Meta:
        verbose_name = "payment application"
        constraints = unique("application", "payment_source_id", "source_id")
        indexes = indexes("application", "source_id", "invoice_source_id", "applied_on")

    def __str__(self) -> str:
        return f"Part {self.source_id} of payment {self.payment_source_id}"
