"""The company's tables come in as CSV and go out as they came."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from aiop.loading.dump import dump
from aiop.loading.kind import Kind
from aiop.loading.models import QuarantinedRow
from aiop.orgs.context import org_context
from aiop.orgs.models import Org
from hvac.models import Customer, InstalledDevice, Lead, MailingContact, Part, ServiceCall, Subscription
from tests.factories.hvac_company import ROWS, tables, write_files
from tests.unit.hvac.desk import load, loaded_one, row_of

pytestmark = pytest.mark.django_db


def stored(org: Org, kind: Kind) -> list[tuple[Any, ...]]:
    """Give what is stored of a table, less ids and lineage."""
    columns = ", ".join(f'"{column}"' for column in kind.columns)
    with org_context(org, actor="test"), connection.cursor() as cursor:
        cursor.execute(f'SELECT {columns} FROM "{kind.table}" ORDER BY number')
        return list(cursor.fetchall())


def dumped(org: Org, folder: Path) -> Path:
    """Write every table's dump into a folder."""
    folder.mkdir()
    with org_context(org, actor="test"):
        for kind in tables():
            (folder / f"{kind.name}.csv").write_bytes(b"".join(dump(kind, org.pk)))
    return folder


def test_every_table_loads_from_one_folder_and_its_dump_brings_no_change(
    org: Org, other_org: Org, tmp_path: Path
) -> None:
    first = load(org, write_files(tmp_path / "files"))
    assert [f for f in first if (f["new"], f["quarantined"]) != (ROWS, 0)] == []
    assert {f["kind"] for f in first} == {kind.name for kind in tables()}
    out = dumped(org, tmp_path / "out")
    again = load(org, out)
    assert [f for f in again if (f["same"], f["new"], f["changed"], f["quarantined"]) != (ROWS, 0, 0, 0)] == []
    load(other_org, out)
    assert [kind.name for kind in tables() if stored(org, kind) != stored(other_org, kind)] == []


def test_every_link_leads_to_the_row_of_its_number(org: Org, tmp_path: Path) -> None:
    load(org, write_files(tmp_path / "files"))
    with org_context(org, actor="test"):
        for kind in tables():
            for parent in kind.parents:
                name = parent.column.removesuffix("_id")
                for row in kind.model._default_manager.filter(org=org):
                    found = getattr(row, name)
                    assert (found and found.number) == getattr(row, f"{name}_ref"), (kind.name, name)


def test_files_are_loaded_after_those_that_they_refer_to() -> None:
    order = {kind.model: kind.order for kind in tables()}
    late = [
        (kind.name, parent.model.__name__)
        for kind in tables()
        for parent in kind.parents
        if parent.model is not kind.model and order[parent.model] >= kind.order
    ]
    assert late == []


def test_every_column_is_read_from_one_header() -> None:
    for kind in tables():
        headers = [field.headers[0] for field in kind.fields if field.dumped]
        assert len(headers) == len(set(headers)), kind.name


def test_rows_that_came_before_what_they_may_do_without_are_linked_when_it_comes(org: Org, tmp_path: Path) -> None:
    folder = write_files(tmp_path / "files", rows=2)
    load(org, folder / "mailing_list.csv")
    with org_context(org, actor="test"):
        assert {(row.customer_ref, row.customer) for row in MailingContact.objects.all()} == {(1, None), (2, None)}
    load(org, folder / "customers.csv")
    with org_context(org, actor="test"):
        assert {row.customer.number for row in MailingContact.objects.all()} == {1, 2}


def test_rows_that_came_before_what_they_need_wait_and_come_in_with_it(org: Org, tmp_path: Path) -> None:
    folder = write_files(tmp_path / "files", rows=2)
    (early,) = load(org, folder / "subscriptions.csv")
    assert (early["new"], early["quarantined"]) == (0, 2)
    load(org, folder / "customers.csv")
    with org_context(org, actor="test"):
        assert {row.customer.number for row in Subscription.objects.all()} == {1, 2}
        assert {row.state for row in QuarantinedRow.objects.all()} == {"fixed"}


def test_a_row_that_names_another_customer_is_linked_to_that_one(org: Org, tmp_path: Path) -> None:
    load(org, write_files(tmp_path / "files", rows=3))
    moved = row_of("hvac_installed_devices", 1) | {"customer_id": "3"}
    assert loaded_one(org, tmp_path, "hvac_installed_devices", moved)["changed"] == 1
    with org_context(org, actor="test"):
        assert InstalledDevice.objects.get(number=1).customer.number == 3


def test_residue_of_floats_is_rounded_and_keys_written_as_floats_are_read(org: Org, tmp_path: Path) -> None:
    odd = {
        "total_cost": "468.90999999999997",
        "labor_cost": "100",
        "duration_hours": "3.4499999999",
        "customer_id": "7.0",
    }
    needed = write_files(tmp_path / "needed", rows=7)
    load(org, *(needed / f"{name}.csv" for name in ("customers", "technicians", "equipment_types")))
    loaded_one(org, tmp_path, "hvac_service_calls", row_of("hvac_service_calls", 1) | odd)
    with org_context(org, actor="test"):
        call = ServiceCall.objects.get()
        assert (str(call.total_cost), str(call.labor_cost)) == ("468.91", "100.00")
        assert (str(call.duration_hours), call.customer_ref) == ("3.45", 7)


@pytest.mark.parametrize(
    ("kind", "header", "cell", "reason"),
    [
        ("hvac_service_calls", "customer_id", "7.9", "is not a whole number"),
        ("hvac_service_calls", "customer_id", "", "is blank, and a row must have it"),
        ("hvac_service_calls", "total_cost", "Infinity", "is not a number of money"),
        ("hvac_service_calls", "labor_cost", "-5", "is below 0"),
        ("hvac_service_calls", "duration_hours", "0", "is not above 0"),
        ("hvac_service_calls", "service_date", "2024-02-30", "is not a date: February 2024 has 29 days, not 30"),
        (
            "hvac_service_calls",
            "service_type",
            "repair",
            "is none of Maintenance, Repair, Installation, Emergency, Inspection",
        ),
        ("hvac_subscriptions", "auto_renewal", "perhaps", "is neither yes nor no"),
        ("hvac_subscriptions", "discount_percentage", "101", "is above 100"),
        ("hvac_leads", "conversion_probability", "-1", "is below 0"),
    ],
)
def test_a_cell_that_breaks_a_rule_is_quarantined_with_the_reason(
    org: Org, tmp_path: Path, kind: str, header: str, cell: str, reason: str
) -> None:
    result = loaded_one(org, tmp_path, kind, row_of(kind, 1) | {header: cell})
    assert (result["new"], result["quarantined"]) == (0, 1)
    preview = io.StringIO()
    call_command("load", str(tmp_path / "one.csv"), org=org.slug, json=True, stdout=preview)
    assert reason in preview.getvalue()


def test_phones_and_names_are_found_however_they_are_written(org: Org, tmp_path: Path) -> None:
    for n, phone in enumerate(
        ("(416)555-0101x12", "416.555.0101", "+1-416-555-0101", "001-416-555-0101x9", "4165550101"), 1
    ):
        row = row_of("hvac_customers", n) | {"phone": phone, "customer_name": "Müller, Cohen & Sons"}
        loaded_one(org, tmp_path, "hvac_customers", row)
    with org_context(org, actor="test"):
        assert set(Customer.objects.values_list("phone_key", "name_key")) == {("4165550101", "muller cohen sons")}


def test_booleans_go_out_as_the_files_write_them(org: Org, tmp_path: Path) -> None:
    load(org, write_files(tmp_path / "needed", rows=1) / "customers.csv")
    loaded_one(org, tmp_path, "hvac_subscriptions", row_of("hvac_subscriptions", 1) | {"auto_renewal": "1.0"})
    kind = next(kind for kind in tables() if kind.name == "hvac_subscriptions")
    with org_context(org, actor="test"):
        (row,) = csv.DictReader(io.StringIO(b"".join(dump(kind, org.pk)).decode()))
    assert row["auto_renewal"] == "True"


def test_what_a_file_leaves_empty_is_unknown_and_not_nothing(org: Org, tmp_path: Path) -> None:
    loaded_one(org, tmp_path, "hvac_parts", row_of("hvac_parts", 1))
    loaded_one(org, tmp_path, "hvac_leads", row_of("hvac_leads", 1) | {"company_name": "", "last_contact_date": ""})
    with org_context(org, actor="test"):
        assert Part.objects.get().supplier
        lead = Lead.objects.get()
        assert (lead.company_name, lead.last_contact_date) == (None, None)
