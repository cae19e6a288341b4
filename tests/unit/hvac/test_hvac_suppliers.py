"""One firm stands behind the spellings of a supplier's name; what reviewers decide of firms moves parts, and back."""

from __future__ import annotations

from pathlib import Path

import pytest

from aiop.audit.undo import undo
from aiop.identity.decide import same
from aiop.identity.entity import entity_named, node_of
from aiop.identity.match import match
from aiop.identity.models import Candidate
from aiop.orgs.context import org_context
from aiop.orgs.models import Org
from hvac.links import link_company
from hvac.models import Firm, Part, Vendor
from tests.unit.hvac.desk import load, row_of

pytestmark = pytest.mark.django_db
SUPPLIERS = ("Bright Heating, Inc.", "BRIGHT HEATING INC", "Brigth Heating", "Zeta Supply")


@pytest.fixture
def firms(org: Org, tmp_path: Path) -> dict[str, Firm]:
    """Load parts of four spellings and one vendor; gives the firms by name."""
    parts = [row_of("hvac_parts", n) | {"supplier": name} for n, name in enumerate(SUPPLIERS, start=1)]
    vendor = row_of("hvac_vendors", 1) | {"name": "Bright Heating LLC"}
    for name, rows in {"parts": parts, "vendors": [vendor]}.items():
        lines = [",".join(rows[0]), *(",".join(f'"{cell}"' for cell in row.values()) for row in rows)]
        (tmp_path / f"{name}.csv").write_text("\n".join(lines), encoding="utf-8")
    taken = load(org, tmp_path)
    assert [(result["quarantined"], result.get("refused")) for result in taken] == [(0, None)] * 2
    with org_context(org, actor="test"):
        link_company(org)
        return {firm.name: firm for firm in Firm.objects.all()}


def vendors(org: Org) -> list[str | None]:
    """Give the vendor of each part."""
    with org_context(org, actor="test"):
        return [part.vendor and part.vendor.name for part in Part.objects.order_by("number").select_related("vendor")]


def test_spellings_that_differ_by_legal_form_are_one_firm_and_its_vendor_is_the_parts(
    org: Org, firms: dict[str, Firm]
) -> None:
    assert len(firms) == 3
    with org_context(org, actor="test"):
        assert Vendor.objects.get().firm == Part.objects.get(number=2).firm
    assert vendors(org) == ["Bright Heating LLC", "Bright Heating LLC", None, None]


def test_names_that_may_mean_one_firm_wait_in_the_queue(org: Org, firms: dict[str, Firm]) -> None:
    with org_context(org, actor="test"):
        match(org.pk, entity_named("suppliers"), full=True, work=lambda: org_context(org, actor="test"))
        asked = {frozenset((pair.left, pair.right)) for pair in Candidate.objects.filter(entity="suppliers")}
    misspelt = node_of(firms["Brigth Heating"].pk)
    assert [pair for pair in asked if misspelt in pair]
    assert not [pair for pair in asked if node_of(firms["Zeta Supply"].pk) in pair]


def test_a_merge_gives_parts_their_vendor_and_its_undo_takes_it_again(org: Org, firms: dict[str, Firm]) -> None:
    bright = next(firm for name, firm in firms.items() if name.lower().startswith("bright"))
    with org_context(org, actor="maya"):
        decided = same(org.pk, "suppliers", [node_of(bright.pk), node_of(firms["Brigth Heating"].pk)], by="maya")
    assert vendors(org) == [*["Bright Heating LLC"] * 3, None]
    with org_context(org, actor="maya"):
        undo(org.pk, decided.change_set_id or 0, by="maya")
    assert vendors(org) == [*["Bright Heating LLC"] * 2, None, None]
