"""Answers of HubSpot's CRM, version 3: totals of searches, deals, pipelines with their stages, stages of life. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from marts.sources.told import amount, moment, need_count, need_list, need_object, need_text, need_whole, text_in

TRUE = "true"
# HubSpot's own stages of life, in their order.
DEFAULT_STAGES = (
    "subscriber", "lead", "marketingqualifiedlead", "salesqualifiedlead", "opportunity", "customer", "evangelist", "other",
)  # fmt: skip
NO_STAGE = "(none)"


@dataclass(frozen=True, slots=True)
class ContactCounts:
    """Contacts as they stand, and those created in the windows that end with the snapshot's day."""

    total: int
    by_stage: Mapping[str, int]
    new_30d: int
    new_7d: int
    refused: str = ""  # why the account's own stages are not told apart; blank: they are


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of a pipeline; `probability` is 1 where a closed stage is won, 0 where it is lost."""

    id: str
    label: str
    pipeline_id: str
    pipeline: str
    order: int
    is_closed: bool
    probability: Decimal | None
    is_archived: bool


@dataclass(frozen=True, slots=True)
class Deal:
    """A deal without anything personal; what HubSpot says of its closing is None where it does not say."""

    id: str
    stage: str
    amount: Decimal
    is_amount_read: bool  # false: the source holds a text that is no number, and 0 stands for it
    currency: str  # blank: the amount is in the account's own currency
    created_at: dt.datetime | None
    closed_at: dt.datetime | None
    is_closed: bool | None
    is_won: bool | None
    is_lost: bool | None


@dataclass(frozen=True, slots=True)
class DealPage:
    """Deals, and where the next page begins; blank: there is none."""

    deals: tuple[Deal, ...]
    after: str


@dataclass(frozen=True, slots=True)
class Deals:
    """Deals as they stand, each once, and the stages there are."""

    stages: tuple[Stage, ...]
    deals: tuple[Deal, ...]


def decode_total(told: Any) -> int:
    """Give how many records a search found."""
    return need_count(told, "total", "The search")


def decode_deals(told: Any) -> DealPage:
    """Read a page of deals."""
    results = need_list(told, "results", "The page of deals")
    return DealPage(tuple(_deal(one) for one in results), _after(told))


def _after(told: Mapping[str, Any]) -> str:
    paging = told.get("paging")
    following = paging.get("next") if isinstance(paging, Mapping) else None
    return text_in(following, "after") if isinstance(following, Mapping) else ""


def _deal(one: Any) -> Deal:
    number = need_text(one, "id", "A deal")
    told = need_object(one, "properties", f"Deal {number}")
    home = text_in(told, "amount_in_home_currency").strip()
    written = home or text_in(told, "amount").strip()
    read = amount(written) if written else Decimal(0)
    return Deal(
        id=number,
        stage=text_in(told, "dealstage"),
        amount=Decimal(0) if read is None else read,
        is_amount_read=read is not None,
        currency="" if home or not written else text_in(told, "deal_currency_code"),
        created_at=moment(text_in(told, "createdate")) or moment(text_in(one, "createdAt")),
        closed_at=moment(text_in(told, "closedate")),
        is_closed=_truth(told.get("hs_is_closed")),
        is_won=_truth(told.get("hs_is_closed_won")),
        is_lost=_truth(told.get("hs_is_closed_lost")),
    )


def _truth(told: Any) -> bool | None:
    """Read a truth as HubSpot writes it, a text; None where it says nothing."""
    text = str(told).lower() if isinstance(told, bool | str) else ""
    return None if text not in {TRUE, "false"} else text == TRUE


def decode_pipelines(told: Any) -> list[Stage]:
    """List the stages of all pipelines, in the order in which a funnel shows them."""
    pipelines = need_list(told, "results", "The list of pipelines")
    found = [stage for pipeline in pipelines for stage in _stages(pipeline)]
    return sorted(found, key=lambda stage: (stage.pipeline_id, stage.order, stage.id))


def _stages(pipeline: Any) -> Iterator[Stage]:
    number = need_text(pipeline, "id", "A pipeline")
    for one in need_list(pipeline, "stages", f"Pipeline {number}"):
        stage = need_text(one, "id", f"A stage of pipeline {number}")
        metadata = need_object(one, "metadata", f"Stage {stage}")
        yield Stage(
            id=stage,
            label=text_in(one, "label") or stage,
            pipeline_id=number,
            pipeline=text_in(pipeline, "label") or number,
            order=need_whole(one, "displayOrder", f"Stage {stage}"),  # -1 is HubSpot's word for last
            is_closed=_truth(metadata.get("isClosed")) is True,
            probability=amount(text_in(metadata, "probability")),
            is_archived=one.get("archived") is True or pipeline.get("archived") is True,
        )


def decode_options(told: Any) -> list[str]:
    """List the internal values of a property that has options."""
    return [need_text(one, "value", "An option") for one in need_list(told, "options", "The property")]


def decode_account(told: Any) -> tuple[str, str]:
    """Give number and time zone of an account."""
    return need_text(told, "portalId", "The account"), text_in(told, "timeZone")
