"""The page: eight tiles over what the checks, loads and reviews say of one organisation."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from aiop.adminkit import format as fmt
from aiop.adminkit import pages
from aiop.dashboards import rates
from aiop.dashboards.data_quality import arrivals, people, tables
from aiop.dashboards.page import Dashboard, Empty, Freshness, Page, Tile
from aiop.dashboards.periods import Period, read_period
from aiop.orgs.apps_used import unused
from aiop.orgs.models import Org
from aiop.quality.groups import Group, names_in
from aiop.quality.known import checks_for
from aiop.quality.latest import latest
from aiop.quality.models import CheckResult

NAME, TITLE = "quality_dashboard", "Data quality"
LONGEST_DAYS = 366
DEFINITION = (
    "A table's score is what its checks earn in percent of what they could: a critical check weighs 9, a warning 3, one to note 1; one that "
    "holds earns its weight, a failing rate the share of what is wanted that it reaches, anything else that fails nothing. Rows are "
    "expected by weekday and season: a day brings the median of the same weekday in the eight weeks before it, times rows a week in the "
    "four weeks around the same day last year over rows a week in the eight weeks before those (between a half and two). What lies 4 "
    "times the scatter below or 6 times above fails; the scatter is the larger of 1.4826 × MAD of those weekdays and the square root of "
    "what is expected. Days are missing where so many without rows would come by chance less than once in twenty thousand times. Sources: Hyndman and Athanasopoulos, Forecasting: Principles and Practice, 3.4; Rousseeuw and Croux, JASA 88 (1993)."
)


def build(request: HttpRequest) -> Page:
    """Read what the checks said last and put the page together."""
    org: Any = request.org  # type: ignore[attr-defined]
    today = timezone.localdate(timezone=org.zone)
    period = read_period(request.GET, until=today)
    checks, last = checks_for(org), latest(org)
    return Page(
        title=TITLE,
        period=period,
        freshness=_freshness(org, last),
        tiles=_tiles(request, org, period, checks, last) if last else [],
        definition=DEFINITION if last else "",
        empty=None if last else _nothing_yet(),
        problems=[period.problem] if period.problem else [],
    )


def _tiles(
    request: HttpRequest, org: Org, period: Period, checks: list[Any], last: dict[str, CheckResult]
) -> list[Tile]:
    days = _days(org, period)
    known = {check.name for check in checks}
    links = [name for name in names_in(Group.LINKS) if name in known]
    return [
        tables.scores_tile(checks, last),
        rates.tile(rates.read_rates(org, links, days), days=days, width=7),
        tables.orphans_tile(org, [check for check in checks if check.name in names_in(Group.ORPHANS)], days),
        arrivals.freshness_tile(checks, last),
        arrivals.volumes_tile(org, unused(org), last),
        people.quarantine_tile(org),
        people.reviews_tile(org),
        tables.worst_tile(request, org, checks),
    ]


def _days(org: Org, period: Period) -> int:
    """Give how far back the lines reach."""
    today = timezone.localdate(timezone=org.zone)
    return (
        LONGEST_DAYS if period.days.start is None else max(2, min((today - period.days.start).days + 1, LONGEST_DAYS))
    )


def _freshness(org: Org, last: dict[str, CheckResult]) -> Freshness:
    if not last:
        return Freshness("No check has run yet.")
    at = max(result.at for result in last.values())
    words = f"As the checks said on {fmt.clock(at, org.zone)} ({org.time_zone})."
    stale = timezone.now() - at > arrivals.STALE
    checks = reverse("admin:quality_checkresult_changelist")
    return Freshness(f"{words} They run every night.", stale, checks, "All checks")


def _nothing_yet() -> Empty:
    checks = reverse("admin:quality_checkresult_changelist")
    return Empty("No check has run yet", "They run every night at 02:00. Or run them now.", checks, "Checks")


DASHBOARD = Dashboard(NAME, TITLE, "quality.view_checkresult", build, "quality.export_checkresult")
pages.register(pages.Page("quality/dashboard/", DASHBOARD.view, NAME))
