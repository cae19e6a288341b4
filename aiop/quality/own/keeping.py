"""Versions of own checks: made, tried on history, put live, retired; and those that are live, as checks."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.text import slugify

from aiop.alerts.raising import settle
from aiop.alerts.topics import of_check
from aiop.orgs.models import Org
from aiop.quality.checks import Check, Lookup, Severity
from aiop.quality.measure import CheckBroke, local_today, parameters, savepoint, time_limit
from aiop.quality.models import OwnCheck
from aiop.quality.own import free
from aiop.quality.own.compiled import Declared, compiled, query_of
from aiop.quality.own.words import BadDeclaration
from aiop.quality.verdict import Measured, Status, judge

State = OwnCheck.State
PREFIX = "own-"
# A trial looks back from this many days, so far apart, and stops when it takes too long.
POINTS, APART_DAYS = 26, 7
SECONDS = 20


class NotYet(Exception):  # noqa: N818  (an answer for people)
    """The version may not go live as it is."""


def declared_of(row: OwnCheck) -> Declared:
    """Give what a version declares."""
    names = ("name", "title", "kind", "model", "declaration", "threshold", "severity", "guidance")
    return Declared(**{name: getattr(row, name) for name in names})


def live_checks(org: Org) -> list[Check]:
    """Give an organisation's own checks that are live; one query. What no longer fits its table says so when it is asked."""
    found = []
    for row in OwnCheck.objects.for_org(org).filter(state=State.LIVE).order_by("name"):
        try:
            found.append(compiled(declared_of(row)))
        except BadDeclaration as refusal:
            found.append(_unanswerable(row, str(refusal)))
    return found


def _unanswerable(row: OwnCheck, reason: str) -> Check:
    """Stand in for a check that cannot be asked any more, so that nobody takes its silence for a good sign."""

    def find(org: Org, today: dt.date) -> dict[str, Any]:
        raise CheckBroke(reason)

    return Check(
        name=row.name, title=row.title, question="It cannot be asked any more: its table has changed.", model=row._meta.label,
        sql="SELECT id FROM quality_owncheck WHERE false", guidance="Change the check, or retire it.",
        severity=Severity(row.severity), lookup=Lookup("", find),
    )  # fmt: skip


def add_version(org: Org, given: dict[str, Any], *, of: OwnCheck | None, by: str) -> OwnCheck:
    """Keep a new draft, of a new check or as the next version of one; raises BadDeclaration when it cannot be asked."""
    name = of.name if of is not None else _free_name(org, given["title"])
    row = OwnCheck(org=org, name=name, version=_next_version(org, name), made_by=by, **given)
    declared = declared_of(row)
    compiled(declared)
    if "query" in declared.declaration:
        free.look(org, query_of(declared), local_today(org))
    row.save()
    return row


def try_out(org: Org, row: OwnCheck) -> None:
    """Ask a draft of today and of each week of the last half year, and keep what it said."""
    declared = declared_of(row)
    with time_limit(SECONDS):
        now = _ask(compiled(declared), org, None)
    past = compiled(declared, as_of=True)
    today = local_today(org)
    points = []
    with time_limit(SECONDS / POINTS):
        for back in range(POINTS, 0, -1):
            day = today - dt.timedelta(days=APART_DAYS * back)
            points.append({"day": day.isoformat(), **_ask(past, org, day)})
    row.tried, row.tried_at = {"now": now, "points": points}, timezone.now()
    row.save(update_fields=["tried", "tried_at", "updated_at"])


def put_live(org: Org, row: OwnCheck, *, by: str) -> None:
    """Let a version run every night in place of the one before; raises NotYet until it was tried, or when it broke there."""
    if row.tried_at is None:
        raise NotYet("Try it on history first.")
    if row.tried["now"]["status"] == Status.ERRORED:
        raise NotYet(f"It cannot be worked out: {row.tried['now']['message']}")
    with transaction.atomic():
        others = OwnCheck.objects.for_org(org).filter(name=row.name, state=State.LIVE)
        others.update(state=State.RETIRED, decided_by=by, updated_at=timezone.now())
        row.state, row.decided_by = State.LIVE, by
        row.save(update_fields=["state", "decided_by", "updated_at"])


def retire(row: OwnCheck, *, by: str) -> None:
    """Let a version run no more; its results stay, its incident ends."""
    row.state, row.decided_by = State.RETIRED, by
    row.save(update_fields=["state", "decided_by", "updated_at"])
    settle(row.org_id, of_check(row.name), said=f"{by} retired the check.")


def _ask(check: Check, org: Org, day: dt.date | None) -> dict[str, Any]:
    try:
        with savepoint(), connection.cursor() as cursor:
            cursor.execute(check.measure, parameters(check, org, day))
            row = cursor.fetchone()
    except CheckBroke as error:
        return {"status": Status.ERRORED.value, "value": None, "message": str(error)}
    assert row is not None  # noqa: S101  (an aggregate gives one row)
    verdict = judge(check, Measured(*row))
    value = None if verdict.value is None else str(Decimal(verdict.value))
    return {"status": verdict.status.value, "value": value, "message": verdict.message}


def _next_version(org: Org, name: str) -> int:
    latest = OwnCheck.objects.for_org(org).filter(name=name).aggregate(Max("version"))["version__max"]
    return (latest or 0) + 1


def _free_name(org: Org, title: str) -> str:
    base = PREFIX + (slugify(title)[:60] or "check")
    taken = set(OwnCheck.objects.for_org(org).filter(name__startswith=base).values_list("name", flat=True))
    return next(
        name for number in range(1, 10_000) if (name := base if number == 1 else f"{base}-{number}") not in taken
    )
