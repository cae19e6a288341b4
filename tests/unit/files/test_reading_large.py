"""A hundred megabytes in flat memory at full speed."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from aiop.files.reading.source import open_tabular

MEASURE = """
import resource, sys
from pathlib import Path
from aiop.files.reading.source import open_tabular
peak = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
before = peak()
rows = sum(len(batch.rows) for batch in open_tabular(Path(sys.argv[1])).batches())
print(rows, (peak() - before) // 1024)
"""


@pytest.fixture(scope="module")
def wide_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """100 MB of 89 columns, with quotes, accents, blanks and a line break per row."""
    cells = [
        "Québec",
        '"12 Main St, 5"',
        "",
        "Booked",
        '"$1,234.50"',
        "12/3/2024",
        "416-555-0100",
        "ann@example.com",
    ] * 11
    block = "".join(f'Job {n},{",".join(cells[1:])},"two\nlines"\r\n' for n in range(500)).encode()
    path = tmp_path_factory.mktemp("large") / "wide.csv"
    with path.open("wb") as stream:
        stream.write((",".join(f"Header {n}" for n in range(89)) + "\r\n").encode())
        for _ in range(100_000_000 // len(block)):
            stream.write(block)
    return path


@pytest.mark.slow
def test_a_hundred_megabytes_cost_less_than_40_mb_of_memory(wide_file: Path) -> None:
    command = [sys.executable, "-c", MEASURE, str(wide_file)]
    rows, megabytes = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    assert int(rows) > 100_000
    assert int(megabytes) < 40


@pytest.mark.slow
@pytest.mark.benchmark
def test_wide_rows_are_read_at_over_a_million_cells_a_second(wide_file: Path) -> None:
    file = open_tabular(wide_file)
    begin = time.process_time()
    cells = sum(len(batch.rows) for batch in file.batches()) * len(file.sheet.header)
    assert cells / (time.process_time() - begin) > 1_200_000
    assert file.bad == []
