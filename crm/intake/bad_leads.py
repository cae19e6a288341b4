"""The Bad Leads report: no id and no quote number, so a row is known by what it says."""

from __future__ import annotations

import hashlib

from aiop.loading.kind import Derived, Kind
from aiop.values.email import email_key
from aiop.values.person_name import name_key
from aiop.values.phone import phone_key
from crm.intake.columns import day, flags_tests, key, words
from crm.intake.lookups import source
from crm.models import BadLead


def natural_key(*texts: str) -> str:
    """Digest provider, e-mail, phone, name, date received and move date, blanks and letter case aside."""
    # One pass over all six: blanks around the separator fall away with those between words.
    said = " ".join(" \x01 ".join(texts).casefold().split())
    return hashlib.blake2b(said.encode("utf-8", "replace"), digest_size=16).hexdigest()


_KEYED = ("provider", "customer_email", "customer_phone", "customer_name", "date_lead_received", "move_date")

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
