"""QuickBooks Online as a system: what a connection needs, and what it can read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.utils import timezone

from aiop.sources.models import Connection
from aiop.sources.retrying import QUICK_LOOK
from aiop.sources.systems import Ability, FormField, System
from marts.sources.choices import UNDEPOSITED
from marts.sources.quickbooks.client import client_of
from marts.sources.reading import tried


def test(connection: Connection) -> Iterator[Ability]:
    """Say what a connection can read: the company, and each report over the past week."""
    today = timezone.localdate(timezone=connection.org.zone)
    with client_of(connection, QUICK_LOOK) as http:
        yield tried("Company", http.company)
        for title, name in (
            ("Profit and loss", "ProfitAndLoss"),
            ("Balance sheet", "BalanceSheet"),
            ("Cash flows", "CashFlow"),
        ):
            yield tried(title, lambda name=name: http.report(name, today - dt.timedelta(days=6), today))  # type: ignore[misc]


SYSTEM = System(
    name="quickbooks",
    label="QuickBooks Online",
    hosts=("quickbooks.api.intuit.com", "sandbox-quickbooks.api.intuit.com", "oauth.platform.intuit.com"),
    base_url="https://quickbooks.api.intuit.com",
    auth_url="https://oauth.platform.intuit.com/oauth2/v1/tokens/bearer",
    fields=(
        FormField("realm_id", "Company ID (realm)", pattern="[0-9]+", help="Digits alone, as Intuit shows it."),
        FormField("client_id", "Client ID"),
        FormField("client_secret", "Client secret", secret=True),
        FormField(
            "refresh_token", "Refresh token", secret=True,
            help="The newest one; from then on each new one is kept by itself.",
        ),
        FormField(
            "accounting_method", "Accounting method", default="Accrual", required=False,
            options=(("Accrual", "Accrual"), ("Cash", "Cash")),
        ),
        UNDEPOSITED.field,
    ),
    test=test,
)  # fmt: skip
