"""The rules of the quality list find what breaks them, and nothing in rows that keep them."""

from __future__ import annotations

from pathlib import Path

import pytest

from aiop.orgs.context import org_context
from aiop.orgs.models import Org
from aiop.quality.checks import Kind, checks_of
from aiop.quality.run import run_checks
from hvac.models import Employee, Invoice, ServiceCall, ServiceTerritory, StockItem, TimeEntry, Vehicle
from tests.factories.hvac_awkward import FIRST, write
from tests.factories.hvac_company import write_files
from tests.unit.hvac.desk import load

pytestmark = pytest.mark.django_db(databases=["default", "owner", "side"])


def broken(org: Org) -> dict[str, int]:
    """Give how many rows break each rule that any row breaks."""
    results = run_checks(org, by="test", store=False)
    assert [(r.check.name, r.message) for r in results if r.status == "broken"] == []
    return {
        r.check.name.removeprefix("hvac_"): r.failing or 0
        for r in results
        if r.check.name.startswith("hvac_dq") and r.failing
    }


def test_every_rule_is_asked_and_none_breaks(org: Org, tmp_path: Path) -> None:
    load(org, write_files(tmp_path / "files"))
    names = [check.name for check in checks_of(org) if check.name.startswith("hvac_")]
    assert len(names) > 70
    results = {result.check.name: result for result in run_checks(org, names, by="test", store=False)}
    assert {
        name for name, result in results.items() if result.value is None and result.check.kind is Kind.ROWS
    } == set()


def test_rules_find_the_rows_that_break_them(org: Org, tmp_path: Path) -> None:
    load(org, write(tmp_path / "first", FIRST))
    before = broken(org)
    with org_context(org, actor="test"):
        Vehicle.objects.filter(number=1).update(vin="1HGCM82633A004352", status="Active")
        Vehicle.objects.filter(number=2).update(vin="1HGCM82633A004353", purchase_date="2019-01-01")
        Invoice.objects.filter(number=1).update(total_amount="400.00", customer_ref=2)
        ServiceCall.objects.filter(number=1).update(service_date="2020-01-01", total_cost="301.00")
        StockItem.objects.filter(number=1).update(current_stock=60)
    after = broken(org)
    assert after["dq17_vehicle_fleet"] == 1
    assert before["dq17_vehicle_fleet"] == 2
    assert after["dq52_vehicle_fleet"] == 1
    assert {
        "dq31_invoices",
        "dq06_invoices_customer",
        "dq30_service_calls",
        "dq40_service_calls",
    } <= after.keys() - before.keys()
    assert {"dq32_inventory", "dq33_inventory", "dq34_inventory"} <= after.keys()
    # A prospect of the mailing list names a customer that never came.
    assert after["dq02_mailing_list"] == 1


def test_rules_of_planned_tables_compare_rows_with_one_another(org: Org, tmp_path: Path) -> None:
    load(org, write_files(tmp_path / "files"))
    with org_context(org, actor="test"):
        entries = {entry.number: entry for entry in TimeEntry.objects.all()}
        TimeEntry.objects.filter(number=2).update(
            employee=entries[1].employee,
            clock_in_time=entries[1].clock_in_time,
            clock_out_time=entries[1].clock_out_time,
        )
        Employee.objects.filter(number=1).update(supervisor=Employee.objects.get(number=2))
        ServiceTerritory.objects.filter(number=2).update(zip_codes="901;902")
        ServiceTerritory.objects.filter(number=3).update(zip_codes="902;903")
    names = ["hvac_time_overlap", "hvac_supervisor_circle", "hvac_territory_zip_twice"]
    found = {result.check.name: result.failing for result in run_checks(org, names, by="test", store=False)}
    assert (found["hvac_time_overlap"], found["hvac_territory_zip_twice"]) == (1, 1)
    # Each of the two supervises the other; the rest stand below them.
    assert (found["hvac_supervisor_circle"] or 0) >= 2


def test_an_organisation_that_does_not_use_the_app_is_not_asked_its_rules(org: Org) -> None:
    org.settings = {"apps": ["crm"]}
    assert [check.name for check in checks_of(org) if check.name.startswith("hvac_")] == []
    assert [check.name for check in checks_of(org) if check.model.startswith("crm.")] != []
