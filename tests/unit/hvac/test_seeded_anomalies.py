"""What is planted is in the ledger, what is in the ledger is found by rules that know nothing of it, and nothing else is."""

from __future__ import annotations

import json
from pathlib import Path

from hvac.sandbox.files import write_company
from hvac.sandbox.generate import PLANTS
from hvac.sandbox.planting import CHECK
from tests.unit.hvac.books import Failing, arithmetic, keys, time
from tests.unit.hvac.books_of_lessons import lessons
from tests.unit.hvac.books_of_states import states
from tests.unit.hvac.seeded import AS_OF, SEED, Tables, company, taken

QUALITY = 55  # anomalies by a rule of the quality list, at the least


def failing(t: Tables) -> set[Failing]:
    """Give what every rule returns."""
    employees = {row["employee_id"] for row in t["employees"]}
    unknown = {
        ("DQ-02", "customer_communications", row["communication_id"])
        for row in t["customer_communications"]
        if row["employee_id"] not in employees | {None}
    }
    return unknown.union(keys(t), arithmetic(t), time(t), states(t), lessons(t))


def test_every_anomaly_is_planted_in_a_company_of_the_samples_size() -> None:
    planted = company(flawed=True)[1]
    done = {(one.check, one.column) for one in planted}
    assert [(plant.check, plant.table) for plant in PLANTS if (plant.check, plant.column) not in done] == []
    assert sum(one.check.startswith("DQ-") for one in planted) >= QUALITY


def test_rules_find_what_the_ledger_says_and_nothing_else() -> None:
    tables, planted = company(flawed=True)
    found = failing(taken(tables, planted))
    told = {(one.check, one.table, one.key) for one in planted if one.expect == CHECK}
    assert found - told == set()
    assert told - found == set()


def test_so_they_do_in_other_companies() -> None:
    for seed, scale in ((11, 1.0), (12, 0.5)):
        tables, planted = company(flawed=True, seed=seed, scale=scale)
        told = {(one.check, one.table, one.key) for one in planted if one.expect == CHECK}
        assert failing(taken(tables, planted)) == told, seed


def test_the_ledger_beside_the_files_says_what_was_planted(tmp_path: Path) -> None:
    counts = write_company(tmp_path, seed=SEED, as_of=AS_OF, scale=0.5)
    ledger = json.loads((tmp_path / "ledger" / "anomalies.json").read_text(encoding="utf-8"))
    assert ledger["columns"] == ["check", "table", "key", "column", "value", "expect", "why"]
    assert len(ledger["rows"]) == len(company(flawed=True)[1])
    assert {path.stem for path in tmp_path.glob("*.csv")} == set(counts)
