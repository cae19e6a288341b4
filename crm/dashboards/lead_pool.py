"""The lead-pool dashboard: from lead to completed move, is it linked, where leads come from, is everything in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from aiop.adminkit import pages
from aiop.dashboards import rates
from aiop.dashboards.page import Dashboard, Empty, Filter, Page, chosen_value
from aiop.dashboards.periods import read_period
from aiop.orgs.models import Org
from aiop.quality.groups import Group, names_in
from crm.dashboards import freshness, funnel, volumes
from crm.dashboards.asked import FILTERS, NONE, Asked
from crm.dashboards.figures import read_leads, read_people, read_revenue

NAME = "crm_lead_pool"
TITLE = "Lead pool"
LABELS = {"branch": "Branch", "lead_source": "Source", "sales_person": "Sales person"}
_OPTIONS = """
    SELECT 'branch', id::text, name FROM crm_branch WHERE org_id = %(org)s AND NOT is_test
    UNION ALL SELECT 'lead_source', id::text, name FROM crm_leadsource WHERE org_id = %(org)s
    UNION ALL SELECT 'sales_person', id::text, name FROM crm_salesperson WHERE org_id = %(org)s
"""
Options = dict[str, list[tuple[str, str]]]


def build(request: HttpRequest) -> Page:
    """Read what the address asks for and put the page together; seven queries."""
    org: Any = request.org  # type: ignore[attr-defined]
    options, arrivals = read_options(org), freshness.read_arrivals(org)
    period = read_period(request.GET, until=arrivals.latest or arrivals.today)
    chosen = {name: chosen_value(request.GET, name, options[name]) for name in FILTERS}
    asked = Asked(org, period, {name: value for name, (value, _) in chosen.items() if value})
    return Page(
        title=TITLE,
        period=period,
        freshness=freshness.sentence(arrivals),
        tiles=_tiles(asked, arrivals, options),
        filters=[Filter(name, LABELS[name], options[name], chosen[name][0]) for name in FILTERS],
        definition=funnel.DEFINITION,
        empty=None if arrivals.latest else _nothing_yet(request),
        problems=[words for words in (period.problem, *(problem for _, problem in chosen.values())) if words],
    )


def _tiles(asked: Asked, arrivals: freshness.Arrivals, options: Options) -> list[Any]:
    in_time = freshness.tile(arrivals, timezone.now())
    if arrivals.latest is None:
        # Nothing has come in: what nobody knows is not shown as 0.
        return [in_time]
    leads, people, won = read_leads(asked), read_people(asked), read_revenue(asked)
    return [
        funnel.tile(asked, leads, people),
        rates.tile(rates.read_rates(asked.org, names_in(Group.LINKS))),
        volumes.over_time(asked, leads, people, arrivals),
        volumes.revenue(asked, won, arrivals),
        *(volumes.by_thing(asked, leads, name, LABELS[name], options[name], people) for name in FILTERS),
        in_time,
    ]


def read_options(org: Org) -> Options:
    """Read the branches, sources and sales persons to choose from, by name, “none” last; one query."""
    found: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(_OPTIONS, {"org": org.pk})
        for name, value, label in cursor.fetchall():
            found[name].append((value, label))
    return {name: [*_by_name(found[name]), (NONE, "– (not given)")] for name in FILTERS}


def _by_name(options: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    return sorted(options, key=lambda option: option[1].casefold())


def _nothing_yet(request: HttpRequest) -> Empty:
    title = "The pool is empty"
    words = "Numbers appear here as soon as the exports of leads, bookings and jobs are loaded."
    if not request.user.has_perm("loading.import_load"):
        return Empty(title, f"{words} Ask a curator to load them.")
    return Empty(title, words, reverse("files:imports"), "Load exports")


DASHBOARD = Dashboard(NAME, TITLE, "crm.view_leadstatus", build, "crm.export_leadstatus")
pages.register(pages.Page("lead-pool/", DASHBOARD.view, NAME))
