"""The Bad Leads report: no id and no quote number, so a row is known by what it says."""

from __future__ import annotations

import hashlib
from functools import lru_cache

from aiop.loading.kind import Derived, Kind
from aiop.values.blank import BLANKS
from aiop.values.dates import date
from aiop.values.email import email_key
from aiop.values.errors import BadValue
from aiop.values.person_name import name_key
from aiop.values.phone import phone_key
from crm.intake.columns import day, flags_tests, key, words
from crm.intake.lookups import source
from crm.models import BadLead

_KEYED = ("provider", "customer_email", "customer_phone", "customer_name", "date_lead_received", "move_date")


def natural_key(provider: str, email: str, phone: str, name: str, received: str, move: str) -> str:
    """Digest provider, e-mail, phone, name and both days as they are meant: blanks, letter case and date form aside."""
    day_received = _day(received)
    # One pass over all: blanks around the separator fall away with those between words.
    texts = ("" if text in BLANKS else text for text in (provider, email, phone, name))
    said = " ".join(" \x01 ".join((*texts, day_received, _day(move))).casefold().split())
    digest = hashlib.blake2b(said.encode("utf-8", "replace"), digest_size=12).hexdigest()
    # The day comes first, so that a report in the order of its days fills the index in order too.
    return f"{day_received}-{digest}"


@lru_cache(maxsize=20_000)
def _day(text: str) -> str:
    try:
        day = date(text)
    except BadValue:
        # The row is quarantined for it; its key only has to be some key.
        return text
    return f"{day:%Y%m%d}" if day else "-"


BAD_LEADS = Kind(
    name="bad_leads",
    title="Bad Leads report",
    model=BadLead,
    key=("natural_key",),
    order=70,
    fields=(
        words("provider", "Provider"),
        words("customer_name", "Customer Name"),
        key("name_key", "Customer Name", name_key),
        words("customer_email", "Customer Email"),
        key("email_key", "Customer Email", email_key),
        words("customer_phone", "Customer Phone"),
        key("phone_key", "Customer Phone", phone_key),
        day("move_date", "Move Date"),
        day("date_lead_received", "Date Lead Received"),
        words("lead_bad_reason", "Lead Bad Reason"),
        # Only dumps have it: what a row is known by must outlive edits of what it was made from.
        words("natural_key", "Row key"),
    ),
    derived=(Derived("natural_key", _KEYED, natural_key), flags_tests("customer_name")),
    lookups=(source("provider"),),
)
