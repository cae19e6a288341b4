"""How far a candidate's rule lets it go beside its probability: the rule says so itself, before the colon. Pure.

`auto: …` may be merged by itself, `bulk: …` be offered for bulk approval, `veto: …` never without a person; any other rule leaves the
pair to review.
"""

from __future__ import annotations

from collections.abc import Sequence

from aiop.identity.names.comparison import RIVALS
from aiop.identity.names.matcher import SAFE_RULES
from aiop.identity.zones import Guard

EXPORTED_TWICE = "bulk: one job exported twice"
SAME_MOVE = "same customer, day and addresses"
SAME_CITIES = "same customer, day, cities and about the same charge"
_AUTO, _BULK, _VETO = "auto", "bulk", "veto"


def guard_of(rule: str) -> Guard:
    """Read how far a rule lets a pair go."""
    strength, _, _said = rule.partition(": ")
    if strength == _VETO:
        return Guard(veto=rule)
    return Guard("auto" if strength == _AUTO else "bulk" if strength == _BULK else "", rule)


def name_rule(rule: str, levels: Sequence[int]) -> str:
    """Give the rule of two short names: safe by itself where it is a proven one and no other name fits as well (the last level)."""
    is_safe = rule in SAFE_RULES and RIVALS[levels[-1]] == "none"
    return f"{_AUTO}: {rule}" if is_safe else rule


def bare_rule(rule: str) -> str:
    """Give a rule without how far it goes."""
    return rule.removeprefix(f"{_AUTO}: ")
