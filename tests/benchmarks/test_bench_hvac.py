"""What loading the HVAC company costs: all its tables from one folder, as a ratio to a bare COPY of the same rows in the same run.

`AIOP_BENCH_HVAC` is the scale: 100 has about three million rows, as many as the acceptance asks for and more.
"""

from __future__ import annotations

import datetime as dt
import os
import time
from pathlib import Path

import pytest

from aiop.orgs.models import Org
from hvac.sandbox.files import write_company
from tests.benchmarks.floor import seconds_of_bare_copy, write_clean_copy
from tests.benchmarks.test_bench_load import load

pytestmark = [pytest.mark.benchmark, pytest.mark.django_db(transaction=True, databases=["default", "owner", "side"])]
SCALE = float(os.environ.get("AIOP_BENCH_HVAC", "0.5"))
# With fewer rows the beginning and end of each of fifty files is most of what is measured.
MANY, MOST = 1_000_000, 4


def test_the_hvac_company_loads_at_a_few_times_a_bare_copy(committed_org: Org, tmp_path: Path) -> None:
    began = time.perf_counter()
    counts = write_company(tmp_path, seed=11, as_of=dt.date(2026, 11, 21), scale=SCALE, flawed=False)
    writing = time.perf_counter() - began
    copies = tmp_path / "copies"
    copies.mkdir()
    clean = []
    for path in sorted(tmp_path.glob("*.csv")):
        kind, declared = write_clean_copy(committed_org, path, copies / path.name)
        clean.append((copies / path.name, kind, declared))
    floor = min(seconds_of_bare_copy(clean) for _ in range(3))
    first, results = load(committed_org, tmp_path)
    again, repeated = load(committed_org, tmp_path)

    rows = sum(result.verdict.new for result in results)
    print(  # noqa: T201  (a benchmark's result)
        f"\n{rows:,} rows of {len(results)} tables: written in {writing:.1f} s; bare COPY {floor:.1f} s, load {first:.1f} s = "
        f"{first / floor:.1f} ×, second load {again:.1f} s; load average {os.getloadavg()[0]:.1f}"
    )
    assert rows == sum(counts.values())
    assert {(r.verdict.new, r.verdict.changed, r.verdict.quarantined) for r in repeated} == {(0, 0, 0)}
    if rows > MANY:
        assert first / floor <= MOST
