"""What goes out by dump comes back by load without a single change."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from aiop.loading.kind import Kind, all_kinds, kind_named
from aiop.orgs.context import org_context
from aiop.orgs.models import Org
from crm.link.run import link
from crm.models import BookedOpportunity, Job
from crm.sandbox.generate import generate
from tests.factories.tiny_company import write_exports
from tests.integration.files_desk import LOST, csv_bytes, lost_row

pytestmark = pytest.mark.django_db

AWKWARD = (
    "=1+1", "+1", "-x", "@x", "'=x", "''=x", "'quoted'", 'says "so"', "one, two", "two\nlines", "🚚 boxes", "שלום עולם",
    "  kept inside  only ", "tab\there", "back\\slash", "\\N", "100 %", "-5", "50%s", "{braces}", "o'clock",
)  # fmt: skip


def load(org: Org, *paths: Path, **options: Any) -> list[dict[str, Any]]:
    out = io.StringIO()
    call_command("load", *map(str, paths), org=org.slug, json=True, execute=True, stdout=out, **options)
    files: list[dict[str, Any]] = json.loads(out.getvalue())["files"]
    return files


def dump(org: Org, kind: str, target: Path) -> Path:
    out = io.StringIO()
    call_command("dump", kind, org=org.slug, output=target, json=True, stdout=out)
    assert json.loads(out.getvalue())["kind"] == kind
    return target


def rows_of(org: Org, kind: Kind) -> list[tuple[Any, ...]]:
    """Give what is stored of a kind, ids and lineage aside."""
    columns = ", ".join(f'"{column}"' for column in kind.columns)
    with org_context(org, actor="test"), connection.cursor() as cursor:
        cursor.execute(f'SELECT {columns} FROM "{kind.table}" ORDER BY {", ".join(kind.key)}')
        return list(cursor.fetchall())


@pytest.mark.slow
def test_every_kind_comes_back_unchanged_and_fills_an_empty_organisation_alike(
    org: Org, other_org: Org, tmp_path: Path
) -> None:
    generate(tmp_path / "company", seed=7, scale="small")
    loaded = {file["kind"] for file in load(org, tmp_path / "company")}
    for kind in (kind for kind in all_kinds() if kind.name in loaded):
        dumped = dump(org, kind.name, tmp_path / f"{kind.name}.csv")
        (again,) = load(org, dumped)
        assert again["kind"] == kind.name
        assert (again["new"], again["changed"], again["quarantined"]) == (0, 0, 0), again
        assert again["same"] > 0
        load(other_org, dumped)
        assert rows_of(other_org, kind) == rows_of(org, kind)


def test_customers_made_by_linking_come_back_and_are_found_again_when_their_bookings_arrive(
    org: Org, other_org: Org, tmp_path: Path
) -> None:
    write_exports(tmp_path)
    load(org, tmp_path)
    link(org, execute=True, by="test")
    kind = kind_named("customers")
    dumped = dump(org, "customers", tmp_path / "customers of linking.csv")
    (again,) = load(org, dumped)
    assert (again["new"], again["changed"], again["quarantined"]) == (0, 0, 0)
    assert again["same"] == len(rows_of(org, kind)) > 0

    load(other_org, dumped)
    load(other_org, *(path for path in tmp_path.iterdir() if path != dumped))
    link(other_org, execute=True, by="test")
    found = {whose: [row[0] for row in rows_of(whose, kind)] for whose in (org, other_org)}
    assert found[other_org] == found[org]
    for model, key in ((BookedOpportunity, "quote_number"), (Job, "job_id")):
        ours, theirs = (customers_of(whose, model, key) for whose in (org, other_org))
        assert theirs == ours


def customers_of(org: Org, model: type[BookedOpportunity | Job], key: str) -> list[tuple[Any, ...]]:
    """Give which customer, as files know it, each row belongs to."""
    with org_context(org, actor="test"):
        return list(model._default_manager.filter(org=org).order_by(key).values_list(key, "customer__listed_as"))


def test_awkward_texts_come_back_as_they_are(org: Org, tmp_path: Path) -> None:
    rows = [lost_row(str(n), Name=text, Reason=text) for n, text in enumerate(AWKWARD)]
    source = tmp_path / "awkward.csv"
    source.write_bytes(csv_bytes(LOST, rows))
    load(org, source)
    kind = kind_named("lost_leads")
    before = rows_of(org, kind)
    (again,) = load(org, dump(org, "lost_leads", tmp_path / "out.csv"))
    assert (again["same"], again["changed"], again["new"]) == (len(AWKWARD), 0, 0)
    assert rows_of(org, kind) == before


def test_no_cell_of_a_dump_runs_in_a_spreadsheet(org: Org, tmp_path: Path) -> None:
    source = tmp_path / "awkward.csv"
    source.write_bytes(csv_bytes(LOST, [lost_row(str(n), Name=text) for n, text in enumerate(AWKWARD)]))
    load(org, source)
    out = dump(org, "lost_leads", tmp_path / "out.csv").read_text()
    names = [row["Name"] for row in csv.DictReader(io.StringIO(out))]
    assert not [name for name in names if name[:1] in {"=", "+", "-", "@"}]


def test_a_dump_goes_to_standard_output_with_the_headers_of_the_report(org: Org) -> None:
    out = io.StringIO()
    call_command("dump", "lost_leads", org=org.slug, stdout=out)
    assert out.getvalue() == ",".join(LOST) + "\n"


def test_rows_of_a_dump_are_the_organisation_s_own(org: Org, other_org: Org, tmp_path: Path) -> None:
    source = tmp_path / "lost.csv"
    source.write_bytes(csv_bytes(LOST, [lost_row("1")]))
    load(org, source)
    assert dump(other_org, "lost_leads", tmp_path / "theirs.csv").read_text().count("\n") == 1
