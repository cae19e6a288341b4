"""The sales person performance report: one row a seller, over the period of the file."""

from __future__ import annotations

from aiop.loading.kind import Field, Kind
from aiop.values.numbers import integer, money, percent
from aiop.values.seller_name import seller_key
from crm.intake.columns import flags_tests, key, words
from crm.intake.lookups import seller
from crm.intake.snapshot import snapshot_of
from crm.models import SalesPerformance

_OUTCOMES = ("Bad", "Sent", "Pending", "Booked", "Lost", "Cancelled")

SALES_PERFORMANCE = Kind(
    name="sales_performance",
    title="Sales person performance",
    model=SalesPerformance,
    key=("name",),
    order=10,
    fields=(
        words("name", "Name", required=True),
        key("seller_key", "Name", seller_key),
        Field("leads_received", ("# Leads Received", "leads_received"), integer),
        *(Field(word.lower(), (word,), integer) for word in _OUTCOMES),
        *(Field(f"percent_{word.lower()}", (f"% {word}",), percent) for word in _OUTCOMES),
        Field("booked_total", ("Booked Total",), money),
        Field("average_booking", ("Average Booking",), money),
    ),
    derived=(flags_tests("name"),),
    lookups=(seller("name"),),
    from_file=snapshot_of,
)
