"""Invoices, what was paid on them, and what they earn those who sold."""

from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.db.models import Q

from hvac.models.base import (
    FileRow,
    Vocabulary,
    above_zero,
    decimal,
    indexes,
    money,
    not_before,
    once,
    one_of,
    only_if,
    parent,
    parent_ref,
    remark,
    unique,
    within,
    words,
)


class Invoice(FileRow):
    """What a customer is billed for a service call."""

    class Terms(Vocabulary):
        """When it is due; the due date itself often says another day."""

        NET_15 = "Net 15"
        NET_30 = "Net 30"
        NET_45 = "Net 45"
        DUE_ON_RECEIPT = "Due on Receipt"

    class Status(Vocabulary):
        """As the file states it, whatever dates and payments say."""

        PAID = "Paid"
        PENDING = "Pending"
        OVERDUE = "Overdue"
        CANCELLED = "Cancelled"

    invoice_number = words()
    service_call = parent("hvac.ServiceCall")
    service_call_ref = parent_ref()
    customer = parent("hvac.Customer")
    customer_ref = parent_ref()
    issue_date = models.DateField()
    due_date = models.DateField()
    payment_terms = one_of(Terms)
    subtotal = money(help_text="Dollars before tax.")
    tax_rate = decimal(5, 4, help_text="A share: 0.065 is 6.5 %.")
    tax_amount = money()
    total_amount = money()
    status = one_of(Status)
    notes = remark()

    class Meta:
        indexes = indexes(
            "hvac_invoice", "service_call", "customer", "status", "issue_date", "due_date", "total_amount"
        )
        constraints = [
            *unique("hvac_invoice", "invoice_number"),
            *above_zero("hvac_invoice", "subtotal"),
            *within("hvac_invoice", 0, 1, "tax_rate"),
            *within("hvac_invoice", 0, None, "tax_amount", "total_amount"),
            *not_before("hvac_invoice", ("due_date", "issue_date")),
        ]

    def __str__(self) -> str:
        return str(self.invoice_number)


class Payment(FileRow):
    """Money received on an invoice."""

    class Method(Vocabulary):
        """How it was paid."""

        CREDIT_CARD = "Credit Card"
        CHECK = "Check"
        CASH = "Cash"
        ACH_TRANSFER = "ACH Transfer"
        ONLINE_PAYMENT = "Online Payment"

    class Status(Vocabulary):
        """Whether the money is there."""

        COMPLETED = "Completed"
        PENDING = "Pending"
        FAILED = "Failed"
        REFUNDED = "Refunded"

    invoice = parent("hvac.Invoice")
    invoice_ref = parent_ref()
    payment_date = models.DateField()
    amount = money()
    payment_method = one_of(Method)
    transaction_id = words(verbose_name="transaction")
    status = one_of(Status)
    processing_fee = money()
    notes = remark()

    class Meta:
        indexes = indexes("hvac_payment", "invoice", "status", "payment_method", "payment_date", "amount")
        constraints = [
            *unique("hvac_payment", "transaction_id"),
            *above_zero("hvac_payment", "amount"),
            *within("hvac_payment", 0, None, "processing_fee"),
        ]

    def __str__(self) -> str:
        return str(self.transaction_id)


class SalesCommission(FileRow):
    """What a sales representative earns on an invoice."""

    class Type(Vocabulary):
        """What for."""

        NEW_SALE = "New Sale"
        RENEWAL = "Renewal"
        UPSELL = "Upsell"
        BONUS = "Bonus"
        CLAWBACK = "Clawback"

    class Status(Vocabulary):
        """Where it stands."""

        ACCRUED = "Accrued"
        APPROVED = "Approved"
        PAID = "Paid"
        REVERSED = "Reversed"

    sales_rep = parent("hvac.Employee")
    sales_rep_ref = parent_ref()
    invoice = parent("hvac.Invoice")
    invoice_ref = parent_ref()
    commission_rate = decimal(5, 4, help_text="A share: 0.05 is 5 %.")
    commission_amount = money()
    payment_date = models.DateField(null=True, blank=True)
    commission_type = one_of(Type)
    commission_base = money(null=True, blank=True)
    status = one_of(Status, null=True, blank=True)

    class Meta:
        verbose_name = "commission"
        indexes = indexes("hvac_commission", "sales_rep", "invoice", "commission_type", "payment_date")
        constraints = [
            *unique("hvac_commission"),
            once("hvac_commission", "once", "invoice_ref", "sales_rep_ref", "commission_type"),
            *within("hvac_commission", 0, Decimal("0.25"), "commission_rate"),
            only_if(
                "hvac_commission",
                "taken_back",
                Q(commission_amount__lt=0),
                Q(commission_type="Clawback"),
                "is below 0 and no clawback",
            ),
        ]
