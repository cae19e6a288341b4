"""Export feeds: what changed since a continuation token, active, inactive and deleted alike."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from aiop.sources.answers import JsonPage, read_page
from aiop.sources.completeness import Pass
from aiop.sources.http import HttpClient
from aiop.sources.paging import Turn, turn_by_token
from servicetitan.client import TokenRefused, tenant_of
from servicetitan.endpoints import Endpoint
from servicetitan.extract.doubts import ask_until_sound, has_poison


def feed_turns(http: HttpClient, endpoint: Endpoint, begun: Pass) -> Iterator[Turn]:
    """Give the pages of a feed from where the reading goes on; a token that is refused is left for a date.

    Recent changes are asked for: how long the feed holds them back otherwise is not documented, and “complete through” must not
    run ahead of it. They come again later, and are the same then.
    """
    path = endpoint.feed_path(tenant_of(http))

    def fetch(start: str | None) -> JsonPage:
        params = {"includeRecentChanges": "true", **({"from": start} if start else {})}
        return ask_until_sound(lambda: http.get(path, params, read=read_page), has_poison)

    start, full = begun.cursor.get("token"), begun.cursor.get("full", 0)
    try:
        yield from turn_by_token(fetch, start=start, full=full)
    except TokenRefused:
        if start is None:
            raise
        yield from turn_by_token(fetch, start=instant(begun.since) if begun.since else None, full=full)


def instant(moment: dt.datetime) -> str:
    """Write a moment as the API takes it."""
    return moment.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
