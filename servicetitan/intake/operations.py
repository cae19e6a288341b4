"""Jobs, visits, estimates, invoices and payments. Lines of invoices and parts of payments are kinds of their own."""

from __future__ import annotations

from aiop.loading.kind import Derived
from servicetitan.intake import unstored
from servicetitan.intake.columns import record_kind
from servicetitan.intake.parsers import has_time_of_day
from servicetitan.models import Appointment, Estimate, Invoice, InvoiceItem, Job, Payment, PaymentApplication

JOBS = record_kind(
    Job, "jobs", "ServiceTitan jobs", order=310,
    fields="id active jobNumber customerId locationId jobStatus completedOn businessUnitId jobTypeId campaignId "
    "firstAppointmentId recallForId warrantyId noCharge invoiceId createdFromEstimateId estimateIds createdOn modifiedOn",
    unstored=unstored.JOBS,
)  # fmt: skip
APPOINTMENTS = record_kind(
    Appointment, "appointments", "ServiceTitan appointments", order=320,
    fields="id active jobId start end status unused createdOn modifiedOn",
    unstored=unstored.APPOINTMENTS,
)  # fmt: skip
ESTIMATES = record_kind(
    Estimate, "estimates", "ServiceTitan estimates", order=320,
    fields="id active jobId jobNumber customerId status.name/status soldOn subtotal businessUnitId businessUnitName "
    "isChangeOrder createdOn modifiedOn",
    unstored=unstored.ESTIMATES,
)  # fmt: skip
INVOICES = record_kind(
    Invoice, "invoices", "ServiceTitan invoices", order=320,
    fields="id active referenceNumber syncStatus invoiceDate dueDate dateHasTime subTotal total balance discountTotal "
    "invoiceType.id invoiceType.name customer.id location.id businessUnit.id businessUnit.name termName adjustmentToId "
    "job.id paidOn invoiceConfiguration createdOn modifiedOn",
    unstored=unstored.INVOICES,
    derived=(Derived("date_has_time", ("invoice_date", "due_date"), has_time_of_day),),
)  # fmt: skip
INVOICE_ITEMS = record_kind(
    InvoiceItem, "invoice_items", "ServiceTitan invoice lines", order=330, key=("invoice_source_id", "source_id"),
    fields="invoiceId id type quantity cost totalCost total businessUnit.id businessUnit.name",
    unstored=unstored.INVOICE_ITEMS,
)  # fmt: skip
PAYMENTS = record_kind(
    Payment, "payments", "ServiceTitan payments", order=320,
    fields="id active date dateHasTime total unappliedAmount type typeId businessUnit.id businessUnit.name customer.id "
    "refundedPaymentId syncStatus createdOn modifiedOn",
    unstored=unstored.PAYMENTS,
    derived=(Derived("date_has_time", ("date",), has_time_of_day),),
)  # fmt: skip
PAYMENT_APPLICATIONS = record_kind(
    PaymentApplication, "payment_applications", "ServiceTitan payment applications", order=330,
    key=("payment_source_id", "source_id"),
    fields="paymentId appliedId appliedTo appliedAmount appliedOn appliedToReferenceNumber",
    unstored=unstored.PAYMENT_APPLICATIONS, renamed={"appliedId": "source_id", "appliedTo": "invoice_source_id"},
)  # fmt: skip
