"""What waits for people: rows in quarantine, pairs to review, fixes to approve."""

from __future__ import annotations

from django.db.models import Count, Min
from django.urls import reverse
from django.utils import timezone

from aiop.adminkit import format as fmt
from aiop.dashboards.charts import Bar, bar_chart
from aiop.dashboards.page import Tile
from aiop.dashboards.tables import Cell, Head, Table
from aiop.identity import queue
from aiop.identity.entity import all_entities
from aiop.loading.kind import all_kinds
from aiop.loading.models import QuarantinedRow
from aiop.orgs.models import Org
from aiop.quality.models import Fix


def quarantine_tile(org: Org) -> Tile:
    """Show the rows in quarantine by kind, and how long the oldest waits."""
    titles = {kind.name: kind.title for kind in all_kinds()}
    rows = QuarantinedRow.objects.for_org(org).filter(state=QuarantinedRow.State.OPEN)
    found = list(
        rows.values_list("kind").annotate(number=Count("id"), oldest=Min("load__applied_at")).order_by("-number")
    )
    now = timezone.now()
    heads = [Head("Kind", False), Head("Rows"), Head("Oldest", False)]
    bars = [Bar(titles.get(kind, kind), number, fmt.number(number), _quarantine(kind)) for kind, number, _ in found]
    cells = [
        [
            Cell(titles.get(kind, kind), titles.get(kind, kind), _quarantine(kind)),
            Cell(fmt.number(number), number, _quarantine(kind)),
            Cell(fmt.ago(oldest, now) if oldest else fmt.UNKNOWN, oldest.isoformat() if oldest else None),
        ]
        for kind, number, oldest in found
    ]
    return Tile("quarantine", "What could not be read?", "Rows that wait in quarantine",
                bar_chart(bars, name="Rows in quarantine"), Table("Quarantine", heads, cells),
                none="Nothing is in quarantine.", width=6)  # fmt: skip


def reviews_tile(org: Org) -> Tile:
    """Show the pairs that wait for a decision, and the fixes that wait for approval."""
    pairs = queue.waiting(org.pk, [entity.name for entity in all_entities()])
    waiting = [
        (entity.title, pairs[entity.name], reverse("review:next", args=[entity.name])) for entity in all_entities()
    ]
    fixes = Fix.objects.for_org(org).filter(state=Fix.State.PROPOSED).count()
    waiting.append(("Fixes to approve", fixes, reverse("admin:quality_fix_changelist")))
    shown = [line for line in waiting if line[1]]
    bars = [Bar(title, number, fmt.number(number), link) for title, number, link in shown]
    cells = [[Cell(title, title, link), Cell(fmt.number(number), number, link)] for title, number, link in shown]
    return Tile("reviews", "What waits for a decision?", "Pairs that may be one, and fixes",
                bar_chart(bars, name="Open reviews"),
                Table("Open reviews", [Head("What", False), Head("Waiting")], cells),
                none="Nothing waits for a decision.", width=5)  # fmt: skip


def _quarantine(kind: str) -> str:
    return f"{reverse('files:quarantine')}?kind={kind}&state=open"
