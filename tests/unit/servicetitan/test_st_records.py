"""Records of ServiceTitan come in with the API's own field names and go out as they came."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from aiop.loading.dump import dump
from aiop.loading.kind import Kind
from aiop.orgs.context import org_context
from aiop.orgs.models import Org
from servicetitan.intake import RECORDS
from servicetitan.intake.parsers import calendar_day, has_time_of_day, ids, lines, pay_key
from servicetitan.models import Customer, GrossPayItem, Invoice, Job, PurchaseOrder
from tests.factories.st_tenant import load, pay, tenant, write_csv

pytestmark = pytest.mark.django_db


def stored(org: Org, kind: Kind) -> list[tuple[Any, ...]]:
    """Give what is stored of a kind, less our own ids and lineage."""
    columns = ", ".join(f'"{column}"' for column in kind.columns)
    with org_context(org, actor="test"), connection.cursor() as cursor:
        cursor.execute(f'SELECT {columns} FROM "{kind.table}" ORDER BY {", ".join(kind.key)}')
        return list(cursor.fetchall())


def dumped(org: Org, folder: Path) -> Path:
    """Write every kind's dump into a folder."""
    folder.mkdir()
    with org_context(org, actor="test"):
        for kind in RECORDS:
            (folder / f"{kind.name}.csv").write_bytes(b"".join(dump(kind, org.pk)))
    return folder


def test_every_kind_is_told_by_its_headers_and_its_dump_brings_no_change(
    org: Org, other_org: Org, tmp_path: Path
) -> None:
    records = tenant()
    first = load(org, write_csv(tmp_path / "files", records))
    assert {f["kind"]: (f["new"], f["quarantined"]) for f in first} == {k: (len(r), 0) for k, r in records.items()}
    assert [f for f in first if f.get("unknown_headers")] == []
    out = dumped(org, tmp_path / "out")
    again = load(org, out)
    assert [f for f in again if f["new"] or f["changed"] or f["quarantined"]] == []
    load(other_org, out)
    assert [kind.name for kind in RECORDS if stored(org, kind) != stored(other_org, kind)] == []


def test_a_kind_can_be_named_and_a_second_load_writes_nothing(org: Org, tmp_path: Path) -> None:
    files = write_csv(tmp_path / "files", {"st_jobs": tenant()["st_jobs"]})
    assert [f["new"] for f in load(org, "st_jobs", files / "st_jobs.csv")] == [2]
    assert [(f["new"], f["changed"], f["same"]) for f in load(org, "st_jobs", files / "st_jobs.csv")] == [(0, 0, 2)]


def test_instants_keep_six_digits_and_calendar_days_are_never_shifted(org: Org, tmp_path: Path) -> None:
    load(org, write_csv(tmp_path / "files", tenant()))
    with org_context(org, actor="test"):
        job = Job.objects.get(source_id=500001)
        assert job.completed_on == dt.datetime(2030, 3, 6, 0, 41, 12, 517000, tzinfo=dt.UTC)
        assert job.estimate_source_ids == [520001]
        first, second = Invoice.objects.order_by("source_id")
        assert (first.invoice_date, first.due_date) == (dt.date(2030, 3, 20), dt.date(2030, 4, 20))
        assert (first.date_has_time, second.date_has_time) == (False, True)


def test_equal_lines_of_pay_are_each_kept_and_stay_themselves(org: Org, tmp_path: Path) -> None:
    load(org, write_csv(tmp_path / "files", {"st_gross_pay_items": tenant()["st_gross_pay_items"]}))
    with org_context(org, actor="test"):
        assert sorted(GrossPayItem.objects.values_list("amount", "ordinal")) == [
            (Decimal(12), 1),
            (Decimal("90.123456"), 1),
            (Decimal(180), 1),
            (Decimal(180), 2),
        ]
    same = write_csv(tmp_path / "again", {"st_gross_pay_items": [pay("180.0", date="2030-03-19T17:00:00-07:00")] * 3})
    (result,) = load(org, same)
    assert (result["new"], result["changed"], result["same"]) == (1, 0, 2)


def test_a_repeated_id_of_pay_is_quarantined_not_counted_twice(org: Org, tmp_path: Path) -> None:
    twice = [{**pay("12"), "id": 77}, {**pay("12"), "id": 77}]
    (result,) = load(org, write_csv(tmp_path / "files", {"st_gross_pay_items": twice}))
    assert (result["new"], result["quarantined"]) == (1, 1)


def test_customers_are_told_as_tests_by_name_and_a_decision_survives_the_next_load(org: Org, tmp_path: Path) -> None:
    files = write_csv(tmp_path / "files", {"st_customers": tenant()["st_customers"]})
    load(org, files)
    with org_context(org, actor="maya"):
        tests = Customer.objects.filter(name_says_test=True)
        assert list(tests.values_list("source_id", flat=True)) == [7002]
        tests.update(test_override=False)
    load(org, files)
    with org_context(org, actor="maya"):
        assert Customer.objects.get(source_id=7002).test_override is False


def test_ids_beyond_32_bits_and_lines_as_json_are_kept_exactly(org: Org, tmp_path: Path) -> None:
    order = {**tenant()["st_purchase_orders"][0], "id": 9_007_199_254_740_993, "total": "110.123456"}
    load(org, write_csv(tmp_path / "files", {"st_purchase_orders": [order]}))
    with org_context(org, actor="test"):
        (stored_order,) = PurchaseOrder.objects.all()
    assert (stored_order.source_id, stored_order.total) == (9_007_199_254_740_993, Decimal("110.123456"))
    assert stored_order.items == [{"quantity": "4", "quantityReceived": None, "cost": "25.5", "total": "102"}]


def test_an_amount_with_too_many_decimals_waits_in_quarantine(org: Org, tmp_path: Path) -> None:
    bad = {**tenant()["st_estimates"][0], "subtotal": "4200.005"}
    (result,) = load(org, write_csv(tmp_path / "files", {"st_estimates": [bad]}))
    assert (result["new"], result["quarantined"]) == (0, 1)


@pytest.mark.parametrize(
    ("text", "day", "odd"),
    [
        ("2030-03-20T00:00:00Z", dt.date(2030, 3, 20), False),
        ("2030-03-20T00:00:00.0000000Z", dt.date(2030, 3, 20), False),
        ("2030-03-20T00:00:00-07:00", dt.date(2030, 3, 20), False),
        ("2030-03-20", dt.date(2030, 3, 20), False),
        ("2030-03-20T23:30:00Z", dt.date(2030, 3, 20), True),
        ("", None, None),
    ],
)
def test_a_calendar_day_is_the_day_as_written(text: str, day: dt.date | None, odd: bool | None) -> None:
    assert (calendar_day(text), has_time_of_day(text)) == (day, odd)


def test_lists_are_read_as_json_or_parted_by_semicolons() -> None:
    assert [ids(text) for text in ("[1, 2]", "1;2", "[]", "", "7")] == ["{1,2}", "{1,2}", None, None, "{7}"]
    assert lines("cost")('[{"cost": "20.10", "name": "x"}]') == '[{"cost": "20.1"}]'


def test_a_line_of_pay_has_one_key_however_it_is_written() -> None:
    said = ("40", "Technician", "9002", "TimesheetTime", "8", "", "5")
    first = pay_key("", *said, "2030-03-20T00:00:00Z", "2030-03-20T14:00:00.0000000Z", "Working", "180.00")
    assert first == pay_key("", *said, "2030-03-20T00:00:00.000000Z", "2030-03-20T07:00:00-07:00", "Working", "180")
    assert first != pay_key("", *said, "2030-03-20T00:00:00Z", "2030-03-20T14:00:00Z", "Driving", "180")
    assert pay_key("77", *said) == "#77"
