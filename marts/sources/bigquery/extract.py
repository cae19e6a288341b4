"""What the app's mart asks of the export. Imported by workers alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from aiop.sources.models import Connection
from marts.sources.bigquery import queries
from marts.sources.bigquery.client import BigQuery
from marts.sources.bigquery.records import EventDay, Screen, Used


def dataset_of(connection: Connection) -> str:
    """Give project and dataset of a connection."""
    return f"{connection.setting('project')}.{connection.setting('dataset')}"


def days_there(asked: BigQuery, dataset: str) -> set[dt.date]:
    """Give the days whose daily table is there."""
    return queries.days_among(asked.tables(dataset))


def days_marked(asked: BigQuery, dataset: str) -> set[dt.date]:
    """Give the days whose table says of each event whether its user was active."""
    return queries.days_among([row.table_name for row in asked.rows(queries.marked(dataset))])


def use_of(
    asked: BigQuery,
    dataset: str,
    day: dt.date,
    there: set[dt.date],
    *,
    month_days: int,
    engaged: Collection[dt.date] = (),
) -> Used:
    """Give the figures of a day that is there, and the different users up to it; of days in `engaged`, only active ones are users."""
    table = queries.table_of(dataset, day)
    (told,) = asked.rows(queries.figures(table, engaged=day in engaged))
    screens = [Screen(row.screen, row.views, row.users) for row in asked.rows(queries.screens(table))]
    window = [day - dt.timedelta(days=number) for number in range(max(month_days, 7))]
    tables = [(queries.table_of(dataset, one), one) for one in window if one in there]
    (users,) = asked.rows(queries.different_users(tables, day - dt.timedelta(days=6), engaged))
    figures = EventDay(
        users=told.users,
        new_users=told.new_users,
        ios_first_opens=told.ios,
        android_first_opens=told.android,
        sessions=told.sessions,
        screen_views=told.screen_views,
        engagement_msec=told.engagement,
        events=told.events,
        screens=tuple(screens),
    )
    return Used(figures, users.week, users.month)
