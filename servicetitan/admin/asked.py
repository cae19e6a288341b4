"""What a form of a decision asks for, read from a request; what makes no sense is told in words."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.http import QueryDict

from aiop.values.dates import date
from aiop.values.errors import BadValue
from servicetitan.curate.placing import Placement
from servicetitan.models import UnitRole
from servicetitan.models.curation import BEGINNING


class NotUnderstood(Exception):  # noqa: N818  (an answer in words)
    """What was typed cannot be read; the text says what."""


@dataclass(frozen=True)
class Asked:
    """A placement as a form states it: `choice` is a reporting unit's id, `other` or `ignored`."""

    choice: str
    since: str
    until: str
    reason: str

    def placement(self, unit_source_id: int, roles: dict[int, str]) -> Placement:
        """Give the placement; raises NotUnderstood."""
        since, until = day(self.since, "From") or BEGINNING, day(self.until, "Up to")
        # People name the last day, periods the first day after.
        ended = until + dt.timedelta(days=1) if until else None
        if self.choice in (UnitRole.OTHER, UnitRole.IGNORED):
            return Placement(unit_source_id, self.choice, None, since, ended)
        number = int(self.choice) if self.choice.isdigit() else 0
        if number not in roles:
            raise NotUnderstood("Choose what this unit is.")
        return Placement(unit_source_id, roles[number], number, since, ended)


def asked(given: QueryDict) -> Asked:
    """Read a placement's form."""
    return Asked(*(given.get(name, "").strip() for name in ("choice", "since", "until", "reason")))


def day(typed: str, name: str) -> dt.date | None:
    """Read a day that somebody typed; raises NotUnderstood."""
    try:
        return date(typed, "YMD")
    except BadValue as error:
        raise NotUnderstood(f"{name}: “{typed}” {error.reason}.") from error
