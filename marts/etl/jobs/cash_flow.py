"""`etl_cash_flow`: the general ledger of Softbase, by month and by the organisation's own map of accounts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from aiop.orgs.context import org_context
from aiop.sources.errors import FixConnection
from marts.build.cash_flow import CASH, WARNING_FLOOR, Month, Rule, cash_month, group_of, hold_balances
from marts.build.worked import Worked
from marts.etl.declared import Extracted, Job, Reading
from marts.etl.windows import Past, Reach, Span, last_of, months_after
from marts.models import AccountRule, CashFlow
from marts.sources.softbase.records import ZERO, Balance

# Entries are posted into closed months for long.
LEDGER_REACH = Reach(span=Span.MONTH, past=Past.WHOLE, restates=14, first=14, chunk=15)


class NoMap(FixConnection):
    """An organisation has not said which of its accounts are what."""


class Ledger(NamedTuple):
    """What accounts moved by month, and the organisation's rules."""

    months: list[Month]
    rules: list[Rule]


def read_ledger(reading: Reading) -> Extracted[Ledger]:
    """Read what accounts moved by month, and what cash came to; NoMap where nobody has said which accounts are what."""
    from marts.sources.softbase.extract import Softbase

    rules = _rules(reading)
    before = months_after(reading.days.start, -1)
    with Softbase(reading.connection, reading.patience) as softbase:
        told = softbase.months(before, reading.days.end)
        months: list[Month] = []
        for first in reading.days.months():
            is_over = last_of(first) < reading.today
            summary = told.get((first.year, first.month)) if is_over else None
            # The summary of a month that has just ended may lag; one that is missing of an older month is no month of theirs.
            is_late = months_after(first, 2) <= reading.today
            moved = summary or ([] if is_late else softbase.postings(first, min(last_of(first), reading.today)))
            stands = _cash(moved, rules) if summary else _plus(_cash_before(first, told, months, rules), moved, rules)
            if moved:
                months.append(Month(first, moved, stands, is_over))
    return Extracted(Ledger(months, rules), sum(len(month.moved) for month in months))


def _rules(reading: Reading) -> list[Rule]:
    with org_context(reading.org, actor=reading.run.by):
        asked = ("starts_with", "group", "description_has", "department")
        rows = AccountRule.objects.for_org(reading.org).values_list(*asked)
        rules = [Rule(*row) for row in rows]
    if not rules:
        raise NoMap("No rules of the chart of accounts say which accounts are cash: enter them first.")
    return rules


def _cash_before(
    first: dt.date, told: Mapping[tuple[int, int], list[Balance]], months: Sequence[Month], rules: Sequence[Rule]
) -> Decimal | None:
    """Give what cash came to at the end of the month before; None where nobody knows."""
    if months:
        return months[-1].stands
    before = months_after(first, -1)
    return _cash(told.get((before.year, before.month), []), rules)


def _cash(balances: Sequence[Balance], rules: Sequence[Rule]) -> Decimal | None:
    stands = [one.stands for one in balances if _is_cash(one, rules) and one.stands is not None]
    return sum(stands, ZERO) if stands else None


def _plus(before: Decimal | None, moved: Sequence[Balance], rules: Sequence[Rule]) -> Decimal | None:
    if before is None:
        return None
    return before + sum((one.moved for one in moved if _is_cash(one, rules)), ZERO)


def _is_cash(balance: Balance, rules: Sequence[Rule]) -> bool:
    return group_of(balance.account, balance.description, rules) == CASH


def _compute(reading: Reading, told: Ledger) -> Sequence[Worked]:
    floor = Decimal(str(reading.setting("cash_health_warning_floor", WARNING_FLOOR)))
    worked = [cash_month(month, told.rules, floor=floor) for month in told.months]
    hold_balances(worked)
    return worked


JOB = Job(
    name="etl_cash_flow",
    title="Cash flow",
    mart=CashFlow,
    key=("year", "month"),
    system="softbase",
    at=dt.time(2, 0),
    reach=LEDGER_REACH,
    extract=read_ledger,
    compute=_compute,
    owner="Finance",
    source_system="softbase_gl",
)
