"""The way in: writes a moving company's exports into a folder, and beside them the ledger of what is true."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from aiop.sandbox.world import Ledger, World
from crm.sandbox.files import Exporter
from crm.sandbox.history import build_pool
from crm.sandbox.ledger import write_truth
from crm.sandbox.pool import SCALES

AS_OF = date(2025, 11, 18)


def generate(folder: Path, *, seed: int, scale: str, company: str = "letsmove", as_of: date = AS_OF) -> Ledger:
    """Write the seven kinds of export of a seeded company, at scale `small` or `full`, and give their ledger."""
    ledger = Ledger(folder / "ledger")
    with collector_paused():
        pool = build_pool(World(seed, company), SCALES[scale], as_of)
        seen = Exporter(folder, pool).write_all()
        write_truth(ledger, pool, seen)
    return ledger


@contextmanager
def collector_paused() -> Iterator[None]:
    """Pause the search for unreachable cycles: all of a pool lives to the end, and walking it costs a quarter of the time."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()
