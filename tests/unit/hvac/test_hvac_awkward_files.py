"""Files as people hand them in: every row is loaded or says truly why not, and numbers that begin at 1 again overwrite nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from aiop.audit.models import ChangeSet
from aiop.files.jobs import WAITING, bring_those_that_waited
from aiop.loading.dump import dump
from aiop.loading.kind import kind_named
from aiop.loading.models import QuarantinedRow
from aiop.orgs.context import org_context
from aiop.orgs.models import Org
from aiop.runs.running import run_job
from hvac.models import (
    Appointment,
    Customer,
    InstalledDevice,
    Invoice,
    MailingContact,
    Part,
    ServiceCall,
    Technician,
    Vehicle,
)
from tests.factories import hvac_harsh
from tests.factories.hvac_awkward import CLASHES, FIRST, LATER, REFUSED, Refused, write
from tests.factories.hvac_company import tables
from tests.unit.hvac.desk import load, loaded_one, row_of

pytestmark = pytest.mark.django_db


def reasons(org: Org, load_id: int) -> dict[int, str]:
    """Give why each line of a load is in quarantine."""
    with org_context(org, actor="test"):
        rows = QuarantinedRow.objects.filter(load_id=load_id)
        return {row.line: "; ".join(problem["reason"] for problem in row.problems) for row in rows}


def assert_refused(org: Org, results: list[dict[str, Any]], expected: Refused) -> None:
    """Hold that exactly the expected lines are in quarantine, for the expected reasons, and every other row is in."""
    for result in results:
        name = result["kind"].removeprefix("hvac_")
        found = reasons(org, result["load"])
        assert found.keys() == expected[name].keys(), (name, found)
        assert [(line, found[line]) for line, piece in expected[name].items() if piece not in found[line]] == []
        assert result["quarantined"] == len(found), name
        assert result["read"] == result["new"] + result["same"] + result["quarantined"], result


def stored(org: Org) -> dict[str, dict[int, tuple[Any, ...]]]:
    """Give what is stored of every table, by number, less ids, moments of writing and links."""
    found = {}
    with org_context(org, actor="test"), connection.cursor() as cursor:
        for kind in tables():
            cursor.execute(
                f'SELECT {", ".join(f"{c!r}" for c in kind.columns).replace(chr(39), chr(34))} FROM "{kind.table}"'
            )
            found[kind.name] = {row[0]: row for row in cursor.fetchall()}
    return found


def test_every_row_of_nineteen_awkward_files_is_loaded_or_says_why_not(org: Org, tmp_path: Path) -> None:
    results = load(org, write(tmp_path / "first", FIRST))
    assert len(results) == 19
    assert [result for result in results if result.get("refused")] == []
    assert_refused(org, results, REFUSED)
    with org_context(org, actor="test"):
        assert str(ServiceCall.objects.get(number=2).total_cost) == "468.91"
        assert Customer.objects.get(number=11).phone_key == "4165550111"
        assert [v.gps_enabled for v in Vehicle.objects.order_by("number")] == [True, True]
        assert Vehicle.objects.get(number=1).assigned_technician.number == 1
        prospect = MailingContact.objects.get(number=3)
        assert (prospect.customer, prospect.customer_ref) == (None, 77)
        assert Appointment.objects.get(number=2).service_call is None


def test_a_file_whose_numbers_begin_again_overwrites_nothing_and_every_clash_is_named(org: Org, tmp_path: Path) -> None:
    load(org, write(tmp_path / "first", FIRST))
    before = stored(org)
    results = load(org, write(tmp_path / "later", LATER))
    assert_refused(org, results, CLASHES)
    after = stored(org)
    for kind, rows in before.items():
        assert {number: after[kind][number] for number in rows} == rows, kind
    assert sum(result["changed"] for result in results) == 0


def test_files_of_many_hands_are_taken_row_by_row_as_their_preview_says(org: Org, tmp_path: Path) -> None:
    first, later = write(tmp_path / "first", hvac_harsh.FILES), write(tmp_path / "later", hvac_harsh.LATER)
    for folder, expected in ((first, hvac_harsh.REFUSED), (later, hvac_harsh.CLASHES)):
        previewed, before = counts(load(org, folder, execute=False)), stored(org)
        results = load(org, folder)
        assert counts(results) == previewed
        assert_refused(org, results, expected)
        assert sum(result["changed"] for result in results) == 0
        after = stored(org)
        assert [kind for kind, rows in before.items() if not rows.items() <= after[kind].items()] == []
    with org_context(org, actor="test"):
        assert Customer.objects.get(number=2).address == "4 Oak Ave\r\nFloor 2, Provo, UT 84601"
        assert Technician.objects.get(number=1).name == "Zoë Ash"
        assert str(Technician.objects.get(number=2).hourly_rate) == "1055.00"
        assert [str(part.unit_cost) for part in Part.objects.order_by("number")] == [
            "1234.50",
            "205.11",
            "12.35",
            "7.00",
        ]
        assert Invoice.objects.get(number=52).customer.number == 20


def counts(results: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    """Give how many rows of each file were read, new, changed, the same and in quarantine."""
    return [
        tuple(result[name] for name in ("kind", "read", "new", "changed", "same", "quarantined")) for result in results
    ]


def test_rows_that_waited_come_in_with_what_they_waited_for_and_so_do_those_that_waited_for_them(
    org: Org, tmp_path: Path
) -> None:
    load(org, write(tmp_path / "first", FIRST))
    load(org, write(tmp_path / "later", LATER))
    with org_context(org, actor="test"):
        assert ServiceCall.objects.get(number=5).technician.number == 3
        invoice = Invoice.objects.get(number=4)
        assert invoice.service_call.number == 5
        waiting = [row for row in QuarantinedRow.objects.filter(state="open") if "waits" in row.problems[0]]
        assert {(row.kind, row.problems[0]["header"], row.problems[0]["value"]) for row in waiting} == {
            ("hvac_parts_usage", "service_call_id", "9"),
            ("hvac_customer_feedback", "service_call_id", "8"),
            ("hvac_payments", "invoice_id", "3"),
        }


def test_rows_whose_parent_came_by_another_way_come_in_at_night(org: Org, tmp_path: Path) -> None:
    load(org, write(tmp_path / "first", FIRST))
    with org_context(org, actor="test"):
        Customer.objects.create(
            org=org, number=99, name="Late", address="6 Z St", phone="416-555-0151", customer_type="commercial",
            customer_since="2024-03-01",
        )  # fmt: skip
    with run_job(org, WAITING, by="test") as run:
        bring_those_that_waited(run, org, {})
    with org_context(org, actor="test"):
        device = InstalledDevice.objects.get(number=4)
        assert device.customer.number == 99
        assert ChangeSet.objects.get(pk=device.added_in).title == "Rows that waited for others"


def test_what_was_loaded_goes_out_and_comes_into_an_empty_organisation_the_same(
    org: Org, other_org: Org, tmp_path: Path
) -> None:
    load(org, write(tmp_path / "first", FIRST))
    load(org, write(tmp_path / "later", LATER))
    out = tmp_path / "out"
    out.mkdir()
    with org_context(org, actor="test"):
        for kind in tables():
            (out / f"{kind.name}.csv").write_bytes(b"".join(dump(kind, org.pk)))
    headers = (out / "hvac_customers.csv").read_text(encoding="utf-8").splitlines()[0]
    assert headers == FIRST["customers"].splitlines()[0]
    moved = load(other_org, out)
    assert sum(result["quarantined"] for result in moved) == 0
    assert stored(org) == stored(other_org)
    again = load(org, out)
    assert [(result["kind"], result["new"], result["changed"], result["quarantined"]) for result in again] == [
        (result["kind"], 0, 0, 0) for result in again
    ]


def test_a_row_that_says_more_of_the_same_thing_is_a_change_and_no_clash(org: Org, tmp_path: Path) -> None:
    load(org, write(tmp_path / "first", FIRST))
    kind = "hvac_customers"
    row = {
        "customer_id": "2",
        "customer_name": "ANN  NG",
        "address": "5 New Ave, Provo, UT 84601",
        "phone": "416-555-0199",
        "customer_type": "commercial",
        "created_at": "2024-03-02",
    }
    assert loaded_one(org, tmp_path, kind, row)["changed"] == 1
    assert loaded_one(org, tmp_path, kind, row | {"customer_name": "Bob Ng"})["quarantined"] == 1
    assert row_of(kind, 1)
    assert kind_named(kind).identity == ("name_key", "customer_since")
