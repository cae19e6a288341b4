"""Customers as another system lists them: known by that system's id, in whatever columns it has beside it."""

from __future__ import annotations

from aiop.loading.kind import Derived, Field, Kind
from aiop.values.blank import text
from aiop.values.email import email_key
from aiop.values.person_name import name_key
from aiop.values.phone import phone_key
from crm.intake.columns import instant, key, words
from crm.intake.jobs import state
from crm.models import Customer

_NAMES = ("name", "first_name", "last_name")


def whole_name(name: str, first: str, last: str) -> str:
    """Give the name as a whole, put together where it is given in parts; blank where nothing is known."""
    return text(name) or " ".join(part for part in (text(first), text(last)) if part)


def whole_name_key(name: str, first: str, last: str) -> str | None:
    """Give the normalised form of the whole name."""
    return name_key(whole_name(name, first, last))


# A row without id could never be told from a new one when the file comes again, so a list without ids is refused.
CUSTOMERS = Kind(
    name="customers",
    title="Customer list",
    model=Customer,
    key=("listed_as",),
    order=10,
    # Any system may list them, each with an order of its own.
    date_order=None,
    fields=(
        words("listed_as", "customer_id", "Customer Id", "SmartMoving Id", required=True),
        words("first_name", "first_name", "First Name"),
        words("last_name", "last_name", "Last Name"),
        words("name", "name", "Customer Name"),
        words("phone", "phone", "Customer Phone", "Phone Number"),
        key("phone_key", "phone", phone_key),
        words("email", "email", "Customer Email", "E-mail"),
        key("email_key", "email", email_key),
        words("origin_address", "address", "Origin Address"),
        words("origin_city", "city", "Origin City"),
        Field("origin_state", ("state", "Origin State"), state),
        words("origin_zip", "zip", "Postal Code", "Origin Zip"),
        instant("source_created_at", "created", "Created At"),
    ),
    # Who was merged away is told by the id of who stands for them; decisions are taken in review, never by a list.
    told=(
        (
            "merged_into",
            "(SELECT m.listed_as FROM crm_customer m WHERE m.id = t.merged_into_id)",
        ),
    ),
    derived=(Derived("name", _NAMES, whole_name), Derived("name_key", _NAMES, whole_name_key)),
)
