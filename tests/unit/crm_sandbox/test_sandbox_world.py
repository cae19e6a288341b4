"""The base of the sandboxes: independent streams of chance and a ledger that can be read back."""

from pathlib import Path

import pytest

from aiop.sandbox.world import Ledger, LedgerError, World


def test_a_stream_replays_and_does_not_depend_on_other_streams() -> None:
    world = World(3, "acme")
    world.rng("customers").random()
    assert world.rng("jobs").random() == World(3, "acme").rng("jobs").random()


def test_streams_differ_by_name_seed_and_company() -> None:
    draws = {World(seed, name).rng(part).random() for seed in (1, 2) for name in ("a", "b") for part in ("x", "y")}
    assert len(draws) == 8


def test_a_ledger_gives_back_what_was_written(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger")
    assert ledger.write("links", ("quote", "booking"), [("1", None), ("2", "2")]) == 2
    assert list(ledger.rows("links")) == [{"quote": "1", "booking": None}, {"quote": "2", "booking": "2"}]
    assert ledger.mapping("links") == {"1": None, "2": "2"}
    assert ledger.names() == ["links"]


def test_an_empty_table_is_still_a_table(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    ledger.write("nothing", ("key",), [])
    assert list(ledger.rows("nothing")) == []


def test_a_missing_table_is_named(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="no table “links”"):
        Ledger(tmp_path).rows("links")
