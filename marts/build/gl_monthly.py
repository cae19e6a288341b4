"""Profit and loss by department and month: what `mart_gl_monthly` holds. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal

from marts.build.cash_flow import DEPRECIATION, INCOME, Month, Rule, best_of
from marts.build.worked import Worked, cents
from marts.sources.softbase.records import Balance

UNASSIGNED = "unassigned"
# Kind of account by its first digit, and whether a debit makes it larger; other accounts of the profit and loss are expenses.
_KINDS = {"4": ("revenue", -1), "5": ("cogs", 1), "6": ("expense", 1), "7": ("other_income", -1)}
_EXPENSE = ("expense", 1)


def department_months(month: Month, rules: Sequence[Rule]) -> list[Worked]:
    """Give the rows of a month: each department's accounts of the profit and loss, by kind."""
    sums: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for balance in month.moved:
        placed = _placed(balance, rules)
        if placed is not None and balance.moved:
            department, kind, sign = placed
            sums[department, kind] += sign * balance.moved
    basis = "closed" if month.is_closed else "running"
    when = {"year": month.first.year, "month": month.first.month, "basis": basis, "is_provisional": not month.is_closed}
    return [
        Worked({**when, "department": department, "account_type": kind, "amount": cents(amount)})
        for (department, kind), amount in sorted(sums.items())
    ]


def _placed(balance: Balance, rules: Sequence[Rule]) -> tuple[str, str, int] | None:
    """Give department, kind and sign of an account; None for one that is not of the profit and loss."""
    rule = best_of(balance.account, balance.description, rules)
    kind = _KINDS.get(balance.account[:1])
    if rule is not None and rule.group in {INCOME, DEPRECIATION}:
        return rule.department or UNASSIGNED, *(kind or _EXPENSE)
    return (UNASSIGNED, *kind) if rule is None and kind else None
