"""Which price rules apply to a job, and what they make of its price. Pure.

Source: the company's plan (domain sheet 3.6): an override of the highest priority stands alone; else the best rule that does not
stack, then all that stack in order of priority, per cents on the running amount; floor and ceiling of each rule hold; cents are
rounded once, half up, at the end.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from hvac.costing.rules.rounding import cents

HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Job:
    """What is priced: when, and what is known of it by the names that rules filter by (None: not known)."""

    at: dt.datetime
    facts: dict[str, str | int | None]


@dataclass(frozen=True, slots=True)
class Rule:
    """A price rule; `filters` holds what a job must be, days are month and day and may go over New Year."""

    name: str
    kind: str
    value: Decimal
    priority: int
    is_stackable: bool
    valid_from: dt.date
    valid_to: dt.date | None = None
    season: tuple[str, str] | None = None
    filters: dict[str, str | int] = field(default_factory=dict)
    weekdays: str = ""
    hours: tuple[dt.time, dt.time] | None = None
    floor: Decimal | None = None
    ceiling: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One rule's part in a price: the amount before and after."""

    rule: Rule
    before: Decimal
    after: Decimal


def applies(rule: Rule, job: Job) -> bool:
    """Tell whether a rule is about a job."""
    day = job.at.date()
    return (
        rule.valid_from <= day
        and (rule.valid_to is None or day < rule.valid_to)
        and (rule.season is None or _within(f"{day:%m-%d}", *rule.season))
        and all(job.facts.get(name) == value for name, value in rule.filters.items())
        and (not rule.weekdays or rule.weekdays[day.weekday()] != "-")
        and (rule.hours is None or _in_hours(job.at.time(), *rule.hours))
    )


def price(base: Decimal, rules: Iterable[Rule], job: Job) -> tuple[Decimal, list[Step]]:
    """Give the price of a job after its rules, and each rule's part in it."""
    fitting = sorted((rule for rule in rules if applies(rule, job)), key=lambda rule: (-rule.priority, rule.name))
    amount, steps = base, []
    for rule in _chosen(fitting, base):
        after = _clamped(rule, _adjusted(rule, amount))
        steps.append(Step(rule, amount, after))
        amount = after
    return cents(amount), steps


def _chosen(fitting: Sequence[Rule], base: Decimal) -> list[Rule]:
    overrides = [rule for rule in fitting if rule.kind == "Override"]
    if overrides:
        return overrides[:1]
    single = [rule for rule in fitting if not rule.is_stackable]
    # The best for the customer among those of the highest priority.
    best = [min(single, key=lambda rule: (-rule.priority, _adjusted(rule, base)))] if single else []
    return best + [rule for rule in fitting if rule.is_stackable]


def _adjusted(rule: Rule, amount: Decimal) -> Decimal:
    if rule.kind == "Percent":
        return amount * (1 + rule.value / HUNDRED)
    if rule.kind == "Multiplier":
        return amount * rule.value
    return rule.value if rule.kind == "Override" else amount + rule.value


def _clamped(rule: Rule, amount: Decimal) -> Decimal:
    if rule.floor is not None:
        amount = max(amount, rule.floor)
    return amount if rule.ceiling is None else min(amount, rule.ceiling)


def _within(value: str, start: str, end: str) -> bool:
    return start <= value <= end if start <= end else value >= start or value <= end


def _in_hours(at: dt.time, start: dt.time, end: dt.time) -> bool:
    return start <= at < end if start <= end else at >= start or at < end
