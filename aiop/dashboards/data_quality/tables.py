"""What the checks say of tables and rows: scores, rows that stand alone, rows to mend first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.apps import apps
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.safestring import mark_safe
from django.utils.text import capfirst

from aiop.adminkit import format as fmt
from aiop.dashboards.charts import Bar, Trend, bar_chart, trend_table
from aiop.dashboards.page import Tile
from aiop.dashboards.tables import Cell, Head, Table
from aiop.orgs.models import Org
from aiop.quality.checks import Check
from aiop.quality.latest import history
from aiop.quality.models import CheckResult, WorstRow
from aiop.quality.score import Score, Standing, scores
from aiop.quality.sparkline import sparkline

ROWS_SHOWN = 15
LOSSES_SHOWN = 3
BARS_SHOWN = 10


def scores_tile(checks: Sequence[Check], last: Mapping[str, CheckResult]) -> Tile:
    """Show each table's score and what costs it the most."""
    found = scores(checks, {name: Standing(result.status, result.value) for name, result in last.items()})
    bars = [
        Bar(table_name(score.model), score.value, fmt.number(score.value), hint=_losses(score) or "every check holds")
        for score in found[:BARS_SHOWN]
    ]
    held = len(found) - len(bars)
    heads = [Head("Table", False), Head("Score"), Head("Checks that hold"), Head("What costs the most points", False)]
    rows = [
        [
            Cell(table_name(score.model), table_name(score.model)),
            Cell(fmt.number(score.value), score.value),
            Cell(f"{score.holding} of {score.checks}", score.holding),
            Cell(_losses(score) or fmt.UNKNOWN, _losses(score), _address(score)),
        ]
        for score in found
    ]
    name = "Score by table, of 100"
    return Tile("scores", "How right is it?", "What the checks of each table earn, of 100", bar_chart(bars, name=name),
                Table(name, heads, rows), none="No check has run.", width=5,
                note=f"{held} more tables stand in the table." if held else "")  # fmt: skip


def orphans_tile(org: Org, checks: Sequence[Check], days: int) -> Tile:
    """Show how many rows stand alone, and how that went."""
    past = history(org, [check.name for check in checks], days)
    shown = [(check, past[check.name]) for check in checks if past.get(check.name)]
    heads = [Head("Rows that stand alone", False), Head("Now"), Head("Change")]
    return Tile(
        "orphans", "What stands alone?", "Rows without what they belong to",
        trend_table([_trend(check, results) for check, results in shown], ("Rows", "Now", "Change", "Line")),
        Table("Orphans", heads, [_orphan(check, results) for check, results in shown]),
        none="No such check has run in this period.", width=6,
    )  # fmt: skip


def worst_tile(request: HttpRequest, org: Org, checks: Sequence[Check]) -> Tile:
    """Show the rows that fail the most and gravest checks, of tables that this person may see."""
    titles = {check.name: check.title for check in checks}
    rows = [
        row for row in WorstRow.objects.for_org(org).order_by("-weight", "model", "row_id")[:100] if _may(request, row)
    ]
    heads = [Head("Row", False), Head("Table", False), Head("Fails"), Head("Checks", False)]
    cells = [
        [
            Cell(row.label, row.label, _row_address(row)),
            Cell(table_name(row.model), row.model),
            Cell(fmt.number(len(row.checks)), len(row.checks), hint=f"weight {row.weight}"),
            Cell(
                "; ".join(titles.get(name, name) for name in row.checks),
                ", ".join(row.checks),
                reverse("admin:quality_check", args=[row.checks[0]]),
            ),
        ]
        for row in rows[:ROWS_SHOWN]
    ]  # fmt: skip
    return Tile("worst", "What to mend first?", "Rows that fail the most and gravest checks", mark_safe(""),
                Table("Rows to mend first", heads, cells), none="", is_open=True, width=7)  # fmt: skip


def table_name(model: str) -> str:
    """Give what people call a table."""
    return capfirst(str(apps.get_model(model)._meta.verbose_name_plural))


def _losses(score: Score) -> str:
    shown = [f"{loss.check.title} (−{loss.points:.1f})" for loss in score.losses[:LOSSES_SHOWN]]
    return "; ".join(shown)


def _address(score: Score) -> str:
    return reverse("admin:quality_check", args=[score.losses[0].check.name]) if score.losses else ""


def _trend(check: Check, results: Sequence[CheckResult]) -> Trend:
    values = [result.value for result in results if result.value is not None]
    says = f"{check.title}: {fmt.number(values[-1]) if values else 'unknown'} now, {len(values)} results"
    line = sparkline(values, check.threshold, says=says)
    page = reverse("admin:quality_check", args=[check.name])
    failing = results[-1].status != CheckResult.Status.PASSED
    return Trend(check.title, page, fmt.number(results[-1].failing), _change(results), line, failing)


def _orphan(check: Check, results: Sequence[CheckResult]) -> list[Cell]:
    rows = reverse("admin:quality_check_rows", args=[check.name])
    return [
        Cell(check.title, check.title, reverse("admin:quality_check", args=[check.name])),
        Cell(fmt.number(results[-1].failing), results[-1].failing, rows if results[-1].failing else ""),
        Cell(_change(results)),
    ]


def _change(results: Sequence[CheckResult]) -> str:
    known = [result.failing for result in results if result.failing is not None]
    if len(known) < 2 or known[0] == known[-1]:
        return "="
    return f"{'▲' if known[-1] > known[0] else '▼'} {fmt.number(abs(known[-1] - known[0]))}"


def _may(request: HttpRequest, row: WorstRow) -> bool:
    app, _, name = row.model.partition(".")
    return request.user.has_perm(f"{app}.view_{name.lower()}")


def _row_address(row: WorstRow) -> str:
    app, _, name = row.model.partition(".")
    try:
        return reverse(f"admin:{app}_{name.lower()}_change", args=[row.row_id])
    except NoReverseMatch:
        return ""
