"""Taking back whole loads, links and edits: what returns, what stays and why, and taking back the taking back."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db.models import F

from aiop.audit.models import ChangeSet
from aiop.audit.undo import CannotUndo, preview, undo
from aiop.files.quarantine import Wanted, fix_alike
from aiop.loading.models import QuarantinedRow
from aiop.orgs.context import org_context
from aiop.orgs.models import Org
from crm.link.run import link
from crm.models import (
    BadLead,
    BookedOpportunity,
    Customer,
    LeadSource,
    LeadStatus,
    LostLead,
)
from tests.factories.crm import lead
from tests.factories.pool_state import exact_state
from tests.factories.tiny_company import ROWS, load_exports, write_exports
from tests.factories.undoing import count, edit, latest, nothing_stayed, standing, states

pytestmark = pytest.mark.django_db(databases=["default", "owner", "side"])


@pytest.fixture
def exports(tmp_path: Path) -> Path:
    """Give the exports of a tiny company."""
    return write_exports(tmp_path / "exports")


def test_a_load_is_taken_back_brought_again_and_taken_back_again(org: Org, exports: Path) -> None:
    empty = exact_state(org)
    change_set, _ = load_exports(org, exports)
    full = exact_state(org)

    report = undo(org, change_set, by="maya")
    assert (report.removed["crm_job"], report.removed["crm_badlead"]) == (ROWS, ROWS)
    assert nothing_stayed(report)
    assert (exact_state(org), states(org)) == (empty, {"undone"})

    again = undo(org, latest(org), by="maya")
    assert again.put_back == report.removed
    assert (exact_state(org), states(org)) == (full, {"applied"})

    assert standing(org, change_set) is True
    assert undo(org, change_set, by="maya").removed == report.removed
    assert standing(org, change_set) is False
    assert (exact_state(org), states(org)) == (empty, {"undone"})
    with pytest.raises(CannotUndo, match="already"):
        undo(org, change_set, by="maya")


def test_the_same_files_load_again_after_an_undo(org: Org, exports: Path) -> None:
    first, _ = load_exports(org, exports)
    undo(org, first, by="maya")
    _, results = load_exports(org, exports)
    assert {result.kind: result.verdict.new for result in results} == dict.fromkeys({r.kind for r in results}, ROWS)


def test_a_later_exports_changes_go_back_and_what_it_added_leaves(org: Org, tmp_path: Path) -> None:
    load_exports(org, write_exports(tmp_path / "first"))
    before = exact_state(org)
    later, results = load_exports(org, write_exports(tmp_path / "later", mark="New ", rows=ROWS + 2))
    assert {"changed": ROWS, "new": 2}.items() <= next(r for r in results if r.kind == "jobs").verdict.counts().items()

    report = undo(org, later, by="maya")

    assert (report.restored["crm_job"], report.removed["crm_job"]) == (ROWS, 2)
    assert nothing_stayed(report)
    assert exact_state(org) == before


def test_links_go_back_step_by_step_and_all_at_once_again(org: Org, exports: Path) -> None:
    load_exports(org, exports)
    before = exact_state(org)
    done = [step.change_set for step in link(org, execute=True, by="maya") if step.change_set]
    linked = exact_state(org)

    undoing = []
    for change_set in reversed(done):
        assert nothing_stayed(undo(org, change_set, by="maya"))
        undoing.append(latest(org))
    assert exact_state(org) == before
    for change_set in reversed(undoing):
        assert nothing_stayed(undo(org, change_set, by="maya"))
    assert exact_state(org) == linked


def test_a_load_goes_back_from_under_its_links_and_links_to_it_are_emptied(org: Org, exports: Path) -> None:
    change_set, _ = load_exports(org, exports)
    link(org, execute=True, by="maya")
    with org_context(org, actor="ana"):
        mine = lead(org, "99", booked_opportunity=BookedOpportunity.objects.get(quote_number="10001"))

    report = undo(org, change_set, by="maya")

    assert report.removed["crm_bookedopportunity"] == ROWS
    assert report.unlinked == {"crm_leadstatus.booked_opportunity_id": 1}
    assert nothing_stayed(report)
    assert count(org, LeadStatus.objects.filter(pk=mine.pk, booked_opportunity=None)) == 1
    assert count(org, Customer.objects.all()) == ROWS


def test_a_later_load_that_only_links_a_row_does_not_hold_it(org: Org, exports: Path, tmp_path: Path) -> None:
    bookings = write_exports(tmp_path / "bookings")
    for path in bookings.iterdir():
        if path.name != "booked_opportunities.csv":
            path.unlink()
    (exports / "booked_opportunities.csv").unlink()
    leads, _ = load_exports(org, exports)
    load_exports(org, bookings)
    assert count(org, LeadStatus.objects.exclude(booked_opportunity=None)) == ROWS

    report = undo(org, leads, by="maya")

    assert (report.kept_count, report.removed["crm_leadstatus"]) == (0, ROWS)
    # The bookings' load needs the branches, sources and sellers that the leads' load had made.
    assert {row.table for row in report.impossible} <= {
        f"crm_{name}"
        for name in ("branch", "branchalias", "leadsource", "leadsourcealias", "salesperson", "salespersonalias")
    }


def test_edits_of_a_load_are_kept_and_named_and_all_else_leaves(org: Org, exports: Path) -> None:
    change_set, _ = load_exports(org, exports)
    edited = edit(org, BadLead.objects.filter(source_line__lte=4), lead_bad_reason=F("provider"))
    with org_context(org, actor="test"):
        kept = sorted(BadLead.objects.filter(source_line__lte=4).values_list("pk", flat=True))

    report = undo(org, change_set, by="maya")

    assert [(row.row_id, row.change_set) for row in report.kept] == [(pk, edited) for pk in kept]
    assert (report.kept_count, report.removed["crm_badlead"]) == (len(kept), ROWS - len(kept))
    assert count(org, BadLead.objects.exclude(lead_source=None)) == len(kept)
    with org_context(org, actor="test"):
        stored = ChangeSet.objects.for_org(org).latest("id").report
    assert stored == report.as_json() | {"kept": stored["kept"], "impossible": stored["impossible"]}


def test_a_sources_row_is_counted_once_whatever_the_set_did_to_it(org: Org) -> None:
    with org_context(org, actor="ana"):
        row = LeadSource.objects.create(org=org, name="a", key="a")
        LeadSource.objects.filter(pk=row.pk).update(category="online")
    assert undo(org, latest(org), by="maya").as_json()["reversed"] == 1


def test_rows_brought_out_of_quarantine_wait_there_again(org: Org, exports: Path) -> None:
    load_exports(org, exports)
    open_rows = QuarantinedRow.objects.filter(kind="lost_leads", state="open")
    with org_context(org, actor="maya"):
        header = open_rows.get().problems[0]["header"]
        wanted = Wanted(kind="lost_leads", header=header, value="31/31/2024")
        other = {p["header"] for p in open_rows.get().problems} - {header}
    for name in (header, *other):
        with org_context(org, actor="maya"):
            fixed = fix_alike(org, Wanted(kind="lost_leads", header=name, value=wanted.value), "3/1/2024", by="maya")
    assert fixed.joined == 1
    assert count(org, LostLead.objects.all()) == ROWS + 1

    assert fixed.change_set is not None
    undo(org, fixed.change_set, by="maya")
    assert (count(org, LostLead.objects.all()), count(org, open_rows)) == (ROWS, 1)
    undo(org, fixed.change_set + 1, by="maya")
    assert (count(org, LostLead.objects.all()), count(org, open_rows)) == (ROWS + 1, 0)


def test_a_change_set_of_another_organisation_is_not_there(org: Org, other_org: Org) -> None:
    with org_context(other_org, actor="olaf"):
        lead(other_org, "1")
    theirs = latest(other_org)
    for refused in (undo, preview):
        with pytest.raises(CannotUndo, match="There is no change set"):
            refused(org, theirs, **({"by": "maya"} if refused is undo else {}))
    assert count(other_org, LeadStatus.objects.all()) == 1
