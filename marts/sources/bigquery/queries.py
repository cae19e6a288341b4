"""The SQL that BigQuery is asked. Daily tables are named one by one: a wildcard would also take those of the running day.

Every UNNEST has an alias, which other engines need too.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Sequence

from aiop.sources.errors import FixConnection

_NAME = re.compile(r"[A-Za-z0-9_-]+")
_DAILY = re.compile(r"events_(\d{8})")
SCREENS = 10
# GA4's own mark of an event whose user was active; absent from old tables.
ACTIVE = "is_active_user"


def table_of(dataset: str, day: dt.date) -> str:
    """Give the name of a day's table, quoted; FixConnection where project or dataset is no name."""
    parts = dataset.split(".")
    if len(parts) != 2 or not all(_NAME.fullmatch(part) for part in parts):
        raise FixConnection(f"“{dataset}” is no dataset: write it as project.analytics_123456.")
    return f"`{dataset}.events_{day:%Y%m%d}`"


def days_among(names: Sequence[str]) -> set[dt.date]:
    """Give the days that have a daily table; tables of the running day and others are none."""
    found = (_DAILY.fullmatch(name) for name in names)
    return {dt.datetime.strptime(match[1], "%Y%m%d").replace(tzinfo=dt.UTC).date() for match in found if match}


def marked(dataset: str) -> str:
    """Ask which tables say of each event whether its user was active; older ones do not."""
    table_of(dataset, dt.date(2020, 1, 1))  # refuses what is no dataset
    return f"SELECT c.table_name FROM `{dataset}.INFORMATION_SCHEMA.COLUMNS` AS c WHERE c.column_name = '{ACTIVE}'"


def figures(table: str, *, engaged: bool = False) -> str:
    """Ask what a day's events come to; `engaged`: users count where GA4 marks them as active."""
    active = f"IF(e.{ACTIVE}, e.user_pseudo_id, NULL)" if engaged else "e.user_pseudo_id"
    return f"""
SELECT
  COUNT(DISTINCT {active}) AS users,
  COUNT(DISTINCT IF(e.event_name IN ('first_open', 'first_visit'), e.user_pseudo_id, NULL)) AS new_users,
  COUNT(DISTINCT IF(e.event_name = 'first_open' AND e.platform = 'IOS', e.user_pseudo_id, NULL)) AS ios,
  COUNT(DISTINCT IF(e.event_name = 'first_open' AND e.platform = 'ANDROID', e.user_pseudo_id, NULL)) AS android,
  COUNT(DISTINCT IF(e.session IS NOT NULL, CONCAT(e.user_pseudo_id, '/', CAST(e.session AS STRING)), NULL)) AS sessions,
  COUNTIF(e.event_name = 'screen_view') AS screen_views,
  COALESCE(SUM(e.engagement), 0) AS engagement,
  COUNT(*) AS events
FROM (
  SELECT t.user_pseudo_id, t.event_name, t.platform,{f" t.{ACTIVE}," if engaged else ""} {_whole("ga_session_id")} AS session,
    {_whole("engagement_time_msec")} AS engagement
  FROM {table} AS t
) AS e""".strip()


def screens(table: str) -> str:
    """Ask which screens were seen most on a day."""
    return f"""
SELECT s.screen, COUNT(*) AS views, COUNT(DISTINCT s.user_pseudo_id) AS users
FROM (
  SELECT t.user_pseudo_id, COALESCE({_text("firebase_screen")}, {_text("firebase_screen_class")}) AS screen
  FROM {table} AS t WHERE t.event_name = 'screen_view'
) AS s
WHERE s.screen IS NOT NULL
GROUP BY s.screen ORDER BY views DESC, s.screen LIMIT {SCREENS}""".strip()


def different_users(
    tables: Sequence[tuple[str, dt.date]], week_from: dt.date, engaged: Collection[dt.date] = ()
) -> str:
    """Ask how many different users the tables hold, those from a day on, and all; of days in `engaged`, those marked as active."""
    parts = "\n  UNION ALL ".join(
        f"SELECT DISTINCT t.user_pseudo_id, {str(day >= week_from).upper()} AS recent FROM {table} AS t"
        + (f" WHERE t.{ACTIVE}" if day in engaged else "")
        for table, day in tables
    )
    return f"""
SELECT COUNT(DISTINCT IF(u.recent, u.user_pseudo_id, NULL)) AS week, COUNT(DISTINCT u.user_pseudo_id) AS month
FROM (
  {parts}
) AS u""".strip()


def _whole(key: str) -> str:
    """Give a parameter as a number, whichever way the app has written it."""
    found = "COALESCE(p.value.int_value, SAFE_CAST(p.value.string_value AS INT64))"
    return f"(SELECT MAX({found}) FROM UNNEST(t.event_params) AS p WHERE p.key = '{key}')"


def _text(key: str) -> str:
    return f"(SELECT MAX(p.value.string_value) FROM UNNEST(t.event_params) AS p WHERE p.key = '{key}')"
