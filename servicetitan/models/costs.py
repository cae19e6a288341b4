"""What work costs: pay, adjustments of pay, purchase orders, returns."""

from __future__ import annotations

from django.db import models

from servicetitan.models.base import SourceRecord, exact, indexes, moment, ref, unique, words


class GrossPayItem(SourceRecord):
    """A line of pay; the labour cost of a job is the sum of its lines.

    The source often sends lines without an id. Such a line is known by what it says and, where several say the same,
    by its place among them: equal lines are real, and each is paid.
    """

    source_id = ref("ID", help_text="ServiceTitan's own id, often missing.")
    source_key = models.TextField(
        editable=False, help_text="What the line is known by: `#` and the id, or a digest of what it says."
    )
    ordinal = models.IntegerField(
        default=1, db_default=1, editable=False, help_text="Its place among lines that say the same."
    )
    employee_source_id = ref("employee ID", help_text="Of a technician or an employee, by the type.")
    employee_type = words(help_text="Technician or Employee; ids of the two are separate.")
    business_unit_name = words("home unit")
    payout_business_unit_name = words("charged unit")
    payroll_source_id = ref("payroll ID")
    date = moment()
    activity = words()
    activity_code_source_id = ref("activity code ID")
    activity_code = words()
    amount = exact(help_text="The pay; may be negative.")
    amount_adjustment = exact(help_text="Whether the amount contains it is not documented.")
    gross_pay_item_type = words("type", help_text="InvoiceRelatedBonus, TimesheetTime, CustomBonus, Salary, …")
    started_on = moment()
    ended_on = moment()
    paid_duration_hours = exact(verbose_name="hours")
    paid_time_type = words(help_text="Regular, Overtime, DoubleOvertime or PaidTimeOff.")
    source_entity_id = ref("source entity ID", help_text="Several lines can share it.")
    job_source_id = ref("job ID", help_text="0 where the line belongs to no job.")
    job_number = words()
    job_type_name = words("job type")
    invoice_source_id = ref("invoice ID")
    invoice_item_source_id = ref("invoice line ID")

    class Meta:
        verbose_name = "line of pay"
        verbose_name_plural = "lines of pay"
        constraints = unique("pay", "source_key", "ordinal")
        indexes = indexes("pay", "job_source_id", "date", "activity", "source_id")

    def __str__(self) -> str:
        return f"Line of pay {self.source_id or self.pk}"


class PayrollAdjustment(SourceRecord):
    """A correction of pay; direct ones are among the lines of pay already."""

    employee_source_id = ref("employee ID")
    employee_type = words()
    posted_on = moment()
    amount = exact()
    invoice_source_id = ref("invoice ID", help_text="An invoice, not a job.")
    type = words(help_text="Direct, CommissionBased, Labor, Advance, …")

    class Meta:
        verbose_name = "payroll adjustment"
        constraints = unique("adjustment")
        indexes = indexes("adjustment", "posted_on", "invoice_source_id", "type")


class PurchaseOrder(SourceRecord):
    """What was ordered for a job or for stock."""

    job_source_id = ref("job ID", help_text="None: for stock.")
    invoice_source_id = ref("invoice ID")
    project_source_id = ref("project ID")
    status = words(help_text="Pending, Sent, PartiallyReceived, Received, Exported or Canceled.")
    vendor_source_id = ref("vendor ID")
    business_unit_source_id = ref("business unit ID")
    date = moment()
    required_on = moment()
    sent_on = moment()
    received_on = moment()
    total = exact(help_text="Lines with tax and shipping.")
    tax = exact()
    shipping = exact()
    items = models.JSONField(null=True, blank=True, help_text="Lines: quantity, received, cost and total, as text.")

    class Meta:
        verbose_name = "purchase order"
        constraints = unique("order")
        indexes = indexes("order", "job_source_id", "date", "status", "modified_on")


class Return(SourceRecord):
    """Material that went back, which lowers what a job cost."""

    job_source_id = ref("job ID")
    purchase_order_source_id = ref("purchase order ID")
    business_unit_source_id = ref("business unit ID")
    status = words(help_text="Pending, Returned, CreditReceived or Canceled.")
    return_amount = exact(help_text="The credit, with tax and shipping.")
    tax_amount = exact()
    shipping_amount = exact()
    return_date = moment()
    returned_on = moment()
    credit_received_on = moment()
    date_canceled = moment()
    items = models.JSONField(null=True, blank=True, help_text="Lines: quantity and unit cost, as text.")

    class Meta:
        constraints = unique("return")
        indexes = indexes("return", "job_source_id", "return_date", "status", "modified_on")
