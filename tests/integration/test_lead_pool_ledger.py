"""The whole path on the sandbox company: exports loaded, linked, checked, and held against the ledger of truth."""

from __future__ import annotations

from pathlib import Path

import pytest

from aiop.audit.models import Change
from aiop.files.gather import gathered
from aiop.files.incoming import Choices
from aiop.files.load_files import FileResult, execute_files, in_order
from aiop.orgs.context import org_context
from aiop.orgs.models import Org
from aiop.runs.running import run_job
from crm.link.run import link
from crm.sandbox.agreement import disagreements
from crm.sandbox.generate import generate
from crm.sandbox.update import generate_update


def load(org: Org, folder: Path) -> list[FileResult]:
    """Load a folder of exports."""
    with gathered([folder]) as files, run_job(org, "load", by="maya") as run:
        return execute_files(org, in_order(files, Choices())[0], Choices(), run)[1]


@pytest.mark.slow
@pytest.mark.parametrize("seed", [7, 23])
def test_the_pool_agrees_with_the_ledger_row_for_row(org: Org, tmp_path: Path, seed: int) -> None:
    generate(tmp_path, seed=seed, scale="small")
    load(org, tmp_path)
    link(org, execute=True, by="maya")

    found = disagreements(org, tmp_path)

    assert {topic: rows for topic, rows in found.items() if rows["missing"] or rows["wrong"]} == {}


@pytest.mark.slow
def test_loading_and_linking_again_writes_nothing(org: Org, tmp_path: Path) -> None:
    generate(tmp_path, seed=7, scale="small")
    load(org, tmp_path)
    link(org, execute=True, by="maya")
    with org_context(org, actor="maya"):
        before = Change.objects.count()

    again = load(org, tmp_path)
    linked = link(org, execute=True, by="maya")

    assert {(r.verdict.new, r.verdict.changed) for r in again} == {(0, 0)}
    assert sum(r.written or 0 for r in linked) == 0
    with org_context(org, actor="maya"):
        assert Change.objects.count() == before


@pytest.mark.slow
def test_a_later_export_updates_what_changed_and_keeps_the_history(org: Org, tmp_path: Path) -> None:
    generate(tmp_path / "first", seed=7, scale="small")
    load(org, tmp_path / "first")
    ledger = generate_update(tmp_path / "later", seed=7, scale="small")
    expected = [row["change"] if "change" in row else list(row.values())[-1] for row in ledger.rows("update")]

    results = load(org, tmp_path / "later")

    for verdict, name in (("new", "new"), ("changed", "changed"), ("same", "same")):
        assert sum(getattr(r.verdict, verdict) for r in results) == expected.count(name), name
    with org_context(org, actor="maya"):
        assert Change.objects.filter(op="U").count() >= expected.count("changed")
