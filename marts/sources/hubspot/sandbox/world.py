"""Contacts and deals of an invented company as they live: imported late, moved, merged, archived; and what is true of a day."""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from aiop.sandbox.world import World

ZONE = ZoneInfo("America/Chicago")
LIFE = ("subscriber", "lead", "marketingqualifiedlead", "salesqualifiedlead", "opportunity", "customer", "evangelist")
OWN_STAGES = ("77120931", "77120932")
DAYS_BEFORE = 300
DAYS_AFTER = 400
Versions = list[tuple[dt.datetime, dict[str, str | None]]]


@dataclass(frozen=True, slots=True)
class StageSpec:
    """A stage of the company's pipelines; `gone_at`: the day on which somebody deletes it, its deals staying behind."""

    id: str
    label: str
    pipeline: str
    order: int
    is_closed: bool
    probability: str
    gone_after: int | None = None


PIPELINES = {"default": "Sales Pipeline", "8842001": "Renewals"}
STAGES = (
    StageSpec("appointmentscheduled", "Appointment scheduled", "default", 0, False, "0.2"),
    StageSpec("qualifiedtobuy", "Qualified to buy", "default", 1, False, "0.4"),
    StageSpec("contractsent", "Contract sent", "default", 2, False, "0.9"),
    StageSpec("closedwon", "Closed won", "default", 3, True, "1.0"),
    StageSpec("closedlost", "Closed lost", "default", 4, True, "0.0"),
    # The same labels in another pipeline, and closed stages whose labels say neither won nor lost.
    StageSpec("90010", "Contract sent", "8842001", 0, False, "0.5"),
    StageSpec("90011", "Signed", "8842001", 1, True, "1.0"),
    StageSpec("90012", "Declined", "8842001", 2, True, "0.0"),
    StageSpec("90013", "On hold", "8842001", 3, False, "0.3", gone_after=40),
)
_STAGE = {stage.id: stage for stage in STAGES}


@dataclass(frozen=True, slots=True)
class Thing:
    """A contact or deal: its versions, from when it can be seen, until when it is there."""

    id: int
    versions: Versions
    seen: dt.datetime
    until: dt.datetime | None

    def at(self, now: dt.datetime) -> dict[str, str | None] | None:
        """Give its properties at a moment; None while nobody can see it."""
        if self.seen > now or (self.until is not None and self.until <= now):
            return None
        found: dict[str, str | None] = {}
        for moment, properties in self.versions:
            if moment <= now or not found:
                found = {**found, **properties}
        return found


class Crm(World):
    """All that will ever be in the CRM around `as_of`; what is there is asked as of a moment."""

    def __init__(self, seed: int, as_of: dt.date, *, contacts: int = 220, deals: int = 70) -> None:
        super().__init__(seed, "Fairview Clinics")
        self.as_of = as_of
        self.first = dt.datetime.combine(as_of - dt.timedelta(days=DAYS_BEFORE), dt.time(), dt.UTC)
        grown = 1 + DAYS_AFTER / DAYS_BEFORE
        # Some companies let HubSpot keep whether a deal is closed, some rely on their stages alone.
        self.tells_closing = self.rng("style").random() < 0.5
        self.contacts = [self._contact(n) for n in range(round(contacts * grown))]
        self.deals = [self._deal(n) for n in range(round(deals * grown))]

    def stages(self, now: dt.datetime) -> list[StageSpec]:
        """List the stages that there are at a moment."""
        days = (now.date() - self.as_of).days
        return [stage for stage in STAGES if stage.gone_after is None or days < stage.gone_after]

    def there(self, kind: str, now: dt.datetime) -> Iterator[tuple[int, dict[str, str | None]]]:
        """Give what is there of a kind at a moment, by number."""
        things: list[Thing] = getattr(self, kind)
        for thing in things:
            properties = thing.at(now)
            if properties is not None:
                yield thing.id, properties

    def _born(self, rng: random.Random) -> tuple[dt.datetime, dt.datetime]:
        """Draw when something was created and from when it can be seen: an import brings what is days old."""
        born = self.first + dt.timedelta(minutes=rng.randint(0, (DAYS_BEFORE + DAYS_AFTER) * 1440))
        late = (
            dt.timedelta(days=rng.randint(1, 12)) if rng.random() < 0.06 else dt.timedelta(seconds=rng.randint(1, 60))
        )
        return born, born + late

    def _contact(self, number: int) -> Thing:
        rng = self.rng(f"contact {number}")
        born, seen = self._born(rng)
        life: str | None = rng.choice([*LIFE[:4], "other", *OWN_STAGES, None])
        versions: Versions = [(born, {"createdate": _iso(born), "lifecyclestage": life})]
        at = born
        while rng.random() < 0.5:
            at += dt.timedelta(days=rng.randint(3, 60))
            life = rng.choice(LIFE)
            versions.append((at, {"lifecyclestage": life}))
        # Merged into another one, or archived: either way it counts no more.
        until = at + dt.timedelta(days=rng.randint(1, 90)) if rng.random() < 0.08 else None
        return Thing(501_000 + number * 3, versions, seen, until)

    def _deal(self, number: int) -> Thing:
        rng = self.rng(f"deal {number}")
        born, seen = self._born(rng)
        pipeline = "default" if rng.random() < 0.7 else "8842001"
        path = [stage for stage in STAGES if stage.pipeline == pipeline]
        first: dict[str, str | None] = {"createdate": _iso(born), "pipeline": pipeline, "amount": _amount(rng)}
        versions: Versions = [(born, first | self._staged(path[0], born))]
        at = born
        while rng.random() < 0.7:
            at += dt.timedelta(days=rng.randint(1, 30))
            stage = rng.choice(path)
            versions.append((at, self._staged(stage, at)))
            if rng.random() < 0.25:
                versions.append((at, {"amount": _amount(rng)}))
            # A closed deal is opened again now and then.
            if stage.is_closed and rng.random() < 0.9:
                break
        until = at + dt.timedelta(days=rng.randint(1, 60)) if rng.random() < 0.05 else None
        return Thing(9_100_000 + number * 7, versions, seen, until)

    def _staged(self, stage: StageSpec, at: dt.datetime) -> dict[str, str | None]:
        told: dict[str, str | None] = {"dealstage": stage.id, "closedate": _iso(at) if stage.is_closed else None}
        if self.tells_closing:
            won = stage.is_closed and stage.probability == "1.0"
            told |= {"hs_is_closed": _truth(stage.is_closed), "hs_is_closed_won": _truth(won)}
            told |= {"hs_is_closed_lost": _truth(stage.is_closed and not won)}
        return told

    # What is true

    def contacts_truth(self, now: dt.datetime, day: dt.date) -> dict[str, Any]:
        """Give what the snapshot of a local day must hold, counted from the contacts themselves."""
        there = [properties for _, properties in self.there("contacts", now)]
        lives = Counter(one["lifecyclestage"] for one in there)
        ages = [(day - _local(one["createdate"])).days for one in there]
        return {
            "snapshot_date": str(day), "total_contacts": len(there),
            "new_contacts_30d": sum(0 <= age < 30 for age in ages), "new_contacts_7d": sum(0 <= age < 7 for age in ages),
            "subscribers": lives["subscriber"], "leads": lives["lead"],
            "marketing_qualified": lives["marketingqualifiedlead"], "sales_qualified": lives["salesqualifiedlead"],
            "opportunities": lives["opportunity"], "customers": lives["customer"], "evangelists": lives["evangelist"],
            "other_lifecycle": sum(lives[life] for life in (None, "other", *OWN_STAGES)),
        }  # fmt: skip

    def deals_truth(self, now: dt.datetime, day: dt.date) -> dict[str, Any]:
        """Give what the snapshot of a local day must hold; where nobody says that a deal is closed, its stage must still be there."""
        there = [properties for _, properties in self.there("deals", now)]
        listed = {stage.id for stage in self.stages(now)}
        won: list[dict[str, str | None]] = []
        lost: list[dict[str, str | None]] = []
        opened: list[dict[str, str | None]] = []
        for one in there:
            stage = _STAGE[str(one["dealstage"])]
            closed = stage.is_closed and (self.tells_closing or stage.id in listed)
            (opened if not closed else won if stage.probability == "1.0" else lost).append(one)
        counted = Counter(str(one["dealstage"]) if one["dealstage"] in listed else "unknown" for one in there)
        return {
            "snapshot_date": str(day), "total_deals": len(there), "open_deals": len(opened), "won_deals": len(won),
            "lost_deals": len(lost), "total_pipeline_value": _sum(opened), "won_value": _sum(won),
            "lost_value": _sum(lost), "won_count_mtd": sum(_local(one["closedate"]) >= day.replace(day=1) for one in won),
            "deals_created_30d": sum((day - _local(one["createdate"])).days in range(30) for one in there),
            "counts": dict(counted),
        }  # fmt: skip


def _sum(deals: list[dict[str, str | None]]) -> str:
    return f"{sum((Decimal(one['amount'] or 0) for one in deals), Decimal(0)):.2f}"


def _local(moment: str | None) -> dt.date:
    return dt.datetime.fromisoformat(str(moment)).astimezone(ZONE).date()


def _iso(moment: dt.datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%S.%f")[:23] + "Z"


def _truth(is_so: bool) -> str:
    return str(is_so).lower()


def _amount(rng: random.Random) -> str | None:
    """Draw an amount; now and then there is none, or it is a credit."""
    draw = rng.random()
    if draw < 0.08:
        return None
    return f"{'-' if draw > 0.97 else ''}{rng.randint(10_000, 2_500_000) / 100}"
