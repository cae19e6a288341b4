"""Deals by stage: what `mart_crm_deals` holds. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from marts.build.worked import Worked, cents, quotient
from marts.sources.hubspot.records import Deal, Deals, Stage

UNKNOWN = "unknown"
_SECONDS_A_DAY = 86_400
_WON, _LOST = Decimal(1), Decimal(0)


class Outcome(StrEnum):
    """How a deal stands."""

    OPEN = "open"
    WON = "won"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class Asked:
    """The snapshot's day, the days that windows begin on, and whose average is asked for: of `all` deals or of `won` ones."""

    day: dt.date
    zone: ZoneInfo
    fiscal_start: dt.date
    average_of: str = "all"


def outcome(deal: Deal, stage: Stage | None) -> Outcome:
    """Say how a deal stands: by its own properties, else by its stage; a stage that is gone leaves it open."""
    if deal.is_won:
        return Outcome.WON
    if deal.is_lost or (deal.is_closed and deal.is_won is False):
        return Outcome.LOST
    by_stage = stage is not None and stage.is_closed and deal.is_closed is not False
    if not (deal.is_closed or by_stage):
        return Outcome.OPEN
    return Outcome.WON if stage is not None and stage.probability == _WON else Outcome.LOST


def deals_snapshot(told: Deals, asked: Asked) -> Worked:
    """Give the row of a snapshot."""
    stages = {stage.id: stage for stage in told.stages}
    stood = [(deal, outcome(deal, stages.get(deal.stage))) for deal in told.deals]
    by = {one: [deal for deal, how in stood if how is one] for one in Outcome}
    won, lost = by[Outcome.WON], by[Outcome.LOST]
    sums = {one: _value(deals) for one, deals in by.items()}
    total = sum(sums.values(), Decimal(0))
    averaged = (sums[Outcome.WON], len(won)) if asked.average_of == "won" else (total, len(stood))
    row: dict[str, Any] = {
        "snapshot_date": asked.day,
        "total_deals": len(stood),
        "open_deals": len(by[Outcome.OPEN]),
        "won_deals": len(won),
        "lost_deals": len(lost),
        "total_pipeline_value": cents(sums[Outcome.OPEN]),
        "won_value": cents(sums[Outcome.WON]),
        "lost_value": cents(sums[Outcome.LOST]),
        "average_deal_size": quotient(*averaged),
        "avg_won_deal_size": quotient(sums[Outcome.WON], len(won)),
        "win_rate": quotient(100 * len(won), len(won) + len(lost)),
        "avg_cycle_days": _cycle(won),
        **_windows(told.deals, won, asked),
        "deals_by_stage": _by_stage(stages.values(), stood),
    }
    worked = Worked(row)
    _audit(worked, told.deals)
    return worked


def _value(deals: Iterable[Deal]) -> Decimal:
    return sum((deal.amount for deal in deals), Decimal(0))


def _cycle(won: Sequence[Deal]) -> Decimal | None:
    """Give the days from creation to closing, on average; None where no won deal tells both."""
    spans = [(d.closed_at - d.created_at).total_seconds() for d in won if d.closed_at and d.created_at]
    return quotient(Decimal(sum(spans)) / _SECONDS_A_DAY, len(spans)) if spans else None


def _windows(deals: Sequence[Deal], won: Sequence[Deal], asked: Asked) -> dict[str, Any]:
    """Count what happened since the month and the fiscal year began, and what the past 30 days brought."""
    month, first = asked.day.replace(day=1), asked.day - dt.timedelta(days=29)
    in_month, in_year = (
        [d for d in won if _within(d.closed_at, since, asked)] for since in (month, asked.fiscal_start)
    )
    return {
        "won_count_mtd": len(in_month),
        "won_value_mtd": cents(_value(in_month)),
        "won_count_ytd": len(in_year),
        "won_value_ytd": cents(_value(in_year)),
        "deals_created_30d": sum(_within(deal.created_at, first, asked) for deal in deals),
    }


def _within(moment: dt.datetime | None, since: dt.date, asked: Asked) -> bool:
    return moment is not None and since <= moment.astimezone(asked.zone).date() <= asked.day


def _by_stage(stages: Iterable[Stage], stood: Sequence[tuple[Deal, Outcome]]) -> dict[str, Any]:
    """Give count and value by stage, those without deals included; deals of a stage that is gone stand together."""
    found = {stage.id: _bucket(stage) for stage in stages if not stage.is_archived}
    known = {stage.id: stage for stage in stages}
    for deal, how in stood:
        stage = known.get(deal.stage)
        name = deal.stage if stage else UNKNOWN if how is Outcome.OPEN else f"{UNKNOWN}_{how}"
        bucket = found.setdefault(name, _bucket(stage) if stage else _stray(name, how))
        bucket["count"] += 1
        bucket["value"] += deal.amount
    # JSON knows no decimals; as a number with two of them the value is exact.
    return {name: {**bucket, "value": float(cents(bucket["value"]))} for name, bucket in found.items()}


def _bucket(stage: Stage) -> dict[str, Any]:
    return {
        "label": stage.label,
        "pipeline_id": stage.pipeline_id,
        "pipeline": stage.pipeline,
        "display_order": stage.order,
        "is_closed": stage.is_closed,
        "is_won": stage.is_closed and stage.probability == _WON,
        "count": 0,
        "value": Decimal(0),
    }


def _stray(name: str, how: Outcome) -> dict[str, Any]:
    closed = how is not Outcome.OPEN
    stage = Stage(name, "Stage unknown", "", "", 0, closed, _WON if how is Outcome.WON else _LOST, is_archived=True)
    return _bucket(stage)


def _audit(worked: Worked, deals: Sequence[Deal]) -> None:
    row: Mapping[str, Any] = worked.row
    stages = row["deals_by_stage"].values()
    in_stages = sum((Decimal(str(one["value"])) for one in stages if not one["is_closed"]), Decimal(0))
    worked.hold("Deals by stage and all deals", sum(one["count"] for one in stages), row["total_deals"])
    if abs(in_stages - row["total_pipeline_value"]) > 0:
        # A deal may say of itself what its stage does not; its own word counts.
        worked.warnings.append(f"Open stages hold {in_stages:,}, open deals are worth {row['total_pipeline_value']:,}.")
    if unread := sum(not deal.is_amount_read for deal in deals):
        worked.warnings.append(f"The amount of {unread:,} deals is no number; 0 stands for it.")
    currencies = {deal.currency for deal in deals} - {""}
    if len(currencies) > 1:
        worked.warnings.append(f"Amounts of several currencies are added up: {', '.join(sorted(currencies))}.")
