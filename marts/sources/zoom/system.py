"""Zoom as a system: what a connection needs, and what it can read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.utils import timezone

from aiop.sources.models import Connection
from aiop.sources.retrying import QUICK_LOOK
from aiop.sources.systems import Ability, FormField, System
from marts.sources.choices import AVERAGE_CALL, INTERNAL_CALLS, PHONE_USERS, VOICEMAIL
from marts.sources.reading import tried
from marts.sources.zoom.client import BASE_URL, client_of


def test(connection: Connection) -> Iterator[Ability]:
    """Say what a connection can read: users and meetings, and the phone, for which an account needs a licence."""
    now = timezone.now()
    with client_of(connection, QUICK_LOOK) as http:
        yield tried("Users", http.users)
        yield tried("Meetings", lambda: http.meetings(now.date()))
        yield tried("Phone users", http.phone_users)
        yield tried("Calls", lambda: http.call_rows(now - dt.timedelta(hours=1), now))
        yield tried("Call queues", http.queues)


SYSTEM = System(
    name="zoom",
    label="Zoom",
    hosts=("api.zoom.us", "zoom.us", "*.zoom.us"),
    base_url=BASE_URL,
    auth_url="https://zoom.us/oauth/token",
    fields=(
        FormField("account_id", "Account ID"),
        FormField("client_id", "Client ID"),
        FormField("client_secret", "Client secret", secret=True, help="Of a server-to-server OAuth app."),
        VOICEMAIL.field,
        INTERNAL_CALLS.field,
        AVERAGE_CALL.field,
        PHONE_USERS.field,
    ),
    test=test,
)
