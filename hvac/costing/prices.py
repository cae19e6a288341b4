"""The company's price rules as the pricing rule takes them, and what they make of a price."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from aiop.orgs.models import Org
from hvac.costing.rules.pricing import Job, Rule, Step, price
from hvac.models import PriceRule

# What a rule may ask of a job, by its column; the links by their ids.
FILTERS = ("service_type", "customer_type", "equipment_type", "service_plan", "urgency", "territory_id", "location_id")


@dataclass(frozen=True)
class Priced:
    """A price after its rules, each rule's part in it, and the names of the rules that are about something else."""

    base: Decimal
    amount: Decimal
    steps: list[Step]
    others: list[str]


def rules_of(org: Org, part: str) -> list[Rule]:
    """Read the active rules about a part of the price, Labour say, or about its total; one query."""
    rows = PriceRule.objects.for_org(org).filter(status=PriceRule.Status.ACTIVE, applies_to=part)
    return [_rule(row) for row in rows.select_related("season")]


def preview(org: Org, part: str, base: Decimal, job: Job) -> Priced:
    """Work out a price, and write nothing."""
    rules = rules_of(org, part)
    amount, steps = price(base, rules, job)
    used = {step.rule.name for step in steps}
    return Priced(base, amount, steps, sorted(rule.name for rule in rules if rule.name not in used))


def _rule(row: PriceRule) -> Rule:
    filters = {name: getattr(row, name) for name in FILTERS if getattr(row, name) is not None}
    season = row.season
    if season is not None and season.location_id is not None:
        filters["location_id"] = season.location_id
    hours = (row.time_from, row.time_to) if row.time_from and row.time_to else None
    return Rule(
        name=row.name,
        kind=row.adjust_kind,
        value=row.value,
        priority=row.priority,
        is_stackable=row.stackable,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        season=(season.start_mmdd, season.end_mmdd) if season else None,
        filters=filters,
        weekdays=row.weekdays or "",
        hours=hours,
        floor=row.floor,
        ceiling=row.ceiling,
    )
