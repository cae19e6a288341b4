"""The HVAC company at a scale: its load as a ratio to a bare COPY of the same rows, its builders, and what was planted found.

`AIOP_BENCH_HVAC` is the scale: 100 has about three million rows and 200,000 jobs, as many as the acceptance asks for and more.
Seconds of builders are printed, not asserted; what is asserted of them is what they find.
"""

from __future__ import annotations

import csv
import json
import os
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from aiop.builders.build import build
from aiop.builders.declared import in_series
from aiop.files.load_files import FileResult
from aiop.loading.kind import kind_named
from aiop.loading.models import QuarantinedRow
from aiop.orgs.context import org_context
from aiop.orgs.models import Org
from hvac.costing.figures import JOB
from hvac.links.run import link_company
from hvac.sandbox.files import LEDGER, write_company
from hvac.sandbox.planting import CHECK, QUARANTINE
from tests.benchmarks.floor import seconds_of_bare_copy, write_stored_copy
from tests.benchmarks.test_bench_load import load
from tests.unit.hvac.truth_of_checks import returned
from tests.unit.hvac.truth_of_lessons import taught

pytestmark = [pytest.mark.benchmark, pytest.mark.django_db(transaction=True, databases=["default", "owner", "side"])]
SCALE = float(os.environ.get("AIOP_BENCH_HVAC", "0.5"))
# With fewer rows the beginning and end of each of fifty files is most of what is measured.
MANY, MOST = 1_000_000, 4


def test_the_hvac_company_loads_at_a_few_times_a_bare_copy_and_what_was_planted_is_found(
    committed_org: Org, tmp_path: Path
) -> None:
    org, today = committed_org, timezone.localdate(timezone=committed_org.zone)
    with _timed("written"):
        counts = write_company(tmp_path, seed=11, as_of=today, scale=SCALE)
    seconds, results = load(org, tmp_path)
    with _timed("copies for the floor"):
        clean = _clean_copies(org, tmp_path)
    floor = min(seconds_of_bare_copy(clean) for _ in range(2))
    rows = sum(result.verdict.new for result in results)
    _say(
        f"{rows:,} rows of {len(results)} tables: bare COPY {floor:.1f} s, load {seconds:.1f} s = {seconds / floor:.1f} ×"
    )
    _say_slowest(results)
    _build(org, floor)

    ledger = json.loads((tmp_path / LEDGER / "anomalies.json").read_text(encoding="utf-8"))
    planted: list[dict[str, Any]] = [dict(zip(ledger["columns"], row, strict=True)) for row in ledger["rows"]]
    told = {(one["check"], one["table"], one["key"]) for one in planted if one["expect"] == CHECK}
    refused = Counter(f"hvac_{one['table']}" for one in planted if one["expect"] == QUARANTINE)
    with org_context(org, actor="benchmark"), _timed(f"{len(told)} anomalies looked for"):
        found = returned(org, today) | taught(org, today)
        held = Counter(QuarantinedRow.objects.for_org(org).values_list("kind", flat=True))
    assert rows + refused.total() == sum(counts.values())
    assert held == refused
    assert (sorted(map(str, told - found)), sorted(map(str, found - told))) == ([], [])
    if rows > MANY:
        assert seconds / floor <= MOST


def _clean_copies(org: Org, folder: Path) -> list[tuple[Path, str, list[str]]]:
    copies = folder / "copies"
    copies.mkdir()
    clean = []
    for path in sorted(folder.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            header = next(csv.reader(file))
        kind, copied = kind_named(f"hvac_{path.stem}"), copies / path.name
        with org_context(org, actor="benchmark"):
            clean.append((copied, kind.name, write_stored_copy(kind, header, copied)))
    return clean


def _build(org: Org, floor: float) -> None:
    """Link the company and build its figures, each builder by itself, and say how long each took."""
    with org_context(org, actor="benchmark"), _timed("links"):
        link_company(org)
    for builder in in_series(JOB):
        (outcome,) = build(org, [builder.name], by="benchmark")
        assert not outcome.error, (builder.name, outcome.error)
        _say(
            f"  {outcome.seconds:6.2f} s = {outcome.seconds / floor:.2f} × COPY of all: {builder.name}, "
            f"{outcome.built.written:,} rows"
        )


def _say_slowest(results: list[FileResult]) -> None:
    for result in sorted(results, key=lambda r: -r.seconds)[:8]:
        _say(f"  {result.seconds:6.1f} s in its lane: {result.file}, {result.verdict.read:,} rows")


@contextmanager
def _timed(what: str) -> Iterator[None]:
    began = time.perf_counter()
    yield
    _say(f"{what}: {time.perf_counter() - began:.1f} s; load average {os.getloadavg()[0]:.1f}")


def _say(line: str) -> None:
    print(f"\n{line}", end="", flush=True)  # noqa: T201  (a benchmark's result)
