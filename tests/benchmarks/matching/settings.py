"""What a run of the matching benchmark measures, as its environment says."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from typing import TypeVar

Value = TypeVar("Value")


def listed(name: str, of: Callable[[str], Value], default: list[Value]) -> list[Value]:
    """Read a list with commas from the environment."""
    return [of(text.strip()) for text in os.environ.get(name, "").split(",") if text.strip()] or default


def rows(text: str) -> int:
    """Read a size such as 10k or 1m."""
    return int(text.lower().replace("k", "000").replace("m", "000000"))


SEEDS = listed("AIOP_BENCH_SEEDS", int, [secrets.randbelow(10**6) for _ in range(3)])
SIZES = listed("AIOP_BENCH_SIZES", rows, [10_000, 100_000])
SETS = listed("AIOP_BENCH_SETS", str.lower, ["febrl3", "febrl4", "pseudopeople", "customers"])
CONTENDERS = listed("AIOP_BENCH_CONTENDERS", str.lower, ["splink", "rapidfuzz", "ours"])
REPORT_ONLY = os.environ.get("AIOP_BENCH_REPORT_ONLY", "") not in {"", "0"}
