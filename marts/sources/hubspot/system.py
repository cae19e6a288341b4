"""HubSpot as a system: what a connection needs, and what it can read."""

from __future__ import annotations

from collections.abc import Iterator

from aiop.sources.models import Connection
from aiop.sources.retrying import QUICK_LOOK
from aiop.sources.systems import Ability, FormField, System
from marts.sources.choices import AVERAGE_DEAL
from marts.sources.hubspot.client import client_of
from marts.sources.reading import tried


def test(connection: Connection) -> Iterator[Ability]:
    """Say what a connection can read."""
    with client_of(connection, QUICK_LOOK) as http:
        yield tried("Contacts", lambda: http.count("contacts"))
        yield tried("Stages of life", http.stages_of_life)
        yield tried("Deals", lambda: next(http.deals(), None))
        yield tried("Pipelines", http.stages)
        yield tried("Account", http.account)


SYSTEM = System(
    name="hubspot",
    label="HubSpot",
    hosts=("api.hubapi.com",),
    base_url="https://api.hubapi.com",
    fields=(
        FormField(
            "access_token", "Access token of a private app", secret=True,
            help="Scopes: crm.objects.contacts.read, crm.objects.deals.read, crm.schemas.contacts.read.",
        ),
        AVERAGE_DEAL.field,
    ),
    test=test,
)  # fmt: skip
