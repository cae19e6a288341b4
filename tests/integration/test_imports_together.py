"""The files of one ZIP on one page: judged as they will come in, parents first, applied by one button, taken back as one."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from aiop.loading.models import Load
from aiop.orgs.context import org_context
from aiop.orgs.models import Org
from hvac.models import Customer, ServiceCall
from tests.factories import hvac_awkward
from tests.integration.files_desk import Desk
from tests.unit.hvac.desk import load as load_by_command

pytestmark = pytest.mark.django_db(databases=["default", "owner", "side"])
NAMES = ("new", "changed", "same", "quarantined")
CALLS, CUSTOMERS = "service_calls", "customers"


def zipped(files: Mapping[str, str]) -> bytes:
    """Write files into a ZIP, children first."""
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as archive:
        for name in sorted(files, reverse=True):
            archive.writestr(f"export/{name}.csv", files[name])
    return sink.getvalue()


def loads(desk: Desk, address: str) -> dict[str, Load]:
    """Give the imports of a page by kind."""
    first = int(address.rstrip("/").rpartition("/")[2])
    with org_context(desk.org, actor="test"):
        return {load.kind.removeprefix("hvac_"): load for load in Load.objects.filter(together=first)}


def counts(found: Mapping[str, Load]) -> dict[str, tuple[Any, ...]]:
    """Give how many rows of each kind are new, changed, the same and in quarantine."""
    return {kind: tuple(load.counts[name] for name in NAMES) for kind, load in found.items()}


def said_by_command(org: Org, folder: Path) -> dict[str, tuple[Any, ...]]:
    """Give what the command's preview of a folder says."""
    results = load_by_command(org, folder, execute=False)
    return {result["kind"].removeprefix("hvac_"): tuple(result[name] for name in NAMES) for result in results}


def apply(desk: Desk, address: str) -> str:
    """Press the button of all files."""
    plan = re.search(r"plan (\w{4})", desk.look(address))
    assert plan is not None
    return desk.act(f"{address}apply/", plan=plan[1])


def test_nineteen_files_of_a_zip_come_in_as_their_one_preview_says(desk: Desk, tmp_path: Path) -> None:
    for files in (hvac_awkward.FIRST, hvac_awkward.LATER):
        expected = said_by_command(desk.org, hvac_awkward.write(tmp_path / str(len(files)), files))
        address = desk.upload(zipped(files), "export.zip")
        previewed = counts(loads(desk, address))
        assert previewed == expected
        page = desk.look(address)
        total = sum(new for new, _, _, _ in previewed.values())
        assert f"Add {total:,} rows from {len(files)} files" in page
        assert "customer_id" not in page
        apply(desk, address)
        applied = loads(desk, address)
        assert {load.state for load in applied.values()} == {Load.State.APPLIED}
        assert counts(applied) == expected
        assert len({load.change_set_id for load in applied.values()}) == 1
    assert "What changed, and Undo" in desk.look(address)


def test_of_a_folder_the_tables_come_together_and_the_rest_stays_where_it_is(desk: Desk) -> None:
    files = [SimpleUploadedFile(f"{name}.csv", hvac_awkward.FIRST[name].encode()) for name in (CALLS, CUSTOMERS)]
    answer = desk.client.post("/admin/import/upload/", {"folder": [*files, SimpleUploadedFile("ledger.json", b"{}")]})
    assert {load.state for load in loads(desk, answer.headers["Location"]).values()} == {Load.State.PREVIEWED}
    assert loads(desk, answer.headers["Location"]).keys() == {CALLS, CUSTOMERS}


def test_a_file_that_is_let_go_takes_what_refers_to_it_out_of_the_plan(desk: Desk) -> None:
    files = {name: hvac_awkward.FIRST[name] for name in (CALLS, CUSTOMERS, "technicians", "equipment_types")}
    address = desk.upload(zipped(files), "export.zip")
    before = counts(loads(desk, address))
    assert before[CALLS][0] > 0
    desk.act(f"/admin/import/{loads(desk, address)[CUSTOMERS].pk}/cancel/")
    new, _, _, quarantined = counts(loads(desk, address))[CALLS]
    assert (new, quarantined) == (0, before[CALLS][0] + before[CALLS][3])
    assert "no customer has come in with this number" in desk.look(
        f"/admin/import/{loads(desk, address)[CALLS].pk}/", tab="quarantined"
    )
    assert desk.look(address).count("customers.csv") == 0


def test_a_cell_set_right_in_one_file_brings_in_what_refers_to_its_row(desk: Desk) -> None:
    head, first, *_ = hvac_awkward.FIRST[CUSTOMERS].splitlines()
    files = {
        CUSTOMERS: "\n".join([head, first.replace("2024-03-01", "2024-02-30")]) + "\n",
        "technicians": hvac_awkward.FIRST["technicians"],
        "equipment_types": hvac_awkward.FIRST["equipment_types"],
        CALLS: "\n".join(hvac_awkward.FIRST[CALLS].splitlines()[:2]) + "\n",
    }
    address = desk.upload(zipped(files), "export.zip")
    assert counts(loads(desk, address))[CALLS] == (0, 0, 0, 1)
    customers = loads(desk, address)[CUSTOMERS]
    desk.act(f"/admin/import/{customers.pk}/fix/", **{"cell:2:created_at": "2024-02-28"})
    assert counts(loads(desk, address))[CALLS] == (1, 0, 0, 0)
    apply(desk, address)
    with org_context(desk.org, actor="test"):
        assert ServiceCall.objects.get().customer == Customer.objects.get()


def test_a_plan_that_nobody_has_seen_is_not_applied_and_all_can_be_let_go(desk: Desk) -> None:
    files = {name: hvac_awkward.FIRST[name] for name in ("technicians", "equipment_types")}
    address = desk.upload(zipped(files), "export.zip")
    assert "The plan has changed" in desk.act(f"{address}apply/", plan="0000")
    assert "2 files let go" in desk.act(f"{address}cancel/")
    assert {load.state for load in loads(desk, address).values()} == {Load.State.CANCELLED}
    assert desk.client.get(address).status_code == 404


def test_a_single_file_says_in_its_preview_whose_parents_are_nowhere(desk: Desk) -> None:
    address = desk.upload(hvac_awkward.FIRST[CALLS].encode(), "service_calls.csv")
    assert desk.load(address).counts["new"] == 0
    desk.apply(address)
    assert desk.load(address).counts["new"] == 0
