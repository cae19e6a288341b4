"""Reports of money: what was collected by the day it was paid, and what is still owed by location."""

from __future__ import annotations

from collections import Counter

from servicetitan.sandbox.books import Books, PaymentLine
from servicetitan.sandbox.moments import as_date
from servicetitan.sandbox.reports.layout import Asked, Row, money


def collections(books: Books, asked: Asked) -> list[Row]:
    """Print one row per application of a payment, by the unit of the invoice; what is not applied stands with the payment's own."""
    rows = [row for payment in books.payments if asked.covers(payment.day) for row in _applied(books, payment, asked)]
    return sorted(rows, key=lambda row: (str(row[7]), str(row[0]), str(row[6]), str(row[3])))


def _applied(books: Books, payment: PaymentLine, asked: Asked) -> list[Row]:
    rows: list[Row] = []
    for invoice_id, cents in payment.applied:
        invoice = books.invoices.get(invoice_id)
        unit = payment.unit if invoice is None else invoice.unit
        if asked.wants(unit):
            number = str(invoice.job or invoice_id) if invoice else str(invoice_id)
            rows.append(_row(books, payment, cents, number, unit, invoice.balance if invoice else 0))
    left = payment.cents - sum(cents for _, cents in payment.applied)
    if left and asked.wants(payment.unit):
        rows.append(_row(books, payment, left, None, payment.unit, None))
    return rows


def _row(books: Books, payment: PaymentLine, cents: int, number: str | None, unit: int, balance: int | None) -> Row:
    return (
        as_date(payment.day), payment.customer, money(cents), number, payment.kind, str(payment.id % 100_000), str(payment.id),
        books.unit_name(unit), None if balance is None else money(balance),
    )  # fmt: skip


def receivables(books: Books, asked: Asked) -> list[Row]:
    """Print what is owed per location and unit: open balances of work that is done, less what was paid and not applied."""
    net: Counter[tuple[int, int]] = Counter()
    for invoice in books.invoices.values():
        if invoice.active and invoice.due and invoice.day <= asked.until:
            net[invoice.location, invoice.unit] += invoice.balance
    for payment in books.payments:
        left = payment.cents - sum(cents for _, cents in payment.applied)
        if left and payment.day <= asked.until:
            net[books.location_of.get(payment.customer_id, 0), payment.unit] -= left
    rows: list[Row] = [
        (books.site.get(location, ""), str(location), books.unit_name(unit), money(cents))
        for (location, unit), cents in net.items()
        if cents and asked.wants(unit)
    ]
    return sorted(rows, key=lambda row: (str(row[2]), str(row[0]), str(row[1])))
