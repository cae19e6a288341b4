"""The GA4 export as a system: what a connection needs, and what it can read."""

from __future__ import annotations

from collections.abc import Iterator

from aiop.sources.models import Connection
from aiop.sources.retrying import QUICK_LOOK
from aiop.sources.systems import Ability, FormField, System
from marts.sources.choices import ENGAGED, MONTH_WINDOW
from marts.sources.reading import tried


def test(connection: Connection) -> Iterator[Ability]:
    """Say whether the dataset's tables can be listed."""
    from marts.sources.bigquery.client import BigQuery
    from marts.sources.bigquery.extract import dataset_of, days_there

    with BigQuery(connection, list(SYSTEM.permitted_hosts), QUICK_LOOK) as asked:
        yield tried("Daily tables of events", lambda: days_there(asked, dataset_of(connection)))


SYSTEM = System(
    name="bigquery",
    label="App analytics (GA4 in BigQuery)",
    hosts=("bigquery.googleapis.com", "oauth2.googleapis.com"),
    base_url="https://bigquery.googleapis.com",
    fields=(
        FormField("project", "Project", help="The project that pays for questions, such as acme-analytics."),
        FormField("dataset", "Dataset", pattern="analytics_[0-9]+", help="Such as analytics_123456."),
        FormField("property_zone", "Zone of the property", default="", required=False, help="Such as America/Chicago."),
        MONTH_WINDOW.field,
        ENGAGED.field,
        FormField("service_account", "Service account", secret=True, help="The JSON that Google gives."),
    ),
    test=test,
)
