"""The way in: writes a moving company's exports into a folder, and beside them the ledger of what is true."""

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
    pool = build_pool(World(seed, company), SCALES[scale], as_of)
    seen = Exporter(folder, pool).write_all()
    ledger = Ledger(folder / "ledger")
    write_truth(ledger, pool, seen)
    return ledger
