"""Lists of customers: any columns beside the id, back out unchanged, and every way to reach people kept."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from aiop.files.gather import gathered
from aiop.files.incoming import Choices
from aiop.files.load_files import FileResult, execute_files, in_order
from aiop.identity.decide import same
from aiop.identity.entity import node_of
from aiop.loading.dump import dump
from aiop.loading.kind import kind_named
from aiop.orgs.context import org_context
from aiop.orgs.models import Org
from aiop.runs.running import run_job
from crm.link.run import link
from crm.models import ContactPoint, Customer

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner", "side"])

WHOLE = """customer_id,first_name,last_name,name,phone,email,address,city,state,zip,created
100001,Nadia,Velmont,Nadia Velmont,(416) 555-0101,NADIA@Example.com,12 Elm St,Toronto,ON,M5V 1A1,2021-04-30
100002,,,,,,,,,,
100003,Bruno,Orville,,416-555-0102,,,,,,2022-01-05
"""


def load(org: Org, path: Path) -> FileResult:
    with gathered([path]) as files, run_job(org, "load", by="maya") as run:
        ordered, refused = in_order(files, Choices(kind=kind_named("customers")))
        assert not refused
        _, [result] = execute_files(org, ordered, Choices(kind=kind_named("customers")), run)
    return result


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "customers.csv"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def company() -> Org:
    return Org.objects.create(slug="lists", name="Lists", time_zone="America/Toronto")


def test_a_list_comes_in_and_goes_out_unchanged(company: Org, tmp_path: Path) -> None:
    result = load(company, written(tmp_path, WHOLE))
    assert (result.verdict.new, result.verdict.quarantined) == (3, 0)

    with org_context(company, actor="maya"):
        names = list(Customer.objects.order_by("smartmoving_id").values_list("name", "name_key"))
        out = b"".join(dump(kind_named("customers"), company.pk)).decode()

    assert names == [("Nadia Velmont", "nadia velmont"), ("", None), ("Bruno Orville", "bruno orville")]
    again = load(company, written(tmp_path, out)).verdict
    assert (again.new, again.changed, again.same, again.quarantined) == (0, 0, 3, 0)


def test_who_was_merged_away_is_told_by_the_id_of_who_stands_for_them(company: Org, tmp_path: Path) -> None:
    load(company, written(tmp_path, WHOLE))
    with org_context(company, actor="maya"):
        pair = [
            node_of(pk)
            for pk in Customer.objects.filter(smartmoving_id__in=["100001", "100003"]).values_list("pk", flat=True)
        ]
        same(company.pk, "customers", pair, by="maya")
        out = b"".join(dump(kind_named("customers"), company.pk)).decode()

    told = {row["customer_id"]: row["merged_into"] for row in csv.DictReader(out.splitlines())}
    assert sorted(told.values()) in (["", "", "100001"], ["", "", "100003"])
    again = load(company, written(tmp_path, out)).verdict
    assert (again.new, again.changed, again.quarantined) == (0, 0, 0)


def test_a_list_of_some_columns_changes_those_alone(company: Org, tmp_path: Path) -> None:
    load(company, written(tmp_path, WHOLE))

    result = load(company, written(tmp_path, "customer_id,email\n100001,nv@example.com\n"))

    with org_context(company, actor="maya"):
        nadia = Customer.objects.get(smartmoving_id="100001")
    assert result.verdict.changed == 1
    assert (nadia.name, nadia.email, nadia.phone) == ("Nadia Velmont", "nv@example.com", "(416) 555-0101")


def test_linking_makes_contact_points_of_a_list_and_says_nothing_the_second_time(company: Org, tmp_path: Path) -> None:
    load(company, written(tmp_path, WHOLE))

    link(company, execute=True, by="maya")

    with org_context(company, actor="maya"):
        points = sorted(ContactPoint.objects.values_list("kind", "key"))
    assert points == [("email", "nadia@example.com"), ("phone", "4165550101"), ("phone", "4165550102")]
    assert sum(step.written or 0 for step in link(company, execute=True, by="maya")) == 0
