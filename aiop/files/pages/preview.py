"""What the page of an import shows before it is applied, and the quarantined cells that are set right there."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from aiop.files import fixes
from aiop.files.pages import words
from aiop.files.pages.base import IMPORT, load_of, number, opens_to, who, zone_of
from aiop.files.together import judge_those_behind
from aiop.loading.loads import problems_of, quarantined_like
from aiop.loading.models import Load
from aiop.loading.preview import alike, changed_rows, new_rows
from aiop.loading.repair import restage
from aiop.loading.staged import is_staged
from aiop.runs.running import run_job

PER_PAGE = 25
NEW_SAMPLE = 20
GROUPS = 40
TABS = ("changed", "new", "quarantined", "headers")


def preview(request: HttpRequest, load: Load) -> dict[str, Any]:
    """Give the plan's counts, what it does in words, and the rows of the tab that is open."""
    counts = load.counts
    not_stored = load.question.get("not_stored", [])
    sizes = {name: counts.get(name, 0) for name in TABS[:3]} | {"headers": len(not_stored)}
    tab = request.GET.get("tab", "")
    tab = tab if tab in TABS else next((name for name in ("quarantined", "changed", "new") if sizes[name]), "changed")
    return {
        "act": words.apply_words(counts),
        "overlap": words.overlap_words(load.overlap, zone_of(request)),
        "counts": counts,
        "tabs": [(name, _TITLES[name], sizes[name]) for name in TABS],
        "tab": tab,
        "not_stored": not_stored,
        **_ROWS[tab](request, load),
    }


@opens_to(IMPORT, post=True)
def fix(request: HttpRequest, load_id: int) -> HttpResponse:
    """Set quarantined cells right, one by one or all that are alike, and judge their rows again."""
    load = load_of(request, load_id, lock=True)
    if load.state != Load.State.PREVIEWED or not is_staged(load):
        messages.error(request, "This import has moved on: its rows are fixed under Quarantine.")
        return HttpResponseRedirect(reverse("files:load", args=[load.pk]))
    patched = _patched(request, load)
    if not patched:
        messages.error(request, "Nothing was changed: write what the cell should say.")
    else:
        before = load.counts.get("quarantined", 0)
        with run_job(
            load.org_id, "files.fix", parameters={"load": load.pk, "rows": len(patched)}, by=who(request)
        ) as run:
            restage(load, patched, run)
            judge_those_behind(load, run)
        messages.success(request, _said(len(patched), before - load.counts["quarantined"]))
    return HttpResponseRedirect(f"{reverse('files:load', args=[load.pk])}?tab=quarantined")


def _patched(request: HttpRequest, load: Load) -> dict[int, dict[str, str]]:
    pattern = fixes.pattern_from(request.POST)
    if pattern is not None:
        return {
            line: fixes.patched(raw, {pattern.header: pattern.becomes})
            for line, raw in quarantined_like(load, pattern.problem)
        }
    changes = fixes.changes_from(request.POST)
    rows = problems_of(load.staging_table, lines=sorted(changes), limit=len(changes))
    return {row["line"]: raw for row in rows if (raw := fixes.patched(row["raw"], changes[row["line"]])) != row["raw"]}


def _said(handed: int, joined: int) -> str:
    if joined == handed:
        return f"{words.counted(handed, 'row')} now {'joins' if handed == 1 else 'join'} this import."
    return (
        f"{joined:,} of {words.counted(handed, 'row')} now join this import; the rest still has problems, shown below."
    )


def _changed(request: HttpRequest, load: Load) -> dict[str, Any]:
    noted = load.question.get("changed_lines")
    rows = changed_rows(load, after_line=number(request, "after") or -1, limit=PER_PAGE + 1, noted=noted)
    zone = zone_of(request)
    return {
        "changed": [
            (row, [(c.header, words.shown(c.old, zone), words.shown(c.new, zone)) for c in row.cells])
            for row in rows[:PER_PAGE]
        ],
        "after": rows[PER_PAGE - 1].line if len(rows) > PER_PAGE else None,
    }


def _new(request: HttpRequest, load: Load) -> dict[str, Any]:
    headers, rows = new_rows(load, limit=NEW_SAMPLE)
    zone = zone_of(request)
    used = [i for i in range(len(headers)) if any(row[i + 1] is not None for row in rows)]
    return {
        "new_headers": [headers[i] for i in used],
        "new_rows": [(row[0], [words.shown(row[i + 1], zone) for i in used]) for row in rows],
    }


def _quarantined(request: HttpRequest, load: Load) -> dict[str, Any]:
    after = number(request, "after")
    rows = problems_of(load.staging_table, limit=PER_PAGE + 1, after_line=-1 if after is None else after)
    groups = [] if after else [group for group in alike(load, limit=GROUPS) if group.header and group.rows > 1]
    return {
        "groups": groups,
        "quarantined": [fixes.form_row(row) for row in rows[:PER_PAGE]],
        "after": rows[PER_PAGE - 1]["line"] if len(rows) > PER_PAGE else None,
    }


def _headers(request: HttpRequest, load: Load) -> dict[str, Any]:
    return {}


_TITLES = {"changed": "Changed", "new": "New", "quarantined": "Quarantined", "headers": "Columns not stored"}
_ROWS = {"changed": _changed, "new": _new, "quarantined": _quarantined, "headers": _headers}
