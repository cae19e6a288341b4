"""HubSpot on the wire: searches for their totals, lists page by page, and what its errors mean."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from aiop.sources.answers import Answer
from aiop.sources.budget import Rate
from aiop.sources.errors import FixConnection, GiveUp, SourceFailed, TryAgain
from aiop.sources.http import Call, HttpClient, Login
from aiop.sources.models import Connection
from aiop.sources.retrying import Patience, retry_after
from marts.sources.hubspot.records import (
    Deal,
    DealPage,
    Stage,
    decode_account,
    decode_deals,
    decode_options,
    decode_pipelines,
    decode_total,
)
from marts.sources.reading import decoded

VERSION = "v3"
# 100 calls in ten seconds are what the smallest account may; searches have a limit of their own, without headers.
RATE = Rate(per_second=9, burst=9)
SEARCH_RATE = Rate(per_second=4, burst=4)
# A search gives no more than so many records, and may say so many where there are more.
CAP = 10_000
DEALS_A_PAGE = 100
DAY_SECONDS = 86_400.0
# HubSpot's own: locked, and being moved to another data centre.
_LATER = frozenset({423, 477})
# No record was created outside; splitting the time between finds what a capped total hides.
_ALL_TIME = (dt.datetime(2006, 1, 1, tzinfo=dt.UTC), dt.datetime(2100, 1, 1, tzinfo=dt.UTC))
_SHORTEST = dt.timedelta(minutes=1)
DEAL_PROPERTIES = (
    "dealstage", "pipeline", "amount", "amount_in_home_currency", "deal_currency_code", "closedate", "createdate",
    "hs_is_closed", "hs_is_closed_won", "hs_is_closed_lost",
)  # fmt: skip

Filter = Mapping[str, Any]


def equals(name: str, value: str) -> Filter:
    """Keep records whose property holds this value."""
    return {"propertyName": name, "operator": "EQ", "value": value}


def lacks(name: str) -> Filter:
    """Keep records that have nothing in a property."""
    return {"propertyName": name, "operator": "NOT_HAS_PROPERTY"}


def between(name: str, starts: dt.datetime, ends: dt.datetime) -> list[Filter]:
    """Keep records whose moment lies in [starts, ends)."""
    bounds = (("GTE", starts), ("LT", ends))
    return [{"propertyName": name, "operator": o, "value": str(round(at.timestamp() * 1000))} for o, at in bounds]


def judge(answer: Answer) -> SourceFailed | None:
    """Read what HubSpot says in its own way: limits of a day, missing scopes, locks."""
    asked = retry_after(answer.headers.get("retry-after"), answer.at)
    if answer.status in _LATER:
        return TryAgain(f"HubSpot answered {answer.status}: {answer.said()}", after=asked, status=answer.status)
    try:
        told = answer.json()
    except TryAgain:
        return None
    if not isinstance(told, dict):
        return None
    if answer.status == 429 and str(told.get("policyName", "")).upper() == "DAILY":
        return TryAgain("HubSpot takes no more calls today.", after=asked or DAY_SECONDS, status=429)
    if answer.status == 403 and told.get("category") == "MISSING_SCOPES":
        return FixConnection(f"The token lacks a scope: {', '.join(sorted(_scopes(told))) or answer.said()}.")
    if answer.status == 401:
        return FixConnection("HubSpot refused the token.")
    return None


def _scopes(told: Mapping[str, Any]) -> set[str]:
    """Give the scopes that a refusal names, in either of the places where it may."""
    errors = [one for one in told.get("errors") or [] if isinstance(one, Mapping)]
    found: set[str] = set()
    for holder in [told, *errors]:
        context = holder.get("context")
        named = context.get("requiredGranularScopes") if isinstance(context, Mapping) else None
        found |= {str(scope) for scope in named or holder.get("requiredGranularScopes") or []}
    return found


class HubSpot(HttpClient):
    """Calls on behalf of one account."""

    def account(self) -> tuple[str, str]:
        """Give number and time zone of the account."""
        return self.get(f"account-info/{VERSION}/details", read=decoded(decode_account))

    def count(self, kind: str, filters: Sequence[Filter] = ()) -> int:
        """Count the records of a kind that all filters keep.

        A total that is exactly the cap is not believed: the time of creation is cut into windows until none reaches it.
        """
        total = self._search(kind, filters)
        if total != CAP:
            return total
        named = [one for one in filters if one["propertyName"] == "createdate"]
        bounds = [dt.datetime.fromtimestamp(int(one["value"]) / 1000, dt.UTC) for one in named]
        starts, ends = bounds or _ALL_TIME
        rest = [one for one in filters if one["propertyName"] != "createdate"]
        if ends - starts <= _SHORTEST:
            raise GiveUp(f"HubSpot shows {CAP:,} {kind} of one minute, and hides how many there are.")
        middle = starts + (ends - starts) / 2
        halves = (between("createdate", starts, middle), between("createdate", middle, ends))
        return sum(self.count(kind, [*rest, *half]) for half in halves)

    def _search(self, kind: str, filters: Sequence[Filter]) -> int:
        # A limit of 1: 0 is not documented.
        groups = [{"filters": list(filters)}] if filters else []
        body = {"filterGroups": groups, "properties": ["hs_object_id"], "limit": 1}
        call = Call("POST", f"crm/{VERSION}/objects/{kind}/search", json=body, bucket=("search", SEARCH_RATE))
        return self.send(call, read=decoded(decode_total))

    def stages_of_life(self) -> list[str]:
        """List the stages that a contact may be in, the account's own included."""
        return self.get(f"crm/{VERSION}/properties/contacts/lifecyclestage", read=decoded(decode_options))

    def stages(self) -> list[Stage]:
        """List the stages of all pipelines of deals."""
        return self.get(f"crm/{VERSION}/pipelines/deals", read=decoded(decode_pipelines))

    def deals(self) -> Iterator[Deal]:
        """Give every deal that is not archived; a page that comes twice gives its deals twice."""
        after, seen = "", {""}
        while True:
            page = self._deals(after, seen)
            yield from page.deals
            if not page.after:
                return
            after = page.after
            seen.add(after)

    def _deals(self, after: str, seen: set[str]) -> DealPage:
        read = decoded(decode_deals)

        def moving_on(answer: Answer) -> DealPage:
            page = read(answer)
            if page.after in seen - {""}:
                raise TryAgain(f"{answer.url} does not move on: it gave the same “after” again.")
            return page

        params = {"limit": DEALS_A_PAGE, "properties": ",".join(DEAL_PROPERTIES), "archived": "false"}
        return self.get(
            f"crm/{VERSION}/objects/deals", {**params, **({"after": after} if after else {})}, read=moving_on
        )


def client_of(
    connection: Connection, patience: Patience | None = None, pause: Callable[[float], None] = time.sleep
) -> HubSpot:
    """Give a client of a connection; close it."""
    login = Login({"Authorization": f"Bearer {connection.secrets()['access_token']}"})
    return HubSpot(connection, login=login, rate=RATE, patience=patience, judge=judge, pause=pause)
