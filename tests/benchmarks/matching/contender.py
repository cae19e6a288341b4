"""One contender on one set, in a process of its own, so that its peak memory is its own: `python -m … NAME FOLDER`.

A contender is a module with `read(folder)`, which is not timed; `clean(rows)`, timed alone, because a product pays it once
when a row arrives; and `match(cleaned)`, timed, which gives every pair that it looked at with its score.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

CONTENDERS = {
    "splink": "tests.benchmarks.matching.splink_stock",
    "rapidfuzz": "tests.benchmarks.matching.rapidfuzz_weighted",
    "ours": "tests.benchmarks.matching.ours",
}
_ROOT = Path(__file__).resolve().parents[3]
_KIB_PER_MIB = 1024


@dataclass(frozen=True)
class Found:
    """What a contender found: row numbers as in the file, score of each pair, and its zone where the contender has zones."""

    left: NDArray[np.int64]
    right: NDArray[np.int64]
    score: NDArray[np.float64]
    zone: NDArray[np.str_]


@dataclass(frozen=True)
class Run:
    """A finished run: what was found, rows, seconds of cleaning and of matching, peak memory in MiB."""

    found: Found
    rows: int
    cleaning: float
    matching: float
    memory: float


class ContenderFailedError(Exception):
    """A contender's process ended with an error, whose text this is."""


def compete(name: str, folder: Path) -> Run:
    """Run a contender on the set in a folder; ContenderFailedError with its last words when it fails."""
    command = [sys.executable, "-m", "tests.benchmarks.matching.contender", name, str(folder)]
    env = {**os.environ, "PYTHONPATH": str(_ROOT), "PYTHONWARNINGS": "ignore"}
    done = subprocess.run(command, cwd=_ROOT, env=env, capture_output=True, text=True, check=False)
    if done.returncode:
        raise ContenderFailedError(f"{name} on {folder.name}: {done.stderr[-2000:]}")
    said: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    with np.load(folder / f"found-{name}.npz") as kept:
        found = Found(kept["left"], kept["right"], kept["score"], kept["zone"])
    return Run(found, **said)


def measure(name: str, folder: Path) -> None:
    """Run a contender here, keep what it found beside the set, and say what it took."""
    module = import_module(CONTENDERS[name])
    rows = module.read(folder)
    began = time.perf_counter()
    cleaned = module.clean(rows)
    cleaning = time.perf_counter() - began
    count = len(rows)
    del rows
    began = time.perf_counter()
    found: Found = module.match(cleaned)
    matching = time.perf_counter() - began
    memory = _peak() / _KIB_PER_MIB
    np.savez(folder / f"found-{name}.npz", left=found.left, right=found.right, score=found.score, zone=found.zone)
    said = {"rows": count, "cleaning": cleaning, "matching": matching, "memory": memory}
    sys.stdout.write("\n" + json.dumps(said) + "\n")


def _peak() -> int:
    """Give this process's peak memory in KiB; `ru_maxrss` would count that of the process which started it."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM:"))


if __name__ == "__main__":
    measure(sys.argv[1], Path(sys.argv[2]))
