"""What a load costs: as a ratio to a bare COPY of the same rows in the same run, as rows written, and as memory."""

from __future__ import annotations

import resource
import time
from pathlib import Path

import pytest

from aiop.files.gather import gathered
from aiop.files.incoming import Choices
from aiop.files.load_files import FileResult, execute_files, in_order
from aiop.orgs.models import Org
from aiop.runs.running import run_job
from crm.link.run import link
from tests.benchmarks.floor import seconds_of_bare_copy, write_clean_copy

pytestmark = [pytest.mark.benchmark, pytest.mark.django_db(transaction=True, databases=["default", "owner", "side"])]


def load(org: Org, folder: Path) -> tuple[float, list[FileResult]]:
    """Load a folder and give the seconds it took."""
    began = time.perf_counter()
    with gathered([folder]) as files, run_job(org, "load", by="benchmark") as run:
        results = execute_files(org, in_order(files, Choices())[0], Choices(), run)[1]
    return time.perf_counter() - began, results


def test_a_load_costs_a_few_times_a_bare_copy(committed_org: Org, exports: Path, tmp_path: Path) -> None:
    clean = []
    for path in sorted(exports.glob("*.csv")):
        kind, declared = write_clean_copy(committed_org, path, tmp_path / path.name)
        clean.append((tmp_path / path.name, kind, declared))
    idle = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    floor = min(seconds_of_bare_copy(clean) for _ in range(3))
    first, results = load(committed_org, exports)
    memory = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - idle) / 1024
    began = time.perf_counter()
    links = link(committed_org, execute=True, by="benchmark")
    linking = time.perf_counter() - began
    again, repeated = load(committed_org, exports)

    rows = sum(result.verdict.new for result in results)
    print(  # noqa: T201  (a benchmark's result)
        f"\n{rows:,} rows: bare COPY {floor:.1f} s, load {first:.1f} s = {first / floor:.1f} ×, link {linking:.1f} s, "
        f"second load {again:.1f} s, memory above idle {memory:.0f} MB"
    )
    assert rows > 0
    assert sum(result.written or 0 for result in links) > 0
    assert {(r.verdict.new, r.verdict.changed) for r in repeated} == {(0, 0)}
    assert memory < 200
