"""The platform's own tiles: what waits for people, whether everything came in, whether it is right."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.apps import apps
from django.db.models import Case, Count, Max, When
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from aiop.adminkit import format as fmt
from aiop.alerts.models import Channel, Incident
from aiop.home.tiles import Line, State, Tile, register
from aiop.identity import queue
from aiop.identity.audits import switched_off_by_audits
from aiop.identity.entity import all_entities, entity_named
from aiop.identity.models import Decision
from aiop.loading.kind import Kind as Loadable
from aiop.loading.kind import all_kinds, kinds_without
from aiop.loading.models import Load, QuarantinedRow
from aiop.orgs.apps_used import unused
from aiop.quality.checks import Definition, Kind, Severity
from aiop.quality.known import checks_for
from aiop.quality.latest import latest
from aiop.quality.models import CheckResult, Fix

# A daily export that did not come for this long is worth a look: a weekend passes, three days do not.
STALE_AFTER = dt.timedelta(days=3)
CHECKS_SHOWN = 8
INCIDENTS_SHOWN = 5
# An app of more kinds of file is told in one line: when the latest came.
KINDS_SHOWN = 15


def address(route: str, *, query: str = "", of: int | str | None = None) -> str:
    """Give the address of a page, blank where no app offers it."""
    try:
        return reverse(route, args=[of] if of is not None else None) + (f"?{query}" if query else "")
    except NoReverseMatch:
        return ""


def needs_you(request: HttpRequest) -> Sequence[Line]:
    """Say what waits for a person: pairs to review, questions of files, previews to apply, quarantined rows, bad runs."""
    org: Any = request.org  # type: ignore[attr-defined]
    waiting = [*_pairs(org), *_second_opinions(request), *_waiting_loads(org), *_quarantine(org)]
    return [*_stopped_merging(org), *_incidents(org), *waiting, *_fixes(request), *_broken_channels(org)]


def _stopped_merging(org: Any) -> list[Line]:
    """Say where merging without a person was switched off because audited pairs were wrong too often."""
    return [
        Line(
            f"merging of {entity_named(name).plural.lower()} without a person",
            "switched off by audits",
            State.BAD,
            address("review:quality", of=name),
            "Audited pairs were wrong more often than promised: look at them, then switch it on again or leave it off",
        )
        for name in switched_off_by_audits(org)
    ]


def _pairs(org: Any) -> list[Line]:
    """Say for each thing that may be doubled how many pairs wait, and about how long they take."""
    lines = []
    for entity in all_entities():
        counts = queue.counts(org.pk, entity.name)
        if counts.pairs:
            label = f"{entity.title.lower()} {'pair' if counts.pairs == 1 else 'pairs'}"
            time = f"about {counts.minutes} min" if counts.minutes else "under a minute"
            link = address("review:next", of=entity.name)
            lines.append(
                Line(label, f"{fmt.number(counts.pairs)} · {time}", State.CALM, link, "May be one: decide each")
            )
    return lines


def _second_opinions(request: HttpRequest) -> list[Line]:
    """Say how many decisions of others wait for this person to confirm them."""
    org: Any = request.org  # type: ignore[attr-defined]
    waiting = Decision.objects.for_org(org).filter(needs_second=True, confirmation=None)
    found = waiting.exclude(by=request.user.get_username()).values_list("entity").annotate(Count("id"))
    return [
        Line(
            f"second {'opinion' if count == 1 else 'opinions'} ({entity_named(name).plural.lower()})",
            fmt.number(count),
            State.LOOK,
            address("review:waiting", of=name),
        )
        for name, count in found.order_by("entity")
    ]


def _waiting_loads(org: Any) -> list[Line]:
    words = {
        Load.State.ASKING: ("file asks a question", "files ask a question"),
        Load.State.PREVIEWED: ("file is ready to apply", "files are ready to apply"),
    }
    waiting = Load.objects.for_org(org).filter(state__in=words).values_list("state").annotate(Count("id"), Max("id"))
    lines = []
    for state, count, newest in waiting.order_by("state"):
        link = address("files:load", of=newest) or address("files:imports")
        lines.append(Line(words[state][count > 1], fmt.number(count), State.LOOK, link))
    return lines


def _quarantine(org: Any) -> list[Line]:
    rows = QuarantinedRow.objects.for_org(org).filter(state=QuarantinedRow.State.OPEN)
    titles = {kind.name: kind.title for kind in all_kinds()}
    lines = []
    for kind, count in rows.values_list("kind").annotate(Count("id")).order_by("kind"):
        link = address("files:quarantine", query=f"kind={kind}&state=open")
        label = f"{'row' if count == 1 else 'rows'} in quarantine ({titles.get(kind, kind)})"
        lines.append(Line(label, fmt.number(count), State.LOOK, link))
    return lines


def _incidents(org: Any) -> list[Line]:
    """Name the gravest incidents that nobody looks after or that are open again; what follows from another stands with it."""
    unseen = Incident.objects.for_org(org).own().filter(state__in=[Incident.State.OPEN, Incident.State.REOPENED])
    # A failing check stands in the tile of checks already.
    unseen = unseen.exclude(family="check", severity="warning")
    grave_first = unseen.order_by(Case(When(severity="critical", then=0), default=1), "-id")[: INCIDENTS_SHOWN + 1]
    found, now = list(grave_first), timezone.now()
    lines = [
        Line(
            incident.title,
            fmt.ago(incident.opened_at, now),
            State.BAD if incident.severity == "critical" else State.LOOK,
            address("admin:alerts_incident_change", of=incident.pk),
            hint=incident.cause[:200],
        )
        for incident in found[:INCIDENTS_SHOWN]
    ]
    if len(found) > INCIDENTS_SHOWN:
        more = address("admin:alerts_incident_changelist", query="state=open")
        lines.append(Line("More incidents are open", "", State.LOOK, more))
    return lines


def _fixes(request: HttpRequest) -> list[Line]:
    """Say how many fixes wait for somebody's approval."""
    org: Any = request.org  # type: ignore[attr-defined]
    waiting = Fix.objects.for_org(org).filter(state=Fix.State.PROPOSED).count()
    link = address("admin:quality_fix_changelist")
    return [
        Line(f"{'fix waits' if waiting == 1 else 'fixes wait'} for approval", fmt.number(waiting), State.LOOK, link)
    ] * bool(waiting)


def _broken_channels(org: Any) -> list[Line]:
    """Name the channels that take no messages: what they should have told waits."""
    broken = Channel.objects.for_org(org).filter(standing=Channel.Standing.BROKEN, is_enabled=True).order_by("name")
    return [
        Line(
            f"channel {channel.name}",
            "takes no messages",
            State.BAD,
            address("admin:alerts_channel_change", of=channel.pk),
            hint=channel.standing_reason[:200],
        )
        for channel in broken[:INCIDENTS_SHOWN]
    ]


def everything_in(request: HttpRequest) -> Sequence[Line]:
    """Say for each kind of file when it was last loaded."""
    org: Any = request.org  # type: ignore[attr-defined]
    applied = Load.objects.for_org(org).filter(state=Load.State.APPLIED)
    latest_at = dict(applied.values_list("kind").annotate(Max("applied_at")))
    now = timezone.now()
    by_app: dict[str, list[Loadable]] = {}
    for kind in kinds_without(unused(org)):
        by_app.setdefault(kind.model._meta.app_label, []).append(kind)
    lines = []
    for label, kinds in by_app.items():
        if len(kinds) <= KINDS_SHOWN:
            lines += [_arrival(kind.name, kind.title, latest_at.get(kind.name), org, now) for kind in kinds]
        else:
            newest = max((at for kind in kinds if (at := latest_at.get(kind.name))), default=None)
            lines.append(_arrival("", str(apps.get_app_config(label).verbose_name), newest, org, now))
    return lines


def _arrival(name: str, title: str, at: dt.datetime | None, org: Any, now: dt.datetime) -> Line:
    link = address("files:imports", query=f"kind={name}" if name else "")
    if at is None:
        return Line(title, "never", State.CALM, link, "No file of this kind was loaded yet")
    state = State.LOOK if now - at > STALE_AFTER else State.CALM
    return Line(title, fmt.ago(at, now), state, link, f"Last loaded {fmt.clock(at, org.zone)}")


def is_right(request: HttpRequest) -> Sequence[Line]:
    """Give the checks that fail, gravest first, and how many hold; apps add the rates that matter to them."""
    org: Any = request.org  # type: ignore[attr-defined]
    results = latest(org)
    checks = [check for check in checks_for(org) if check.name in results and check.definition is Definition.CORRECTED]
    failing = [check for check in checks if results[check.name].status != CheckResult.Status.PASSED]
    failing.sort(key=lambda check: (results[check.name].status, check.severity is not Severity.CRITICAL))
    lines = [_checked(check, results[check.name]) for check in failing[:CHECKS_SHOWN]]
    page = address("admin:quality_checkresult_changelist")
    if len(failing) > CHECKS_SHOWN:
        lines.append(Line("More checks fail", fmt.number(len(failing) - CHECKS_SHOWN), State.LOOK, page))
    if checks:
        lines.append(Line("Checks that hold", f"{len(checks) - len(failing)} of {len(checks)}", State.CALM, page))
    return lines


def _checked(check: Any, result: CheckResult) -> Line:
    state = {"errored": State.BAD, "failed": State.BAD if check.severity is Severity.CRITICAL else State.LOOK}.get(
        result.status, State.CALM
    )
    if result.value is None:
        value = "not worked out"
    elif check.kind in {Kind.RATE, Kind.LEVEL}:
        value = fmt.percent(result.value)
    elif check.kind is Kind.AGE:
        value = f"{fmt.number(result.value)} {'day' if result.value == 1 else 'days'}"
    else:
        value = f"{fmt.number(result.failing)} {'row' if result.failing == 1 else 'rows'}"
    link = address("admin:quality_check", of=check.name)
    return Line(check.title, value, state, link, result.trend or result.message)


register(Tile("Needs you", 10, needs_you, "Nothing waits for you."))
register(Tile("Is everything in?", 20, everything_in, "No kinds of file are set up."))
register(Tile("Is it right?", 30, is_right, "No check has run yet. They run every night, or from Checks."))
