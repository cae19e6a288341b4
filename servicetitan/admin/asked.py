"""What a form of a decision asks for, read from a request; what makes no sense is told in words."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from aiop.audit.models import ChangeSet
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


def needs(request: HttpRequest, right: str) -> None:
    """Refuse whoever does not have a right."""
    if not request.user.has_perm(right):
        raise PermissionDenied


def done(decided: ChangeSet, request: Any) -> SafeString:
    """Say what was decided, with the way back for those who may take it."""
    if not request.user.has_perm("audit.undo_changeset"):
        return format_html("{}.", decided.title)
    address = reverse("admin:audit_changeset_undo", args=[decided.pk])
    return format_html('{}. <a href="{}" data-undo class="underline">Undo</a>', decided.title, address)
