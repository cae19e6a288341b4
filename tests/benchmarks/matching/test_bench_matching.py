"""Matching beside its anchors on the same records in the same run: one table, and every bar held.

AIOP_BENCH_SEEDS (default three fresh ones), AIOP_BENCH_SIZES (10k,100k; 1m takes minutes), AIOP_BENCH_SETS (febrl3,febrl4,
pseudopeople,customers), AIOP_BENCH_CONTENDERS, and AIOP_BENCH_REPORT_ONLY=1 to print without holding the bars.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.benchmarks.matching import sets
from tests.benchmarks.matching.bars import missed
from tests.benchmarks.matching.contender import compete
from tests.benchmarks.matching.figures import Figures, figures, table
from tests.benchmarks.matching.sets import MatchingSet
from tests.benchmarks.matching.settings import CONTENDERS, REPORT_ONLY, SEEDS, SETS, SIZES

pytestmark = [
    pytest.mark.benchmark,
    pytest.mark.slow,
    pytest.mark.skipif(
        not all(map(find_spec, ("splink", "recordlinkage", "pseudopeople"))), reason="needs requirements-bench.lock"
    ),
]
_HOUSEHOLDS_MATTER_AT, _ONE_SEED_FROM = 100_000, 1_000_000


def wanted_sets(folder: Path) -> Iterator[MatchingSet]:
    """Make the sets that are asked for, one at a time."""
    foreign: dict[str, Callable[[], MatchingSet]] = {
        "febrl3": lambda: sets.febrl3(folder),
        "febrl4": lambda: sets.febrl4(folder),
        "pseudopeople": lambda: sets.pseudopeople(folder, seed=SEEDS[0]),
    }
    for name, make in foreign.items():
        if name in SETS:
            yield make()
    if "customers" in SETS:
        yield from customer_sets(folder)


def customer_sets(folder: Path) -> Iterator[MatchingSet]:
    """Make the sandbox's customers of every size and seed, the largest of one seed alone."""
    for size in SIZES:
        for seed in SEEDS if size < _ONE_SEED_FROM else SEEDS[:1]:
            yield sets.customers(folder, seed=seed, size=size)
            if size == _HOUSEHOLDS_MATTER_AT:
                yield sets.customers(folder, seed=seed, size=size, households=0)


@pytest.mark.filterwarnings("ignore")
def test_matching_passes_every_bar_beside_its_anchors(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    results: list[Figures] = []
    for measured in wanted_sets(tmp_path):
        results += [figures(name, measured, compete(name, measured.folder)) for name in CONTENDERS]
    failed = missed(results)
    with capsys.disabled():
        print("\n" + table(results))  # noqa: T201 - the table is what the run is for
        print("\n".join(failed) or "Every bar is passed.")  # noqa: T201
    assert REPORT_ONLY or failed == []
