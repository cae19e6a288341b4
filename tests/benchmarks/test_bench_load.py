"""What a load costs: as a ratio to a bare COPY of the same rows in the same run, as rows written, and as memory."""

from __future__ import annotations

import os
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
from tests.benchmarks.memory import peak_of_load

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
    floor = min(seconds_of_bare_copy(clean) for _ in range(3))
    first, results = load(committed_org, exports)
    began = time.perf_counter()
    links = link(committed_org, execute=True, by="benchmark")
    linking = time.perf_counter() - began
    again, repeated = load(committed_org, exports)

    rows = sum(result.verdict.new for result in results)
    print(  # noqa: T201  (a benchmark's result)
        f"\n{rows:,} rows: bare COPY {floor:.1f} s, load {first:.1f} s = {first / floor:.1f} ×, link {linking:.1f} s, "
        f"second load {again:.1f} s; load average {os.getloadavg()[0]:.1f}"
    )
    assert rows > 0
    assert sum(result.written or 0 for result in links) > 0
    assert {(r.verdict.new, r.verdict.changed) for r in repeated} == {(0, 0)}


def test_a_load_holds_little_in_memory_from_reading_to_applying(committed_org: Org, exports: Path) -> None:
    smallest = min(exports.glob("*.csv"), key=lambda path: path.stat().st_size)
    idle = peak_of_load("--org", committed_org.slug, str(smallest))
    above = peak_of_load("--org", committed_org.slug, "--execute", str(exports)) - idle
    print(f"\nload at its most: {above:.0f} MB above the {idle:.0f} MB of a command that reads next to nothing")  # noqa: T201
    assert above < 200
