"""The seeded tenant: the same each time, exact in its counts, and never still."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest

from servicetitan.sandbox.extracts import write_extracts
from servicetitan.sandbox.plan import UnknownScaleError
from servicetitan.sandbox.records import Facts
from servicetitan.sandbox.reference import JOB_TYPES, UNITS
from servicetitan.sandbox.stories import told
from servicetitan.sandbox.truth import rows
from servicetitan.sandbox.world import EXACT, TenantWorld
from tests.factories.st_twin import AS_OF, settled_world


def test_the_same_seed_tells_the_same_world() -> None:
    again = TenantWorld(11, "small", AS_OF, days_ahead=30)
    for entity in ("jobs", "payments", "customers"):
        assert list(rows(again, entity)) == list(rows(settled_world(), entity))


def test_a_case_told_alone_is_the_case_told_among_all() -> None:
    world = settled_world()
    alone = told(world.tenant, 333).records
    among = world.archive.whole(333)
    assert {name: [record.versions for record in found] for name, found in alone.items()} == {
        name: [record.versions for record in found] for name, found in among.items()
    }


def test_counts_are_those_of_the_scale_at_its_moment() -> None:
    counts = {name: len(settled_world().shelves[name].view(settled_world().plan.as_of).positions) for name in EXACT}
    assert counts == {"jobs": 1_613, "estimates": 1_493, "invoices": 1_728, "payments": 555}


def test_no_scale_is_guessed() -> None:
    with pytest.raises(UnknownScaleError, match="small"):
        TenantWorld(1, "huge", AS_OF)


def test_units_and_types_are_those_of_the_tenant() -> None:
    world = settled_world()
    names = {state["name"] for state in world.states("business_units")}
    assert len(UNITS) == 18
    assert {"Z_DO NOT USE - West - Sales", "Z-DO NOT USE - West-Production", "Andy's Painting-Sales"} <= names
    spellings = {name for unit in UNITS for name in unit.names}
    assert {"Z-DO NOT USE - West - Sales", "Z-DO NOT USE - West- Production", "Z-DO NOT USE - West"} <= spellings
    assert len(JOB_TYPES) == 46
    assert sum(named.use == "estimate" for named in JOB_TYPES) == 19
    assert "Company Training " in {named.name for named in JOB_TYPES}


def test_ids_grow_with_time() -> None:
    world = settled_world()
    states = list(world.states("jobs"))
    ticks = [state["created"] // 600_000_000 for state in states]
    assert ticks == sorted(ticks)
    assert len({state["id"] for name in EXACT for state in world.states(name)}) == sum(
        len(world.shelves[name].view(world.plan.as_of).positions) for name in EXACT
    )


def differences(before: dict[int, Facts], after: dict[int, Facts]) -> Counter[str]:
    """Count what time did to records of one entity."""
    changes: Counter[str] = Counter(new=len(after.keys() - before.keys()), vanished=len(before.keys() - after.keys()))
    for number in before.keys() & after.keys():
        old, new = before[number], after[number]
        changes["edited"] += old["modified"] != new["modified"]
        changes["deleted"] += old.get("active", True) and not new.get("active", True)
        changes["back"] += new.get("active", True) and not old.get("active", True)
        changes["merged"] += new.get("merged_to") is not None and old.get("merged_to") is None
        changes["canceled"] += new.get("status") == "Canceled" != old.get("status")
        changes["restated"] += any(old.get(name) != new.get(name) for name in ("subtotal", "lines", "amount"))
        changes["moved"] += old.get("unit") != new.get("unit")
        changes["unsold"] += old.get("status") == "Sold" != new.get("status")
    return changes


@pytest.mark.slow
def test_time_edits_cancels_deletes_merges_and_restates() -> None:
    world = TenantWorld(3, "small", AS_OF - timedelta(days=30), days_ahead=370)
    names = (*EXACT, "customers", "appointments", "gross_pay_items", "business_units")
    changes: dict[str, Counter[str]] = {name: Counter() for name in names}
    before: dict[str, dict[int, Facts]] = {}
    for days in range(0, 365, 24):
        world.advance(AS_OF + timedelta(days=days - 30))
        after = {name: {state["id"]: state for state in world.states(name)} for name in names}
        for name in before:
            changes[name] += differences(before[name], after[name])
        before = after
    wanted = {
        "jobs": ("new", "edited", "canceled", "deleted", "moved"), "estimates": ("new", "edited", "restated", "unsold", "deleted"),
        "invoices": ("new", "edited", "restated", "deleted"), "payments": ("new", "edited"), "customers": ("merged",),
        "appointments": ("canceled",), "gross_pay_items": ("restated", "deleted"), "business_units": ("edited",),
    }  # fmt: skip
    assert {(name, what) for name, kinds in wanted.items() for what in kinds if not changes[name][what]} == set()


def test_extracts_hold_the_ledger_with_the_names_of_the_api(tmp_path: Path) -> None:
    counts = write_extracts(settled_world(), tmp_path)
    assert counts["invoices"] == 1_728
    with (tmp_path / "st_invoices.csv").open(encoding="utf-8") as source:
        invoices = list(csv.DictReader(source))
    truth = list(rows(settled_world(), "invoices"))
    assert [row["subTotal"] for row in invoices] == [row["subTotal"] for row in truth]
    assert {"job.id", "businessUnit.name", "adjustmentToId", "active"} <= invoices[0].keys()
    with (tmp_path / "st_payment_applications.csv").open(encoding="utf-8") as source:
        applied = [(row["paymentId"], row["appliedAmount"]) for row in csv.DictReader(source)]
    payments = rows(settled_world(), "payments")
    assert applied == [(str(row["id"]), line["appliedAmount"]) for row in payments for line in row["appliedTo"] or ()]


def test_a_mass_update_gives_many_estimates_one_moment_of_modification() -> None:
    moments = Counter(state["modified"] for state in settled_world().states("estimates"))
    assert moments.most_common(1)[0][1] > 500


def test_money_adds_up_on_every_invoice_and_payment() -> None:
    world = settled_world()
    applied: Counter[int] = Counter()
    for payment in world.states("payments"):
        assert sum(cents for _, _, cents, _ in payment["applied"]) <= payment["total"] or payment["total"] < 0
        if payment.get("active", True):
            for _, invoice, cents, _ in payment["applied"]:
                applied[invoice] += cents
    wrong = [
        invoice["id"] for invoice in world.states("invoices")
        if invoice["balance"] != invoice["subtotal"] + invoice["tax"] - applied[invoice["id"]]
    ]  # fmt: skip
    assert wrong == []
