"""The checks of an organisation: those that apps declare, and those that its staff have put live."""

from __future__ import annotations

from collections.abc import Iterable

from aiop.orgs.models import Org
from aiop.quality.checks import Check, UnknownCheck, all_checks, checks_of
from aiop.quality.own.keeping import live_checks


def checks_for(org: Org) -> list[Check]:
    """List the checks of what an organisation uses, its staff's last; one query. Call inside `org_context`."""
    return [*checks_of(org), *live_checks(org)]


def named(org: Org, names: Iterable[str]) -> list[Check]:
    """Give the checks of these names, in their order; raises UnknownCheck, which names the strangers."""
    known = {check.name: check for check in [*all_checks(), *live_checks(org)]}
    wanted = list(dict.fromkeys(names))
    if strangers := [name for name in wanted if name not in known]:
        raise UnknownCheck(f"There is no check named {', '.join(strangers)}.")
    return [known[name] for name in wanted]
