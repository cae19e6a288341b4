"""A second export a week later repeats, changes and adds rows as its ledger says; everything is reproducible."""

import hashlib
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

from aiop.sandbox.world import Ledger
from aiop.values.numbers import identifier
from crm.sandbox.files import natural_hash
from tests.unit.crm_sandbox.conftest import ReadKind

KEYS = {"lead_status": "Quote #", "booked_opportunities": "Quote #", "lost_leads": "Quote #", "jobs": "Job Id"}
GENERATE = (
    "from pathlib import Path; from crm.sandbox.generate import generate; generate(Path({!r}), seed=7, scale='small')"
)


def cells_by_key(read: ReadKind, kind: str) -> dict[str, list[str]]:
    if kind == "bad_leads":
        return {natural_hash(list(row.values())[:6]): list(row.values()) for row in read(kind)}
    header = KEYS.get(kind, "Name")
    return {
        identifier(row[header]) or "" if header == "Quote #" else row[header]: list(row.values()) for row in read(kind)
    }


def test_the_ledger_says_which_rows_are_new_changed_and_same(
    read_kind: ReadKind, read_later: ReadKind, later_folder: Path
) -> None:
    states = {(row["kind"], row["key"]): row["state"] for row in Ledger(later_folder / "ledger").rows("update")}
    found = {}
    for kind in (*KEYS, "bad_leads", "sales_performance", "user_performance"):
        before = cells_by_key(read_kind, kind)
        for key, cells in cells_by_key(read_later, kind).items():
            found[kind, key] = "new" if key not in before else "same" if before[key] == cells else "changed"
    assert found == states


def test_every_kind_of_lead_report_has_all_three_states(later_folder: Path) -> None:
    states = Counter((row["kind"], row["state"]) for row in Ledger(later_folder / "ledger").rows("update"))
    for kind in ("lead_status", "jobs", "bad_leads"):
        assert all(states[kind, state] for state in ("new", "changed", "same")), kind
    assert states["booked_opportunities", "new"]
    assert states["lost_leads", "new"]


def test_natural_keys_of_bad_leads_are_unique(truth: Ledger) -> None:
    keys = [row["natural_hash"] for row in truth.rows("bad_leads")]
    assert len(keys) == len(set(keys))


def test_the_same_seed_gives_the_same_bytes_in_another_process(export_folder: Path, tmp_path: Path) -> None:
    environment = os.environ | {"PYTHONHASHSEED": "12345"}
    subprocess.run([sys.executable, "-c", GENERATE.format(str(tmp_path))], check=True, env=environment)
    assert digests(tmp_path) == digests(export_folder)


def digests(folder: Path) -> dict[str, str]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
