"""What 250, 1,000 and 2,000 labels bring on 100,000 customers, and 1,000 on a million when that size is asked for."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.benchmarks.matching.bars import LABEL_BARS, LABEL_BARS_OF_A_MILLION
from tests.benchmarks.matching.labels import simulate, split
from tests.benchmarks.matching.sets import customers
from tests.benchmarks.matching.settings import REPORT_ONLY, SEEDS, SIZES

pytestmark = [pytest.mark.benchmark, pytest.mark.slow]
SMALLEST, LARGEST = 100_000, 1_000_000


@pytest.mark.filterwarnings("ignore")
def test_labels_bring_what_the_bars_say(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines, failed = ["| set | labels | F1 | auto recall |", "| --- | --- | --- | --- |"], []
    wanted = [(size, seed) for size in SIZES if size >= SMALLEST for seed in (SEEDS if size < LARGEST else SEEDS[:1])]
    for size, seed in wanted:
        bars = LABEL_BARS if size < LARGEST else LABEL_BARS_OF_A_MILLION
        measured = customers(tmp_path, seed=seed, size=size)
        for after in simulate(split(measured.folder, measured.truth()), seed=seed, measured=bars):
            f1, auto = bars[after.labels]
            said = f"| {measured.name} | {after.labels} | {after.f1:.4f} | {after.auto_recall:.3f} |"
            lines.append(said)
            if after.f1 < f1 or after.auto_recall < auto:
                failed.append(f"{said} misses {f1} or {auto}")
    with capsys.disabled():
        print("\n" + "\n".join(lines + failed))  # noqa: T201 - the table is what the run is for
    assert REPORT_ONLY or failed == []
