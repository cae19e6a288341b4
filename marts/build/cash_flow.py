"""Cash of a month by the indirect method: what `mart_cash_flow` holds. Pure.

In the ledger debit is positive. A figure here is the effect on cash: the movement with its sign turned, save for cash itself.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Any

from marts.build.worked import CENT, Worked, cents
from marts.sources.softbase.records import ZERO, Balance

WARNING_FLOOR = Decimal(-50_000)
# What the parts may leave of the change in cash without being told.
UNRECONCILED = Decimal("1.00")
CASH, INCOME, DEPRECIATION, OTHER = "cash", "income", "depreciation", "other"
# Group, what people call it, and which activity it belongs to.
GROUPS: Mapping[str, tuple[str, str]] = {
    "receivables": ("Accounts receivable", "working_capital"),
    "inventory": ("Inventory", "working_capital"),
    "other_assets": ("Other current assets", "working_capital"),
    "payables": ("Accounts payable", "working_capital"),
    "other_liabilities": ("Other current liabilities", "working_capital"),
    "fixed_assets": ("Equipment and fixed assets", "investing"),
    "depreciated": ("Accumulated depreciation", "investing"),
    "debt": ("Long-term debt", "financing"),
    "equity": ("Owners' equity", "financing"),
    OTHER: ("Other", "other"),
}


@dataclass(frozen=True, slots=True)
class Rule:
    """Accounts that begin with a text, and whose description holds some words where it asks for them, are of a group."""

    starts_with: str
    group: str
    description_has: str = ""
    department: str = ""

    def fits(self, account: str, description: str) -> bool:
        """Tell whether an account is meant."""
        return account.startswith(self.starts_with) and self.description_has.casefold() in description.casefold()


@dataclass(frozen=True, slots=True)
class Month:
    """What a month's accounts moved; `stands` is what cash came to at its end, None where nobody knows."""

    first: dt.date
    moved: Sequence[Balance]
    stands: Decimal | None
    is_closed: bool


def group_of(account: str, description: str, rules: Iterable[Rule]) -> str:
    """Give the group of an account."""
    best = best_of(account, description, rules)
    return best.group if best else OTHER


def best_of(account: str, description: str, rules: Iterable[Rule]) -> Rule | None:
    """Give the rule of an account: the longest text that fits decides, one that asks for words before one that does not."""
    fitting = [rule for rule in rules if rule.fits(account, description)]
    return max(fitting, key=lambda rule: (len(rule.starts_with), bool(rule.description_has)), default=None)


def cash_month(month: Month, rules: Sequence[Rule], *, floor: Decimal = WARNING_FLOOR) -> Worked:
    """Give the row of a month that has movements."""
    grouped: dict[str, list[Balance]] = defaultdict(list)
    for balance in month.moved:
        if balance.moved:
            grouped[group_of(balance.account, balance.description, rules)].append(balance)
    moved = {group: sum((one.moved for one in some), ZERO) for group, some in grouped.items()}
    flows = _flows(moved)
    # A map without cash, or a ledger without a cash account, leaves cash unknown.
    change = moved.get(CASH) if month.stands is None else moved.get(CASH, ZERO)
    worked = Worked(_row(month, flows, change, grouped, moved, floor))
    _audit(worked, month, grouped, change, flows)
    return worked


def _flows(moved: Mapping[str, Decimal]) -> dict[str, Decimal]:
    effect = {group: -moved.get(group, ZERO) for group in GROUPS}
    addback = moved.get(DEPRECIATION, ZERO)
    income = -(moved.get(INCOME, ZERO) + addback)
    working = sum((effect[group] for group, (_, activity) in GROUPS.items() if activity == "working_capital"), ZERO)
    return {
        "net_income": income,
        "depreciation_addback": addback,
        "ar_change": effect["receivables"],
        "inventory_change": effect["inventory"],
        "ap_change": effect["payables"],
        "other_current_assets_effect": effect["other_assets"],
        "other_current_liabilities_effect": effect["other_liabilities"],
        "operating_cash_flow": income + addback + working,
        "investing_cash_flow": effect["fixed_assets"] + effect["depreciated"] - addback,
        "financing_cash_flow": effect["debt"] + effect["equity"],
        "unclassified": effect[OTHER],
    }


def _row(
    month: Month,
    flows: Mapping[str, Decimal],
    change: Decimal | None,
    grouped: Mapping[str, Sequence[Balance]],
    moved: Mapping[str, Decimal],
    floor: Decimal,
) -> dict[str, Any]:
    first = month.first
    rest = ZERO if change is None else change - _explained(flows)
    row: dict[str, Any] = {
        "year": first.year,
        "month": first.month,
        "period_end": first.replace(day=calendar.monthrange(first.year, first.month)[1]),
        **{name: cents(amount) for name, amount in flows.items()},
        "unreconciled": cents(rest),
        "health_status": health_of(flows["operating_cash_flow"], floor),
        "non_operating_breakdown": _breakdown(flows, change, rest, grouped, moved),
        "is_closed": month.is_closed,
        "is_provisional": not month.is_closed,
    }
    if change is not None:
        row["cash_change_mtd"] = cents(change)
    if month.stands is not None:
        row["cash_balance"] = cents(month.stands)
    return row


def health_of(operating: Decimal, floor: Decimal) -> str:
    """Judge an operating cash flow: above nothing, above the floor, or not."""
    if operating > 0:
        return "healthy"
    return "warning" if operating > floor else "critical"


def _explained(flows: Mapping[str, Decimal]) -> Decimal:
    return sum(
        (flows[name] for name in ("operating_cash_flow", "investing_cash_flow", "financing_cash_flow", "unclassified")),
        ZERO,
    )


def _breakdown(
    flows: Mapping[str, Decimal],
    change: Decimal | None,
    rest: Decimal,
    grouped: Mapping[str, Sequence[Balance]],
    moved: Mapping[str, Decimal],
) -> dict[str, Any]:
    lines = [
        {
            "category": GROUPS[group][0],
            "activity_type": GROUPS[group][1],
            "gl_movement": str(cents(moved[group])),
            "cash_effect": str(cents(-moved[group])),
            "account_count": len({one.account for one in some}),
        }
        for group, some in grouped.items()
        if group in GROUPS
    ]
    working = flows["operating_cash_flow"] - flows["net_income"] - flows["depreciation_addback"]
    return {
        "non_operating": None if change is None else str(cents(change - flows["operating_cash_flow"])),
        "summary": {
            "working_capital": str(cents(working)),
            "investing": str(cents(flows["investing_cash_flow"])),
            "financing": str(cents(flows["financing_cash_flow"])),
            "other": str(cents(flows["unclassified"])),
            "unreconciled": str(cents(rest)),
        },
        "breakdown": sorted(lines, key=lambda line: -abs(Decimal(str(line["cash_effect"])))),
    }


def _audit(
    worked: Worked,
    month: Month,
    grouped: Mapping[str, Sequence[Balance]],
    change: Decimal | None,
    flows: Mapping[str, Decimal],
) -> None:
    trial = sum((one.moved for one in month.moved), ZERO)
    if abs(trial) > CENT:
        worked.warnings.append(f"The trial balance is incomplete: movements of all accounts come to {trial:,}, not 0.")
    if change is None:
        worked.warnings.append("No account of the map is cash, or no cash account moved.")
    elif abs(rest := change - _explained(flows)) > UNRECONCILED:
        worked.warnings.append(f"{rest:,} of the change in cash is explained by no part.")
    if strangers := sorted({one.account for one in grouped.get(OTHER, ())}):
        worked.warnings.append(f"On no map: {', '.join(strangers[:10])}{' …' if len(strangers) > 10 else ''}.")


def hold_balances(worked: Sequence[Worked]) -> None:
    """Note where the balance of a month and the one before do not differ by its change: something was posted into the past."""
    for before, after in pairwise(worked):
        was, came_to = before.row.get("cash_balance"), after.row.get("cash_balance")
        change = after.row.get("cash_change_mtd")
        if was is None or came_to is None or change is None:
            continue
        if abs(came_to - was - change) > CENT:
            after.warnings.append(f"Cash went from {was:,} to {came_to:,}, though it changed by {change:,}.")
